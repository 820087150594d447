import { LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../../platform/http/policy'

/** A party's own time line. Whoever keeps another's history reads that in the other's thread. */
export const readMyProgress = definePolicy<Relation>({ action: 'progress.read_own', audience: ['person'], relations: LITIGANTS })
