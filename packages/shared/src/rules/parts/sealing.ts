import { z } from 'zod'
import { assertThat } from '../../errors'
import { HANDLERS, LEADERS, LITIGANTS, type Side, sideOf } from '../case-file'
import type { SealingConfig } from '../court-config'
import { type Paged, valueAt, withValue } from '../paged'
import type { ThreadEntry } from '../thread-entries'
import type { ThreadContext, ThreadDraft, ThreadPart } from '../thread-part'
import { isSealable, mayRepeat, type ThreadEntryType } from './sealable'

const Of = { of: z.number().int().nonnegative() }
/** One of the court's own list, with its words of that day: no free text, so that nobody repeats there what is to go. */
const Because = { reason: z.string().regex(/^[a-z_]{2,40}$/), words: z.string().min(1).max(60) }

/** 封存: asked for by a message's sender or by who handles the case, decided by who leads. */
export const SealAskedSchema = z.object({ ...Of, ...Because })
export const SealApprovedSchema = z.object({
  ...Of, ...Because,
  /** What had been said about it, and goes with it: so whoever holds headers alone can tell why these bodies are withheld. */
  also: z.array(Of.of).optional(),
})
export const SealRefusedSchema = z.object({ ...Of, ...Because })

export interface SealRequest {
  /** Index of the entry that asks. */
  index: number
  at: string
  by: { kind: string; id: string }
  reason: string
  words: string
}

export interface SealingState {
  /** What can be sealed, because somebody's own words are in it: whose side they are. */
  words: Paged<Side>
  /** Requests that wait, by the entry they are about. */
  asked: Readonly<Record<number, SealRequest>>
  /** What was approved, and what had been said about it until then. */
  sealed: Readonly<Record<number, true>>
  /** By index: which entries are about another one, and may repeat some of it. */
  about: Readonly<Record<number, readonly number[]>>
  /** Which entries name an attachment. */
  named: Readonly<Record<string, readonly number[]>>
}

export type SealingCommand =
  | { type: 'AskSeal'; of: number; reason: string }
  | { type: 'ApproveSeal'; of: number; reason?: string }
  | { type: 'RefuseSeal'; of: number; reason: string }

export const isSealed = ({ sealed }: Pick<SealingState, 'sealed'>, index: number): boolean => sealed[index] === true

/** What is said of an entry without repeating any of it. Whatever else is about an entry, and says something, goes with that entry. */
const STAYS = new Set(['seal.asked', 'seal.approved', 'seal.refused', 'message.confined', 'message.released', 'message.remarked'])

/** The entry that another one is about, where it may repeat some of it; of a supplement, the form that it adds to. */
export function aboutOf({ type, body }: Pick<ThreadEntry, 'type' | 'body'>): number | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const { of, supplements } = body as { of?: unknown; supplements?: unknown }
  if (type === 'form.submitted') return typeof supplements === 'number' ? supplements : undefined
  return typeof of === 'number' && !STAYS.has(type) && Object.keys(body).length > 1 ? of : undefined
}

/** The entry whose words this one may repeat: it is sealed with it, if it was said before. */
export const repeatedBy = (entry: Pick<ThreadEntry, 'type' | 'body'>): number | undefined => (mayRepeat(entry.type) ? aboutOf(entry) : undefined)

/** All that goes from sight by an approval, given the state before it: first what was asked. Approvals of before name nothing else. */
export const sealedBy = ({ about }: Pick<SealingState, 'about'>, body: unknown): number[] => {
  const { of, also = about[of] ?? [] } = SealApprovedSchema.parse(body)
  return [of, ...also]
}

/**
 * From the approval on body, nonce and attachments are shown to nobody, nor what was said about it before; the header stays, and so does
 * everything that followed. What is said afterwards can be sealed by itself.
 */
export const sealing: ThreadPart<SealingState, SealingCommand> = {
  initial: { words: {}, asked: {}, sealed: {}, about: {}, named: {} },
  commands: ['AskSeal', 'ApproveSeal', 'RefuseSeal'],
  evolve(before, entry) {
    const { type, index, at, actor, body } = entry
    const state = withAbout(withNames(before, entry), entry)
    if (isSealable(type)) return { ...state, words: withValue(state.words, index, sideOf(actor)) }
    if (type === 'seal.asked') {
      const { of, reason, words } = SealAskedSchema.parse(body)
      return { ...state, asked: { ...state.asked, [of]: { index, at, by: { kind: actor.kind, id: actor.id }, reason, words } } }
    }
    if (type === 'seal.approved') {
      const gone = sealedBy(state, body)
      // What waited for a decision and went with it needs none any more.
      const asked = gone.reduce((waiting, one) => without(waiting, one), state.asked)
      return { ...state, asked, sealed: { ...state.sealed, ...Object.fromEntries(gone.map((one) => [one, true as const])) } }
    }
    return type === 'seal.refused' ? { ...state, asked: without(state.asked, SealRefusedSchema.parse(body).of) } : state
  },
  decide(command, { parts: { sealing: state } }, context) {
    return command.type === 'AskSeal' ? asking(command, state, context) : deciding(command, state, context)
  },
}

function asking({ of, reason }: { of: number; reason: string }, state: SealingState, { actor, relation, rules }: ThreadContext): ThreadDraft {
  const whose = valueAt(state.words, of)
  assertThat(whose !== undefined && !isSealed(state, of), 'sealing.not_sealable', { field: 'params.index' })
  // A litigant's thread has one writer on their side: what that side said is theirs.
  const may = HANDLERS.includes(relation) || (LITIGANTS.includes(relation) && whose === 'party')
  assertThat(may, 'access.forbidden')
  assertThat(state.asked[of] === undefined, 'sealing.already_asked')
  return draft('seal.asked', { of, ...chosen(rules.sealing.reasons, reason) }, actor)
}

function deciding(command: Exclude<SealingCommand, { type: 'AskSeal' }>, state: SealingState, { actor, relation, rules }: ThreadContext): ThreadDraft {
  assertThat(LEADERS.includes(relation), 'access.forbidden')
  const { of } = command
  const request = state.asked[of]
  assertThat(request, 'sealing.nothing_asked')
  assertThat(request.by.kind !== actor.kind || request.by.id !== actor.id, 'sealing.own_request')
  if (command.type === 'RefuseSeal') return draft('seal.refused', { of, ...chosen(rules.sealing.refusals, command.reason) }, actor)
  const because = command.reason === undefined ? { reason: request.reason, words: request.words } : chosen(rules.sealing.reasons, command.reason)
  const also = (state.about[of] ?? []).filter((index) => !isSealed(state, index))
  return draft('seal.approved', { of, ...because, ...(also.length > 0 && { also }) }, actor)
}

const draft = (type: ThreadEntryType, body: ThreadDraft['body'], actor: ThreadDraft['actor']): ThreadDraft => ({ type, actor, body, attachments: [] })

function chosen(list: SealingConfig['reasons'], id: string): { reason: string; words: string } {
  const found = list.find((one) => one.id === id)
  assertThat(found, 'sealing.reason_unknown', { field: 'body.reason' })
  return { reason: id, words: found.label }
}

function without<V>(record: Readonly<Record<number, V>>, index: number): Readonly<Record<number, V>> {
  const { [index]: _gone, ...rest } = record
  return rest
}

function withNames(state: SealingState, { index, attachments = [] }: ThreadEntry): SealingState {
  if (attachments.length === 0) return state
  return { ...state, named: { ...state.named, ...Object.fromEntries(attachments.map(({ id }) => [id, [...(state.named[id] ?? []), index]])) } }
}

function withAbout(state: SealingState, entry: ThreadEntry): SealingState {
  const of = repeatedBy(entry)
  return of === undefined ? state : { ...state, about: { ...state.about, [of]: [...(state.about[of] ?? []), entry.index] } }
}
