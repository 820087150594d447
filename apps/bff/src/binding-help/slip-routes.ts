import { FindSlipsSchema, OpenSlipSchema, SlipOpenedSchema, SlipParamsSchema, SlipsFoundSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { caseNumberOf, type CourtProfile, dayOf, participantsNow, relationsOf } from '@zhixin/shared/rules'
import { z } from 'zod'
import { serveAttachment } from '../attachments'
import { type Cases, concerning, titlesOf } from '../cases'
import { bindingSlip } from '../documents'
import { maskName } from '../identity'
import type { Log } from '../log'
import type { Clock } from '../platform/clock'
import type { StaffActor } from '../platform/http/actor'
import { authorize } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import { findSlips, openSlip, printSlip } from './policy'
import type { Slips } from './slips'

export interface SlipRoutesParts {
  log: Log
  cases: Cases
  slips: Slips
  court: CourtProfile
  names(ids: string[]): Promise<Map<string, string>>
  /** Where the product is reached by phones: `https://host`, no slash at the end. */
  publicOrigin: string
  clock: Clock
}
const tag = '绑定单 slips'
/** As apps/miniprogram/src/routes.ts has it: the same in WeChat, where a scanned address of this kind opens the mini-program. */
const BIND_PAGE = '/sub-binding/pages/bind/index'

const dayWords = (at: string): string => {
  const [year, month, date] = dayOf(at).split('-').map(Number)
  return `${year}年${month}月${date}日`
}

export function createSlipRoutes({ log, cases, slips, court, names, publicOrigin, clock }: SlipRoutesParts): Route[] {
  const now = (): string => clock.now().toISOString()
  return [
    defineRoute({
      method: 'get', path: '/cases/:caseId/slips/:personId', summary: 'A PDF with a QR code that leads one participant of a case to binding', tag,
      policy: printSlip, limit: 'write', params: SlipParamsSchema, answer: z.object({}), raw: true,
      async handle({ actor, params: { caseId, personId }, ctx }) {
        const { state, relation } = await cases.relation(actor, caseId)
        const staff = actor as StaffActor
        const isDesk = relation === 'none' && state.status !== 'none' && staff.may.has(findSlips.action)
        authorize(printSlip, actor, isDesk ? 'desk' : relation)
        assertThat(participantsNow(state, now()).includes(personId), 'input.not_found')
        await cases.noteOpening(staff, isDesk ? 'desk' : relation, caseId, `slip/${personId}`)
        const { token, until } = await slips.issue({ caseId, personId, issuedBy: staff.staffId })
        const pdf = await bindingSlip({
          court, caseNumber: state.caseNumber,
          nameMasked: maskName((await names([personId])).get(personId) ?? ''),
          title: titlesOf(relationsOf(state, personId, now())),
          address: `${publicOrigin}/#${BIND_PAGE}?slip=${token}`,
          printedOn: dayWords(now()),
          validUntil: dayWords(new Date(until.getTime() - 1).toISOString()),
          at: clock.now(),
        })
        serveAttachment(ctx, { bytes: pdf, type: 'application/pdf', name: '绑定单.pdf' })
        return { data: {} }
      },
    }),
    defineRoute({
      method: 'post', path: '/desk/slips/search', summary: 'The window: for whom slips can be printed, by the whole case number', tag,
      policy: findSlips, limit: 'write', body: FindSlipsSchema, answer: SlipsFoundSchema,
      async handle({ actor, body }) {
        const caseId = await log.reading([cases.list], concerning(log, actor), () => cases.idOfNumber(caseNumberOf(body.caseNumber)))
        if (caseId === undefined) return { data: { slips: [] } }
        const { state } = await cases.relation(actor, caseId)
        const participants = participantsNow(state, now())
        const known = await names(participants)
        const slips = participants.map((personId) => ({ caseId, personId, nameMasked: maskName(known.get(personId) ?? ''), title: titlesOf(relationsOf(state, personId, now())) }))
        return { data: { slips } }
      },
    }),
    defineRoute({
      method: 'post', path: '/slips/open', summary: 'Which case a slip is about, for somebody who is bound and has to do with it', tag,
      policy: openSlip, limit: 'sign_in', body: OpenSlipSchema, answer: SlipOpenedSchema,
      async handle({ actor, body }) {
        // An unknown token costs the same look at a case as a known one.
        const caseId = (await slips.caseOf(body.slip)) ?? 'c_00000000'
        const { relation } = await cases.relation(actor, caseId)
        authorize(openSlip, actor, relation)
        return { data: { caseId } }
      },
    }),
  ] as Route[]
}
