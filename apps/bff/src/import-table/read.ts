import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { parse } from 'csv-parse'
import { BROKEN_CELL, type Cell, textOf } from './cells'
import { TableError } from './columns'
import type { Row } from './rows'

const HEAD_BYTES = 4

/** The rows of a CSV or XLSX file, the headings first, one after another: a file of any length is never in memory as a whole. */
export async function* rowsOf(file: string): AsyncGenerator<Row> {
  const head = await headOf(file)
  const rows = head.subarray(0, 2).toString('latin1') === 'PK' ? xlsxRows(file) : csvRows(file, await encodingOf(file, head))
  for await (const row of rows) if (row.cells.some((cell) => textOf(cell) !== '')) yield row
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new TableError(`打不开文件 ${file}（${error.code ?? '未知原因'}）`)
  })
  try {
    return (await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)).buffer
  } finally {
    await handle.close()
  }
}

/** By its mark, else UTF-8 where all of it is that, else GB18030, which old Excel and court systems write. */
async function encodingOf(file: string, head: Buffer): Promise<string> {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const piece of createReadStream(file)) decoder.decode(piece as Buffer, { stream: true })
    decoder.decode()
    return 'utf-8'
  } catch {
    return 'gb18030'
  }
}

async function* decoded(file: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const piece of createReadStream(file)) yield decoder.decode(piece as Buffer, { stream: true })
  yield decoder.decode()
}

async function* csvRows(file: string, encoding: string): AsyncGenerator<Row> {
  const parser = parse({ delimiter: await delimiterOf(file, encoding), bom: true, relax_column_count: true, info: true })
  const feeding = (async () => {
    for await (const piece of decoded(file, encoding)) if (!parser.write(piece)) await new Promise((resolve) => parser.once('drain', resolve))
    parser.end()
  })()
  feeding.catch((error: unknown) => parser.destroy(error as Error))
  try {
    let line = 0
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      // A cell with line breaks in it ends its row further down: the row is named by where it begins.
      yield { line: line + 1, cells: record }
      line = info.lines
    }
  } catch (error) {
    const { lines } = error as { lines?: number }
    throw new TableError(`CSV 格式不对${lines === undefined ? '' : `（第 ${lines} 行附近）`}：引号没有配对，或者不是 CSV 文件。`)
  }
}

/** A comma, or what stands between the headings where there is none. */
async function delimiterOf(file: string, encoding: string): Promise<string> {
  for await (const piece of decoded(file, encoding)) {
    const first = piece.split(/\r?\n/, 1)[0]!
    return first.includes(',') ? ',' : first.includes('\t') ? '\t' : ','
  }
  return ','
}

/** The first sheet is the table. Read whole: exceljs's reader of streams now and then loses the last of what is packed in the file. */
async function* xlsxRows(file: string): AsyncGenerator<Row> {
  // Loaded here alone: most tables are CSV.
  const { default: ExcelJS } = await import('exceljs')
  const book = new ExcelJS.Workbook()
  try {
    await book.xlsx.readFile(file)
  } catch {
    throw new TableError('不是能读的 XLSX 文件，请在表格软件里另存一份再试。')
  }
  const [sheet] = book.worksheets
  for (let line = 1; line <= (sheet?.rowCount ?? 0); line++) {
    const row = sheet!.findRow(line)
    if (row?.hasValues) yield { line, cells: Array.from(row.values as unknown[]).slice(1).map(cellOf) }
  }
}

/** A spreadsheet's cell: of a formula what it came to. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof Date) return value
  const { result, richText, text, error, ...more } = value as { result?: unknown; richText?: { text: string }[]; text?: unknown; error?: unknown }
  const isFormula = 'formula' in more || 'sharedFormula' in more
  if (error !== undefined || (isFormula && result === undefined)) return BROKEN_CELL
  if (richText) return richText.map((piece) => piece.text).join('')
  if (result !== undefined) return cellOf(result)
  return text === undefined ? '' : cellOf(text)
}
