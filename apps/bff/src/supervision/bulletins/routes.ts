import {
  BulletinAbilitiesSchema, BulletinEntriesQuerySchema, BulletinEntriesSchema, BulletinFileParamsSchema, BulletinFileQuerySchema, BulletinListSchema,
    BulletinParamsSchema,
    BulletinViewSchema,
  IssueBulletinSchema, ListBulletinsQuerySchema, RemarkBulletinSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { reportChain } from '@zhixin/shared/ids'
import { type BulletinPeriod, type BulletinsConfig, dayOf, newestIssued, periodBefore, periodOf, type ReportState } from '@zhixin/shared/rules'
import { z } from 'zod'
import { type Attachments, serveAttachment } from '../../attachments'
import type { Clock } from '../../platform/clock'
import type { StaffActor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import type { Compute } from './compute'
import type { EntryRows } from './entry-rows'
import type { Issuing } from './issue'
import { issueBulletins, readBulletins } from './policy'
import type { BulletinPresenter } from './present'
import type { Reports } from './reports'

export interface BulletinRoutesParts {
  reports: Reports
  compute: Compute
  present: BulletinPresenter
  rows: EntryRows
  issuing: Issuing
  attachments: Attachments
  config: BulletinsConfig
  /** Who may read bulletins now. */
  readers(): Promise<string[]>
  clock: Clock
}
const tag = '通报 bulletins'
/** So many days, weeks or months are listed; what is older is opened by its first day. */
const LISTED = { daily: 31, weekly: 13, monthly: 12 } as const
const ENTRIES_SHOWN = 500

export function createBulletinRoutes({ reports, compute, present, rows, issuing, attachments, config, readers, clock }: BulletinRoutesParts): Route[] {
  const today = (): string => dayOf(clock.now().toISOString())

  /** What was issued is counted again as it was then, without files about those who could read it then. */
  const readersFor = async (state: ReportState): Promise<string[]> => newestIssued(state)?.readers ?? (await readers())

  async function view(actor: StaffActor, period: BulletinPeriod) {
    const state = await reports.state(period)
    const results = await compute.bulletin(period, await readersFor(state))
    const data = await present.bulletin(period, results, state)
    const mayIssue = actor.may.has(issueBulletins.action)
    return {
      data,
      can: { remark: mayIssue, issue: mayIssue && data.standing === 'to_issue', correct: mayIssue && data.standing === 'issued' },
    }
  }

  return [
    defineRoute({
      method: 'get', path: '/bulletins', summary: 'Days, weeks or months, the newest first: which bulletins run, are to be issued, were issued', tag,
      policy: readBulletins, limit: 'read', query: ListBulletinsQuerySchema, answer: BulletinListSchema,
      async handle({ query: { rhythm } }) {
        const periods = [periodOf(rhythm, today())]
        while (periods.length < LISTED[rhythm]) periods.push(periodBefore(periods[periods.length - 1]!))
        const states = await Promise.all(periods.map((period) => reports.state(period)))
        return { data: { rhythm, title: config.rhythms[rhythm].title, rows: periods.map((period, i) => present.row(period, states[i]!)) } }
      },
    }),
    defineRoute({
      method: 'get', path: '/bulletins/:rhythm/:from',
        summary: 'A bulletin: headings, figures and rates with their definitions; and, once issued, what has changed since', tag,
      policy: readBulletins, limit: 'read', params: BulletinParamsSchema, answer: BulletinViewSchema, can: BulletinAbilitiesSchema,
      handle: ({ actor, params }) => view(actor as StaffActor, reports.periodAt(params, today())),
    }),
    defineRoute({
      method: 'get', path: '/bulletins/:rhythm/:from/entries',
        summary: 'What one number of a bulletin counts: each entry, or those of one department, channel or day', tag,
      policy: readBulletins, limit: 'read', params: BulletinParamsSchema, query: BulletinEntriesQuerySchema, answer: BulletinEntriesSchema,
      async handle({ params, query: { figure, by, key } }) {
        assertThat(config.figures[figure], 'input.not_found')
        const period = reports.periodAt(params, today())
        const counted = await compute.entries(period, figure, await readersFor(await reports.state(period)))
        const ofKey = by === undefined ? counted : counted.filter((one) => (by === 'day' ? dayOf(one.at) : one[by]) === (key ?? ''))
        return { data: { figure: present.figure(figure, counted.length), entries: await rows(ofKey.slice(0, ENTRIES_SHOWN)), total: ofKey.length } }
      },
    }),
    defineRoute({
      method: 'post', path: '/bulletins/:rhythm/:from/remarks', summary: 'The editor’s remark under a heading, for the edition that is issued next', tag,
      policy: issueBulletins, limit: 'write', params: BulletinParamsSchema, body: RemarkBulletinSchema, answer: BulletinViewSchema,
        can: BulletinAbilitiesSchema,
      async handle({ actor, params, body: { commandId, heading, text } }) {
        const period = reports.periodAt(params, today())
        assertThat(config.rhythms[period.rhythm].headings.includes(heading), 'input.not_found')
        await reports.act(actor as StaffActor, commandId, period, { type: 'Remark', heading, text })
        return view(actor as StaffActor, period)
      },
    }),
    defineRoute({
      method: 'post', path: '/bulletins/:rhythm/:from/issue', summary: 'Issue: figures, words and papers become an entry that nothing later changes', tag,
      policy: issueBulletins, limit: 'write', params: BulletinParamsSchema, body: IssueBulletinSchema, answer: BulletinViewSchema, can: BulletinAbilitiesSchema,
      async handle({ actor, params, body: { commandId, because } }) {
        const period = reports.periodAt(params, today())
        await issuing.issue(actor as StaffActor, commandId, period, because)
        return view(actor as StaffActor, period)
      },
    }),
    defineRoute({
      method: 'get', path: '/bulletins/:rhythm/:from/files/:kind', summary: 'The paper that was issued, as it was, of any edition; before that a draft that says it is one',
        tag,
      policy: readBulletins, limit: 'read', params: BulletinFileParamsSchema, query: BulletinFileQuerySchema, answer: z.object({}), raw: true,
      async handle({ params: { kind, ...params }, query: { edition }, ctx }) {
        const period = reports.periodAt(params, today())
        const state = await reports.state(period)
        const one = edition === undefined ? newestIssued(state) : state.issued.find((bulletin) => bulletin.edition === edition)
        assertThat(edition === undefined || one, 'input.not_found')
        const issued = one?.files.find((file) => file.kind === kind)
        const stored = issued && (await attachments.read(reportChain(period.rhythm, period.from), issued.attachmentId))
        assertThat(!issued || stored, 'input.not_found')
        serveAttachment(ctx, stored ?? (await issuing.draft(kind, period)))
        return { data: {} }
      },
    }),
  ] as Route[]
}
