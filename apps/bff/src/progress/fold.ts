import { evolveProgress, noProgress, type ProgressState } from '@zhixin/shared/rules'
import type { Fold } from '../log'

/** Of a case's own chain: what was done in it, what suspends and extends its periods. */
export const progressFold: Fold<ProgressState> = { name: 'case-progress', initial: noProgress, evolve: evolveProgress }
