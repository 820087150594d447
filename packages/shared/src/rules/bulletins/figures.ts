import { clocksOfFile, type ComplaintState, type Workflow } from '../workflow'
import { dayOf } from '../shanghai'
import { canBeOverdue, type Clock } from '../progress'
import type { Counting, FigureSpec } from './config'
import { type CountedEntry, type CountedFile, type CountingRules, departmentOf, isComplaintKind, namesAnybody, statesOf } from './files'
import { periodBegin, periodEnd, isInPeriod, type BulletinPeriod } from './periods'

/** One thing that a figure counts: an entry of the log; of a department that has not reported there is none, and `index` is −1. */
export interface Counted {
  chain: string
  index: number
  at: string
  department: string
  /** How it came in; '' where that says nothing. */
  channel: string
  /** What happened: a state, a mark, a node or the type of an entry. */
  what: string
  /** Of a file that names somebody who may know nothing of it: its number, case and department are shown to nobody. */
  isWithheld: boolean
}

/** What departments reported for a period. */
export interface ScreeningFacts {
  chain: string
  departments: readonly string[]
  made: readonly { department: string; index: number; at: string; isZero: boolean }[]
}

export interface CountedLog {
  files: readonly CountedFile[]
  screening: ScreeningFacts
  /** What is not over yet is counted up to now. */
  now: string
}

/** What a figure counts in a period: a pure function of the entries, which every number is the length of. In the order of time. */
export function countedBy({ of, counts }: Pick<FigureSpec, 'of' | 'counts'>, log: CountedLog, period: BulletinPeriod, rules: CountingRules): Counted[] {
  if ('screening' in counts) return screened(counts.screening, log.screening, period)
  return log.files
    .filter(({ kind }) => of.includes(kind))
    .flatMap((file) => inFile(counts, file, log.now, period, rules))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.chain < b.chain ? -1 : a.chain > b.chain ? 1 : a.index - b.index))
}

function screened(what: 'due' | 'made' | 'zero' | 'missing', { chain, departments, made }: ScreeningFacts, period: BulletinPeriod): Counted[] {
  const row = (department: string, index: number, at: string): Counted => ({ chain, index, at, department, channel: '', what, isWithheld: false })
  const reports = made.filter(({ department }) => departments.includes(department))
  switch (what) {
    case 'due': return departments.map((department) => row(department, -1, periodEnd(period)))
    case 'made': return reports.map(({ department, index, at }) => row(department, index, at))
    case 'zero': return reports.filter(({ isZero }) => isZero).map(({ department, index, at }) => row(department, index, at))
    case 'missing': return departments.filter((one) => !reports.some(({ department }) => department === one)).map((department) => row(department, -1,
      periodEnd(period)))
  }
}

type InFile = Exclude<Counting, { screening: unknown }>

function inFile(counts: InFile, file: CountedFile, now: string, period: BulletinPeriod, rules: CountingRules): Counted[] {
  const states = statesOf(file, rules)
  const isWithheld = namesAnybody(file, rules)
  const place: Place = (i, at, what) => ({
    chain: file.chain, index: file.entries[i]!.index, at, what, department: departmentOf(file, states[i], i, rules), channel: states[i]?.channel ?? '', isWithheld,
  })
  /** Entries of the period, each with the state before it. */
  const within = (wanted: (entry: CountedEntry, i: number) => string | undefined): Counted[] => file.entries.flatMap((entry, i) => {
    const what = isInPeriod(entry.at, period) ? wanted(entry, i) : undefined
    return what === undefined ? [] : [place(i, entry.at, what)]
  })
  if ('received' in counts) return received(counts, file, states, period, place)
  if ('entered' in counts) {
    return within(({ type }, i) => {
      const to = states[i]?.state
      const isEntered = type === 'complaint.stepped' && to !== undefined && to !== states[i - 1]?.state && counts.entered.includes(to)
      return isEntered ? to : undefined
    })
  }
  if ('marked' in counts) {
    return within((_entry, i) => counts.marked.find((mark) => (states[i]?.marks[mark]?.count ?? 0) > (states[i - 1]?.marks[mark]?.count ?? 0)))
  }
  if ('entries' in counts) return within(({ type }) => (counts.entries.includes(type) ? type : undefined))
  if ('begun_again' in counts) return within((_entry, i) => (i > 0 && states[i]?.round !== states[i - 1]?.round ? 'begun_again' : undefined))
  if ('open' in counts) {
    const i = lastBefore(file, counts.open === 'start' ? periodBegin(period) : periodEnd(period))
    return i >= 0 && isOpen(states[i], file, rules) ? [place(i, states[i]!.receivedAt, states[i]!.state)] : []
  }
  return byClock(counts, file, states, now, period, rules, place)
}

type Place = (i: number, at: string, what: string) => Counted

/** The places of the first and the last entry of each of a file's rounds (T27), oldest first. */
function roundsOf(states: readonly ComplaintState[]): { first: number; last: number }[] {
  const firsts = states.flatMap((state, i) => (i === 0 || state.round !== states[i - 1]!.round ? [i] : []))
  return firsts.map((first, n) => ({ first, last: (firsts[n + 1] ?? states.length) - 1 }))
}

/** Counted once, or by a field once for each round that fills it, under the department that has it at the end of the period. */
function received({ channels, by_field: field }: Extract<InFile, { received: true }>, file: CountedFile, states: ComplaintState[], period: BulletinPeriod,
  place: Place): Counted[] {
  const first = states[0]
  if (!first || first.status === 'none') return []
  const isOfChannel = !channels || (first.channel !== null && channels.includes(first.channel))
  const days = roundsOf(states).flatMap((round): { i: number; day: string }[] => {
    const said = field === undefined ? undefined : states[round.last]!.fields[field]
    if (typeof said === 'string' && said !== '') return [{ i: round.first, day: said.length > 10 ? dayOf(said) : said }]
    return round.first === 0 && isOfChannel ? [{ i: 0, day: dayOf(first.receivedAt) }] : []
  })
  const { department } = place(Math.max(0, lastBefore(file, periodEnd(period))), first.receivedAt, 'received')
  return days
    .filter(({ day }) => day >= period.from && day <= period.to)
    .map(({ i }) => ({ ...place(i, file.entries[i]!.at, 'received'), department }))
}

/** The place of a file's last entry before an instant; −1 where there is none. */
const lastBefore = ({ entries }: CountedFile, at: string): number => entries.reduce((last, entry, i) => (entry.at < at ? i : last), -1)

function isOpen(state: ComplaintState | undefined, { kind }: CountedFile, { workflows }: CountingRules): boolean {
  if (!state || state.status !== 'open' || !isComplaintKind(kind)) return false
  return workflows[kind].states[state.state]?.over !== true
}

/** Periods as the file knew them when this one ended: what was decided later changes nothing of what was due. */
function byClock(
  counts: Extract<InFile, { due: unknown } | { overdue: unknown } | { unresolved: unknown }>, file: CountedFile, states: ComplaintState[], now: string,
    period: BulletinPeriod, rules: CountingRules, place: Place,
): Counted[] {
  const end = periodEnd(period)
  const until = end < now ? end : now
  const i = lastBefore(file, until)
  if (i < 0 || !isComplaintKind(file.kind)) return []
  const { catalogue, holidays } = rules
  const workflow = rules.workflows[file.kind]
  const clocksAt = (at: number): Clock[] => clocksOfFile(states[at]!, { workflow, catalogue, holidays })
  const row = ({ node, dueAt }: Clock): Counted => place(i, dueAt!, node)
  if ('due' in counts) {
    const isKept = ({ ended }: Clock): boolean => ended !== undefined && !(ended.how === 'met' && ended.late)
    const endedIn = ({ ended }: Clock): string => states[i]!.steps.find(({ index }) => String(index) === ended?.recordId)?.to ?? ''
    return roundsOf(states.slice(0, i + 1))
      .flatMap(({ last }) => clocksAt(last))
      .filter(({ node, dueDay }) => counts.due.includes(node) && dueDay !== undefined && dueDay >= period.from && dueDay <= period.to)
      .filter((clock) => !(isKept(clock) && counts.but_for?.includes(endedIn(clock))))
      .filter((clock) => counts.met === undefined || counts.met === isKept(clock))
      .map(row)
  }
  const over = clocksAt(i).filter(({ dueAt }) => dueAt !== undefined && dueAt <= until)
  if ('unresolved' in counts) {
    if (!isOpen(states[i], file, rules)) return []
    return over.filter((clock) => counts.unresolved.includes(clock.node) && !isResolved(clock, states[i]!, workflow)).map(row)
  }
  // A target that was missed is no breach: it is never called overdue.
  const isOverdue = (node: string): boolean => {
    const spec = catalogue.nodes.get(node)
    return spec !== undefined && canBeOverdue(spec) && (counts.overdue === 'all' || counts.overdue.includes(node))
  }
  return over.filter(({ node, ended }) => !ended && isOverdue(node)).map(row)
}

/** Whether a file has come, since a period began, into a state that ends it: a step that only marks may end it as well, and nothing has come of it. */
function isResolved({ node, startedBy }: Clock, { steps }: ComplaintState, { periods }: Workflow): boolean {
  const ends = periods.find((one) => one.node === node)?.ends ?? []
  return steps.some(({ step, from, to, index }) => index > Number(startedBy.recordId) && to !== from && (ends.includes(to) || ends.includes(step)))
}
