import { assertThat } from '../errors'
import type { JsonObject } from '../log'
import { absencesAhead, overlapsAbsence, overlapsShift, type Span, type StaffFile } from './staff-file'
import { checkRoles, powersOf, type RolesConfig, type StaffRole } from './staff-roles'

/** What somebody may want of a member of staff's record. */
export type StaffCommand =
  | { type: 'Register'; number: string; name: string; department: string; roles: StaffRole[] }
  | { type: 'Change'; name?: string; department?: string; roles?: StaffRole[] }
  | { type: 'Leave'; why: 'left' | 'suspended'; reason: string }
  | { type: 'Return'; reason: string }
  | { type: 'ResetAccess'; what: ('password' | 'phone' | 'wechat')[] }
  | { type: 'ConfirmAccess' }
  | { type: 'SetAbsence'; absence: Span & { reason: string; deputyId: string | null } }
  | { type: 'EndAbsence'; of: number }
  | { type: 'SetDuty'; shift: Span }
  | { type: 'RemoveDuty'; of: number }

export interface StaffContext {
  now: string
  /** Whose record it is. */
  staffId: string
  roles: RolesConfig
  /** The record of the deputy that an absence names. */
  deputy?: StaffFile
}

export interface StaffDraft {
  type: string
  body: JsonObject
}

/**
 * The one entry a command becomes, or a CodedError. Undefined: there is nothing to write. Does not check who asks: that is the
 * policy's, and that nobody gives themselves roles the route's.
 */
export function decideStaff(command: StaffCommand, file: StaffFile, context: StaffContext): StaffDraft | undefined {
  const draft = (type: string, body: object): StaffDraft => ({ type, body: body as JsonObject })
  if (command.type === 'Register') {
    const { type: _type, ...body } = command
    assertThat(file.status === 'none', 'staff.number_taken', { field: 'body.number' })
    checkRoles(context.roles, body.roles)
    return draft('staff.registered', body)
  }
  assertThat(file.status !== 'none', 'input.not_found')
  if (command.type === 'Leave') return file.status === 'left' ? undefined : draft('staff.left', { why: command.why, reason: command.reason })
  if (command.type === 'Return') return file.status === 'active' ? undefined : draft('staff.returned', { reason: command.reason })
  assertThat(file.status === 'active', 'staff.not_active')
  return decideActive(command, file, context, draft)
}

type Draw = (type: string, body: object) => StaffDraft
type ActiveCommand = Exclude<StaffCommand, { type: 'Register' | 'Leave' | 'Return' }>

function decideActive(command: ActiveCommand, file: StaffFile, context: StaffContext, draft: Draw): StaffDraft | undefined {
  const { now } = context
  switch (command.type) {
    case 'Change': {
      const { type: _type, ...wanted } = command
      if (wanted.roles) checkRoles(context.roles, wanted.roles)
      const isNew = ([field, value]: [string, unknown]): boolean => value !== undefined && String(value) !== String(file[field as keyof StaffFile])
      const changed = Object.fromEntries(Object.entries(wanted).filter(isNew))
      return Object.keys(changed).length === 0 ? undefined : draft('staff.changed', changed)
    }
    case 'ResetAccess':
      return draft('staff.access_reset', { what: command.what })
    case 'ConfirmAccess':
      return file.isConfirmed ? undefined : draft('staff.access_confirmed', {})
    case 'SetAbsence': {
      const { absence } = command
      checkSpan(absence, now)
      assertThat(!overlapsAbsence(file, absence, now), 'staff.absence_overlaps')
      if (absence.deputyId !== null) checkDeputy(absence.deputyId, file, context)
      return draft('absence.set', absence)
    }
    case 'EndAbsence':
      assertThat(absencesAhead(file, now).some(({ of }) => of === command.of), 'staff.absence_over')
      return draft('absence.ended', { of: command.of })
    case 'SetDuty':
      checkSpan(command.shift, now)
      assertThat(powersOf(context.roles, file.roles).onDuty, 'staff.not_on_duty')
      assertThat(!overlapsShift(file, command.shift), 'staff.duty_overlaps')
      return draft('duty.set', command.shift)
    case 'RemoveDuty':
      assertThat(file.shifts.some(({ of, until }) => of === command.of && now < until), 'staff.duty_over')
      return draft('duty.removed', { of: command.of })
  }
}

function checkSpan({ from, until }: Span, now: string): void {
  assertThat(from < until, 'input.invalid', { field: 'body.until' })
  assertThat(now < until, 'input.invalid', { field: 'body.until' })
}

/**
 * A deputy handles cases in the same department and can be reached. Whether they are there all that time is not asked: while they are
 * away too, whoever is on duty answers.
 */
function checkDeputy(deputyId: string, file: StaffFile, { staffId, deputy, roles }: StaffContext): void {
  const fits = deputyId !== staffId && deputy?.status === 'active' && deputy.department === file.department && powersOf(roles, deputy.roles).handles.length > 0
  assertThat(fits, 'staff.deputy_unfit', { field: 'body.deputyId' })
}
