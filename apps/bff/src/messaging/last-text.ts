import type { SequencedEntry } from '@zhixin/shared/log'
import { ConfinedSchema, isConfidential, isSealed, messageOf, ReleasedSchema, type ThreadState } from '@zhixin/shared/rules'
import type { Log } from '../log'
import type { ThreadDocument } from './model'
import { previewOf, spokenIn } from './preview'

export const SEALED_PREVIEW = '［已封存的消息］'
export const CONFIDENTIAL_PREVIEW = '［只给承办人看的消息］'

/**
 * What lists show of the last message once an entry has been taken in: nothing of what is sealed, and nothing, whoever looks, of what is
 * for the handler alone: one document serves all who see the thread. Undefined where the entry changes nothing about that.
 */
export async function lastTextAfter(log: Pick<Log, 'list'>, { lastIndex }: Pick<ThreadDocument, 'lastIndex'>, entry: SequencedEntry, { parts }: ThreadState): Promise<string | undefined> {
  if (lastIndex === null) return undefined
  // With a message goes what its voice says; without that, the message is shown without.
  const isSeal = entry.type === 'seal.approved'
  if (!isSeal && lastIndex !== subjectOf(entry)) return undefined
  if (isSealed(parts.sealing, lastIndex)) return SEALED_PREVIEW
  if (isConfidential(parts.confidence, lastIndex)) return isSeal ? undefined : CONFIDENTIAL_PREVIEW
  if (!isSeal && entry.type !== 'message.released') return undefined
  const [last] = await log.list(entry.chain, { after: lastIndex - 1, before: lastIndex + 1 })
  return last?.type === 'message.sent' ? previewOf(messageOf(last), spokenIn(parts)) : undefined
}

/** Of which message something is said that lists must follow. */
function subjectOf({ type, index, body }: SequencedEntry): number | undefined {
  switch (type) {
    case 'message.sent': return index
    case 'message.confined': return ConfinedSchema.parse(body).of
    case 'message.released': return ReleasedSchema.parse(body).of
    default: return undefined
  }
}
