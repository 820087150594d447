import { threadChain } from '@zhixin/shared/ids'
import type { WorkItem } from '@zhixin/shared/contract'
import type { SequencedEntry } from '@zhixin/shared/log'
import { ContactRecordedSchema, messageOf, type MessagingConfig, sideOf, type ThreadState, withheldBecause } from '@zhixin/shared/rules'
import type { Fold, Log } from '../log'
import type { ThreadDocument } from './model'
import { previewOf } from './preview'

/** How many messages of the party's have come since the court last answered any, after one more entry. */
export function unansweredAfter(count: number, entry: SequencedEntry): number {
  if (sideOf(entry.actor) === 'party') return entry.type === 'message.sent' ? count + 1 : count
  switch (entry.type) {
    case 'message.sent': return messageOf(entry).settles === false ? count : 0
    case 'matter.no_reply_needed': return 0
    case 'contact.recorded': return ContactRecordedSchema.parse(entry.body).settles ? 0 : count
    default: return count
  }
}

/**
 * Of a thread in which somebody has written many messages that wait for one answer: how many, and the first of them. The list keeps none
 * of the words: they are read, and withheld, as in the thread itself.
 */
export function createBursts({ log, fold, config }: { log: Log; fold: Fold<ThreadState>; config: Pick<MessagingConfig, 'bursts'> }) {
  return async function burstOf({ caseId, personId, matter, unanswered }: ThreadDocument): Promise<WorkItem['burst']> {
    if (!matter || unanswered < config.bursts.from) return null
    const chain = threadChain({ caseId, personId })
    const [[first], state] = await Promise.all([log.list(chain, { after: matter.since - 1, before: matter.since + 1 }), log.state(fold, chain)])
    const isShown = first?.type === 'message.sent' && withheldBecause(first, state, 'officer', false) === undefined
    return { count: unanswered, firstAt: matter.sinceAt, firstText: isShown ? previewOf(messageOf(first)) : null }
  }
}
export type BurstOf = ReturnType<typeof createBursts>
