import { emptyPapers, evolvePapers, type PapersState } from '@zhixin/shared/rules'
import type { Fold } from '../log'

/** Of any chain that papers are filed in. */
export const papersFold: Fold<PapersState> = { name: 'official-papers', initial: emptyPapers, evolve: evolvePapers }
