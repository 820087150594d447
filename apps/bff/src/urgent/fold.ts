import { evolveRings, noRings, type RingsState } from '@zhixin/shared/rules'
import type { Fold } from '../log'

export const ringsFold: Fold<RingsState> = { name: 'urgent-rings', initial: noRings, evolve: evolveRings }
