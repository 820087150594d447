import { FormerEntriesSchema, FormerQuerySchema } from '@zhixin/shared/contract'
import { assertThat, CodedError } from '@zhixin/shared/errors'
import { AttachmentIdSchema, CaseIdSchema, PersonIdSchema, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { Entry } from '@zhixin/shared/log'
import { HANDLERS } from '@zhixin/shared/rules'
import { z } from 'zod'
import { serveAttachment } from '../attachments'
import type { Messaging } from '../messaging'
import type { Actor } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { type Former, FORMER_PAGE } from './former'
import { readFormer } from './policy'

const ThreadParams = z.strictObject({ caseId: CaseIdSchema, personId: PersonIdSchema })
const AttachmentParams = ThreadParams.extend({ attachmentId: AttachmentIdSchema })
const tag = '移送 transfer'

/** What was said at the court that had a case before, for whoever may read the thread that goes on here. */
export function createFormerRoutes({ messaging, former }: { messaging: Pick<Messaging, 'threads'>; former: Former }): Route[] {
  async function open(actor: Actor, key: ThreadKey) {
    const { file, relation } = await messaging.threads.open(actor, key, readFormer)
    const { takenOver } = file
    const thread = takenOver?.threads[key.personId]
    assertThat(takenOver && thread, 'input.not_found')
    return { takenOver, thread, mayReadAll: HANDLERS.includes(relation) || (actor.kind === 'person' && actor.personId === key.personId) }
  }
  return [
    defineRoute({
      method: 'get', path: '/threads/:caseId/:personId/former', summary: 'What was said at the court that had the case before', tag,
      policy: readFormer, limit: 'read', params: ThreadParams, query: FormerQuerySchema, answer: FormerEntriesSchema,
      async handle({ actor, params: key, query: { after } }) {
        const { takenOver, thread, mayReadAll } = await open(actor, key)
        const from = after + 1 - ((after + 1) % FORMER_PAGE)
        const page = await former.page(threadChain(key), from)
        const shown = page.entries.filter(({ index }) => index > after)
        return {
          data: {
            court: { name: takenOver.from.name, phone: takenOver.from.phone }, caseNumber: takenOver.formerNumber, chain: thread.chain, head: thread.head,
            entries: shown.map((entry) => {
              const isConfined = page.confidential.includes(entry.index) && !mayReadAll
              const withheld = entry.body === null ? 'sealed' as const : isConfined ? 'confidential' as const : undefined
              const { body, nonce } = entry as Entry
              const name = entry.actor.kind === 'system' ? takenOver.from.name : (page.names[entry.actor.id] ?? '')
              return { ...entry, actorName: name, ...(withheld ? { body: null, nonce: null, withheld } : { body, nonce }) }
            }),
            hasMore: from + page.entries.length < thread.entries,
          },
        }
      },
    }),
    defineRoute({
      method: 'get', path: '/threads/:caseId/:personId/former/attachments/:attachmentId', summary: 'The bytes of what was enclosed there', tag,
      policy: readFormer, limit: 'read', params: AttachmentParams, answer: z.object({}), raw: true,
      async handle({ actor, params: { attachmentId, ...key }, ctx }) {
        const { thread, mayReadAll } = await open(actor, key)
        const chain = threadChain(key)
        const found = await former.attachment(chain, attachmentId)
        assertThat(found, 'input.not_found')
        if (!mayReadAll && (await isConfined(chain, thread.entries, attachmentId))) throw new CodedError('messaging.confidential')
        serveAttachment(ctx, found)
        return { data: {} }
      },
    }),
  ] as Route[]

  /** Whether all entries that enclose it are for sender and handler alone. */
  async function isConfined(chain: string, count: number, attachmentId: string): Promise<boolean> {
    const enclosing: boolean[] = []
    for (let from = 0; from < count; from += FORMER_PAGE) {
      const { entries, confidential } = await former.page(chain, from)
      for (const { index, attachments } of entries) if (attachments.some(({ id }) => id === attachmentId)) enclosing.push(confidential.includes(index))
    }
    return enclosing.every(Boolean)
  }
}
