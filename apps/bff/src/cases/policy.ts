import type { Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'

const everyRelation: Relation[] = ['principal', 'agent', 'judge', 'officer', 'team_leader']
const court: Relation[] = ['judge', 'officer', 'team_leader']

export const listCases = definePolicy({ action: 'cases.list', audience: ['person', 'staff'] })
export const readCase = definePolicy<Relation>({ action: 'cases.read', audience: ['person', 'staff'], relations: everyRelation })
/** A judge assigns work inside the team, a team leader between teams (rules D.2). */
export const handOverCase = definePolicy<Relation>({
  action: 'cases.hand_over', audience: ['person', 'staff'], relations: ['judge', 'team_leader'], seenBy: everyRelation,
})
export const listColleagues = definePolicy<Relation>({
  action: 'cases.list_colleagues', audience: ['person', 'staff'], relations: court, seenBy: everyRelation,
})
