import { CommandSchema, MyAbsencesSchema, SetAbsenceSchema, StaffDoneSchema, StaffEntryParamsSchema, StaffParamsSchema, TeamAbsencesSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import type { StaffCommand } from '@zhixin/shared/rules'
import type { StaffRecord } from '../identity'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { asStaff, byOf, leads, type StaffingParts } from './parts'
import { ownAbsence, teamAbsence } from './policy'
import { absenceViews } from './present'

const tag = '外出与代理 absences'

/** Who is away, from when to when, and who answers meanwhile. One says so oneself, or a leader for those they lead. */
export function createAbsenceRoutes({ identity, clock, answersChanged }: StaffingParts): Route[] {
  const { staff, records, offices } = identity
  const now = (): string => clock.now().toISOString()

  const mayStandIn = (all: StaffRecord[], forWhom: Pick<StaffRecord, 'id' | 'department'>): { id: string; name: string }[] =>
    all
      .filter((one) => one.active && one.id !== forWhom.id && one.department === forWhom.department && one.handles.length > 0)
      .map(({ id, name }) => ({ id, name }))

  async function viewsOf(of: StaffRecord[], all: StaffRecord[]) {
    const moment = await offices.all()
    const files = await Promise.all(of.map(({ id }) => records.file(id)))
    return of.flatMap((one, i) => absenceViews(one, files[i]!, all, moment, now()))
  }

  /** Whose absence this is about: one's own, or of somebody whom the actor leads. Anybody else's does not exist. */
  async function answersFor(actor: StaffActor, staffId: string): Promise<void> {
    if (staffId === actor.staffId) return
    assertThat(actor.may.has(teamAbsence.action) && leads(actor, await staff.all()).some(({ id }) => id === staffId), 'input.not_found')
  }

  async function write(actor: StaffActor, staffId: string, commandId: string, command: StaffCommand) {
    await answersFor(actor, staffId)
    const before = await offices.all()
    const affected = (moment: typeof before): string[] => [staffId, ...(moment.standIn(staffId)?.ids ?? [])]
    await records.append(staffId, byOf(actor, commandId), command)
    answersChanged([...affected(before), ...affected(await offices.all())])
    return { data: { staffId } }
  }

  return [
    defineRoute({
      method: 'get', path: '/absences/mine', summary: 'My absences, whom I stand in for, who may stand in for me', tag,
      policy: ownAbsence, limit: 'read', answer: MyAbsencesSchema,
      async handle({ actor }) {
        const me = asStaff(actor)
        const [all, moment] = await Promise.all([staff.all(), offices.all()])
        const mine = all.filter(({ id }) => id === me.staffId)
        const answeredFor = moment.standsInFor(me.staffId).flatMap((id) => all.filter((one) => one.id === id))
        const iStandInFor = answeredFor.map(({ id, name }) => ({ id, name, until: moment.absence(id)!.until }))
        return { data: { absences: await viewsOf(mine, all), iStandInFor, deputies: mayStandIn(all, { id: me.staffId, department: me.department }) } }
      },
    }),
    defineRoute({
      method: 'get', path: '/absences/team', summary: 'Absences of those whom the reader leads', tag,
      policy: teamAbsence, limit: 'read', answer: TeamAbsencesSchema,
      async handle({ actor }) {
        const all = await staff.all()
        const team = leads(asStaff(actor), all)
        const members = team.map(({ id, name, department, handles }) => ({ id, name, department, handles: handles.length > 0 }))
        return { data: { absences: await viewsOf(team, all), members } }
      },
    }),
    defineRoute({
      method: 'post', path: '/absences/:staffId', summary: 'Says that somebody is away, and who stands in', tag,
      policy: ownAbsence, limit: 'write', params: StaffParamsSchema, body: SetAbsenceSchema, answer: StaffDoneSchema,
      handle: async ({ actor, params: { staffId }, body: { commandId, ...absence } }) => write(asStaff(actor), staffId, commandId, { type: 'SetAbsence', absence }),
    }),
    defineRoute({
      method: 'post', path: '/absences/:staffId/:of/end', summary: 'Back before the time, or called off', tag,
      policy: ownAbsence, limit: 'write', params: StaffEntryParamsSchema, body: CommandSchema, answer: StaffDoneSchema,
      handle: async ({ actor, params: { staffId, of }, body: { commandId } }) => write(asStaff(actor), staffId, commandId, { type: 'EndAbsence', of }),
    }),
  ] as Route[]
}
