import { CommandSchema, DutyRosterSchema, SetDutySchema, StaffDoneSchema, StaffEntryParamsSchema, StaffParamsSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { covers, powersOf, type StaffCommand } from '@zhixin/shared/rules'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { asStaff, byOf, type StaffingParts } from './parts'
import { readRoster, setRoster } from './policy'
import { namedOf } from './present'

const tag = '值班 duty roster'

/** Whose shift it is at the command centre: who answers where nobody else stands in (rules B-7, B-8). */
export function createRosterRoutes({ identity, roles, clock, answersChanged }: StaffingParts): Route[] {
  const { staff, records, offices } = identity

  async function write(actor: StaffActor, staffId: string, commandId: string, command: StaffCommand) {
    assertThat(await staff.byId(staffId), 'input.not_found')
    const before = (await offices.all()).onDuty()
    await records.append(staffId, byOf(actor, commandId), command)
    answersChanged([...before, ...(await offices.all()).onDuty()])
    return { data: { staffId } }
  }

  return [
    defineRoute({
      method: 'get', path: '/duty-roster', summary: 'Shifts that run or are to come, and who is on duty now', tag,
      policy: readRoster, limit: 'read', answer: DutyRosterSchema,
      async handle() {
        const now = clock.now().toISOString()
        const [all, moment] = await Promise.all([staff.all(), offices.all()])
        const candidates = all.filter(({ active, roles: held }) => active && powersOf(roles, held).onDuty)
        const files = await Promise.all(candidates.map(({ id }) => records.file(id)))
        const shifts = candidates.flatMap(({ id: staffId, name, officePhone }, i) =>
          files[i]!.shifts.filter(({ until }) => now < until).map((shift) => ({ staffId, name, officePhone, ...shift, now: covers(shift, now) })))
        shifts.sort((a, b) => a.from.localeCompare(b.from) || a.name.localeCompare(b.name))
        return { data: { shifts, onDuty: namedOf(moment.onDuty(), all), candidates: candidates.map(({ id, name }) => ({ id, name })) } }
      },
    }),
    defineRoute({
      method: 'post', path: '/duty-roster/:staffId', summary: 'Gives somebody a shift', tag,
      policy: setRoster, limit: 'write', params: StaffParamsSchema, body: SetDutySchema, answer: StaffDoneSchema,
      handle: async ({ actor, params: { staffId }, body: { commandId, ...shift } }) => write(asStaff(actor), staffId, commandId, { type: 'SetDuty', shift }),
    }),
    defineRoute({
      method: 'post', path: '/duty-roster/:staffId/:of/removal', summary: 'Takes a shift off the roster', tag,
      policy: setRoster, limit: 'write', params: StaffEntryParamsSchema, body: CommandSchema, answer: StaffDoneSchema,
      handle: async ({ actor, params: { staffId, of }, body: { commandId } }) => write(asStaff(actor), staffId, commandId, { type: 'RemoveDuty', of }),
    }),
  ] as Route[]
}
