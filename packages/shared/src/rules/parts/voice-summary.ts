import { z } from 'zod'
import { assertThat, CodedError } from '../../errors'
import { AttachmentIdSchema } from '../../ids'
import { HANDLERS, JUDGES, type Relation, sideOf } from '../case-file'
import { findSensitiveNumber } from '../sensitive-numbers'
import { messageOf, type ThreadEntry } from '../thread-entries'
import type { ThreadDraft, ThreadPart } from '../thread-part'
import type { ThreadState } from '../thread-state'
import { isSealed, SealApprovedSchema } from './sealing'

export const VOICE_SUMMARY_MAX_CHARS = 200

/** What the handler heard in a voice of the litigant side's, in short. A later one about the same voice takes its place. */
export const VoiceSummarisedSchema = z.object({
  of: z.number().int().nonnegative(),
  attachmentId: AttachmentIdSchema,
  summary: z.string().min(2).max(VOICE_SUMMARY_MAX_CHARS),
})
export type VoiceSummarised = z.infer<typeof VoiceSummarisedSchema>

interface KnownVoice {
  attachmentId: string
  /** Index of the message that it came with. */
  of: number
  /** What it says, as it was written down last and is not sealed. */
  summary?: string
  /** All that was written down of it and is not sealed, oldest first, by the index of the entry. */
  said: readonly { index: number; summary: string }[]
}
/** The litigant side's voices, oldest first. */
export type VoiceSummaryState = readonly KnownVoice[]

export interface VoiceSummaryCommand extends VoiceSummarised {
  type: 'SummariseVoice'
}

/** What an officer's answer says in passing: a voice becomes words that can be read, found and held against the answer (issue 4, part 6). */
export const voiceSummary: ThreadPart<VoiceSummaryState, VoiceSummaryCommand> = {
  initial: [],
  commands: ['SummariseVoice'],
  evolve(state, entry) {
    if (entry.type === 'message.sent') return withVoices(state, entry)
    if (entry.type === 'seal.approved') return withoutWords(state, SealApprovedSchema.parse(entry.body).of)
    if (entry.type !== 'voice.summarised') return state
    const { of, attachmentId, summary } = VoiceSummarisedSchema.parse(entry.body)
    const isIt = (voice: KnownVoice): boolean => voice.attachmentId === attachmentId && voice.of === of
    return state.map((voice) => (isIt(voice) ? { ...voice, summary, said: [...voice.said, { index: entry.index, summary }] } : voice))
  },
  decide({ of, attachmentId, summary }, thread, { actor, relation }): ThreadDraft | undefined {
    assertThat(HANDLERS.includes(relation), 'messaging.not_handler')
    const voice = thread.parts.voiceSummary.find((one) => one.of === of && one.attachmentId === attachmentId)
    assertThat(voice, 'messaging.not_a_voice', { field: 'body.attachmentId' })
    assertThat(!isSealed(thread.parts.sealing, of), 'messaging.sealed')
    const words = summary.trim()
    if (findSensitiveNumber(words)) throw new CodedError('messaging.sensitive_number', { field: 'body.summary' })
    if (voice.summary === words) return undefined
    // Whoever may not hear the voice may not read this either: what is about a message is withheld with it, see `visible`.
    return { type: 'voice.summarised', actor, body: { of, attachmentId, summary: words }, attachments: [] }
  },
}

/** A summary that is sealed is none: the newest of the others counts, and where there is none the voice is to be put into words again. */
function withoutWords(state: VoiceSummaryState, sealed: number): VoiceSummaryState {
  const says = ({ said }: KnownVoice): boolean => said.some(({ index }) => index === sealed)
  if (!state.some(says)) return state
  return state.map((voice) => {
    if (!says(voice)) return voice
    const said = voice.said.filter(({ index }) => index !== sealed)
    const newest = said[said.length - 1]
    const { attachmentId, of } = voice
    return { attachmentId, of, said, ...(newest && { summary: newest.summary }) }
  })
}

function withVoices(state: VoiceSummaryState, entry: ThreadEntry): VoiceSummaryState {
  if (sideOf(entry.actor) !== 'party') return state
  const voices = messageOf(entry).attachments.filter(({ kind }) => kind === 'voice')
  if (voices.length === 0) return state
  return [...state, ...voices.map(({ id }) => ({ attachmentId: id, of: entry.index, said: [] }))]
}

/** Voices of the open matter of which nobody has written down what they say. What is sealed can be heard by nobody. */
export function voicesWaiting({ matter, parts }: ThreadState): Pick<KnownVoice, 'attachmentId' | 'of'>[] {
  if (!matter) return []
  const waits = ({ of, summary }: KnownVoice): boolean => of >= matter.since && summary === undefined && !isSealed(parts.sealing, of)
  return parts.voiceSummary.filter(waits).map(({ attachmentId, of }) => ({ attachmentId, of }))
}

/**
 * Throws `messaging.voice_summary_required`, naming the messages, where what is about to be said would settle a matter with a voice in it
 * that nobody has put into words. What an answer leaves open, since only the judge may settle it, may wait.
 */
export function assertSummarised(thread: ThreadState, relation: Relation): void {
  const { matter } = thread
  const leaves = JUDGES.includes(relation) ? undefined : matter?.irregularSince?.index
  const missing = [...new Set(voicesWaiting(thread).map(({ of }) => of))].filter((of) => leaves === undefined || of < leaves)
  if (missing.length === 0) return
  throw new CodedError('messaging.voice_summary_required', { field: `voices.${missing.join('.')}` })
}

/** What the voices of a thread say, newest first, for lists and for search; nothing of what is sealed. */
export const spokenWords = ({ parts }: ThreadState): string[] =>
  parts.voiceSummary.flatMap(({ of, summary }) => (summary === undefined || isSealed(parts.sealing, of) ? [] : [summary])).reverse()
