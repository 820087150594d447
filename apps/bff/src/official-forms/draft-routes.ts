import {
  AskToSignSchema, FinishPaperSchema, PaperDiscardSchema, PaperDoneSchema, PaperDraftAbilitiesSchema, PaperDraftParamsSchema, PaperDraftPartParamsSchema,
  PaperDraftSchema, PaperDraftsSchema, PaperFinishedSchema, PaperMaterialSchema, PaperMaterialStoredSchema, SavePaperSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { paperFieldsOf, stageOf } from '@zhixin/shared/rules'
import { z } from 'zod'
import { type Attachments, serveAttachment } from '../attachments'
import type { Log } from '../log'
import { type Actor, actorKeyOf, type StaffActor } from '../platform/http/actor'
import { authorize } from '../platform/http/policy'
import { defineRoute, type Route } from '../platform/http/route'
import type { PaperDrafts } from './drafts'
import type { createFinish } from './finish'
import { filingKeyOf, type OpenedPaper, type Papers, sm3Of } from './papers'
import { listDrafts, readDraft, writeDraft } from './policy'
import type { PaperPresenter } from './present'

export interface DraftRoutesParts {
  log: Log
  papers: Papers
  drafts: PaperDrafts
  attachments: Attachments
  presenter: PaperPresenter
  finish: ReturnType<typeof createFinish>
  holders(role: string): Promise<{ id: string; name: string }[]>
  staffNames(ids: string[]): Promise<Map<string, string>>
  maxUploadBytes: number
}
export const tag = '法院文书 official papers'
export const draftBase = '/papers/drafts/:paperId'

/** What the reader may do with a draft now: whoever wrote it takes a party's signature, and signs as author; who was asked signs as what they were. */
export function draftAbilities({ form, record, given, isAuthor, askedAs }: OpenedPaper) {
  const mine = form.signers.filter(({ by, who }) => (typeof who === 'object' ? askedAs.includes(by) : isAuthor)).map(({ by }) => by)
  return { fill: isAuthor, sign: mine, finish: isAuthor && stageOf(record.state, given) === 'signed' }
}

/** Papers that are not finished: their author's, and for reading and signing whom they asked. */
export function createDraftRoutes({ log, papers, drafts, attachments, presenter, finish, holders, staffNames, maxUploadBytes }: DraftRoutesParts): Route[] {
  const staff = (actor: Actor): StaffActor => actor as StaffActor
  const shown = async (by: StaffActor, paperId: string) => {
    const paper = await papers.open(readDraft, by, paperId)
    return { data: await presenter.draft(paper), can: draftAbilities(paper) }
  }
  const detail = { tag, params: PaperDraftParamsSchema, answer: PaperDraftSchema, can: PaperDraftAbilitiesSchema } as const
  const written = { ...detail, policy: writeDraft, limit: 'write' } as const

  return [
    defineRoute({
      method: 'get', path: '/papers/drafts', summary: 'Papers that the reader has begun, and those that others ask them to sign', tag,
      policy: listDrafts, limit: 'read', answer: PaperDraftsSchema,
      async handle({ actor }) {
        const by = staff(actor)
        const [own, asked] = await Promise.all([drafts.ofAuthor(by.staffId), drafts.toSign(by.staffId)].map(async (found) => papers.knownTo(by, await found)))
        const names = await staffNames(asked!.map(({ record: { author } }) => author))
        const item = async ({ record }: (typeof own & object)[number]) =>
          presenter.item(record, (await papers.ownerOf(record.place, record.fileId).file(record.fileId)).number)
        return {
          data: {
            drafts: await Promise.all(own!.map(async (one) => ({ ...(await item(one)), writable: one.writable }))),
            toSign: await Promise.all(asked!.map(async (one) => ({ ...(await item(one)), authorName: names.get(one.record.author) ?? '' }))),
          },
        }
      },
    }),
    defineRoute({
      ...detail, method: 'get', path: draftBase, summary: 'A paper as it is now, with its whole text as it would be signed', policy: readDraft, limit: 'read',
      handle: ({ actor, params: { paperId } }) => shown(staff(actor), paperId),
    }),
    defineRoute({
      ...written, method: 'put', path: draftBase, summary: 'Keeps what was written so far; a signature on another text holds no longer', body: SavePaperSchema,
      async handle({ actor, params: { paperId }, body: { revision, fields, refusedToSign } }) {
        const paper = await papers.open(writeDraft, staff(actor), paperId)
        const { record: { revision: now, state }, form } = paper
        const known = new Set(paperFieldsOf(form).filter(({ type }) => type !== 'fact').map(({ id }) => id))
        const unknown = Object.keys(fields).find((id) => !known.has(id))
        assertThat(unknown === undefined, 'input.invalid', { field: `body.fields.${unknown}` })
        // Saved already, and the answer was lost: whoever writes goes on from here.
        const isThere = sm3Of({ fields, refusedToSign }) === sm3Of({ fields: state.fields, refusedToSign: state.refusedToSign ?? null })
        if (!isThere) {
          assertThat(now === revision, 'papers.changed_meanwhile')
          await papers.change(paper, { type: 'Fill', fields, ...(refusedToSign && { refusedToSign }) })
        }
        return shown(staff(actor), paperId)
      },
    }),
    defineRoute({
      method: 'post', path: `${draftBase}/material`, summary: 'Uploads a recording or picture for a field of the paper to name', tag,
      policy: writeDraft, limit: 'upload', params: PaperDraftParamsSchema, body: PaperMaterialSchema, answer: PaperMaterialStoredSchema,
      upload: { maxBytes: maxUploadBytes },
      async handle({ actor, params: { paperId }, body: { kind }, file }) {
        const { record } = await papers.open(writeDraft, staff(actor), paperId)
        const { id, name } = await attachments.store(record.chain, actorKeyOf(actor)!, { name: file!.name, bytes: file!.bytes, kind })
        return { data: { id, name, kind } }
      },
    }),
    defineRoute({
      method: 'get', path: `${draftBase}/pictures/:attachmentId`, summary: 'A signature or material of a paper that is not finished', tag,
      policy: readDraft, limit: 'read', params: PaperDraftPartParamsSchema, answer: z.object({}), raw: true,
      async handle({ actor, params: { paperId, attachmentId }, ctx }) {
        const { record } = await papers.open(readDraft, staff(actor), paperId)
        const isNamed = JSON.stringify(record.state).includes(`"${attachmentId}"`)
        const found = isNamed ? await attachments.read(record.chain, attachmentId) : undefined
        assertThat(found, 'input.not_found')
        serveAttachment(ctx, found)
        return { data: {} }
      },
    }),
    defineRoute({
      ...written, method: 'post', path: `${draftBase}/requests`, summary: 'Asks whoever holds an office to read the paper and sign it themselves',
      body: AskToSignSchema,
      async handle({ actor, params: { paperId }, body: { by, staffId } }) {
        const paper = await papers.open(writeDraft, staff(actor), paperId)
        const { form, keptOut } = paper
        const who = form.signers.find((one) => one.by === by)?.who
        assertThat(typeof who === 'object', 'papers.not_a_signer', { field: 'body.by' })
        const isHolder = async (): Promise<boolean> => (await holders(who.role)).some(({ id }) => id === staffId && !keptOut.includes(id))
        assertThat(staffId === null || (await isHolder()), 'papers.not_a_signer', { field: 'body.staffId' })
        await papers.keep(paper, ({ asked }) => ({ asked: [...asked.filter((one) => one.by !== by), ...(staffId === null ? [] : [{ by, staffId }])] }))
        return shown(staff(actor), paperId)
      },
    }),
    defineRoute({
      method: 'post', path: `${draftBase}/discard`, summary: 'Throws away a paper that is not finished; nothing of it was in the file', tag,
      policy: writeDraft, limit: 'write', params: PaperDraftParamsSchema, body: PaperDiscardSchema, answer: PaperDoneSchema,
      async handle({ actor, params: { paperId } }) {
        await papers.openToDiscard(writeDraft, staff(actor), paperId)
        await drafts.remove(paperId)
        return { data: {} }
      },
    }),
    defineRoute({
      method: 'post', path: `${draftBase}/finish`, summary: 'Draws the paper as PDF and Word, and files it with its signatures; it cannot be undone', tag,
      policy: writeDraft, limit: 'write', params: PaperDraftParamsSchema, body: FinishPaperSchema, answer: PaperFinishedSchema,
      async handle({ actor, params: { paperId }, body: { contentSm3 } }) {
        const by = staff(actor)
        // A repeat whose answer was lost is answered as the first was.
        const before = await log.find(filingKeyOf(paperId))
        const isRepeat = before?.actor.id === by.staffId && (before.body as { contentSm3?: unknown }).contentSm3 === contentSm3
        if (isRepeat) {
          authorize(writeDraft, by, 'author')
          await drafts.remove(paperId)
        }
        const entry = isRepeat ? before : await finish(by, await papers.open(writeDraft, by, paperId), contentSm3)
        return { data: { paperId, at: entry.at } }
      },
    }),
  ] as Route[]
}
