import { HANDLERS, JUDGES, LEADERS, LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'

/** Whoever may know that the case exists: they get 403 where they may not do it, all others 404. */
const seenBy: Relation[] = [...LITIGANTS, ...HANDLERS, ...LEADERS]
const audience = ['person', 'staff'] as const

/** The court's own record of a case. A party's time line is made of their own thread. */
export const readProgress = definePolicy<Relation>({ action: 'progress.read', audience, relations: [...HANDLERS, ...LEADERS], seenBy })
export const recordNode = definePolicy<Relation>({ action: 'progress.record', audience, relations: HANDLERS, seenBy })
/** Who knows what of a node is a judge's to say; what was held lets go whoever directs the bureau, too (rules X-40, F-5). */
export const releaseNode = definePolicy<Relation>({ action: 'progress.release', audience, relations: [...JUDGES, 'director'], seenBy })
export const holdCase = definePolicy<Relation>({ action: 'progress.hold', audience, relations: [...JUDGES, 'director'], seenBy })
export const changePeriods = definePolicy<Relation>({ action: 'progress.change_periods', audience, relations: JUDGES, seenBy })
