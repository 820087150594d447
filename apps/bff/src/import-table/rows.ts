import type { IntegrationKind } from '@zhixin/shared/integration'
import { type Cell, valueOf } from './cells'
import { type Column, TableError } from './columns'

/** A row of a file. `line` is where it stands, from 1, as a spreadsheet counts. */
export interface Row {
  line: number
  cells: readonly Cell[]
}
/** One item, and the rows that it came of: a case has one for each of its parties. */
export interface Sheaf {
  rows: Row[]
  /** Absent where the rows cannot be read: `fault` says why. */
  item?: Record<string, unknown>
  fault?: string
}

/** The items that rows come to, in their order. Rows of one case that follow each other are one item. */
export async function* itemsOf(rows: AsyncIterable<Row>, places: readonly (Column | undefined)[], kind: IntegrationKind): AsyncGenerator<Sheaf> {
  let open: Sheaf | undefined
  for await (const row of rows) {
    const next = read(row, places, kind)
    if (kind === 'cases' && open?.item && next.item && open.item.externalId === next.item.externalId) {
      open.rows.push(row)
      ;(open.item.parties as unknown[]).push(...(next.item.parties as unknown[]))
      continue
    }
    if (open) yield open
    open = next
  }
  if (open) yield open
}

function read(row: Row, places: readonly (Column | undefined)[], kind: IntegrationKind): Sheaf {
  try {
    const raw: Record<string, unknown> = {}
    for (const [i, column] of places.entries()) {
      const value = column && valueOf(column, row.cells[i] ?? '')
      if (value !== undefined) put(raw, column!.to.split('.'), value)
    }
    return { rows: [row], item: SHAPES[kind](raw) }
  } catch (error) {
    if (!(error instanceof TableError)) throw error
    return { rows: [row], fault: error.message }
  }
}

function put(into: Record<string, unknown>, [first, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) into[first!] = value
  else put((into[first!] ??= {}) as Record<string, unknown>, rest, value)
}

type Raw = Record<string, unknown>
const SHAPES: Record<IntegrationKind, (raw: Raw) => Raw> = {
  cases({ party, ...raw }) {
    const own = party as Raw | undefined
    return { ...raw, parties: own === undefined || Object.keys(own).length === 0 ? [] : [withPhone(own)] }
  },
  parties: withPhone,
  officers(raw) {
    if (raw.case !== undefined) return { type: 'assignment', ...raw }
    return { type: 'staff', ...raw, externalId: raw.externalId ?? raw.number }
  },
  nodes: (raw) => (raw.kind === undefined ? { type: 'node', ...raw } : { type: 'task', ...raw }),
}

function withPhone({ phone, phoneBy, person, ...raw }: Raw): Raw {
  const phones = phone === undefined ? [] : [{ number: phone, ...(phoneBy !== undefined && { givenBy: phoneBy }) }]
  return { ...raw, person: { ...(person as Raw | undefined), phones } }
}
