import { caseChain, parseChain, threadChain, watchChain } from '@zhixin/shared/ids'
import { type CaseState, type Clock, isRunning, type OwedStep, stepsToWrite, type ThreadWatch } from '@zhixin/shared/rules'
import { caseFold } from '../../cases'
import type { Fold, HeadView } from '../../log'
import { type ClocksState, watchedFold } from './fold'
import type { ClocksDocument } from './model'

/** Where clocks are kept, and where what falls due of them is written. */
export interface Source {
  /** The chain that the warnings stand in. */
  chain: string
  /** Of a step, among all that the court ever writes. */
  keyOf(step: Pick<OwedStep, 'clockId' | 'step'>): string
  /** What has to be written by now and is not, and the case as it is. */
  due(state: HeadView['state'], now: string): Promise<{ steps: OwedStep[]; file: CaseState }>
  /** What runs, and the case as it is. */
  running(state: HeadView['state']): Promise<{ clocks: Clock[]; file: CaseState }>
}

export interface SourceFolds {
  ofCase: Fold<ClocksState>
  ofThread: Fold<ThreadWatch>
}

/**
 * A case's clocks are warned of in its own chain. Those of a thread are warned of beside it, in `watch:`: its person must not see when a supervisor
 * was told, nor may the officer who was reported read of the report in the case's chain (ADR 5).
 */
export function sourceOf({ caseId, personId }: Pick<ClocksDocument, 'caseId' | 'personId'>, { ofCase, ofThread }: SourceFolds): Source {
  if (personId === null) {
    const chain = caseChain(caseId)
    return {
      chain,
      keyOf: ({ clockId, step }) => `clock/${clockId}/${step}`,
      async due(state, now) {
        const { watch, file } = await state(ofCase, chain)
        return { steps: stepsToWrite(watch, watch.progress.steps, now), file }
      },
      async running(state) {
        const { watch, file } = await state(ofCase, chain)
        return { clocks: watch.clocks.filter(isRunning), file }
      },
    }
  }
  const key = { caseId, personId }
  return {
    chain: watchChain(key),
    keyOf: ({ clockId, step }) => `clock/${caseId}/${personId}/${clockId}/${step}`,
    async due(state, now) {
      const file = await state(caseFold, caseChain(caseId))
      // What runs on runs on at the court that has the case by now.
      if (file.transferred) return { steps: [], file }
      const { steps } = await state(watchedFold, watchChain(key))
      return { steps: stepsToWrite(await state(ofThread, threadChain(key)), steps, now), file }
    },
    async running(state) {
      const file = await state(caseFold, caseChain(caseId))
      return { clocks: file.transferred ? [] : (await state(ofThread, threadChain(key))).clocks.filter(isRunning), file }
    },
  }
}

/** Whose warnings a chain holds; undefined: of none. */
export function warnedIn(chain: string): 'case' | 'watch' | undefined {
  const kind = parseChain(chain)?.kind
  return kind === 'case' || kind === 'watch' ? kind : undefined
}
