import type { ThreadRow } from './thread-rows'

/** Stands for messages that are folded away; they are there, and a tap shows them. */
export interface FoldedRow {
  kind: 'folded'
  key: string
  count: number
}
export type ShownRow = ThreadRow | FoldedRow

/** A run of so many messages of one sender, without an answer between, is folded; one and its neighbours stay in view. */
const FOLD_FROM = 8
const KEEP_FIRST = 1
const KEEP_LAST = 2

/**
 * Folds the middle of long runs of one sender's. What is marked, has an attachment, or `keeps` names is never folded.
 * `opened` holds the keys of folds that were opened. Leaves everything else as it is.
 */
export function foldRuns(rows: readonly ThreadRow[], opened: ReadonlySet<string>, keeps: (index: number) => boolean = () => false): ShownRow[] {
  const shown: ShownRow[] = []
  let run: ThreadRow[] = []
  const end = (): void => {
    shown.push(...folded(run, opened, keeps))
    run = []
  }
  for (const row of rows) {
    const belongs = row.kind === 'message' && row.side === 'theirs'
    if (!belongs && !(row.kind === 'day' && run.length > 0)) {
      end()
      shown.push(row)
    } else run.push(row)
  }
  end()
  return shown
}

function folded(run: readonly ThreadRow[], opened: ReadonlySet<string>, keeps: (index: number) => boolean): ShownRow[] {
  const messages = run.filter((row) => row.kind === 'message')
  if (messages.length < FOLD_FROM) return [...run]
  const inView = new Set([...messages.slice(0, KEEP_FIRST), ...messages.slice(-KEEP_LAST)].map(({ key }) => key))
  for (const row of messages) if (row.mark !== 'ordinary' || row.attachments.length > 0 || keeps(row.index)) inView.add(row.key)
  const rows: ShownRow[] = []
  let hidden: ThreadRow[] = []
  const fold = (): void => {
    const count = hidden.filter(({ kind }) => kind === 'message').length
    const key = `folded ${hidden.find(({ kind }) => kind === 'message')?.key ?? ''}`
    if (count < 2 || opened.has(key)) rows.push(...hidden)
    else {
      // A day that ends what is folded begins what comes next.
      const last = hidden[hidden.length - 1]
      rows.push({ kind: 'folded', key, count }, ...(last?.kind === 'day' ? [last] : []))
    }
    hidden = []
  }
  for (const row of run) {
    if (inView.has(row.key)) {
      fold()
      rows.push(row)
    } else hidden.push(row)
  }
  fold()
  return rows
}
