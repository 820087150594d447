import { z } from 'zod'
import { assertThat } from '../../errors'
import { HANDLERS } from '../case-file'
import type { ThreadDraft, ThreadPart } from '../thread-part'
import { markOf } from '../thread-state'

/** A message of the litigant side's that only its sender and the handler see from now on, and one that was such and is no longer. */
export const ConfinedSchema = z.object({ of: z.number().int().nonnegative() })
export const ReleasedSchema = z.object({ of: z.number().int().nonnegative(), reason: z.string().min(2).max(200) })

/** By index: what was sent confidential, or confined afterwards, and what of it the handler has released. */
export type ConfidenceState = Readonly<Record<number, 'confined' | 'released'>>

export type ConfidenceCommand = { type: 'ConfineMessage'; of: number } | { type: 'ReleaseMessage'; of: number; reason: string }

export const isConfidential = (state: ConfidenceState, index: number): boolean => state[index] === 'confined'

/** Property clues and what a sender marks confidential stay with sender and handler until an entry releases them (design.md, 'An entry'). */
export const confidence: ThreadPart<ConfidenceState, ConfidenceCommand> = {
  initial: {},
  commands: ['ConfineMessage', 'ReleaseMessage'],
  evolve(state, entry) {
    if (entry.visibility === 'sender_and_handler') return { ...state, [entry.index]: 'confined' }
    if (entry.type === 'message.confined') return { ...state, [ConfinedSchema.parse(entry.body).of]: 'confined' }
    return entry.type === 'message.released' ? { ...state, [ReleasedSchema.parse(entry.body).of]: 'released' } : state
  },
  decide(command, thread, { actor, relation }): ThreadDraft | undefined {
    const { of } = command
    const isConfined = isConfidential(thread.parts.confidence, of)
    if (command.type === 'ConfineMessage') {
      assertThat(markOf(thread, of) !== undefined, 'messaging.not_a_message', { field: 'params.index' })
      assertThat(actor.kind === 'person', 'access.forbidden')
      // The handler has said why others must see it; the sender does not take that back.
      assertThat(thread.parts.confidence[of] !== 'released', 'messaging.released')
      return isConfined ? undefined : { type: 'message.confined', actor, body: { of }, attachments: [] }
    }
    assertThat(isConfined || markOf(thread, of) !== undefined, 'messaging.not_a_message', { field: 'params.index' })
    assertThat(HANDLERS.includes(relation), 'messaging.not_handler')
    return isConfined ? { type: 'message.released', actor, body: { of, reason: command.reason }, attachments: [] } : undefined
  },
}
