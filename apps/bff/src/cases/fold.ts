import { type CaseState, evolveCase, noCase } from '@zhixin/shared/rules'
import type { Fold } from '../log'

export const caseFold: Fold<CaseState> = { name: 'case', initial: noCase, evolve: evolveCase }
