import {
  AskStandingSchema, CaseStandingSchema, EndStandingParamsSchema, EndStandingSchema, GrantStandingSchema, RefuseStandingSchema, RequestAttachmentParamsSchema,
  RequestUploadFieldsSchema, RequestUploadParamsSchema, StandingRequestAbilitiesSchema, StandingRequestListSchema, StandingRequestParamsSchema,
  StandingRequestViewSchema, UploadedSchema, WithdrawStandingSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { caseChain, CaseIdSchema, requestChain } from '@zhixin/shared/ids'
import { type CaseRelation, type CaseState, isDirectorOrJudge, isOwn, mayGrant, relationsOf } from '@zhixin/shared/rules'
import { z } from 'zod'
import { serveAttachment } from '../attachments'
import { changeStanding, concerning, relationOf } from '../cases'
import type { Actor, PersonActor, StaffActor } from '../platform/http/actor'
import { authorize } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import { requestFold } from './fold'
import type { RequestDocument } from './model'
import { askToStand, decideRequest, endStanding, listAtDesk, listRequests, readCaseStanding, readRequest, withdrawRequest } from './policy'
import type { StandingPresenter } from './present'
import { stateOf } from './read-model'
import { type OpenedRequest, requestIdOf, type Requests, type RequestsParts } from './requests'

const tag = '身份 standing'
const base = '/standing-requests/:requestId'
const Done = z.object({ requestId: z.string() })

export interface StandingRoutesParts extends RequestsParts {
  requests: Requests
  presenter: StandingPresenter
  maxUploadBytes: number
}

export function createStandingRoutes(parts: StandingRoutesParts): Route[] {
  const { log, cases, model, attachments, requests, presenter, clock } = parts
  const now = (): string => clock.now().toISOString()

  /** Those that wait, oldest first, of the cases this member of staff handles or leads; the window's are all. */
  async function waiting(actor: StaffActor, isWanted: (request: RequestDocument, file: CaseState | undefined) => boolean) {
    return log.reading([model, cases.list], concerningRequests(actor), async () => {
      const documents = await model.documents().find({ status: 'open' }).sort({ askedAt: 1 }).lean<RequestDocument[]>()
      const found = await Promise.all(documents.map(async (document) => ({ document, file: await requests.fileOf(document.asked) })))
      return Promise.all(found.filter(({ document, file }) => isWanted(document, file)).map(({ document, file }) => shown(document, file)))
    })
  }
  async function shown(document: RequestDocument, file: CaseState | undefined) {
    const state = { ...stateOf(document), asked: document.asked }
    return presenter.request(state, await presenter.courtView(state, file))
  }

  const concerningRequests = (actor: StaffActor) => async (chain: string, index: number): Promise<boolean> => chain.startsWith('request:') || concerning(log, actor)(chain, index)
  /** An asker waits for what their own requests' chains say, never for what others ask. */
  const ownRequests = (personId: string) => async (chain: string): Promise<boolean> =>
    chain.startsWith('request:') && (await log.state(requestFold, chain)).askedBy === personId

  const abilities = ({ state, relation, file }: OpenedRequest, actor: Actor) => {
    const isOpen = state.status === 'open'
    const decides = isOpen && actor.kind === 'staff' && actor.may.has(decideRequest.action)
    return {
      withdraw: isOpen && relation === 'asker',
      refuse: decides,
      grant: decides && file !== undefined && mayGrant(state.asked, requests.roleOf(actor, file)),
      atDesk: relation === 'desk',
    }
  }

  return [
    defineRoute({
      method: 'post', path: '/standing-requests/:commandId/attachments', summary: 'A picture of a document, for the request that will be asked under the same id', tag,
      policy: askToStand, limit: 'upload', params: RequestUploadParamsSchema, body: RequestUploadFieldsSchema, answer: UploadedSchema,
      upload: { maxBytes: parts.maxUploadBytes },
      async handle({ actor, params: { commandId }, body, file }) {
        const { personId } = actor as PersonActor
        const { name, bytes } = file!
        return { data: await attachments.store(requestChain(requestIdOf(personId, commandId)), `person:${personId}`, { name, bytes, kind: body.kind }) }
      },
    }),
    defineRoute({
      method: 'post', path: '/standing-requests', summary: 'Asks to stand for a party, or for the end of such a standing; the answer tells of no case', tag,
      policy: askToStand, limit: 'write', body: AskStandingSchema, answer: Done,
      async handle({ actor, body: { commandId, attachments: ids, ...asked } }) {
        return { data: { requestId: await requests.ask(actor as PersonActor, commandId, asked, ids) } }
      },
    }),
    defineRoute({
      method: 'get', path: '/standing-requests', summary: 'One’s own requests; of staff, those that wait in the cases they handle or lead', tag,
      policy: listRequests, limit: 'read', answer: StandingRequestListSchema,
      async handle({ actor }) {
        if (actor.kind === 'staff') return { data: { requests: await waiting(actor, (document, file) => requests.relationTo(actor, stateOf(document), file) === 'court') } }
        const { personId } = actor as PersonActor
        const own = await log.reading([model], ownRequests(personId), () =>
          model.documents().find({ askedBy: personId }).sort({ askedAt: -1, upTo: -1 }).lean<RequestDocument[]>())
        return { data: { requests: await Promise.all(own.map((document) => presenter.request({ ...stateOf(document), asked: document.asked }, null))) } }
      },
    }),
    defineRoute({
      method: 'get', path: '/window/standing-requests', summary: 'The window: all requests that wait, oldest first', tag,
      policy: listAtDesk, limit: 'read', answer: StandingRequestListSchema,
      handle: async ({ actor }) => ({ data: { requests: await waiting(actor as StaffActor, () => true) } }),
    }),
    defineRoute({
      method: 'get', path: base, summary: 'One request: to its asker, how it stands; to those who decide, the case it names', tag,
      policy: readRequest, limit: 'read', params: StandingRequestParamsSchema, answer: StandingRequestViewSchema, can: StandingRequestAbilitiesSchema,
      async handle({ actor, params: { requestId } }) {
        const opened = await requests.open(actor, requestId, readRequest)
        const court = actor.kind === 'staff' ? await presenter.courtView(opened.state, opened.file) : null
        return { data: await presenter.request(opened.state, court), can: abilities(opened, actor) }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/attachments/:attachmentId`, summary: 'A picture of a document', tag,
      policy: readRequest, limit: 'read', params: RequestAttachmentParamsSchema, answer: z.object({}), raw: true,
      async handle({ actor, params: { requestId, attachmentId }, ctx }) {
        const { state } = await requests.open(actor, requestId, readRequest)
        const found = state.attachments.includes(attachmentId) ? await attachments.read(requestChain(requestId), attachmentId) : undefined
        assertThat(found, 'input.not_found')
        serveAttachment(ctx, found)
        return { data: {} }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/withdrawal`, summary: 'The asker takes the request back', tag,
      policy: withdrawRequest, limit: 'write', params: StandingRequestParamsSchema, body: WithdrawStandingSchema, answer: Done,
      async handle({ actor, params: { requestId }, body }) {
        await requests.open(actor, requestId, withdrawRequest)
        await requests.withdraw(actor as PersonActor, requestId, body.commandId)
        return { data: { requestId } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/grant`, summary: 'Grants: from this entry of the case’s chain on, rights are others', tag,
      policy: decideRequest, limit: 'write', params: StandingRequestParamsSchema, body: GrantStandingSchema, answer: Done,
      async handle({ actor, params: { requestId }, body }) {
        await requests.grant(actor as StaffActor, requestId, body)
        return { data: { requestId } }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/refusal`, summary: 'Refuses, with a reason that the asker reads', tag,
      policy: decideRequest, limit: 'write', params: StandingRequestParamsSchema, body: RefuseStandingSchema, answer: Done,
      async handle({ actor, params: { requestId }, body }) {
        await requests.refuse(actor as StaffActor, requestId, body)
        return { data: { requestId } }
      },
    }),
    defineRoute({
      method: 'get', path: '/cases/:caseId/standing', summary: 'Who stands for whom: of one’s own party only; staff get all, with what shows it', tag,
      policy: readCaseStanding, limit: 'read', params: z.strictObject({ caseId: CaseIdSchema }), answer: CaseStandingSchema,
      async handle({ actor, params: { caseId } }) {
        const { state: file, relation } = await cases.relation(actor, caseId)
        authorize(readCaseStanding, actor, relation)
        if (actor.kind === 'staff') {
          await cases.noteOpening(actor, relation, caseId, 'standing')
          const partyIds = file.parties.map(({ partyId }) => partyId)
          const mayEnd = isDirectorOrJudge(relation) ? 'parties too' : 'people'
          return { data: await presenter.standing(file, file.relations, partyIds, { mayEnd }, await log.list(caseChain(caseId))) }
        }
        const { personId } = actor as PersonActor
        const { shown: people, partyIds } = ownStanding(file, personId, now())
        return { data: await presenter.standing(file, people, partyIds, { personId, mayEnd: 'none' }, undefined) }
      },
    }),
    defineRoute({
      method: 'post', path: '/cases/:caseId/standing/:relationId/end', summary: 'Ends somebody’s standing at once, with a reason', tag,
      policy: endStanding, limit: 'write', params: EndStandingParamsSchema, body: EndStandingSchema, answer: z.object({ relationId: z.string() }),
      async handle({ actor, params: { caseId, relationId }, body: { commandId, because, note } }) {
        const { relation } = await cases.relation(actor, caseId)
        authorize(endStanding, actor, relation)
        const { staffId } = actor as StaffActor
        await changeStanding(log, {
          caseId, key: `staff:${staffId}/${commandId}`, command: { type: 'EndRelation', ended: { relationId, because, note } },
          by(file) {
            const current = relationOf(actor, file, now())
            authorize(endStanding, actor, current)
            // That a party is none is for whoever may say that somebody is one.
            const isParty = file.relations.some((one) => one.relationId === relationId && one.personId === one.partyId)
            assertThat(!isParty || because !== 'mistaken' || isDirectorOrJudge(current), 'standing.judge_required')
            return { kind: 'staff', id: staffId, role: current }
          },
        })
        return { data: { relationId } }
      },
    }),
  ] as Route[]
}

/** What of a case's standings is a person's to see: all of the parties they are or represent; an agent, what they are themselves. */
function ownStanding(file: CaseState, personId: string, now: string): { shown: CaseRelation[]; partyIds: string[] } {
  const mine = relationsOf(file, personId, now)
  const represents = new Set(mine.filter(isOwn).map(({ partyId }) => partyId))
  const shown = file.relations.filter((one) => represents.has(one.partyId) || one.personId === personId)
  return { shown, partyIds: [...new Set([...represents, ...mine.map(({ partyId }) => partyId)])] }
}
