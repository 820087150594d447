import { HANDLERS, LEADERS, LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'

const both = { audience: ['person', 'staff'] } as const
const everyRelation: Relation[] = [...LITIGANTS, ...HANDLERS, ...LEADERS, 'keeper']

/** As whoever may read the thread; what is for sender and handler alone stays so. */
export const readApplications = definePolicy<Relation>({ action: 'thread.read_applications', ...both, relations: everyRelation })
export const answerClue = definePolicy<Relation>({ action: 'thread.answer_clue', ...both, relations: HANDLERS, seenBy: everyRelation })
/** Whoever handed it in brings what was missing. */
export const supplyApplication = definePolicy<Relation>({ action: 'thread.supply_application', ...both, relations: LITIGANTS, seenBy: everyRelation })
/** Whoever may decide sees the applications of all cases; whoever handles cases sees the clues of their own. */
export const listApplications = definePolicy({ action: 'applications.list', audience: ['staff'], granted: true })
/** The filing window (立案窗口). It sees what was handed in to it and nothing else of the thread. */
export const decideApplications = definePolicy({ action: 'applications.decide', audience: ['staff'], granted: true })
