import type { HolidayTable } from '../calendar'
import { type Due, dueOf, type Suspension } from '../periods'
import { type Day, instantOf } from '../shanghai'
import type { Catalogue, Duration, NodeSpec, Period } from './catalogue'
import { byTime, endsOf, type Start, startsOf } from './clock-starts'
import type { ProgressRecord, ProgressState } from './progress-state'

/** How a clock came to its end. `closed`: with the case; `withdrawn`: what started it was taken back, or will not happen any more. */
export interface ClockEnd {
  how: 'met' | 'closed' | 'withdrawn'
  on?: Day
  /** What ended it. */
  recordId?: string
  late: boolean
}

/** A period of a node that has begun in a case. It follows from the case's chain, the catalogue and the table of holidays alone. */
export interface Clock {
  /** `<node>/<record that started it>`: the same in whatever order entries arrive. */
  clockId: string
  node: string
  object?: string
  startedBy: Pick<Start, 'recordId' | 'what' | 'on' | 'time' | 'recordedAt'>
  /** The last instant in time, RFC 3339, and the last day. Not there while the clock stands still. */
  dueAt?: string
  dueDay?: Day
  /** The same of the shorter limit that is a target and no breach. */
  targetAt?: string
  /** False: a year without a table of holidays decided; the date may be wrong. */
  calendarKnown: boolean
  /** Stands still: by which cause, from which day. */
  suspended?: { since: Day; cause: string }
  /** What was due before it stood still is due all the same. */
  dueBeforeSuspension?: Pick<Due, 'dueAt' | 'dueDay'>
  ended?: ClockEnd
}

/** Whether a node's limit can be missed: a target, a right, a warning ahead and what opens something else cannot. */
export const canBeOverdue = ({ kind, limit }: Pick<NodeSpec, 'kind' | 'limit'>): boolean =>
  kind === 'deadline' || kind === 'lead_time' || (kind === 'alert' && limit?.direction !== 'before')

export const isRunning = ({ ended }: Pick<Clock, 'ended'>): boolean => ended === undefined

/** Since when a clock is overdue at an instant; undefined: it is not, or its kind cannot be. */
export const overdueSince = (clock: Clock, node: Pick<NodeSpec, 'kind' | 'limit'>, now: string): string | undefined =>
  canBeOverdue(node) && isRunning(clock) && clock.dueAt !== undefined && clock.dueAt <= now ? clock.dueAt : undefined

/**
 * All clocks of a case, in the order in which they are due; those that have ended after those that run. A clock starts whenever what its node
 * starts from happens, and ends when the node is recorded: of a node with a period for each object by the record of the same object, else by the
 * earliest that is open; of another node all that had started by then.
 *
 * Says nothing of what time it is: a clock that stands still has no due date, whatever day it is.
 */
export function clocksOf(state: ProgressState, catalogue: Catalogue, holidays: HolidayTable): Clock[] {
  const known = new Map<string, readonly Clock[]>()
  const ofNode = (name: string): readonly Clock[] => {
    const found = known.get(name)
    if (found) return found
    // A period that would start with its own end has none.
    known.set(name, [])
    const node = catalogue.nodes.get(name)
    const clocks = node ? clocksOfNode(node, { state, catalogue, holidays, ofNode }) : []
    known.set(name, clocks)
    return clocks
  }
  const { movedOn } = state
  // Given to another court: what runs on runs on there.
  const here = (clock: Clock): Clock => (movedOn !== undefined && isRunning(clock) ? { ...clock, ended: { how: 'closed', on: movedOn, late: false } } : clock)
  return [...catalogue.nodes.keys()].flatMap(ofNode).map(here).sort(byDue)
}

const byDue = (a: Clock, b: Clock): number =>
  Number(!isRunning(a)) - Number(!isRunning(b)) || compare(a.dueAt ?? LAST, b.dueAt ?? LAST) || compare(a.clockId, b.clockId)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const LAST = '9'

interface Given {
  state: ProgressState
  catalogue: Catalogue
  holidays: HolidayTable
  ofNode(name: string): readonly Clock[]
}

function clocksOfNode(node: NodeSpec, given: Given): Clock[] {
  const { state, catalogue, ofNode } = given
  if (!node.on || node.of !== 'case' || node.kept_in === 'thread' || !node.limit || !applies(node, given)) return []
  const starts = startsOf(node, state, catalogue, ofNode)
  const standing = starts.filter(({ isGone }) => !isGone)
  const ends = endsOf(node, state, catalogue)
  const pairs = node.limit.direction === 'before' ? leads(standing, ends) : inOrder(node, standing, ends)
  const running = pairs.map(({ start, end }) => clockOf(node, node.limit!, start, end, given))
  const gone = starts
    .filter(({ isGone }) => isGone)
    .map((start): Clock => ({ ...begun(node, start), calendarKnown: true, ended: { how: 'withdrawn', late: false } }))
  return [...running, ...gone]
}

/** Whether this kind of case has the period at all. */
function applies({ only_if, unless }: NodeSpec, { state, catalogue }: Given): boolean {
  const was = (name: string): boolean => {
    const names = new Set([name, ...(catalogue.events.get(name)?.of_nodes ?? [])])
    return state.records.some(({ what, withdrawn }) => !withdrawn && names.has(what))
  }
  return (only_if.length === 0 || only_if.some(was)) && !unless.some(was)
}

interface Pair {
  start: Start
  end?: ProgressRecord
}

/** What must be done so long before an event: each event takes the first record of its object that no earlier event has taken. */
function leads(starts: Start[], ends: ProgressRecord[]): Pair[] {
  const pairs: Pair[] = starts.map((start) => ({ start }))
  for (const end of ends) {
    const pair = ofSameObject(pairs.filter((one) => !one.end), end)
    if (pair) pair.end = end
  }
  return pairs
}

/** Starts and ends as they happened; on one day, where no time is told, what starts comes before what ends. */
function inOrder(node: NodeSpec, starts: Start[], ends: ProgressRecord[]): Pair[] {
  const pairs: Pair[] = []
  /** Done while nothing waited for it. */
  const early: ProgressRecord[] = []
  const open = (): Pair[] => pairs.filter((pair) => !pair.end)
  const happened = [
    ...starts.map((start) => ({ start, end: undefined, on: start.on, time: start.time ?? '', recordId: start.recordId })),
    ...ends.map((end) => ({ start: undefined, end, on: end.on, time: end.time ?? LAST, recordId: end.recordId })),
  ].sort((a, b) => byTime(a, b))
  for (const { start, end } of happened) {
    if (start) begin(node, start, pairs, early)
    else if (end) {
      const single = node.per_object ? ofSameObject(open(), end) : undefined
      const ended = node.per_object ? (single ? [single] : []) : open()
      for (const pair of ended) pair.end = end
      if (ended.length === 0) early.push(end)
      if (isRunAgain(node, end, ended, pairs)) pairs.push({ start: asStart(end) })
    }
  }
  return pairs
}

function begin(node: NodeSpec, start: Start, pairs: Pair[], early: ProgressRecord[]): void {
  const isSame = ({ object }: { object?: string | undefined }): boolean => object === start.object
  const before = node.per_object ? pairs.filter((pair) => isSame(pair.start)) : pairs
  // A thing that is waited for already is not waited for twice.
  if (node.per_object && start.object !== undefined && before.some((pair) => !pair.end)) return
  // What was done before its period began need not be done again; a later occasion is another matter.
  const counts = before.length === 0 && node.repeat === undefined && (!node.per_object || start.object !== undefined)
  const done = counts ? early.find((end) => !node.per_object || isSame(end)) : undefined
  pairs.push({ start, ...(done && { end: done }) })
}

/** Of a node that runs again from its own completion, so many times in all. */
const isRunAgain = ({ id, repeat }: NodeSpec, end: ProgressRecord, ended: Pair[], pairs: Pair[]): boolean =>
  repeat !== undefined && ended.length > 0 && end.what === id && pairs.length < repeat

const asStart = ({ recordId, what, on, time, object, fields, recordedAt }: ProgressRecord): Start => ({
  recordId, what, on, fields, recordedAt, isGone: false, ...(time !== undefined && { time }), ...(object !== undefined && { object }),
})

/** The open one of the same object, else the earliest that names none; a record that names none ends the earliest of all. */
function ofSameObject(open: Pair[], { object }: ProgressRecord): Pair | undefined {
  const same = object === undefined ? undefined : open.find(({ start }) => start.object === object)
  return same ?? open.find(({ start }) => start.object === undefined) ?? (object === undefined ? open[0] : undefined)
}

const begun = (node: NodeSpec, { recordId, what, on, time, object, recordedAt }: Start): Pick<Clock, 'clockId' | 'node' | 'object' | 'startedBy'> => ({
  clockId: `${node.id}/${recordId}`,
  node: node.id,
  startedBy: { recordId, what, on, recordedAt, ...(time !== undefined && { time }) },
  ...(object !== undefined && { object }),
})

function clockOf(node: NodeSpec, limit: Period, start: Start, end: ProgressRecord | undefined, given: Given): Clock {
  const clock = begun(node, start)
  const from = { day: start.on, ...(start.time !== undefined && { time: start.time }) }
  const changed = { suspensions: suspensionsOf(node, given.state), extensions: extensionsOf(limit, clock.clockId, given.state) }
  const due = dueOf(limit, from, { holidays: given.holidays, ...changed })
  const still = standsStill(node, limit, due, given.state)
  const ended = endOf(node, start, end, still ? undefined : due, given)
  const { calendarKnown, dueAt, dueDay } = due
  if (still) return { ...clock, calendarKnown, ...(ended ? { ended } : { suspended: still, dueBeforeSuspension: { dueAt, dueDay } }) }
  const target = node.target && { targetAt: dueOf(node.target, from, { holidays: given.holidays }).dueAt }
  return { ...clock, calendarKnown, dueAt, dueDay, ...target, ...(ended && { ended }) }
}

/** What lengthened this very clock. */
const extensionsOf = (limit: Period, clockId: string, { extensions }: ProgressState): Duration[] =>
  extensions.filter((one) => one.clockId === clockId && (limit.unit !== 'hour' || one.by.unit === 'hour')).map(({ by }) => by)

/** The days that are not counted for a node, as far as it is known how long they go on. */
const suspensionsOf = ({ suspended_by }: NodeSpec, { suspensions }: ProgressState): Suspension[] =>
  suspensions.flatMap(({ cause, from, to }) => (to !== undefined && suspended_by.includes(cause) ? [{ from, to }] : []))

/** Since when, and why, a clock stands still: a suspension without an end that began before the period was over. */
function standsStill(node: NodeSpec, { unit, direction }: Period, { dueDay }: Due, { suspensions }: ProgressState): Clock['suspended'] {
  if (unit === 'hour' || direction === 'before') return undefined
  const open = suspensions.filter(({ cause, from, to }) => to === undefined && node.suspended_by.includes(cause) && from <= dueDay)
  const [first] = open.sort((a, b) => compare(a.from, b.from))
  return first && { since: first.from, cause: first.cause }
}

function endOf(node: NodeSpec, start: Start, end: ProgressRecord | undefined, due: Due | undefined, { state }: Given): ClockEnd | undefined {
  if (end) return { how: 'met', on: end.on, recordId: end.recordId, late: isLate(end, due) }
  const { closedOn } = state
  if (closedOn === undefined || !node.ended_by_closing || start.on > closedOn) return undefined
  return { how: 'closed', on: closedOn, late: isLate({ on: closedOn }, due) }
}

/** Without a time of day nobody is said to be late on the last day. */
function isLate({ on, time }: Pick<ProgressRecord, 'on' | 'time'>, due: Due | undefined): boolean {
  if (!due) return false
  if (due.startsAt === undefined || time === undefined) return on > due.dueDay
  return instantOf(on, Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) > due.dueAt
}
