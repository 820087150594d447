import { MarkedSchema, RemarkParamsSchema, SummariseVoiceInputSchema } from '@zhixin/shared/contract'
import { HANDLERS, LEADERS, LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { defineRoute, type Route } from '../platform/http/route'
import { definePolicy } from '../platform/http/policy'
import { threadCommand } from './thread-command'
import type { Threads, ThreadsParts } from './threads'

export const summariseVoice = definePolicy<Relation>({
  action: 'thread.summarise_voice', audience: ['person', 'staff'], relations: HANDLERS, seenBy: [...LITIGANTS, ...HANDLERS, ...LEADERS, 'keeper'],
})

/** Whoever answers says first, in a line, what a voice says. */
export function createVoiceSummaryRoutes(parts: ThreadsParts & { threads: Threads }): Route[] {
  const command = threadCommand(parts)
  return [
    defineRoute({
      method: 'post', path: '/threads/:caseId/:personId/messages/:index/voice-summary', summary: 'Puts a voice of the party’s into words, before it is answered',
      tag: '会话 threads', policy: summariseVoice, limit: 'write', params: RemarkParamsSchema, body: SummariseVoiceInputSchema, answer: MarkedSchema,
      async handle({ actor, params: { index: of, ...thread }, body: { commandId, attachmentId, summary } }) {
        const said = { of, attachmentId, summary }
        return command(actor, thread, summariseVoice, commandId, { type: 'SummariseVoice', ...said }, said)
      },
    }),
  ] as Route[]
}
