import { type Conduct, evolveConduct, noConduct } from '@zhixin/shared/rules'
import type { Fold } from '../log'

/** What the court notes in a case's chain about what its people say. */
export const conductFold: Fold<Conduct> = { name: 'conduct', initial: noConduct, evolve: evolveConduct }
