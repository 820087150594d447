import type { Actor as EntryActor } from '@zhixin/shared/log'
import type { RolesConfig } from '@zhixin/shared/rules'
import type { Cases } from '../cases'
import type { By, Identity, StaffRecord } from '../identity'
import type { Log } from '../log'
import type { Clock } from '../platform/clock'
import type { Actor, StaffActor } from '../platform/http/actor'

export interface StaffingParts {
  log: Log
  identity: Identity
  cases: Cases
  roles: RolesConfig
  clock: Clock
  /** Told whose right to answer has changed, so that they look anew. */
  answersChanged(staffIds: readonly string[]): void
}

/** Only staff come here: the policies' audience says so. */
export const asStaff = (actor: Actor): StaffActor => actor as StaffActor

/** Who does it and under which key: an actor's command has one key for ever. */
export function byOf(actor: StaffActor, commandId: string): By {
  const by: EntryActor = { kind: 'staff', id: actor.staffId, role: actor.roles[0] ?? 'staff' }
  return { actor: by, key: `staff:${actor.staffId}/${commandId}` }
}

/** Whom somebody leads, by what their roles reach: the members of their department, or everybody. Not themselves. */
export function leads(actor: StaffActor, all: readonly StaffRecord[]): StaffRecord[] {
  const { reaches } = actor.office as { reaches: readonly { cases_of: string }[] }
  const everybody = reaches.some(({ cases_of: of }) => of === 'court')
  if (reaches.length === 0) return []
  return all.filter(({ id, department, active }) => active && id !== actor.staffId && (everybody || department === actor.department))
}
