import { type Column, TableError } from './columns'

/** A cell as a file has it: text, or what a spreadsheet knows of it. Empty cells are ''. */
export type Cell = string | number | boolean | Date

/** What a formula that does not work comes to. */
export const BROKEN_CELL = '#公式出错'
const DAY_MS = 86_400_000
/** Day 0 of spreadsheets: their 1900 has a 29 February, so every later day is one too many. */
const SERIAL_EPOCH = Date.UTC(1899, 11, 30)
const FIRST_SERIAL = 20_000
const LAST_SERIAL = 80_000
/** A spreadsheet's number keeps so many digits and no more. */
const EXACT_DIGITS = 15

const pad = (n: number): string => String(n).padStart(2, '0')

/** A cell as it is shown and written back: days as 2026-03-02, numbers without exponent. */
export function textOf(cell: Cell): string {
  if (cell instanceof Date) {
    const iso = cell.toISOString()
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ')
  }
  if (typeof cell === 'boolean') return cell ? '是' : '否'
  return typeof cell === 'number' ? cell.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 10 }) : cell.trim()
}

/** What a cell says in a column; undefined where it is empty. Throws TableError with what is wrong, never with the cell's content. */
export function valueOf({ type, choices, heading }: Column, cell: Cell): unknown {
  const said = textOf(cell)
  if (said === '') return undefined
  if (said === BROKEN_CELL) wrong(heading, '公式出错或没有算过，没有值。请复制后粘贴为数值')
  switch (type) {
    case 'day': return dayOf(cell, said, heading)
    case 'time': return timeOf(cell, said, heading)
    case 'instant': return instantOf(cell, said, heading)
    case 'list': return said.split(/[、,，;；]/).map((one) => one.trim()).filter(Boolean).map((one) => choices?.[one] ?? one)
    case 'pairs': return pairsOf(said, heading)
    case 'choice': return choices?.[said] ?? wrong(heading, `只能填：${Object.keys(choices ?? {}).join('、')}`)
    case 'text': return exact(cell, said, heading)
  }
}

const wrong = (heading: string, what: string): never => {
  throw new TableError(`${heading}：${what}`)
}

/** Numbers of documents and accounts that a spreadsheet took for numbers have lost their last digits. */
function exact(cell: Cell, said: string, heading: string): string {
  const isLong = typeof cell === 'number' && said.replace(/\D/g, '').length > EXACT_DIGITS
  if (isLong || /^\d(\.\d+)?E\+\d+$/i.test(said)) wrong(heading, '在表里是数字格式，末几位已经丢失。请把这一列设成文本格式，重新填写')
  return said
}

const fromSerial = (serial: number): Date => new Date(SERIAL_EPOCH + Math.round(serial * 86_400) * 1000)
const isSerial = (said: string): boolean => /^\d{5}(\.\d+)?$/.test(said) && Number(said) > FIRST_SERIAL && Number(said) < LAST_SERIAL

function dayOf(cell: Cell, said: string, heading: string): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (isSerial(said)) return fromSerial(Number(said)).toISOString().slice(0, 10)
  const match = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:\s+0?0:00(?::00)?)?$/.exec(said.normalize('NFKC'))
  if (!match) return wrong(heading, '日期要写成 2026-03-02 这样')
  const [year, month, date] = match.slice(1).map(Number) as [number, number, number]
  const day = `${year}-${pad(month)}-${pad(date)}`
  const there = new Date(Date.UTC(year, month - 1, date))
  return there.toISOString().slice(0, 10) === day ? day : wrong(heading, '没有这一天')
}

function timeOf(cell: Cell, said: string, heading: string): string {
  const fraction = typeof cell === 'number' && cell >= 0 && cell < 1 ? new Date(Math.round(cell * DAY_MS)) : cell
  if (fraction instanceof Date) return fraction.toISOString().slice(11, 16)
  const match = /^([01]?\d|2[0-3])[:时](\d{2})分?(?::\d{2})?$/.exec(said.normalize('NFKC'))
  return match ? `${pad(Number(match[1]))}:${match[2]}` : wrong(heading, '时间要写成 10:20 这样')
}

/** The court's own time unless an offset is written. */
function instantOf(cell: Cell, said: string, heading: string): string {
  const local = cell instanceof Date ? cell : isSerial(said) ? fromSerial(Number(said)) : undefined
  if (local) return `${local.toISOString().slice(0, 19)}+08:00`
  const match = /^(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)(?:[T\s]+(\d{1,2}:\d{2})(:\d{2})?(?:\.\d+)?\s*(Z|[+-]\d{2}:\d{2})?)?$/.exec(said)
  if (!match) return wrong(heading, '时间要写成 2026-03-02 10:30 这样')
  const [, day, minutes = '0:00', seconds = ':00', offset = '+08:00'] = match
  return `${dayOf(day!, day!, heading)}T${timeOf(minutes, minutes, heading)}${seconds}${offset}`
}

function pairsOf(said: string, heading: string): Record<string, string> {
  const pairs = said.split(/[;；\n]+/).map((one) => one.trim()).filter(Boolean).map((one) => /^([^=＝]+)[=＝](.*)$/s.exec(one))
  if (pairs.some((pair) => !pair)) wrong(heading, '要写成“名称=值”，几项用分号隔开')
  return Object.fromEntries(pairs.map((pair) => [pair![1]!.trim(), pair![2]!.trim()]))
}
