import { GAP, openPage } from './page'

/** A finished paper, as it is printed. */
export interface PaperDocument {
  court: string
  /** YYYY-MM-DD. */
  day: string
  text: { title: string; number: string; sections: { heading?: string; rows: { label: string; lines: string[] }[] }[] }
  /** Which finished paper it corrects, in words. */
  corrects?: string
  signatures: { label: string; /** When, on whose device, on which text. */ words: string; sm3: string; picture?: Buffer; isScan: boolean }[]
  /** What is filed with it: recordings, pictures of a chat. */
  material: { name: string; sm3: string }[]
  contentSm3: string
  at: Date
}

/** Points. */
const SIGNATURE = { width: 170, height: 64 }
const SCAN = { width: 380, height: 500 }
const HEADING_BEGINS = 60

/** One of the court's papers on A4. The same words make the same bytes. */
export function drawPaper({ court, text, corrects, signatures, material, contentSm3, at }: PaperDocument): Promise<Buffer> {
  const page = openPage({ title: `${text.number} ${text.title}`, author: court, at, numbered: true })
  page.text(court, { font: 'strong', size: 16, align: 'center' })
  page.text(text.title, { font: 'strong', size: 21, align: 'center', before: 4 })
  page.text(text.number, { size: 12, align: 'center', before: 2 })
  if (corrects !== undefined) page.text(corrects, { size: 11, align: 'center', grey: true })
  page.rule()
  for (const { heading, rows } of text.sections) {
    page.keep(HEADING_BEGINS)
    if (heading !== undefined) page.text(heading, { font: 'strong', size: 14, before: 10 })
    for (const { label, lines } of rows) {
      const isAlone = heading !== undefined && rows.length === 1
      if (!isAlone) page.text(lines.length <= 1 ? `${label}：${lines[0] ?? '（未填）'}` : `${label}：`, { size: 12.5, before: 4 })
      if (isAlone || lines.length > 1) for (const line of lines) page.text(`${GAP}${GAP}${line}`, { size: 12.5, before: 2 })
    }
  }
  page.rule()
  for (const { label, words, sm3, picture, isScan } of signatures) {
    const room = isScan ? SCAN : SIGNATURE
    page.keep(room.height + HEADING_BEGINS)
    page.text(`${label}（签字）：`, { font: 'strong', size: 12.5, before: 6 })
    if (!picture || !page.picture(picture, room)) page.text('签字的原件另存卷中，以电子件为准。', { size: 10, grey: true })
    page.text(words, { size: 10.5 })
    page.text(`签字图片校验值（SM3）${sm3}`, { size: 8, grey: true })
  }
  if (material.length > 0) page.text('一并存卷的材料：', { font: 'strong', size: 12, before: 8 })
  for (const [i, { name, sm3 }] of material.entries()) {
    page.text(`${i + 1}. ${name}`, { size: 11, before: 2 })
    page.text(`校验值（SM3）${sm3}`, { size: 8, grey: true })
  }
  page.rule()
  page.text(`内容校验值（SM3）：${contentSm3}`, { size: 9, grey: true })
  page.text('签字的人签的就是以上全部内容。内容改动一个字，校验值就不同，签字不能挪用。办结后存入案卷，不能改动。', { size: 9, grey: true })
  return page.end()
}
