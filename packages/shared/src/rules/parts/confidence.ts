import { z } from 'zod'
import { assertThat } from '../../errors'
import { HANDLERS } from '../case-file'
import type { ThreadDraft, ThreadPart } from '../thread-part'
import { markOf } from '../thread-state'

/** A message of the litigant side's that only its sender and the handler see from now on, and one that was such and is no longer. */
export const ConfinedSchema = z.object({ of: z.number().int().nonnegative() })
export const ReleasedSchema = z.object({ of: z.number().int().nonnegative(), reason: z.string().min(2).max(200) })

/** Indexes of messages that were sent confidential, or confined afterwards, and are not released. */
export type ConfidenceState = Readonly<Record<number, true>>

export type ConfidenceCommand = { type: 'ConfineMessage'; of: number } | { type: 'ReleaseMessage'; of: number; reason: string }

export const isConfidential = (state: ConfidenceState, index: number): boolean => state[index] === true

/** Property clues and what a sender marks confidential stay with sender and handler until an entry releases them (design.md, 'An entry'). */
export const confidence: ThreadPart<ConfidenceState, ConfidenceCommand> = {
  initial: {},
  commands: ['ConfineMessage', 'ReleaseMessage'],
  evolve(state, entry) {
    if (entry.visibility === 'sender_and_handler') return { ...state, [entry.index]: true }
    if (entry.type === 'message.confined') return { ...state, [ConfinedSchema.parse(entry.body).of]: true }
    if (entry.type !== 'message.released') return state
    const { [ReleasedSchema.parse(entry.body).of]: _released, ...rest } = state
    return rest
  },
  decide(command, thread, { actor, relation }): ThreadDraft | undefined {
    const { of } = command
    assertThat(markOf(thread, of) !== undefined, 'messaging.not_a_message', { field: 'params.index' })
    const isConfined = isConfidential(thread.parts.confidence, of)
    if (command.type === 'ConfineMessage') {
      assertThat(actor.kind === 'person', 'access.forbidden')
      return isConfined ? undefined : { type: 'message.confined', actor, body: { of }, attachments: [] }
    }
    assertThat(HANDLERS.includes(relation), 'messaging.not_handler')
    return isConfined ? { type: 'message.released', actor, body: { of, reason: command.reason }, attachments: [] } : undefined
  },
}
