import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import type { IntegrationKind, ItemAnswer } from '@zhixin/shared/integration'
import { COLUMNS, headingOf, REASON_HEADING } from './columns'

/** Takes rows one after another; the file is there once the first has come. */
export interface TableWriter {
  add(cells: readonly string[]): Promise<void>
  end(): Promise<void>
}

/** With a mark at the start, by which spreadsheets know UTF-8. */
const BOM = '\uFEFF'
const csvLine = (cells: readonly string[]): string => `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`

/** A CSV or, by the name's end, an XLSX in which every cell is text: numbers of documents keep all their digits. */
export function tableWriter(file: string, headings: readonly string[]): TableWriter {
  let opened: Promise<TableWriter> | undefined
  const open = (): Promise<TableWriter> => (opened ??= /\.xlsx$/i.test(file) ? openXlsx(file, headings) : openCsv(file, headings))
  return {
    add: async (cells) => (await open()).add(cells),
    end: async () => (await opened)?.end(),
  }
}

async function openCsv(file: string, headings: readonly string[]): Promise<TableWriter> {
  const stream = createWriteStream(file, { mode: 0o600 })
  const add = async (cells: readonly string[]): Promise<void> => {
    if (!stream.write(csvLine(cells))) await once(stream, 'drain')
  }
  stream.write(BOM)
  await add(headings)
  return {
    add,
    async end() {
      stream.end()
      await once(stream, 'finish')
    },
  }
}

async function openXlsx(file: string, headings: readonly string[]): Promise<TableWriter> {
  const { default: ExcelJS } = await import('exceljs')
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true })
  const sheet = book.addWorksheet('导入')
  sheet.columns = headings.map((header) => ({ header, width: 18, style: { numFmt: '@' } }))
  sheet.getRow(1).commit()
  return {
    add: async (cells) => void sheet.addRow([...cells]).commit(),
    end: () => book.commit(),
  }
}

/**
 * A CSV of a kind with a row for each item that was refused: its number where the kind has it, and why. The rest is for whoever mends it: what the
 * items said is kept nowhere.
 */
export function refusedTable(kind: IntegrationKind, refused: readonly ItemAnswer[]): string {
  const columns = COLUMNS[kind]
  const rows = refused.map(({ externalId, field, message }) => {
    const why = `${field === undefined ? '' : `${headingOf(field, kind)}：`}${message ?? ''}`
    return [...columns.map(({ to }) => (to === 'externalId' ? externalId : '')), why]
  })
  return `${BOM}${[[...columns.map(({ heading }) => heading), REASON_HEADING], ...rows].map(csvLine).join('')}`
}

/** An empty table of a kind; an XLSX says on a second sheet what goes into each column. */
export async function writeTemplate(file: string, kind: IntegrationKind): Promise<void> {
  const columns = COLUMNS[kind]
  const headings = columns.map(({ heading }) => heading)
  if (!/\.xlsx$/i.test(file)) return writeFile(file, `${BOM}${csvLine(headings)}`)
  const { default: ExcelJS } = await import('exceljs')
  const book = new ExcelJS.Workbook()
  book.addWorksheet('导入').columns = headings.map((header) => ({ header, width: 18, style: { numFmt: '@' } }))
  const help = book.addWorksheet('说明')
  help.columns = [{ header: '列', width: 18 }, { header: '必填', width: 8 }, { header: '怎么填', width: 80 }]
  for (const { heading, needed, hint } of columns) help.addRow([heading, needed ? '是' : '', hint])
  await book.xlsx.writeFile(file)
}
