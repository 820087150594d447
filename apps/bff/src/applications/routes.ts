import {
  ApplicationPaperParamsSchema, ApplicationParamsSchema, ApplicationQuerySchema, AskCorrectionSchema, type DeskApplication, DeskApplicationDetailSchema,
  DeskApplicationListSchema, DocketApplicationSchema, MarkedSchema, RefuseApplicationSchema, ReturnApplicationSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { threadChain, type ThreadKey } from '@zhixin/shared/ids'
import { caseNumberOf, dayOf, type FormsConfig, formOf } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { z } from 'zod'
import { type Attachments, serveAttachment } from '../attachments'
import { type Cases, concerning, memberOf } from '../cases'
import type { ReadModel } from '../log'
import { presentStored } from '../messaging'
import type { StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import type { AskCorrection } from './correction'
import type { ApplicationDocument, ApplicationModel } from './model'
import { decideApplications, listApplications } from './policy'
import type { Sight, SightParts } from './sight'

export interface ApplicationRoutesParts extends SightParts {
  cases: Cases
  attachments: Attachments
  forms: FormsConfig
  list: ReadModel<ApplicationModel>
  sight: Sight
  askCorrection: AskCorrection
}

const tag = '线索和申请 clues and applications'
const MOST = 200
const atDesk = '/applications/:caseId/:personId/:index'

/** What waits for an answer, and the filing window (立案窗口), which reads what was handed in to it and nothing else of the thread. */
export function createDeskRoutes(parts: ApplicationRoutesParts): Route[] {
  const { log, messaging, cases, attachments, list, sight, now } = parts

  /** What this member of staff answers: all that waits at the window, the clues of their own cases. */
  async function found(actor: StaffActor, isOpen: boolean): Promise<ApplicationDocument[]> {
    const { id, handles, standsInFor } = memberOf(actor)
    const named = trusted({ $in: [id, ...standsInFor] })
    const ofCases = { $or: [{ officerIds: named }, { judgeId: named }] }
    const mine = handles.length > 0 ? await cases.list.documents().find(ofCases).select('_id').lean<{ _id: string }[]>() : []
    const ways: object[] = [
      ...(actor.may.has(decideApplications.action) ? [{ by: 'window' }] : []),
      ...(mine.length > 0 ? [{ by: 'handlers', caseId: trusted({ $in: mine.map(({ _id }) => _id) }) }] : []),
    ]
    if (ways.length === 0) return []
    const wanted = { $and: [{ $or: ways }, { isOpen, isSealed: false }] }
    return list.documents().find(wanted).sort({ at: isOpen ? 1 : -1, _id: 1 }).limit(MOST + 1).lean<ApplicationDocument[]>()
  }

  async function viewOf({ caseId, personId, index }: ApplicationDocument): Promise<DeskApplication[]> {
    const key: ThreadKey = { caseId, personId }
    const state = await messaging.stateOf(key)
    const one = state.parts.applications.find((application) => application.index === index)
    return one ? [await sight.view(key, one, state)] : []
  }
  const bySoonest = (a: DeskApplication, b: DeskApplication): number => (a.clock?.dueAt ?? '9').localeCompare(b.clock?.dueAt ?? '9')

  return [
    defineRoute({
      method: 'get', path: '/applications', summary: 'Applications at the filing window, and clues in one’s own cases, the nearest day first', tag,
      policy: listApplications, limit: 'read', query: ApplicationQuerySchema, answer: DeskApplicationListSchema,
      async handle({ actor, query: { show } }) {
        const documents = await log.reading([list, cases.list], concerning(log, actor), () => found(actor as StaffActor, show === 'open'))
        const views = (await Promise.all(documents.slice(0, MOST).map(viewOf))).flat()
        return { data: { applications: show === 'open' ? views.sort(bySoonest) : views, hasMore: documents.length > MOST } }
      },
    }),
    defineRoute({
      method: 'get', path: atDesk, summary: 'What was handed in to the filing window', tag,
      policy: decideApplications, limit: 'read', params: ApplicationParamsSchema, answer: DeskApplicationDetailSchema,
      async handle({ actor, params: { index, ...key } }) {
        const { one, state } = await sight.find(key, index)
        await cases.noteOpening(actor as StaffActor, 'window', key.caseId, `application/${key.personId}/${index}`)
        const said = await sight.said(key, index)
        return { data: { ...(await sight.view(key, one, state)), said, definition: formOf(parts.forms, said.form, said.version) ?? null } }
      },
    }),
    defineRoute({
      method: 'get', path: `${atDesk}/attachments/:attachmentId`, summary: 'The bytes of a paper handed in with it', tag,
      policy: decideApplications, limit: 'read', params: ApplicationPaperParamsSchema, answer: z.object({}), raw: true,
      async handle({ actor, params: { index, attachmentId, ...key }, ctx }) {
        const { one, state } = await sight.find(key, index)
        const said = await sight.said(key, index)
        const later = (await sight.view(key, one, state)).corrections.flatMap(({ supplied }) => supplied?.attachments ?? [])
        assertThat([...said.attachments, ...later].some(({ id }) => id === attachmentId), 'input.not_found')
        const bytes = await attachments.read(threadChain(key), attachmentId)
        assertThat(bytes, 'input.not_found')
        await cases.noteOpening(actor as StaffActor, 'window', key.caseId, `application/${key.personId}/${index}`)
        serveAttachment(ctx, bytes)
        return { data: {} }
      },
    }),
    defineRoute({
      method: 'post', path: `${atDesk}/docketing`, summary: 'It is docketed, or passed on, under a case number of its own', tag,
      policy: decideApplications, limit: 'write', params: ApplicationParamsSchema, body: DocketApplicationSchema, answer: MarkedSchema,
      async handle({ actor, params: { index, ...key }, body: { commandId, docketedOn, ...body } }) {
        await sight.find(key, index)
        const caseNumber = caseNumberOf(body.caseNumber)
        assertThat(docketedOn <= dayOf(now()), 'input.invalid', { field: 'body.docketedOn' })
        const entry = await sight.act(actor as StaffActor, key, commandId, { type: 'DocketApplication', of: index, caseNumber, docketedOn }, { of: index, caseNumber, docketedOn })
        return { data: { stored: entry ? presentStored(entry) : null } }
      },
    }),
    defineRoute({
      method: 'post', path: `${atDesk}/refusal`, summary: 'It is refused; whoever handed it in reads why', tag,
      policy: decideApplications, limit: 'write', params: ApplicationParamsSchema, body: RefuseApplicationSchema, answer: MarkedSchema,
      async handle({ actor, params: { index, ...key }, body: { commandId, reason } }) {
        await sight.find(key, index)
        const entry = await sight.act(actor as StaffActor, key, commandId, { type: 'RefuseApplication', of: index, reason }, { of: index, reason: reason.trim() })
        return { data: { stored: entry ? presentStored(entry) : null } }
      },
    }),
    defineRoute({
      method: 'post', path: `${atDesk}/correction`, summary: 'Everything that is missing, at once; whoever handed it in has the time that the catalogue gives', tag,
      policy: decideApplications, limit: 'write', params: ApplicationParamsSchema, body: AskCorrectionSchema, answer: MarkedSchema,
      async handle({ actor, params: { index, ...key }, body: { commandId, items: asked } }) {
        const items = asked.map(({ text, about }) => ({ text: text.trim(), ...(about !== undefined && { about }) }))
        const entry = await parts.askCorrection(actor as StaffActor, key, index, commandId, items)
        return { data: { stored: entry ? presentStored(entry) : null } }
      },
    }),
    defineRoute({
      method: 'post', path: `${atDesk}/return`, summary: 'What was missing did not come in time: it is returned with the reason', tag,
      policy: decideApplications, limit: 'write', params: ApplicationParamsSchema, body: ReturnApplicationSchema, answer: MarkedSchema,
      async handle({ actor, params: { index, ...key }, body: { commandId, reason } }) {
        await sight.find(key, index)
        const entry = await sight.act(actor as StaffActor, key, commandId, { type: 'ReturnApplication', of: index, reason }, { of: index, reason: reason.trim() })
        return { data: { stored: entry ? presentStored(entry) : null } }
      },
    }),
  ] as Route[]
}
