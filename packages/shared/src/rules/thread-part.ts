import type { Actor, EntryAttachment, JsonObject } from '../log'
import type { Calendar } from './calendar'
import type { Relation } from './case-file'
import type { MessagingConfig } from './court-config'
import type { ThreadEntryType } from './parts/sealable'
import type { CaseRelation } from './relations'
import type { MessageSent, ThreadEntry } from './thread-entries'
import type { ThreadState } from './thread-state'

/** What of the court's configuration decides about threads. */
export type ThreadRules = Pick<MessagingConfig, 'off_hours_reason_required' | 'needs_special_authority' | 'confidential_by_default' | 'sealing' | 'slow_mode'>

export interface ThreadContext {
  actor: Actor
  /** What the actor is to the thread at the head of the case's chain. */
  relation: Relation
  now: string
  calendar: Calendar
  rules: ThreadRules
  /** By what the thread's person takes part in the case now; nothing where they take no part. */
  standing?: readonly CaseRelation[]
  /** Indexes of this thread's messages of which the case's chain says that the other side was told; only where a command asks for it. */
  passedOn?: readonly number[]
}

/** The one entry that a command becomes. */
export interface ThreadDraft {
  /** One that the table of parts/sealable knows. */
  type: ThreadEntryType
  actor: Actor
  body: JsonObject
  attachments: EntryAttachment[]
  /** `all` unless said. */
  visibility?: 'all' | 'sender_and_handler'
}

/**
 * Something that a thread can do beside messages and their clock: its own state, its own entries, its own commands. A part sees the
 * whole thread and changes nothing of it but its own state.
 */
export interface ThreadPart<S, C extends { type: string }> {
  initial: S
  /** The types of the commands it decides. */
  commands: readonly C['type'][]
  /** Its state after one more entry. `thread` is the thread with that entry, its parts as before. Leaves what it does not know as it is. */
  evolve(state: S, entry: ThreadEntry, thread: ThreadState): S
  /** Throws CodedError to refuse; undefined: there is nothing to write. Does not check who may see the thread at all. */
  decide(command: C, thread: ThreadState, context: ThreadContext): ThreadDraft | undefined
  /** Throws CodedError to refuse a message of the party's that would otherwise be filed. */
  guard?(message: MessageSent, thread: ThreadState, context: ThreadContext): void
}
