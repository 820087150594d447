import { StaffMemberAbilitiesSchema, StaffMemberSchema, type StaffMemberView, StaffParamsSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { absencesAhead } from '@zhixin/shared/rules'
import { concerning } from '../cases'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { asStaff, type StaffingParts } from './parts'
import { addStaff, confirmAccess, endStaff, giveRoles, listStaff, resetAccess } from './policy'
import { cardOf } from './present'

/**
 * One member of staff, and what the administrator who asks may do about them. How many cases somebody leaves behind is said, to who may
 * let them out; which they are, to nobody here.
 */
export function createMemberRoute({ log, identity: { staff, records, locksOn }, cases, roles, clock }: StaffingParts): Route {
  async function followsOf(actor: StaffActor, staffId: string): Promise<StaffMemberView['follows']> {
    const now = clock.now().toISOString()
    const all = (await staff.all()).filter(({ active }) => active)
    const [named, file, files] = await Promise.all([
      log.reading([cases.list], concerning(log, actor), () => cases.namedIn([staffId])),
      records.file(staffId),
      Promise.all(all.map(({ id }) => records.file(id))),
    ])
    return {
      openCases: named.length,
      shifts: file.shifts.filter(({ until }) => now < until).length,
      deputyOf: all.filter((_, i) => absencesAhead(files[i]!, now).some(({ deputyId }) => deputyId === staffId)).map(({ name }) => name),
    }
  }

  return defineRoute({
    method: 'get', path: '/admin/staff/:staffId', summary: 'One member of staff; what follows when they are stopped', tag: '人员管理 administration',
    policy: listStaff, limit: 'read', params: StaffParamsSchema, answer: StaffMemberSchema, can: StaffMemberAbilitiesSchema,
    async handle({ actor, params: { staffId } }) {
      const me = asStaff(actor)
      const found = await staff.byId(staffId)
      assertThat(found, 'input.not_found')
      const may = ({ action }: { action: string }): boolean => me.may.has(action) && staffId !== me.staffId
      const { active, confirmed } = found
      const can = {
        change: active && may(addStaff), giveRoles: active && may(giveRoles), resetAccess: active && may(resetAccess),
        confirmAccess: active && !confirmed && may(confirmAccess), stop: active && may(endStaff), takeBack: !active && may(endStaff),
      }
      const locks = me.may.has(giveRoles.action) ? await locksOn([found.number]) : new Map<number, string>()
      return { data: { staff: cardOf(found, roles, locks.get(0)), follows: can.stop ? await followsOf(me, staffId) : null }, can }
    },
  })
}
