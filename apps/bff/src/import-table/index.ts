import type { BatchAnswer, IntegrationKind } from '@zhixin/shared/integration'
import { textOf } from './cells'
import { headingOf, kindOf, placesOf, REASON_HEADING, TableError } from './columns'
import { rowsOf } from './read'
import { itemsOf, type Row, type Sheaf } from './rows'
import type { TableWriter } from './write'

export { COLUMNS, REASON_HEADING, TableError } from './columns'
export { dropBatch, sendBatch, SendError, type SendParts } from './send'
export { refusedTable, tableWriter, writeTemplate } from './write'

export interface Table {
  kind: IntegrationKind
  headings: string[]
  /** Rows below the headings. */
  count: number
}

/** Looks a whole file through before anything of it is sent: its kind, its headings, how long it is. Throws TableError. */
export async function inspect(file: string, asked?: IntegrationKind): Promise<Table> {
  let headings: string[] | undefined
  let count = 0
  for await (const { cells } of rowsOf(file)) {
    if (headings) count++
    else headings = cells.map(textOf)
  }
  if (!headings) throw new TableError('文件是空的。')
  const kind = asked ?? kindOf(headings)
  placesOf(headings, kind)
  return { kind, headings, count }
}

export interface Tally {
  created: number
  updated: number
  unchanged: number
  refused: number
  /** Handed over as files, the answers still to come. */
  dropped: number
}

export interface ImportParts {
  file: string
  table: Table
  /** Items in a batch. */
  most: number
  dryRun: boolean
  /** Sends a batch; undefined where its answer comes later. */
  send(items: readonly unknown[]): Promise<BatchAnswer | undefined>
  refused: TableWriter
  /** Rows done so far, and what became of them. */
  onProgress(rows: number, tally: Tally): void
}

/** Sends a table batch by batch. What is refused goes into a table of its own, with the reason, to be mended and sent again. */
export async function importTable({ file, table, most, dryRun, send, refused, onProgress }: ImportParts): Promise<Tally> {
  const { kind, headings } = table
  const reasonAt = headings.findIndex((heading) => heading === REASON_HEADING)
  const tally: Tally = { created: 0, updated: 0, unchanged: 0, refused: 0, dropped: 0 }
  /** Parties that a dry run has let through: who acts for them may come in a later batch. */
  const through = new Set<string>()
  let rows = 0
  let batch: Sheaf[] = []

  async function giveBack({ rows: of }: Sheaf, reason: string): Promise<void> {
    tally.refused++
    for (const { cells } of of) {
      const own = headings.map((_, i) => (i === reasonAt ? '' : textOf(cells[i] ?? ''))).filter((_, i) => i !== reasonAt)
      await refused.add([...own, reason])
    }
  }

  async function flush(): Promise<void> {
    const sheaves = batch
    batch = []
    if (sheaves.length === 0) return
    const answer = await send(sheaves.map(({ item }) => item))
    if (!answer) tally.dropped += sheaves.length
    for (const [i, sheaf] of sheaves.entries()) {
      const result = answer?.results[i]
      const item = sheaf.item as { case?: string; externalId?: string; for?: string; replaces?: string }
      if (!result) continue
      const isForOther = dryRun && result.code === 'integration.party_unknown' && through.has(`${item.case}/${item.for ?? item.replaces}`)
      if (result.result !== 'refused' || isForOther) {
        tally[isForOther || result.result === 'refused' ? 'created' : result.result]++
        through.add(`${item.case}/${item.externalId}`)
      } else {
        await giveBack(sheaf, `${result.field === undefined ? '' : `${headingOf(result.field, kind)}：`}${result.message ?? ''}`)
      }
    }
    rows += sheaves.reduce((sum, { rows: of }) => sum + of.length, 0)
    onProgress(rows, tally)
  }

  for await (const sheaf of itemsOf(below(rowsOf(file)), placesOf(headings, kind), kind)) {
    if (sheaf.item) batch.push(sheaf)
    else {
      await giveBack(sheaf, sheaf.fault ?? '')
      rows += sheaf.rows.length
    }
    if (batch.length >= most) await flush()
  }
  await flush()
  await refused.end()
  onProgress(rows, tally)
  return tally
}

async function* below(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  let isFirst = true
  for await (const row of rows) {
    if (!isFirst) yield row
    isFirst = false
  }
}
