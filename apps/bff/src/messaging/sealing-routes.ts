import {
  ApproveSealInputSchema, AskSealInputSchema, ConfineInputSchema, KeptAnswerSchema, KeptThreadsSchema, MarkedSchema, RefuseSealInputSchema, ReleaseInputSchema,
  RemarkParamsSchema, UnderSealAttachmentParamsSchema, UnderSealSchema,
} from '@zhixin/shared/contract'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { caseChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import { HANDLERS, LITIGANTS, type Withheld } from '@zhixin/shared/rules'
import { z } from 'zod'
import { serveAttachment } from '../attachments'
import { caseFold } from '../cases'
import type { Actor, StaffActor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { threadRelation } from './access'
import { askSeal, checkKept, confineMessage, decideSeal, readThread, releaseMessage } from './policy'
import type { ThreadRoutesParts } from './routes'
import { threadCommand } from './thread-command'

const tag = '封存与保密 sealing'
const base = '/threads/:caseId/:personId/messages/:index'

/** What is asked to be sealed and decided on, what is for the handler alone, and what phones have to put away. */
export function createSealingRoutes(parts: Omit<ThreadRoutesParts, 'marks' | 'view' | 'maxUploadBytes'>): Route[] {
  const { log, fold, cases, attachments, presenter, clock, threads } = parts
  const command = threadCommand(parts)

  /** Lets a leader look at what a waiting request is about; each look is on record in the access chain, whatever else they have opened. */
  async function review(actor: Actor, key: ThreadKey, of: number) {
    const thread = await threads.open(actor, key, decideSeal)
    const state = await threads.state(thread)
    assertThat(state.parts.sealing.asked[of], 'sealing.nothing_asked')
    await cases.noteOpening(actor as StaffActor, thread.relation, key.caseId, `under-seal/${key.personId}/${of}`)
    const entry = await log.underSeal(thread.chain, of)
    assertThat(entry, 'sealing.nothing_asked')
    return { thread, entry }
  }

  async function kept(actor: Actor, key: ThreadKey) {
    const file = await log.state(caseFold, caseChain(key.caseId))
    const relation = threadRelation(actor, file, key, clock.now().toISOString())
    if (!readThread.relations!.includes(relation)) return { ...key, isYours: false, withheld: [] }
    const { sealing, confidence } = (await log.state(fold, threadChain(key))).parts
    const withheld = new Map<number, Withheld>()
    const letIn = HANDLERS.includes(relation) || LITIGANTS.includes(relation)
    for (const [index, how] of Object.entries(confidence)) if (!letIn && how === 'confined') withheld.set(Number(index), 'confidential')
    for (const index of Object.keys(sealing.sealed)) withheld.set(Number(index), 'sealed')
    return { ...key, isYours: true, withheld: [...withheld].map(([index, because]) => ({ index, because })) }
  }

  return [
    defineRoute({
      method: 'post', path: `${base}/seal-request`, summary: 'Asks for a message to be sealed, with a reason from the court’s list', tag,
      policy: askSeal, limit: 'write', params: RemarkParamsSchema, body: AskSealInputSchema, answer: MarkedSchema,
      handle: ({ actor, params: { index: of, ...thread }, body: { commandId, reason } }) =>
        command(actor, thread, askSeal, commandId, { type: 'AskSeal', of, reason }, { of, reason }),
    }),
    defineRoute({
      method: 'post', path: `${base}/seal-request/approval`, summary: 'Seals it: gone from every view, kept under seal by the court; for good', tag,
      policy: decideSeal, limit: 'write', params: RemarkParamsSchema, body: ApproveSealInputSchema, answer: MarkedSchema,
      handle: ({ actor, params: { index: of, ...thread }, body: { commandId, reason } }) =>
        command(actor, thread, decideSeal, commandId, { type: 'ApproveSeal', of, ...(reason && { reason }) }, { of, ...(reason && { reason }) }),
    }),
    defineRoute({
      method: 'post', path: `${base}/seal-request/refusal`, summary: 'Leaves it where it is, with a reason from the court’s list', tag,
      policy: decideSeal, limit: 'write', params: RemarkParamsSchema, body: RefuseSealInputSchema, answer: MarkedSchema,
      handle: ({ actor, params: { index: of, ...thread }, body: { commandId, reason } }) =>
        command(actor, thread, decideSeal, commandId, { type: 'RefuseSeal', of, reason }, { of, reason }),
    }),
    defineRoute({
      method: 'get', path: `${base}/under-seal`, summary: 'What a waiting request is about; looking is on record', tag,
      policy: decideSeal, limit: 'read', params: RemarkParamsSchema, answer: UnderSealSchema,
      async handle({ actor, params: { index, ...key } }) {
        const { entry } = await review(actor, key, index)
        return { data: { entry: await presenter.underSeal(entry) } }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/under-seal/attachments/:attachmentId`, summary: 'An attachment of what a waiting request is about', tag,
      policy: decideSeal, limit: 'read', params: UnderSealAttachmentParamsSchema, answer: z.object({}), raw: true,
      async handle({ actor, params: { index, attachmentId, ...key }, ctx }) {
        const { thread, entry } = await review(actor, key, index)
        const found = entry.attachments.some(({ id }) => id === attachmentId) ? await attachments.read(thread.chain, attachmentId) : undefined
        if (!found) throw new CodedError('input.not_found')
        serveAttachment(ctx, found)
        return { data: {} }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/confinement`, summary: 'One’s own message, only for the handler from now on', tag,
      policy: confineMessage, limit: 'write', params: RemarkParamsSchema, body: ConfineInputSchema, answer: MarkedSchema,
      handle: ({ actor, params: { index: of, ...thread }, body: { commandId } }) =>
        command(actor, thread, confineMessage, commandId, { type: 'ConfineMessage', of }, { of }),
    }),
    defineRoute({
      method: 'post', path: `${base}/release`, summary: 'Shows others what was for the handler alone; its sender reads why', tag,
      policy: releaseMessage, limit: 'write', params: RemarkParamsSchema, body: ReleaseInputSchema, answer: MarkedSchema,
      handle: ({ actor, params: { index: of, ...thread }, body: { commandId, reason } }) =>
        command(actor, thread, releaseMessage, commandId, { type: 'ReleaseMessage', of, reason }, { of, reason }),
    }),
    defineRoute({
      method: 'post', path: '/threads/kept', summary: 'What a phone must put away of the threads it keeps a copy of', tag,
      policy: checkKept, limit: 'read', body: KeptThreadsSchema, answer: KeptAnswerSchema,
      handle: async ({ actor, body }) => ({ data: { threads: await Promise.all(body.threads.map((key) => kept(actor, key))) } }),
    }),
  ] as Route[]
}
