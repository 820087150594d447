import {
  AttachmentParamsSchema, DismissInputSchema, EntryListSchema, ListEntriesQuerySchema, MarkedSchema, RecordContactInputSchema, RemarkInputSchema,
  RemarkParamsSchema, SendMessageSchema, StoredSchema, ThreadAbilitiesSchema, ThreadParamsSchema, ThreadViewSchema, UploadedSchema, UploadFieldsSchema,
  UpToInputSchema,
} from '@zhixin/shared/contract'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { attachmentWithheld } from '@zhixin/shared/rules'
import { serveAttachment } from '../attachments'
import { actorKeyOf } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { z } from 'zod'
import { dismissMatter, markThread, readThread, recordContact, remarkMessage, sendMessage, uploadAttachment } from './policy'
import type { ProgressMarks } from './progress-marks'
import { threadCommand } from './thread-command'
import { presentStored, type Threads, type ThreadsParts } from './threads'
import type { ThreadPresenter } from './thread-view'

const tag = '会话 threads'
const base = '/threads/:caseId/:personId'

export interface ThreadRoutesParts extends ThreadsParts {
  threads: Threads
  marks: ProgressMarks
  view: ThreadPresenter
  maxUploadBytes: number
}

export function createThreadRoutes(parts: ThreadRoutesParts): Route[] {
  const { threads, marks, view, attachments, clock } = parts

  const command = threadCommand(parts)

  const progress = (mark: 'delivered' | 'read') =>
    defineRoute({
      method: 'post', path: `${base}/${mark}`, summary: `Says that everything up to an index is ${mark}`, tag,
      policy: markThread, limit: 'write', params: ThreadParamsSchema, body: UpToInputSchema, answer: MarkedSchema,
      async handle({ actor, params, body }) {
        await threads.open(actor, params, markThread)
        const entry = await marks.mark(actor, params, mark, body.upTo)
        return { data: { stored: entry ? presentStored(entry) : null } }
      },
    })

  return [
    defineRoute({
      method: 'get', path: base, summary: 'One thread: who talks to whom about what, and how far each side has got', tag,
      policy: readThread, limit: 'read', params: ThreadParamsSchema, answer: ThreadViewSchema, can: ThreadAbilitiesSchema,
      async handle({ actor, params }) {
        const thread = await threads.open(actor, params, readThread)
        const state = await threads.state(thread)
        return { data: await view.thread(thread, state), can: threads.abilities(actor, thread, state) }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/entries`, summary: 'Entries after or before an index, oldest first', tag,
      policy: readThread, limit: 'read', params: ThreadParamsSchema, query: ListEntriesQuerySchema, answer: EntryListSchema,
      handle: async ({ actor, params, query }) => ({ data: await threads.entries(actor, params, query) }),
    }),
    defineRoute({
      method: 'post', path: `${base}/messages`, summary: 'Sends a message: filed, never changed, never recalled', tag,
      policy: sendMessage, limit: 'write', params: ThreadParamsSchema, body: SendMessageSchema, answer: StoredSchema,
      handle: async ({ actor, params, body }) => ({ data: await threads.send(actor, params, body) }),
    }),
    progress('delivered'),
    progress('read'),
    defineRoute({
      method: 'post', path: `${base}/messages/:index/mark`, summary: 'Corrects what a message is; never stops or restarts a clock', tag,
      policy: remarkMessage, limit: 'write', params: RemarkParamsSchema, body: RemarkInputSchema, answer: MarkedSchema,
      async handle({ actor, params: { index, ...thread }, body: { commandId, mark } }) {
        return command(actor, thread, remarkMessage, commandId, { type: 'RemarkMessage', of: index, mark }, { of: index, mark })
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/matter/dismissal`, summary: 'What is open needs no reply; the party reads why', tag,
      policy: dismissMatter, limit: 'write', params: ThreadParamsSchema, body: DismissInputSchema, answer: MarkedSchema,
      async handle({ actor, params, body: { commandId, reason } }) {
        return command(actor, params, dismissMatter, commandId, { type: 'DismissMatter', reason }, { reason })
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/contacts`, summary: 'Writes down a phone call or a visit', tag,
      policy: recordContact, limit: 'write', params: ThreadParamsSchema, body: RecordContactInputSchema, answer: MarkedSchema,
      async handle({ actor, params, body: { commandId, ...contact } }) {
        const happenedAt = contact.happenedAt ?? clock.now().toISOString()
        assertThat(happenedAt <= clock.now().toISOString(), 'input.invalid', { field: 'body.happenedAt', detail: '时间不能晚于现在。' })
        // Where no time was given, a repeat comes later than the first try: then the time says nothing.
        return command(actor, params, recordContact, commandId, { type: 'RecordContact', contact: { ...contact, happenedAt } }, contact)
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/attachments`, summary: 'Uploads a picture, file or voice for a message to name', tag,
      policy: uploadAttachment, limit: 'upload', params: ThreadParamsSchema, body: UploadFieldsSchema, answer: UploadedSchema,
      upload: { maxBytes: parts.maxUploadBytes },
      async handle({ actor, params, body, file }) {
        const { chain } = await threads.open(actor, params, uploadAttachment)
        const { name, bytes } = file!
        return { data: await attachments.store(chain, actorKeyOf(actor)!, { name, bytes, kind: body.kind }) }
      },
    }),
    defineRoute({
      method: 'get', path: `${base}/attachments/:attachmentId`, summary: 'The bytes of an attachment', tag,
      policy: readThread, limit: 'read', params: AttachmentParamsSchema, answer: z.object({}), raw: true,
      async handle({ actor, params: { attachmentId, ...key }, ctx }) {
        const thread = await threads.open(actor, key, readThread)
        const found = await attachments.read(thread.chain, attachmentId)
        // Before a message names it, an upload is its sender's own.
        const state = await threads.state(thread)
        const isOwner = found?.owner === actorKeyOf(actor)
        assertThat(found && (isOwner || state.filed[attachmentId] === true), 'input.not_found')
        const isOwnThread = actor.kind === 'person' && actor.personId === key.personId
        const withheld = attachmentWithheld(attachmentId, state, thread.relation, isOwner || isOwnThread)
        if (withheld) throw new CodedError(withheld === 'sealed' ? 'messaging.sealed' : 'messaging.confidential')
        serveAttachment(ctx, found)
        return { data: {} }
      },
    }),
  ] as Route[]
}
