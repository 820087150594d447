import type { HolidayTable } from '../calendar'
import type { Catalogue } from './catalogue'
import { type Step, stepsOfAll } from './clock-steps'
import { type Clock, clocksOf } from './clocks'
import { PROGRESS_ENTRIES } from './entries'
import type { LadderConfig } from './ladder'
import { evolveProgress, noProgress, type ProgressState } from './progress-state'

/** A step that has to be written, and from when. */
export interface OwedStep extends Step {
  clockId: string
  node: string
  /** When it is written: when it falls due, but not before what started its clock has been on record for a while. */
  from: string
}

/**
 * Clocks, and which of their steps fell due while they ran. Those are owed for good: what was recorded later does not make a warning undone that was due
 * before. So which steps are written follows from the chain and the time alone, and not from when somebody looked: a server that stood still for days
 * writes the same ones, in the same order, as one that never did. Knows no chain: a case's clocks and those kept in a thread are watched alike.
 */
export interface Owing {
  clocks: readonly Clock[]
  /** In the order in which they fell due. */
  owed: readonly OwedStep[]
  /** Steps of clocks that run, which may fall due later. */
  ahead: readonly OwedStep[]
}

export const nothingOwed: Owing = { clocks: [], owed: [], ahead: [] }

/** A case's clocks. */
export interface WatchState extends Owing {
  progress: ProgressState
}

export const noWatch: WatchState = { ...nothingOwed, progress: noProgress }

export interface WatchRules {
  catalogue: Catalogue
  ladder: LadderConfig
  holidays: HolidayTable
}

const HOUR_MS = 3_600_000
/** Entries of a case's chain that its clocks follow from. */
const CHANGES: ReadonlySet<string> = new Set(['case.registered', 'case.closed', 'case.corrected', ...Object.keys(PROGRESS_ENTRIES)])
const WRITTEN: ReadonlySet<string> = new Set(['clock.warned', 'clock.overdue'])

interface Happened {
  index: number
  at: string
  type: string
  body: unknown
}

/** State after one more entry of the case's chain. */
export function watchWith(rules: WatchRules): (state: WatchState, entry: Happened) => WatchState {
  return (state, entry) => {
    if (!CHANGES.has(entry.type)) return state
    const progress = evolveProgress(state.progress, entry)
    // A step that was written changes no clock.
    if (WRITTEN.has(entry.type)) return { ...state, progress }
    return { progress, ...owingSince(state, clocksOf(progress, rules.catalogue, rules.holidays), entry.at, rules) }
  }
}

/** What is owed after something that happened at an instant has made the clocks what they are now. */
export function owingSince(before: Owing, clocks: readonly Clock[], at: string, rules: WatchRules): Owing {
  const owed = [...before.owed, ...before.ahead.filter(({ from }) => from <= at)]
  const known = new Set(owed.map(stepId))
  return { clocks, owed, ahead: stepsAhead(clocks, rules).filter((step) => !known.has(stepId(step))) }
}

function stepsAhead(clocks: readonly Clock[], { catalogue, ladder, holidays }: WatchRules): OwedStep[] {
  return stepsOfAll(clocks, catalogue, ladder, holidays)
    .map(({ clock, ...step }): OwedStep => {
      const { clockId, node, startedBy } = clock
      return { ...step, clockId, node, from: latest(step.at, settled(startedBy.recordedAt, ladder)) }
    })
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
}

const settled = (at: string, { settles_after }: LadderConfig): string => new Date(Date.parse(at) + settles_after.value * HOUR_MS).toISOString()
const latest = (a: string, b: string): string => (a > b ? a : b)

/** As a step is named among those that are written. */
export const stepId = ({ clockId, step }: Pick<OwedStep, 'clockId' | 'step'>): string => `${clockId}/${step}`

/** The steps that have to be written by now and are not, in the order in which they fell due. */
export const stepsToWrite = ({ owed, ahead }: Owing, written: ReadonlySet<string>, now: string): OwedStep[] =>
  [...owed, ...ahead.filter(({ from }) => from <= now)].filter((step) => !written.has(stepId(step)))

/** When the next step has to be written; undefined: none is ahead. */
export const nextStepAt = ({ owed, ahead }: Owing, written: ReadonlySet<string>): string | undefined =>
  [...owed, ...ahead].filter((step) => !written.has(stepId(step))).map(({ from }) => from).sort()[0]

/** Ended clocks of a case whose end still asks for a written reason (逐案书面说明原因), and those that are overdue now. */
export function unexplained({ clocks, progress }: Pick<WatchState, 'clocks' | 'progress'>, { written_explanation: { node, after } }: LadderConfig, now: string): Clock[] {
  const explained = progress.records.filter(({ what, withdrawn }) => what === node && !withdrawn)
  return clocks.filter((clock) => {
    if (!after.includes(clock.node) || clock.dueAt === undefined || clock.ended?.how === 'withdrawn') return false
    const isOver = clock.ended ? clock.ended.late : clock.dueAt <= now
    return isOver && !explained.some(({ on }) => on > clock.dueDay!)
  })
}
