import { AlignmentType, BorderStyle, Document, DocumentGridType, Footer, LineRuleType, Packer, PageNumber, Paragraph, TextRun } from 'docx'
import { drawBlocks, written, type Block } from './official-blocks'
import { CHARACTER, CHARACTER_SPACE, FALLBACK, FONT, HEAD, LINE, PAGE, PAGE_NUMBER, SIZE, signatureBlanks } from './official-layout'
import { packedTheSame } from './same-bytes'

export interface OfficialDocument {
  /** 红头: who issues it, in red, and its number below; most papers that stay within the court have none. */
  head?: { name: string; number?: string }
  title: string
  /** 主送机关; the colon is added. */
  to?: string
  body: readonly Block[]
  issuedBy: string
  /** 成文日期: YYYY-MM-DD. */
  date: string
  /** 附件说明: names of what is enclosed. */
  attachments?: readonly string[]
}

const everywhere = (font: string) => ({ ascii: font, hAnsi: font, eastAsia: font, cs: font })
const chars = (count: number): number => Math.round(count * CHARACTER)

/** 7.3.5.4: 年、月、日 in full with Arabic figures, 月、日不编虚位. */
export function officialDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日`
}

/**
 * A paper of the court as an editable Word document in the layout of GB/T 9704-2012. The same words make the same bytes. What a user wrote may be in
 * it as it is: what cannot stand in a Word document is left out. Does not check what is said.
 */
export async function officialDocx({ head, title, to, body, issuedBy, date, attachments = [] }: OfficialDocument): Promise<Buffer> {
  const day = officialDate(date)
  const blanks = signatureBlanks(issuedBy, day)
  const ofBody = { font: everywhere(FONT.body), size: SIZE.third, characterSpacing: CHARACTER_SPACE }
  const spaced = { spacing: { line: LINE, lineRule: LineRuleType.EXACT } }
  const document = new Document({
    title: written(title), creator: written(issuedBy), lastModifiedBy: written(issuedBy),
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: { document: { run: ofBody, paragraph: spaced } },
    },
    sections: [{
      properties: {
        page: { size: { width: PAGE.width, height: PAGE.height }, margin: { top: PAGE.top, right: PAGE.right, bottom: PAGE.bottom, left: PAGE.left,
          footer: PAGE_NUMBER.fromBelow } },
        grid: { type: DocumentGridType.LINES, linePitch: LINE },
      },
      footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
      children: [
        ...(head ? redHead(head) : []),
        // 7.3.1: centred, two lines below the red line.
        ...(head ? [empty(), empty()] : []),
        new Paragraph({ alignment: AlignmentType.CENTER, children: [run(title, FONT.title, SIZE.second)], keepNext: true, spacing: { line: LINE * 1.2,
          lineRule: LineRuleType.AT_LEAST } }),
        empty(),
        // 7.3.2: one line below the title, at the left edge.
        ...(to === undefined ? [] : [new Paragraph({ children: [run(`${to}：`)] })]),
        ...drawBlocks(body),
        ...enclosed(attachments),
        // 7.3.5.2: one line below the text. The two lines are not parted by the end of a page.
        empty(true),
        new Paragraph({ alignment: AlignmentType.RIGHT, indent: { right: chars(blanks.issuer) }, keepNext: true, children: [run(issuedBy)] }),
        new Paragraph({ alignment: AlignmentType.RIGHT, indent: { right: chars(blanks.date) }, children: [run(day)] }),
      ],
    }],
  })
  const at = `${date}T00:00:00+08:00`
  return packedTheSame(await Packer.toBuffer(document), { 'docProps/core.xml': core(title, issuedBy, at), 'word/fontTable.xml': fontTable() })
}

const run = (text: string, font?: string, size?: number): TextRun => new TextRun({ text: written(text), ...(font && { font: everywhere(font) }),
  ...(size && { size }) })
const empty = (keepNext = false): Paragraph => new Paragraph({ keepNext, children: [] })

function redHead({ name, number }: NonNullable<OfficialDocument['head']>): Paragraph[] {
  const rule = { style: BorderStyle.SINGLE, size: 12, color: HEAD.colour, space: HEAD.rule * 3 }
  const words = new TextRun({ text: written(name), font: everywhere(FONT.title), size: HEAD.size, color: HEAD.colour })
  return [
    new Paragraph({ alignment: AlignmentType.CENTER, spacing: { before: HEAD.before, line: LINE, lineRule: LineRuleType.AT_LEAST }, children: [words] }),
    // 7.2.5: the number two lines below, in the middle.
    empty(), empty(),
    new Paragraph({ alignment: AlignmentType.CENTER, border: { bottom: rule }, children: [run(number ?? '')] }),
  ]
}

/** 7.3.4: one line below the text, two characters in; numbered where there are several; no full stop behind a name. */
function enclosed(names: readonly string[]): Paragraph[] {
  if (names.length === 0) return []
  const lines = names.map((name, i) => (names.length === 1 ? `附件：${name}` : `${i === 0 ? '附件：' : '　　　'}${i + 1}.${name}`))
  return [empty(), ...lines.map((line) => new Paragraph({ indent: { left: chars(2) }, children: [run(line)] }))]
}

function pageNumber(alignment: typeof AlignmentType.LEFT | typeof AlignmentType.RIGHT): Footer {
  const indent = alignment === AlignmentType.RIGHT ? { right: PAGE_NUMBER.blank } : { left: PAGE_NUMBER.blank }
  const children = ['— ', PageNumber.CURRENT, ' —'].map((piece) => new TextRun({ children: [piece], font: everywhere(FONT.page), size: SIZE.fourth }))
  return new Footer({ children: [new Paragraph({ alignment, indent, spacing: { line: 240, lineRule: LineRuleType.AUTO }, children })] })
}

const escaped = (words: string): string => written(words).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** What the document says of itself: the day it is of, and not the instant it was drawn. */
const core = (title: string, by: string, at: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
  + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" `
  + `xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title>`
  + `<dc:creator>${escaped(by)}</dc:creator><cp:lastModifiedBy>${escaped(by)}</cp:lastModifiedBy><cp:revision>1</cp:revision>`
  + `<dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${at}</dcterms:modified></cp:coreProperties>`

const fontTable = (): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
  + `<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">`
  + Object.entries(FALLBACK).map(([name, other]) => `<w:font w:name="${name}"><w:altName w:val="${other}"/><w:charset w:val="86"/></w:font>`).join('')
  + '</w:fonts>'
