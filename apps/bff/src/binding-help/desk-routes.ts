import {
  ConfirmHelpPhoneSchema, DeskHelpAbilitiesSchema, DeskHelpDetailSchema, DeskHelpListSchema, HelpCodeSchema, HelpParamsSchema, HelpPhoneCodeSchema,
  HelpPictureParamsSchema, HelpRegisteredSchema, IssueHelpCodeSchema, ListHelpQuerySchema, RefuseHelpSchema, RegisterHelpSchema, TakeHelpSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { parseChain, requestChain } from '@zhixin/shared/ids'
import { trusted } from 'mongoose'
import { z } from 'zod'
import { type Attachments, serveAttachment } from '../attachments'
import type { Log, ReadModel } from '../log'
import type { Actor, StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import type { HelpDocument, HelpModel } from './model'
import { workHelp } from './policy'
import type { HelpPresenter } from './present'
import type { HelpRequests } from './requests'

interface Parts {
  log: Log
  list: ReadModel<HelpModel>
  requests: HelpRequests
  presenter: HelpPresenter
  attachments: Attachments
}
const tag = '绑定帮助 binding help'
const PAGE = 100
const SHOWN = { open: ['waiting', 'taken'], code_issued: ['code_issued'], over: ['bound', 'phone_confirmed', 'refused', 'withdrawn'] }

/** What window and hotline do. Who asked is shown to whoever has taken the request, as long as it is not over. */
export function createDeskRoutes({ log, list, requests, presenter, attachments }: Parts): Route[] {
  const desk = (actor: Actor): StaffActor => {
    assertThat(actor.kind === 'staff', 'access.forbidden')
    return actor
  }
  async function detail(actor: StaffActor, requestId: string) {
    const state = await requests.state(requestId)
    assertThat(state.status !== 'none', 'input.not_found')
    return { data: await presenter.detail(actor, { requestId, state }), can: presenter.abilities(actor, state) }
  }
  const work = { tag, policy: workHelp, limit: 'write' } as const
  const one = { ...work, params: HelpParamsSchema, answer: DeskHelpDetailSchema, can: DeskHelpAbilitiesSchema } as const
  const base = '/desk/binding-help'

  return [
    defineRoute({
      ...work, method: 'get', path: base, limit: 'read', summary: 'Requests for binding help, the oldest clock first', query: ListHelpQuerySchema, answer: DeskHelpListSchema,
      async handle({ actor, query }) {
        const found = await log.reading([list], (chain) => parseChain(chain)?.kind === 'request', () =>
          list.documents().find({ status: trusted({ $in: SHOWN[query.show] }) } as object).sort({ askedAt: query.show === 'over' ? -1 : 1 }).limit(PAGE + 1).lean<HelpDocument[]>())
        const shown = found.slice(0, PAGE).map(({ _id, state }) => ({ requestId: _id, state }))
        return { data: { requests: await presenter.items(desk(actor), shown), hasMore: found.length > PAGE } }
      },
    }),
    defineRoute({
      ...work, method: 'post', path: base, summary: 'Registers a request for somebody on the telephone or at the window', body: RegisterHelpSchema, answer: HelpRegisteredSchema,
      async handle({ actor, body }) {
        const { way, caseNumber, note, phone, helpNeeds, ...asked } = body
        const said = { ...asked, ...(helpNeeds && { helpNeeds }), phone: phone ?? null, caseNumber: caseNumber ?? null, note: note ?? null }
        return { data: await requests.register(desk(actor), said, way) }
      },
    }),
    defineRoute({
      ...one, method: 'get', path: `${base}/:requestId`, limit: 'read', summary: 'One request; who asked is shown to whoever has taken it',
      handle: ({ actor, params }) => detail(desk(actor), params.requestId),
    }),
    defineRoute({
      ...one, method: 'post', path: `${base}/:requestId/taking`, summary: 'Takes a request, also over from somebody else', body: TakeHelpSchema,
      async handle({ actor, params, body }) {
        await requests.take(desk(actor), params.requestId, body.commandId)
        return detail(desk(actor), params.requestId)
      },
    }),
    defineRoute({
      ...work, method: 'post', path: `${base}/:requestId/code`, summary: 'A one-time binding code, handed over after the check', params: HelpParamsSchema, body: IssueHelpCodeSchema, answer: HelpCodeSchema,
      handle: async ({ actor, params, body }) => ({ data: await requests.issueCode(desk(actor), params.requestId, body) }),
    }),
    defineRoute({
      ...one, method: 'post', path: `${base}/:requestId/refusal`, summary: 'Nothing comes of it; the asker reads why', body: RefuseHelpSchema,
      async handle({ actor, params, body }) {
        await requests.refuse(desk(actor), params.requestId, body.commandId, body.reason)
        return detail(desk(actor), params.requestId)
      },
    }),
    defineRoute({
      ...work, method: 'post', path: `${base}/:requestId/phone-codes`, limit: 'sms', summary: 'A code to the phone that the person at the window holds', params: HelpParamsSchema, body: HelpPhoneCodeSchema, answer: z.object({}),
      async handle({ actor, params, body }) {
        await requests.requestPhoneCode(desk(actor), params.requestId, body.phone)
        return { data: {} }
      },
    }),
    defineRoute({
      ...one, method: 'post', path: `${base}/:requestId/phone`, summary: 'Confirms a phone at the window; all confirmed before are told', body: ConfirmHelpPhoneSchema,
      async handle({ actor, params, body }) {
        await requests.confirmPhone(desk(actor), params.requestId, body)
        return detail(desk(actor), params.requestId)
      },
    }),
    defineRoute({
      ...work, method: 'get', path: `${base}/:requestId/papers/:attachmentId`, limit: 'read', summary: 'A picture of a paper', params: HelpPictureParamsSchema, answer: z.object({}), raw: true,
      async handle({ actor, params: { requestId, attachmentId }, ctx }) {
        const { papers } = await requests.taken(desk(actor), requestId)
        const found = papers.some(({ id }) => id === attachmentId) ? await attachments.read(requestChain(requestId), attachmentId) : undefined
        assertThat(found, 'input.not_found')
        serveAttachment(ctx, found)
        return { data: {} }
      },
    }),
  ] as Route[]
}
