import { z } from 'zod'
import { assertThat, CodedError } from '../../errors'
import { StaffIdSchema } from '../../ids'
import type { EntryAttachment, JsonObject } from '../../log'
import { HANDLERS, LITIGANTS } from '../case-file'
import { sensitiveNumbersIn } from '../sensitive-numbers'
import { dayOf } from '../shanghai'
import { type AttachmentNote, AttachmentNoteSchema, ATTACHMENTS_PER_MESSAGE, type ThreadEntry } from '../thread-entries'
import type { ThreadContext, ThreadDraft, ThreadPart } from '../thread-part'
import type { ThreadState } from '../thread-state'
import { attachmentWithheld } from '../visible'
import type { ThreadEntryType } from './sealable'
import { silenceOf, SPEAKS, spoken, type UrgentTaken, UrgentRungAgainSchema, withHeld } from './urgent-silence'

export const URGENT_MAX_CHARS = 500
export const URGENT_WHERE_MAX_CHARS = 200
/** Of a covered number, at each end. */
const SHOWN = 4

const Index = z.number().int().nonnegative()
/** An urgent clue (紧急线索): property is being moved away right now. */
export const UrgentRaisedSchema = z.object({
  what: z.string().max(URGENT_MAX_CHARS),
  where: z.string().max(URGENT_WHERE_MAX_CHARS).optional(),
  attachments: z.array(AttachmentNoteSchema).max(ATTACHMENTS_PER_MESSAGE),
  /** Index of the first entry of the matter that this one adds to or opens again; a matter of its own where nothing is said. */
  matter: Index.optional(),
})
/** What the court says of a matter names its first entry: whoever is not given that one is not given these (see rules/visible). */
export const UrgentTakenSchema = z.object({ of: Index, staffId: StaffIdSchema, name: z.string(), title: z.string() })
export const UrgentReturnedSchema = z.object({ of: Index, reason: z.string().min(2).max(200) })
export const UrgentSaidSchema = z.object({ of: Index, text: z.string().min(1).max(URGENT_MAX_CHARS) })
export const UrgentSettledSchema = z.object({ of: Index, summary: z.string().min(2).max(URGENT_MAX_CHARS) })
/** Everybody on the ladder was rung and nobody took it: the sender is told whom to call. `round`: see `UrgentMatter`. */
export const UrgentUnreachedSchema = z.object({ of: Index, round: Index })

interface At {
  index: number
  at: string
}

/** What is one item however much is added to it. A thread has at most one that is open. */
export interface UrgentMatter {
  /** Index of the entry it began with: its name. */
  since: number
  sinceAt: string
  /** From where the ladder counts: the entry it began with, or by which it was opened again or handed back. */
  round: number
  roundAt: string
  raised: readonly At[]
  said: readonly At[]
  taken?: UrgentTaken
  /** Of who had it and handed it back without a word: for how long they had it, in milliseconds. */
  heldSilently: Readonly<Record<string, number>>
  unreached?: At
  settled?: At & { staffId: string }
}

export interface UrgentState {
  last?: UrgentMatter
  /** How many matters began on the day of the last one. */
  day?: { day: string; matters: number }
}

export type UrgentCommand =
  | {
    type: 'RaiseUrgent'; what: string; where?: string | undefined; notes: AttachmentNote[]; attachments: EntryAttachment[]
    /** From the configuration: how many matters of their own a thread may have on a day. What comes after that opens the last one again. */
    mattersPerDay: number
  }
  | { type: 'TakeUrgent'; name: string; title: string }
  | { type: 'ReturnUrgent'; reason: string }
  | { type: 'SayUrgent'; text: string }
  | { type: 'SettleUrgent'; summary: string }
  | { type: 'GiveUpRinging'; round: number }
  | { type: 'NoteReminder'; since: number }
  | { type: 'RingAgain'; since: number; from: string }

/** Whether it rings: nobody has it, or who has it says nothing. */
export const isRinging = ({ taken, unreached }: UrgentMatter): boolean => !unreached && (!taken || taken.again !== undefined)
/** Whether somebody may take it. */
export const isToTake = ({ taken }: UrgentMatter): boolean => !taken || taken.again !== undefined

/** The matter that nobody has settled yet. */
export const openUrgent = ({ last }: UrgentState): UrgentMatter | undefined => (last && !last.settled ? last : undefined)

/**
 * Urgent clues of a thread: raised, taken by one member of staff, settled. They start and stop no reply clock: that is for messages. Who
 * of the staff may take one is decided before (being rung gives that right, and this part does not know who was); everything is between
 * the sender and whoever handles it.
 */
export const urgent: ThreadPart<UrgentState, UrgentCommand> = {
  initial: {},
  commands: ['RaiseUrgent', 'TakeUrgent', 'ReturnUrgent', 'SayUrgent', 'SettleUrgent', 'GiveUpRinging', 'NoteReminder', 'RingAgain'],
  evolve: evolveUrgent,
  decide(command, thread, context) {
    const state = thread.parts.urgent
    if (command.type === 'RaiseUrgent') return raise(command, thread, context)
    const open = openUrgent(state)
    if (command.type === 'GiveUpRinging') {
      if (!open || !isRinging(open) || open.round !== command.round) return undefined
      return draft('urgent.unreached', context, { of: open.since, round: open.round })
    }
    if (command.type === 'NoteReminder' || command.type === 'RingAgain') return aboutSilence(command, open, context)
    assertThat(open, 'urgent.nothing_open')
    const { since: of, taken } = open
    const { actor, relation } = context
    if (command.type === 'TakeUrgent') {
      if (taken?.staffId === actor.id) return undefined
      if (taken && !isToTake(open)) throw new CodedError('urgent.taken', { detail: `${taken.name}（${taken.title}）已经接手，不用再处理。` })
      return draft('urgent.taken', context, { of, staffId: actor.id, name: command.name, title: command.title })
    }
    assertThat(taken, 'urgent.take_first')
    const isTaker = taken.staffId === actor.id
    assertThat(isTaker || (command.type === 'SettleUrgent' && HANDLERS.includes(relation)), 'urgent.not_yours')
    switch (command.type) {
      case 'ReturnUrgent': return draft('urgent.returned', context, { of, reason: command.reason.trim() })
      case 'SayUrgent': return draft('urgent.said', context, { of, text: masked(command.text.trim()) })
      case 'SettleUrgent': return draft('urgent.settled', context, { of, summary: masked(command.summary.trim()) })
    }
  },
}

/** By the court's system, on the silence that began at `since` and on no other, once. */
function aboutSilence(command: Extract<UrgentCommand, { type: 'NoteReminder' | 'RingAgain' }>, open: UrgentMatter | undefined, context: ThreadContext): ThreadDraft | undefined {
  const { since } = command
  if (open?.taken?.silent.index !== since) return undefined
  if (command.type === 'RingAgain') return open.taken.again ? undefined : draft('urgent.rung_again', context, { of: open.since, since, from: command.from })
  return open.taken.reminded ? undefined : draft('urgent.reminded', context, { of: open.since, since })
}

function raise(command: Extract<UrgentCommand, { type: 'RaiseUrgent' }>, thread: ThreadState, context: ThreadContext): ThreadDraft {
  assertThat(LITIGANTS.includes(context.relation), 'access.forbidden')
  const what = masked(command.what.trim())
  const where = masked(command.where?.trim() ?? '')
  assertThat(what !== '' || command.attachments.length > 0, 'messaging.empty', { field: 'body.what' })
  const isGone = command.attachments.some(({ id }) => attachmentWithheld(id, thread, context.relation, true))
  assertThat(!isGone, 'messaging.attachment_unknown', { field: 'body.attachments' })
  const { last, day } = thread.parts.urgent
  const isFull = day?.day === dayOf(context.now) && day.matters >= command.mattersPerDay
  const joins = last && (!last.settled || isFull) ? { matter: last.since } : {}
  const body = { what, ...(where !== '' && { where }), attachments: command.notes, ...joins }
  return { ...draft('urgent.raised', context, body), attachments: command.attachments, visibility: 'sender_and_handler' }
}

const draft = (type: ThreadEntryType, { actor }: ThreadContext, body: object): ThreadDraft => ({ type, actor, body: body as JsonObject, attachments: [] })

/** Whoever is in a hurry is not turned away over an account number: its middle is covered instead. */
export function masked(text: string): string {
  return sensitiveNumbersIn(text).reverse().reduce((rest, { start, end }) => {
    const digits = rest.slice(start, end)
    return rest.slice(0, start) + digits.slice(0, SHOWN) + '＊'.repeat(4) + digits.slice(-SHOWN) + rest.slice(end)
  }, text)
}

function evolveUrgent(state: UrgentState, entry: ThreadEntry): UrgentState {
  const { last } = state
  if (SPEAKS.includes(entry.type)) return last && openUrgent(state) ? { ...state, last: spoken(last, entry) } : state
  if (!entry.type.startsWith('urgent.')) return state
  const at: At = { index: entry.index, at: entry.at }
  if (entry.type === 'urgent.raised') return raised(state, UrgentRaisedSchema.parse(entry.body).matter, at)
  if (!last) return state
  switch (entry.type) {
    case 'urgent.taken': {
      const { staffId, name, title } = UrgentTakenSchema.parse(entry.body)
      const before = withHeld(last, at.at)
      return { ...state, last: { ...before, taken: { ...at, staffId, name, title, silent: silenceOf(before, staffId, at) } } }
    }
    case 'urgent.returned': {
      const { taken: _taken, unreached: _unreached, ...free } = withHeld(last, at.at)
      return { ...state, last: { ...free, round: at.index, roundAt: at.at } }
    }
    case 'urgent.said':
      return { ...state, last: { ...spoken(last, entry), said: [...last.said, at] } }
    case 'urgent.reminded':
      return last.taken ? { ...state, last: { ...last, taken: { ...last.taken, reminded: at } } } : state
    case 'urgent.rung_again': {
      const { unreached: _unreached, ...ringing } = last
      const { from } = UrgentRungAgainSchema.parse(entry.body)
      return last.taken ? { ...state, last: { ...ringing, taken: { ...last.taken, again: { ...at, from } }, round: at.index, roundAt: at.at } } : state
    }
    case 'urgent.settled':
      return { ...state, last: { ...last, settled: { ...at, staffId: entry.actor.id } } }
    case 'urgent.unreached':
      return { ...state, last: { ...last, unreached: at } }
    default:
      return state
  }
}

function raised({ last, day }: UrgentState, matter: number | undefined, at: At): UrgentState {
  const today = dayOf(at.at)
  const known = day ?? { day: today, matters: 0 }
  if (last && matter === last.since) {
    const more = [...last.raised, at]
    if (!last.settled) return { last: { ...last, raised: more }, day: known }
    const { taken: _taken, unreached: _unreached, settled: _settled, ...free } = last
    return { last: { ...free, heldSilently: {}, raised: more, round: at.index, roundAt: at.at }, day: known }
  }
  const began: UrgentMatter = { since: at.index, sinceAt: at.at, round: at.index, roundAt: at.at, raised: [at], said: [], heldSilently: {} }
  return { last: began, day: { day: today, matters: known.day === today ? known.matters + 1 : 1 } }
}
