import { applicationClock } from '../application-clock'
import type { Application } from '../parts/applications'
import { isSealed } from '../parts/sealing'
import { dueOf } from '../periods'
import { dayOf } from '../shanghai'
import { emptyThread, evolveThread } from '../thread'
import type { MessagingConfig } from '../court-config'
import type { ThreadEntry } from '../thread-entries'
import type { ThreadState } from '../thread-state'
import type { Catalogue, NodeSpec } from './catalogue'
import { nothingOwed, type Owing, owingSince, type WatchRules } from './clock-watch'
import type { Clock } from './clocks'

/** A thread and what its matters owe: clues, applications, an answer to a report of irregularity. */
export interface ThreadWatch extends Owing {
  thread: ThreadState
}
export const noThreadWatch: ThreadWatch = { ...nothingOwed, thread: emptyThread }

/** State after one more entry of the thread. */
export function threadWatchWith(rules: WatchRules, acknowledgements: MessagingConfig['acknowledgements']): (state: ThreadWatch, entry: ThreadEntry) => ThreadWatch {
  return (state, entry) => {
    const before = state.thread
    const thread = evolveThread(before, entry, acknowledgements)
    const isSame =
      thread.parts.applications === before.parts.applications && thread.parts.sealing.sealed === before.parts.sealing.sealed
      && thread.matter?.irregularSince === before.matter?.irregularSince
    return isSame ? { ...state, thread } : { thread, ...owingSince(state, threadClocks(thread, rules), entry.at, rules) }
  }
}

type ClockRules = Pick<WatchRules, 'catalogue' | 'holidays'>

/**
 * The clocks of a thread's matters, as those of a case: each is called by its node and by the index that it began with, and by nothing that was said.
 * What was sealed has none.
 */
export const threadClocks = (thread: ThreadState, rules: ClockRules): Clock[] => [
  ...thread.parts.applications.filter(({ index }) => !isSealed(thread.parts.sealing, index)).flatMap((one) => ofApplication(one, rules)),
  ...ofIrregularity(thread, rules),
]

function ofApplication(one: Application, { catalogue, holidays }: ClockRules): Clock[] {
  const clock = applicationClock(one, catalogue, holidays)
  if (!clock) return []
  const { node, from, due: { dueAt, dueDay, calendarKnown }, waitsFor } = clock
  const begun = begin(node, one.index, from, calendarKnown)
  if (!waitsFor) return [{ ...begun, dueAt, dueDay }]
  const still: Clock = { ...begun, suspended: { since: dayOf(waitsFor.at), cause: waitsFor.node }, dueBeforeSuspension: { dueAt, dueDay } }
  const asked = catalogue.nodes.get(waitsFor.node)
  // Until when it may come is as it was told.
  return asked?.on ? [still, { ...begin(asked, one.index, waitsFor.at, true), dueAt: waitsFor.dueAt, dueDay: waitsFor.dueDay }] : [still]
}

/** The event that a message marked as a report of irregularity is, from whose receipt the judge's answer is due (rules X-14). */
export const REPORTED = 'party_reported_irregularity'

export const irregularityNode = ({ nodes }: Pick<Catalogue, 'nodes'>): NodeSpec | undefined =>
  [...nodes.values()].find(({ on, kept_in: keptIn, start, limit }) => on && keptIn === 'thread' && start?.event === REPORTED && limit !== undefined)

function ofIrregularity({ matter }: ThreadState, { catalogue, holidays }: ClockRules): Clock[] {
  const node = matter?.irregularSince && irregularityNode(catalogue)
  if (!node) return []
  const { index, at } = matter.irregularSince!
  const { dueAt, dueDay, calendarKnown } = dueOf(node.limit!, { day: dayOf(at) }, { holidays })
  return [{ ...begin(node, index, at, calendarKnown), dueAt, dueDay }]
}

const begin = (node: NodeSpec, index: number, at: string, calendarKnown: boolean): Pick<Clock, 'clockId' | 'node' | 'startedBy' | 'calendarKnown'> => ({
  clockId: `${node.id}/${index}`, node: node.id, calendarKnown, startedBy: { recordId: String(index), what: node.start?.event ?? node.id, on: dayOf(at), recordedAt: at },
})
