import type { BulletinEntry, BulletinView } from '@zhixin/shared/contract'
import { packedTheSame } from '../../documents'
import { rateCells, spanWords } from './produce-docx'

/** What stands behind each number, in the order of the headings. */
export interface BehindNumber {
  figure: string
  label: string
  entries: BulletinEntry[]
}

const HEAD = { bold: true } as const

/**
 * A bulletin as a workbook: a sheet for each heading, with every figure and rate, its definition, numerator and denominator; and one with the entries
 * that the numbers count. Numbers are numbers. Text never begins a formula: cells are written as strings.
 */
export async function bulletinXlsx(view: BulletinView, behind: readonly BehindNumber[], { draft }: { draft: boolean }): Promise<Buffer> {
  const { default: ExcelJS } = await import('exceljs')
  const book = new ExcelJS.Workbook()
  book.creator = view.issuedBy
  book.created = book.modified = new Date(`${view.to}T00:00:00+08:00`)
  view.headings.forEach(({ label, text, remark, figures, rates, chart }, i) => {
    const sheet = book.addWorksheet(sheetName(`${i + 1}.${label}`))
    sheet.columns = [{ width: 24 }, { width: 14 }, { width: 22 }, { width: 30 }, { width: 70 }]
    const line = (cells: (string | number)[], isHead = false): void => {
      const row = sheet.addRow(cells)
      row.alignment = { wrapText: true, vertical: 'top' }
      if (isHead) row.font = HEAD
    }
    line([`${view.title}${draft ? '（草稿，未印发）' : ''}`, spanWords(view)], true)
    for (const one of [...text, ...(remark === '' ? [] : [remark])]) sheet.addRow([one])
    line(['项目', '数', '单位', '依据', '口径'], true)
    for (const one of figures) line([one.label, one.value, one.unit, one.cite.source, one.definition])
    if (rates.length > 0) {
      line(['比例', '值', '分子', '分母', '口径'], true)
      for (const one of rates) line(rateCells(one))
    }
    if (chart) {
      line([chart.caption, '数'], true)
      for (const one of chart.rows) line([one.label, one.value])
    }
  })
  const sheet = book.addWorksheet('条目')
  sheet.columns = [
    { header: '数字', width: 18 }, { header: '时间', width: 20 }, { header: '卷', width: 16 }, { header: '编号', width: 18 }, { header: '案号', width: 26 },
      { header: '庭室', width: 18 },
      { header: '记载', width: 50 },
  ]
  sheet.getRow(1).font = HEAD
  for (const { label, entries } of behind) {
    for (const { at, kindLabel, receipt, number, department, sentence } of entries) sheet.addRow([label, at === null ? '' : shanghaiWords(at), kindLabel,
      receipt ?? '', number ?? '', department, sentence])
  }
  return packedTheSame(new Uint8Array(await book.xlsx.writeBuffer()))
}

/** A sheet's name has 31 characters at most, and none of these. */
const sheetName = (name: string): string => name.replace(/[[\]*?:/\\]/g, '').slice(0, 31)
const OFFSET_MS = 8 * 3_600_000
const shanghaiWords = (at: string): string => new Date(Date.parse(at) + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
