import { GAP, openPage } from './page'

/** One entry of the thread, as it is printed. */
export interface ThreadDocumentRow {
  /** Counted from 1, as people count. */
  number: number
  /** 2026-03-10 10:00:05 */
  when: string
  who: string
  /** What it is: 消息, 电话记录 … with its kind. */
  what: string
  lines: string[]
  /** Of what goes with it: name and hash; the bytes of pictures that are small enough. */
  enclosed: { name: string; sm3: string; size: string; picture?: Buffer }[]
  hash: string
  /** Nobody said anything: how far a side has got. */
  isMark: boolean
}

export interface ThreadDocumentParts {
  court: string
  caseNumber: string
  cause: string
  volume: string
  person: { name: string; role: string }
  /** How many entries, from when to when. */
  span: string
  /** What is not printed, and why. */
  withheld: string[]
  rows: ThreadDocumentRow[]
  /** Hash of the last entry: whoever has it can tell whether anything was taken out. */
  head: string
  at: Date
}

/** Points: a heading with the first line of what was said. */
const ROW_BEGINS = 60
const PICTURE = { width: 220, height: 160 }

/** What a party and the court said to each other about a case, as it goes to the court's electronic file. The same words make the same bytes. */
export function drawThread(parts: ThreadDocumentParts): Promise<Buffer> {
  const { court, caseNumber, cause, volume, person, span, withheld, rows, head, at } = parts
  const page = openPage({ title: `${caseNumber} 沟通记录`, author: court, at, numbered: true })
  page.text(court, { font: 'strong', size: 16, align: 'center' })
  page.text('执行案件沟通记录', { font: 'strong', size: 20, align: 'center', before: 4 })
  page.rule()
  for (const line of [`案号：${caseNumber}`, `案由：${cause}`, `当事人一方：${person.name}（${person.role}）`, `归入：${volume}`, span]) page.text(line, { size: 12 })
  for (const line of withheld) page.text(line, { size: 11, grey: true })
  page.rule()
  for (const row of rows) drawRow(page, row)
  page.rule()
  page.text('以上为全部记录。每条的校验值由它的内容和前一条算出，改一个字、少一条，都能查出来。', { size: 10, grey: true })
  page.text(`末条校验值（SM3）：${head}`, { size: 9, grey: true })
  return page.end()
}

function drawRow(page: ReturnType<typeof openPage>, { number, when, who, what, lines, enclosed, hash, isMark }: ThreadDocumentRow): void {
  if (isMark) {
    page.text(`第 ${number} 条${GAP}${when}${GAP}${who}${GAP}${what}`, { size: 9, before: 3, grey: true })
    page.text(hash, { size: 7, grey: true })
    return
  }
  page.keep(ROW_BEGINS)
  page.text(`第 ${number} 条${GAP}${when}${GAP}${who}${GAP}${what}`, { font: 'strong', size: 11, before: 8 })
  for (const line of lines) page.text(line, { size: 12, indent: 16 })
  for (const { name, sm3, size, picture } of enclosed) {
    page.text(`附：${name}（${size}）`, { size: 11, indent: 16 })
    page.text(`校验值 ${sm3}`, { size: 7, indent: 16, grey: true })
    if (picture && !page.picture(picture, PICTURE)) page.text('这张图片不能印出，以电子件为准。', { size: 9, indent: 16, grey: true })
  }
  page.text(hash, { size: 7, grey: true })
}
