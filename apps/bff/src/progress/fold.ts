import { type Catalogue, evolveProgress, evolveTelling, noProgress, noTelling, type ProgressState, type TellingState } from '@zhixin/shared/rules'
import type { Fold } from '../log'

/** Of a case's own chain: what was done in it, what suspends and extends its periods. */
export const progressFold: Fold<ProgressState> = { name: 'case-progress', initial: noProgress, evolve: evolveProgress }

/** Of the same chain: who may know what of it, and since when. */
export const tellingFoldOf = (catalogue: Catalogue): Fold<TellingState> => ({
  name: 'case-telling', initial: noTelling, evolve: (state, entry) => evolveTelling(catalogue, state, entry),
})
