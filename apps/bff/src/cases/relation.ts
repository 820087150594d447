import { type CaseState, type Relation, relationOfPerson, relationOfStaff, type StaffMember } from '@zhixin/shared/rules'
import type { Actor, StaffActor } from '../platform/http/actor'

/** What an actor is to a case in a given state, at an instant. */
export function relationOf(actor: Actor, state: CaseState, now: string): Relation {
  if (actor.kind === 'person') return relationOfPerson(state, actor.personId, now)
  if (actor.kind === 'staff') return relationOfStaff(state, memberOf(actor))
  return 'none'
}

/** A signed-in member of staff as rules know one; identity has put it together. */
export const memberOf = (actor: StaffActor): StaffMember => actor.office as StaffMember
