import type { Day } from '../shanghai'
import type { Catalogue, NodeSpec } from './catalogue'
import type { Clock } from './clocks'
import { inTime, type ProgressRecord, type ProgressState } from './progress-state'

/** Something that starts a period: a record, or the running out of another period. */
export interface Start {
  /** Of the record; of a period's running out, the record that started that period. */
  recordId: string
  what: string
  on: Day
  time?: string
  object?: string
  fields: Readonly<Record<string, string>>
  /** When the court came to know of it, by its own chain. */
  recordedAt: string
  /** It was taken back, or will not happen any more. */
  isGone: boolean
}

/** Clocks of another node, for events that are the end of its period. */
export type ClocksOfNode = (node: string) => readonly Clock[]

/** What starts a node's period, in order of time, with what was taken back. */
export function startsOf(node: NodeSpec, state: ProgressState, catalogue: Catalogue, clocksOfNode: ClocksOfNode): Start[] {
  const { start } = node
  if (!start) return []
  const { only } = start
  const isOwn = ({ fields }: Start): boolean => only === undefined || fields[only.field] === undefined || only.is.includes(fields[only.field]!)
  const named = [start.event, ...start.alternatives].map((name) => occurrencesOf(name, state, catalogue, clocksOfNode).filter(isOwn))
  const happened = (list: Start[]): boolean => list.some(({ isGone }) => !isGone)
  if (start.choose === 'first_named') return named.find(happened) ?? named.find((list) => list.length > 0) ?? []
  const all = named.flat().sort(byTime)
  const first = new Set<string>()
  return all.filter(({ isGone, object = '' }) => {
    if (isGone) return true
    const isFirst = !first.has(object)
    first.add(object)
    return isFirst
  })
}

function occurrencesOf(name: string, state: ProgressState, catalogue: Catalogue, clocksOfNode: ClocksOfNode): Start[] {
  const event = catalogue.events.get(name)
  const names = new Set([name, ...(event?.of_nodes ?? [])])
  const records = state.records.filter(({ what }) => names.has(what)).map((record) => startOf(record, name))
  const expiries = (event?.expiry_of ?? []).flatMap(clocksOfNode).flatMap((clock): Start[] => {
    if (clock.dueDay === undefined) return []
    // What was done in time does not run out; what is done later has.
    const isGone = clock.ended !== undefined && (clock.ended.how === 'withdrawn' || !clock.ended.late)
    const { object, startedBy: { recordId, recordedAt } } = clock
    return [{ recordId, what: name, on: clock.dueDay, fields: {}, recordedAt, isGone, ...(object !== undefined && { object }) }]
  })
  return [...records, ...expiries].sort(byTime)
}

const startOf = ({ recordId, on, time, object, fields, recordedAt, withdrawn }: ProgressRecord, what: string): Start => ({
  recordId, what, on, fields, recordedAt, isGone: withdrawn !== undefined, ...(time !== undefined && { time }), ...(object !== undefined && { object }),
})

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
/** By day and time; the same whatever order they came in. */
export const byTime = (a: Pick<Start, 'on' | 'time' | 'recordId'>, b: Pick<Start, 'on' | 'time' | 'recordId'>): number =>
  compare(a.on, b.on) || compare(a.time ?? '', b.time ?? '') || compare(a.recordId, b.recordId)

/** What ends a node's clocks: its own records, and those of the nodes that do the same, in order of time. */
export function endsOf(node: NodeSpec, state: ProgressState, catalogue: Catalogue): ProgressRecord[] {
  const names = new Set([node.id, ...node.ended_by.flatMap((name) => [name, ...(catalogue.events.get(name)?.of_nodes ?? [])])])
  return inTime(state).filter(({ what }) => names.has(what)).sort(byTime)
}
