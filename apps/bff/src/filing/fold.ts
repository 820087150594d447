import { evolveFiling, type FilingState, noFiling } from '@zhixin/shared/rules'
import type { Fold } from '../log'

export const filingFold: Fold<FilingState> = { name: 'filing', initial: noFiling, evolve: evolveFiling }
