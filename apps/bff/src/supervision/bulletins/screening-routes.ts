import {
  RemindScreeningSchema, ReportScreeningSchema, ScreeningAbilitiesSchema, ScreeningParamsSchema, ScreeningsSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { type BulletinsConfig, type Calendar, dayOf, reportedNow } from '@zhixin/shared/rules'
import { memberOf } from '../../cases'
import type { Clock } from '../../platform/clock'
import type { StaffActor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import { readScreenings, remindScreening, reportScreening } from './policy'
import type { BulletinPresenter } from './present'
import type { Reports } from './reports'

export interface ScreeningRoutesParts {
  reports: Reports
  present: BulletinPresenter
  config: BulletinsConfig
  calendar: Calendar
  clock: Clock
}
const tag = '排查与零报告 screening'

/** What departments report each week, and each day of a sensitive period, also when there is nothing (002 附件2第七条(五)). */
export function createScreeningRoutes({ reports, present, config, calendar, clock }: ScreeningRoutesParts): Route[] {
  const now = (): string => clock.now().toISOString()

  async function view(actor: StaffActor) {
    const mayReport = actor.may.has(reportScreening.action)
    const mayRemind = actor.may.has(remindScreening.action)
    const periods = await Promise.all(reportedNow(now(), config, calendar).map(async (period) => {
      const state = await reports.state(period)
      // A liaison sees what their own department reports; who has not reported is for the command centre.
      const seen = (await reports.owing(state)).filter(({ department }) => mayRemind || department === memberOf(actor).department)
      return present.screening(period, seen, state)
    }))
    return { data: { to: config.screening.to, mine: mayReport ? memberOf(actor).department : null, periods }, can: { report: mayReport, remind: mayRemind } }
  }

  return [
    defineRoute({
      method: 'get', path: '/screenings', summary: 'Screening reports that run or were due last: one’s own department’s, or for the command centre all', tag,
      policy: readScreenings, limit: 'read', answer: ScreeningsSchema, can: ScreeningAbilitiesSchema,
      handle: ({ actor }) => view(actor as StaffActor),
    }),
    defineRoute({
      method: 'post', path: '/screenings/:rhythm/:from', summary: 'A department’s liaison reports; nothing is a report too', tag,
      policy: reportScreening, limit: 'write', params: ScreeningParamsSchema, body: ReportScreeningSchema, answer: ScreeningsSchema,
        can: ScreeningAbilitiesSchema,
      async handle({ actor, params, body: { commandId, ...said } }) {
        const staff = actor as StaffActor
        const period = reports.periodAt(params, dayOf(now()))
        await reports.act(staff, commandId, period, { type: 'Screen', report: { department: memberOf(staff).department, ...said } })
        return view(staff)
      },
    }),
    defineRoute({
      method: 'post', path: '/screenings/:rhythm/:from/reminders', summary: 'The command centre reminds departments that have not reported', tag,
      policy: remindScreening, limit: 'write', params: ScreeningParamsSchema, body: RemindScreeningSchema, answer: ScreeningsSchema,
        can: ScreeningAbilitiesSchema,
      async handle({ actor, params, body: { commandId, departments } }) {
        const staff = actor as StaffActor
        const period = reports.periodAt(params, dayOf(now()))
        const known = (await reports.owing(await reports.state(period))).map(({ department }) => department)
        assertThat(departments.every((one) => known.includes(one)), 'input.not_found')
        await reports.act(staff, commandId, period, { type: 'Remind', departments })
        return view(staff)
      },
    }),
  ] as Route[]
}
