import { HANDLERS, LEADERS, LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'

const court: Relation[] = [...HANDLERS, ...LEADERS]
const everyRelation: Relation[] = [...LITIGANTS, ...court]

export const listCases = definePolicy({ action: 'cases.list', audience: ['person', 'staff'], granted: true })
export const readCase = definePolicy<Relation>({ action: 'cases.read', audience: ['person', 'staff'], relations: everyRelation })
/** A judge assigns work inside the team, a leader between teams (rules D.2). Whoever stands in for a judge answers, but gives no case away. */
export const handOverCase = definePolicy<Relation>({
  action: 'cases.hand_over', audience: ['person', 'staff'], relations: ['judge', ...LEADERS], seenBy: everyRelation,
})
export const listColleagues = definePolicy<Relation>({
  action: 'cases.list_colleagues', audience: ['person', 'staff'], relations: court, seenBy: everyRelation,
})
