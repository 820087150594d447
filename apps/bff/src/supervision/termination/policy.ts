import { EXPLAINS, HANDLERS, LEADERS, LITIGANTS, type Relation, REVIEWS } from '@zhixin/shared/rules'
import { definePolicy } from '../../platform/http/policy'

/** Whoever may know that the case exists gets 403 where they may not do it, all others 404. */
const seenBy: Relation[] = [...LITIGANTS, ...HANDLERS, ...LEADERS]
const audience = ['person', 'staff'] as const

/** It tells of every thread of the case: for whoever handles it or leads them, and no party. */
export const readSheet = definePolicy<Relation>({ action: 'termination.read', audience, relations: [...HANDLERS, ...LEADERS], seenBy })
export const explainCheck = definePolicy<Relation>({ action: 'termination.explain', audience, relations: EXPLAINS, seenBy })
export const reviewCheck = definePolicy<Relation>({ action: 'termination.review', audience, relations: REVIEWS, seenBy })
export const fileSheet = definePolicy<Relation>({ action: 'termination.file', audience, relations: EXPLAINS, seenBy })
