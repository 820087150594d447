import type { Entry } from '@zhixin/shared/log'
import {
  type CaseState, ClockWarnedSchema, evolveCase, type MessagingConfig, noCase, noThreadWatch, noWatch, stepId, type ThreadWatch, threadWatchWith,
  type WatchRules, type WatchState, watchWith,
} from '@zhixin/shared/rules'
import type { Fold } from '../../log'

/** A step that stands in the chain. */
export interface WrittenStep {
  clockId: string
  step: string
  at: string
  staffIds: string[]
}

/** A case as its clocks need it: who handles it, what is due in it, and which steps were written. */
export interface ClocksState {
  file: CaseState
  watch: WatchState
  written: readonly WrittenStep[]
}

/** Of a case's own chain. Depends on the court's configuration: one fold for each process, which reads it once. */
export function clocksFold(rules: WatchRules): Fold<ClocksState> {
  const watch = watchWith(rules)
  return {
    name: 'case-clocks',
    initial: { file: noCase, watch: noWatch, written: [] },
    evolve(before: ClocksState, entry: Entry): ClocksState {
      const state = { ...before, file: evolveCase(before.file, entry), watch: watch(before.watch, entry) }
      if (entry.type !== 'clock.warned' && entry.type !== 'clock.overdue') return state
      const { clockId, step, staffIds } = ClockWarnedSchema.parse(entry.body)
      return { ...state, written: [...before.written, { clockId, step, at: entry.at, staffIds }] }
    },
  }
}

/** Of a thread's own chain: its clues, applications and reports of irregularity, and what they owe. */
export function threadClocksFold(rules: WatchRules, acknowledgements: MessagingConfig['acknowledgements']): Fold<ThreadWatch> {
  return { name: 'thread-clocks', initial: noThreadWatch, evolve: threadWatchWith(rules, acknowledgements) }
}

/** What was written of a thread's clocks: of its `watch:` chain. */
export interface WatchedState {
  steps: ReadonlySet<string>
  written: readonly WrittenStep[]
}
export const watchedFold: Fold<WatchedState> = {
  name: 'watched',
  initial: { steps: new Set(), written: [] },
  evolve(before: WatchedState, entry: Entry): WatchedState {
    if (entry.type !== 'clock.warned' && entry.type !== 'clock.overdue') return before
    const { clockId, step, staffIds } = ClockWarnedSchema.parse(entry.body)
    return { steps: new Set([...before.steps, stepId({ clockId, step })]), written: [...before.written, { clockId, step, at: entry.at, staffIds }] }
  },
}
