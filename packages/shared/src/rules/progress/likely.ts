import type { Catalogue, NodeSpec } from './catalogue'
import { type Clock, isRunning } from './clocks'
import { inTime, type ProgressRecord, type ProgressState } from './progress-state'
import { recordable, starts } from './recordable'

/** Something that is probably done next in a case. */
export interface Likely {
  what: string
  /** Which thing, where its own clock runs. */
  object?: string
  /** Its period runs; otherwise what it follows upon has happened. */
  clock?: Clock
  /** The record it follows upon. */
  after?: ProgressRecord
}

/** More than these nobody looks through with a thumb. */
const MOST = 8

/**
 * What is probably recorded next: first those whose period runs, the earliest due first; then those whose beginning has happened, the newest
 * first. Says nothing of what must be done, nor of what may be.
 */
export function likelyNext(state: ProgressState, catalogue: Catalogue, clocks: readonly Clock[]): Likely[] {
  const due = clocks
    .filter((clock) => isRunning(clock) && isNear(catalogue.nodes.get(clock.node)) && recordable(catalogue, clock.node))
    .map((clock): Likely => ({ what: clock.node, clock, ...(clock.object !== undefined && { object: clock.object }) }))
  const happened = inTime(state)
  const done = new Set(happened.map(({ what }) => what))
  const following = [...catalogue.nodes.values()].flatMap((node): Likely[] => {
    // What has a period is likely while that runs, and not otherwise.
    const isOpen = node.limit === undefined && recordable(catalogue, node.id) && !done.has(node.id) && fitsCase(node, done)
    const after = isOpen ? happened.filter(({ what }) => starts(catalogue, what, node)).at(-1) : undefined
    return after ? [{ what: node.id, after }] : []
  })
  // Newest first; what follows upon the filing alone follows upon every case.
  following.sort((a, b) => compare(b.after!.on, a.after!.on) || b.after!.index - a.after!.index)
  return [...unique(due), ...following].slice(0, MOST)
}

/** Periods to the end of the case, which closing it ends, and what opens another procedure, are nobody's next step. */
export const isNear = (node: NodeSpec | undefined): boolean =>
  node !== undefined && node.kind !== 'trigger' && !(node.ended_by_closing && (node.subject === 'closing' || node.subject === 'internal'))
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const fitsCase = ({ only_if, unless }: { only_if: readonly string[]; unless: readonly string[] }, done: ReadonlySet<string>): boolean =>
  (only_if.length === 0 || only_if.some((name) => done.has(name))) && !unless.some((name) => done.has(name))

const unique = (all: Likely[]): Likely[] => {
  const seen = new Set<string>()
  return all.filter(({ what, object = '' }) => !seen.has(`${what}/${object}`) && seen.add(`${what}/${object}`))
}
