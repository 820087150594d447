import type { Catalogue, Secrecy } from './catalogue'
import type { ProgressRecord, ProgressState } from './progress-state'

/**
 * What is still open of what the court looks for in secret (rules X-40). Which records begin and end it, the catalogue says (`secrecy`); nothing
 * here knows a node by its name.
 */
type Of = Pick<ProgressState, 'records' | 'closedOn'>

/** What stands, in the order of the chain, and bears one of these marks. */
const marked = ({ nodes, events }: Catalogue, { records }: Of, ...marks: Secrecy['mark'][]): ProgressRecord[] =>
  records.filter(({ what, withdrawn }) => {
    const mark = (nodes.get(what) ?? events.get(what))?.secrecy?.mark
    return !withdrawn && mark !== undefined && marks.includes(mark)
  })
const nameless = (all: readonly ProgressRecord[]): ProgressRecord[] => all.filter(({ object }) => object === undefined)

/**
 * Whether no property that was found is left without its control. Each is known by the number that the record gives it; of those without one
 * there must be as many controls as there are properties. `least`: how many controls there must be at all, since before anything is found
 * nothing is open, and a query still runs.
 */
export function controlsDone(catalogue: Catalogue, progress: Of, { least = 0 } = {}): boolean {
  const controls = marked(catalogue, progress, 'controlled')
  const found = marked(catalogue, progress, 'found')
  const isControlled = ({ object }: ProgressRecord): boolean => object === undefined || controls.some((one) => one.object === object)
  return controls.length >= least && found.every(isControlled) && nameless(controls).length >= nameless(found).length
}

/**
 * Whether a query that was begun has not come to its end: what it will still find could be taken away by whoever learns of what was frozen so far.
 * One end is the end of one query: of the one with the same number, of those without numbers of one that was begun before it. Where nothing says
 * which of two came first on one day, the order of the records does.
 */
export function isQueryOpen(catalogue: Catalogue, progress: Of): boolean {
  const allDone = marked(catalogue, progress, 'all_queries_done')
  const { closedOn } = progress
  const endsWithCase = closedOn !== undefined && [...catalogue.nodes.values()].some((node) => ENDS.has(node.secrecy?.mark) && node.ended_by_closing)
  const begun = marked(catalogue, progress, 'query_begun')
    .filter((query) => !allDone.some((end) => isAfter(end, query)) && !(endsWithCase && query.on <= closedOn))
  const done = marked(catalogue, progress, 'query_done')
  const isEnded = (query: ProgressRecord): boolean => {
    if (query.object !== undefined) return done.some((end) => end.object === query.object && isAfter(end, query))
    // Of those that were begun no earlier, each needs an end of its own beside this one's.
    const same = nameless(begun).filter((other) => other === query || isAfter(other, query))
    return nameless(done).filter((end) => isAfter(end, query)).length >= same.length
  }
  return !begun.every(isEnded)
}
const ENDS: ReadonlySet<Secrecy['mark'] | undefined> = new Set<Secrecy['mark']>(['query_done', 'all_queries_done'])

function isAfter(later: ProgressRecord, earlier: ProgressRecord): boolean {
  if (later.on !== earlier.on) return later.on > earlier.on
  const byTime = later.time !== undefined && earlier.time !== undefined && later.time !== earlier.time
  return byTime ? later.time! > earlier.time! : later.index > earlier.index
}
