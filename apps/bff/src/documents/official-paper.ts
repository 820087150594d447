import type { Block } from './official-blocks'
import { officialDocx } from './official-docx'
import type { PaperDocument } from './paper-document'
import { fitted, pictureSize } from './picture-size'

/** Millimetres: a signature by hand, and a page that was signed on paper. */
const SIGNATURE = { width: 50, height: 20 }
const SCAN = { width: 120, height: 160 }

/** One of the court's papers as a Word document in the layout of GB/T 9704: what paper-document.ts draws, to be printed and bound with others. */
export function paperDocx({ court, day, text, signatures, material, contentSm3, corrects }: PaperDocument): Promise<Buffer> {
  const paragraph = (words: string, more: object = {}): Block => ({ kind: 'paragraph', text: words, ...more })
  const body: Block[] = [
    paragraph(text.number, { flush: true, align: 'center' }),
    ...(corrects === undefined ? [] : [paragraph(corrects)]),
    ...text.sections.flatMap(({ heading, rows }): Block[] => [
      ...(heading === undefined ? [] : [{ kind: 'heading1', text: heading } as const]),
      // Where a heading has one matter alone, it says what that is.
      ...rows.flatMap(({ label, lines }) => (heading !== undefined && rows.length === 1 ? lines : labelled(label, lines)).map((line) => paragraph(line))),
    ]),
    ...signatures.flatMap(({ label, words, picture, isScan }): Block[] => {
      const size = picture && pictureSize(picture)
      const drawn: Block[] = size ? [{ kind: 'picture', type: size.type, bytes: picture, ...fitted(size, isScan ? SCAN : SIGNATURE), alt: `${label}的签字`, align: 'left' }] : []
      return [paragraph(`${label}（签字）：`, { flush: true }), ...drawn, paragraph(words, { flush: true })]
    }),
    ...(material.length === 0 ? [] : [{ kind: 'table', head: ['一并存卷的材料', '校验值（SM3）'], rows: material.map(({ name, sm3 }) => [name, sm3]), widths: [2, 3] } as const]),
    paragraph(`内容校验值（SM3）：${contentSm3}`, { flush: true, align: 'left' }),
  ]
  return officialDocx({ title: text.title, body, issuedBy: court, date: day })
}

/** One line stands beside its label, several below it. */
export const labelled = (label: string, lines: readonly string[]): string[] =>
  lines.length <= 1 ? [`${label}：${lines[0] ?? '（未填）'}`] : [`${label}：`, ...lines]
