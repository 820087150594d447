import { HANDLERS, LEADERS, LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'

/**
 * What somebody is to a request: who asked it; `court`, who handles or leads the case it names; `desk`, the window. To anybody else there
 * is no such request.
 */
export type RequestRelation = 'asker' | 'court' | 'desk' | 'none'

export const askToStand = definePolicy({ action: 'standing.ask', audience: ['person'] })
export const listRequests = definePolicy({ action: 'standing.list', audience: ['person', 'staff'], granted: true })
/** Whoever may do this is `desk` to every request. */
export const listAtDesk = definePolicy({ action: 'standing.at_desk', audience: ['staff'], granted: true })
export const readRequest = definePolicy<RequestRelation>({ action: 'standing.read', audience: ['person', 'staff'], relations: ['asker', 'court', 'desk'] })
export const withdrawRequest = definePolicy<RequestRelation>({ action: 'standing.withdraw', audience: ['person'], relations: ['asker'] })
export const decideRequest = definePolicy<RequestRelation>({ action: 'standing.decide', audience: ['staff'], granted: true, relations: ['court', 'desk'] })

const court: Relation[] = [...HANDLERS, ...LEADERS]
const everyRelation: Relation[] = [...LITIGANTS, ...court]
export const readCaseStanding = definePolicy<Relation>({ action: 'standing.read_case', audience: ['person', 'staff'], relations: everyRelation })
export const endStanding = definePolicy<Relation>({ action: 'standing.end', audience: ['staff'], relations: court })
