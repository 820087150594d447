import { type Conduct, evolveConduct, noConduct } from '@zhixin/shared/rules'
import type { Fold } from '../log'

/** What the court notes of what somebody said in their thread. */
export const conductFold: Fold<Conduct> = { name: 'conduct', initial: noConduct, evolve: evolveConduct }
