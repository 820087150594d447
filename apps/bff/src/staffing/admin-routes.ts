import {
  AddStaffSchema, CommandSchema, DepartureSchema, FirstPasswordSchema, GiveRolesSchema, ResetAccessSchema, ReturnSchema,
  RoleListSchema, StaffDetailsSchema, StaffDoneSchema, StaffListAbilitiesSchema, StaffListSchema, StaffParamsSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import type { StaffCommand } from '@zhixin/shared/rules'
import type { StaffActor } from '../platform/http/actor'
import type { Policy } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import { asStaff, byOf, type StaffingParts } from './parts'
import { addStaff, confirmAccess, endStaff, giveRoles, listStaff, resetAccess } from './policy'
import { cardOf } from './present'

const tag = '人员管理 administration'

/**
 * Who works here: the system administrator lets in and out, the security administrator gives roles, and neither does the other's part,
 * nor anything to themselves. Nothing here shows a case.
 */
export function createAdminRoutes(parts: StaffingParts): Route[] {
  return [...listRoutes(parts), ...peopleRoutes(parts), ...commandRoutes(parts)]
}

/** Nobody lets themselves in or gives themselves something. */
async function target({ identity }: StaffingParts, actor: StaffActor, staffId: string) {
  const found = await identity.staff.byId(staffId)
  assertThat(found, 'input.not_found')
  assertThat(staffId !== actor.staffId, 'staff.not_yourself')
  return found
}

function listRoutes({ identity, roles }: StaffingParts): Route[] {
  return [
    defineRoute({
      method: 'get', path: '/admin/staff', summary: 'Who works here, with roles; a security administrator sees what is locked', tag,
      policy: listStaff, limit: 'read', answer: StaffListSchema, can: StaffListAbilitiesSchema,
      async handle({ actor }) {
        const me = asStaff(actor)
        const all = await identity.staff.all()
        const can = { add: me.may.has(addStaff.action), giveRoles: me.may.has(giveRoles.action), confirmAccess: me.may.has(confirmAccess.action) }
        const locks = can.giveRoles ? await identity.locksOn(all.map(({ number }) => number)) : new Map<number, string>()
        return { data: { staff: all.map((one, i) => cardOf(one, roles, locks.get(i))) }, can }
      },
    }),
    defineRoute({
      method: 'get', path: '/admin/roles', summary: 'What roles there are', tag, policy: giveRoles, limit: 'read', answer: RoleListSchema,
      handle: async () => ({ data: { roles: Object.entries(roles.roles).map(([role, { title, kept_apart: keptApart }]) => ({ role, title, keptApart })) } }),
    }),
  ] as Route[]
}

/** What touches how somebody signs in. */
function peopleRoutes(parts: StaffingParts): Route[] {
  const { identity: { admission, records } } = parts
  return [
    defineRoute({
      method: 'post', path: '/admin/staff', summary: 'Somebody new, without a role; the first password is told once', tag,
      policy: addStaff, limit: 'write', body: AddStaffSchema, answer: FirstPasswordSchema,
      handle: async ({ actor, body: { commandId, ...staff } }) => ({ data: await admission.add(staff, byOf(asStaff(actor), commandId)) }),
    }),
    defineRoute({
      method: 'post', path: '/admin/staff/:staffId/access', summary: 'A new first password, and phone; opens nothing until it is confirmed', tag,
      policy: resetAccess, limit: 'write', params: StaffParamsSchema, body: ResetAccessSchema, answer: FirstPasswordSchema,
      async handle({ actor, params: { staffId }, body: { commandId, phone } }) {
        await target(parts, asStaff(actor), staffId)
        return { data: await admission.reset(staffId, phone, byOf(asStaff(actor), commandId)) }
      },
    }),
    defineRoute({
      method: 'post', path: '/admin/staff/:staffId/details', summary: 'Name, department and office phone', tag,
      policy: addStaff, limit: 'write', params: StaffParamsSchema, body: StaffDetailsSchema, answer: StaffDoneSchema,
      async handle({ actor, params: { staffId }, body: { commandId, name, department, officePhone } }) {
        await target(parts, asStaff(actor), staffId)
        await records.append(staffId, byOf(asStaff(actor), commandId), { type: 'Change', name, department })
        await admission.setOfficePhone(staffId, officePhone)
        return { data: { staffId } }
      },
    }),
  ] as Route[]
}

/** What is one entry in somebody's record. */
function commandRoutes(parts: StaffingParts): Route[] {
  const command = (path: string, summary: string, policy: Policy) => ({ method: 'post', path: `/admin/staff/:staffId/${path}`, summary, tag, policy, limit: 'write', params: StaffParamsSchema, answer: StaffDoneSchema } as const)
  async function write(actor: StaffActor, staffId: string, commandId: string, wanted: StaffCommand) {
    await target(parts, actor, staffId)
    await parts.identity.records.append(staffId, byOf(actor, commandId), wanted)
    return { data: { staffId } }
  }
  return [
    defineRoute({
      ...command('departure', 'Gone or suspended: out at once, everywhere', endStaff), body: DepartureSchema,
      handle: async ({ actor, params: { staffId }, body: { commandId, ...leave } }) => write(asStaff(actor), staffId, commandId, { type: 'Leave', ...leave }),
    }),
    defineRoute({
      ...command('return', 'Back: without a role until one is given', endStaff), body: ReturnSchema,
      handle: async ({ actor, params: { staffId }, body: { commandId, reason } }) => write(asStaff(actor), staffId, commandId, { type: 'Return', reason }),
    }),
    defineRoute({
      ...command('roles', 'Gives and takes roles', giveRoles), body: GiveRolesSchema,
      handle: async ({ actor, params: { staffId }, body: { commandId, roles } }) => write(asStaff(actor), staffId, commandId, { type: 'Change', roles }),
    }),
    defineRoute({
      ...command('access/confirmation', 'The way in that was set up anew is theirs', confirmAccess), body: CommandSchema,
      handle: async ({ actor, params: { staffId }, body: { commandId } }) => write(asStaff(actor), staffId, commandId, { type: 'ConfirmAccess' }),
    }),
  ] as Route[]
}
