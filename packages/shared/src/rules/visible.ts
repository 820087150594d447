import { HANDLERS, type Relation } from './case-file'
import { isConfidential } from './parts/confidence'
import { aboutOf, isSealed } from './parts/sealing'
import type { ThreadEntry } from './thread-entries'
import type { ThreadState } from './thread-state'

/** Why a reader is not given an entry's body: it was sealed (封存), or it is for sender and handler alone and not released. */
export type Withheld = 'sealed' | 'confidential'

type Seen = Pick<ThreadEntry, 'index' | 'type' | 'body'>

/**
 * Why a reader of a thread is not given an entry's body and nonce, by the thread as it is now; undefined where they are. Everything
 * that hands out entries asks here. `isSender`: whether the reader wrote it, or it is their own thread. Does not check that the reader
 * may see the thread at all.
 */
export function withheldBecause(entry: Seen, { parts }: Pick<ThreadState, 'parts'>, relation: Relation, isSender: boolean): Withheld | undefined {
  if (isSealed(parts.sealing, entry.index)) return 'sealed'
  if (isSender || HANDLERS.includes(relation)) return undefined
  const isConfined = [entry.index, aboutOf(entry) ?? entry.index].some((index) => isConfidential(parts.confidence, index))
  return isConfined ? 'confidential' : undefined
}

export const visibleTo = (entry: Seen, thread: Pick<ThreadState, 'parts'>, relation: Relation, isSender: boolean): boolean =>
  withheldBecause(entry, thread, relation, isSender) === undefined

/**
 * The same for an attachment: sealed once any entry that names it is; confidential while all that name it are. `isSender`: whether
 * the reader has uploaded it, or it is their own thread.
 */
export function attachmentWithheld(id: string, { parts }: Pick<ThreadState, 'parts'>, relation: Relation, isSender: boolean): Withheld | undefined {
  const named = parts.sealing.named[id] ?? []
  if (named.some((index) => isSealed(parts.sealing, index))) return 'sealed'
  const isConfined = named.length > 0 && named.every((index) => isConfidential(parts.confidence, index))
  return isConfined && !isSender && !HANDLERS.includes(relation) ? 'confidential' : undefined
}
