import { type CaseState, type Relation, relationOfPerson, relationOfStaff, type StaffMember } from '@zhixin/shared/rules'
import type { Actor, StaffActor } from '../platform/http/actor'

/** What an actor is to a case in a given state. */
export function relationOf(actor: Actor, state: CaseState): Relation {
  if (actor.kind === 'person') return relationOfPerson(state, actor.personId)
  if (actor.kind === 'staff') return relationOfStaff(state, memberOf(actor))
  return 'none'
}

/** A signed-in member of staff as rules know one. */
export const memberOf = (actor: StaffActor): StaffMember => ({
  id: actor.staffId, roles: actor.roles as StaffMember['roles'], department: actor.department,
})
