import { z } from 'zod'
import { AttachmentIdSchema, StaffIdSchema } from '../ids'
import type { Actor } from '../log'
import { isAcknowledgement } from './acknowledgement'
import { type Side, sideOf } from './case-file'
import { type Mark, MarkSchema, type MessagingConfig } from './court-config'
import { type Paged, valueAt, withValue } from './paged'

/** What stands in `thread:<case>/<person>`: all that this person and the court said to each other about the case. */
export const MESSAGE_MAX_CHARS = 2000
export const VOICE_MAX_MS = 60_000
export const ATTACHMENT_MAX_BYTES = 10 * 1024 * 1024
export const ATTACHMENTS_PER_MESSAGE = 9

export const AttachmentNoteSchema = z.object({
  id: AttachmentIdSchema,
  name: z.string().min(1).max(120),
  kind: z.enum(['picture', 'file', 'voice']),
  /** Of a voice, milliseconds. */
  durationMs: z.number().int().positive().max(VOICE_MAX_MS).optional(),
})
export type AttachmentNote = z.infer<typeof AttachmentNoteSchema>

export const MessageSentSchema = z.object({
  text: z.string().max(MESSAGE_MAX_CHARS),
  mark: MarkSchema,
  attachments: z.array(AttachmentNoteSchema).max(ATTACHMENTS_PER_MESSAGE),
  /** Why the court side wrote outside office hours (rules X-17). */
  offHoursReason: z.string().min(1).max(200).optional(),
})
export type MessageSent = z.infer<typeof MessageSentSchema>

export const MessageRemarkedSchema = z.object({ of: z.number().int().nonnegative(), mark: MarkSchema })
export const UpToSchema = z.object({ upTo: z.number().int().nonnegative() })
export const NoReplyNeededSchema = z.object({ reason: z.string().min(2).max(200) })
export const ContactRecordedSchema = z.object({
  kind: z.enum(['phone', 'visit']),
  summary: z.string().min(2).max(500),
  happenedAt: z.iso.datetime(),
  /** Whether what was open is answered by it. */
  settles: z.boolean(),
})
export type ContactRecorded = z.infer<typeof ContactRecordedSchema>

const NamedStaff = z.object({ id: StaffIdSchema, name: z.string() })
/** Derived from a hand-over in the case's chain: tells this person who answers from now on. */
export const HandlerChangedSchema = z.object({ from: z.array(NamedStaff), to: z.array(NamedStaff), judge: NamedStaff })
/** Derived from the case's closing. The thread stays open (rules B-17). */
export const CaseClosedNoticeSchema = z.object({ way: z.string(), closedOn: z.iso.date(), department: z.string() })

/** One open matter in a thread is one clock (rules X-15). */
export interface OpenMatter {
  /** Index of the message it began with; later ones until the answer belong to it. */
  since: number
  sinceAt: string
  /** Receipt of the earliest message reported as irregular: only the judge's answer settles that (rules B-4, X-14). */
  irregularSince?: { index: number; at: string }
}

/** How far a side has got: every entry up to and including this index, −1 for nothing. */
export interface Marks {
  delivered: number
  read: number
}

export interface ThreadState {
  /** Index of the next entry. */
  next: number
  matter?: OpenMatter
  party: Marks
  court: Marks
  /** The litigant side's messages by index: their mark as now, and when they were received: a re-mark counts from there. */
  received: Paged<{ mark: Mark; at: string }>
  /** Attachments that a message has named: from then on they belong to the file. */
  filed: Record<string, true>
}

/** The mark of a message of the litigant side's, as now; undefined where there is no such message. */
export const markOf = (state: ThreadState, index: number): Mark | undefined => valueAt(state.received, index)?.mark

export const emptyThread: ThreadState = {
  next: 0, party: { delivered: -1, read: -1 }, court: { delivered: -1, read: -1 }, received: {}, filed: {},
}

export interface ThreadEntry {
  index: number
  at: string
  type: string
  actor: Actor
  body: unknown
}

const messages = new WeakMap<object, MessageSent>()

/** What a `message.sent` says. Throws ZodError. An entry never changes, so it is looked through once, however many folds take it in. */
export function messageOf({ body }: Pick<ThreadEntry, 'body'>): MessageSent {
  const known = typeof body === 'object' && body !== null ? messages.get(body) : undefined
  if (known) return known
  const message = MessageSentSchema.parse(body)
  messages.set(body as object, message)
  return message
}

/** State of a thread after one more entry. `acknowledgements` are the court's words that start no clock. */
export function evolveThread(state: ThreadState, entry: ThreadEntry, acknowledgements: MessagingConfig['acknowledgements']): ThreadState {
  const next: ThreadState = { ...state, next: entry.index + 1 }
  const side = sideOf(entry.actor)
  switch (entry.type) {
    case 'message.sent': {
      const message = messageOf(entry)
      const filed = withFiled(next, message)
      return side === 'party' ? received(filed, entry, message, acknowledgements) : answered(filed, entry.actor.role)
    }
    case 'message.remarked':
      return remarked(next, MessageRemarkedSchema.parse(entry.body))
    case 'message.delivered':
      return moved(next, side, 'delivered', UpToSchema.parse(entry.body).upTo)
    case 'message.read': {
      const { upTo } = UpToSchema.parse(entry.body)
      return moved(moved(next, side, 'delivered', upTo), side, 'read', upTo)
    }
    case 'matter.no_reply_needed':
      return answered(next, entry.actor.role)
    case 'contact.recorded':
      return ContactRecordedSchema.parse(entry.body).settles ? answered(next, entry.actor.role) : next
    default:
      return next
  }
}

function withFiled(state: ThreadState, { attachments }: MessageSent): ThreadState {
  if (attachments.length === 0) return state
  return { ...state, filed: { ...state.filed, ...Object.fromEntries(attachments.map(({ id }) => [id, true as const])) } }
}

function received(
  state: ThreadState, entry: ThreadEntry, { text, mark, attachments }: MessageSent, acknowledgements: MessagingConfig['acknowledgements'],
): ThreadState {
  const known: ThreadState = { ...state, received: withValue(state.received, entry.index, { mark, at: entry.at }) }
  const asksNothing = mark === 'ordinary' && attachments.length === 0 && isAcknowledgement(text, acknowledgements)
  if (asksNothing) return known
  const matter: OpenMatter = state.matter ?? { since: entry.index, sinceAt: entry.at }
  return { ...known, matter: mark === 'irregularity' ? withIrregular(matter, entry.index, entry.at) : matter }
}

/** An answer settles what is open — except what only the judge may answer. */
function answered(state: ThreadState, role: string): ThreadState {
  const { matter, ...rest } = state
  if (!matter?.irregularSince || role === 'judge') return rest
  const { index, at } = matter.irregularSince
  return { ...rest, matter: { since: index, sinceAt: at, irregularSince: matter.irregularSince } }
}

/** A new mark never stops, restarts or lengthens a clock; towards 'irregular' it counts from receipt (rules X-14). */
function remarked(state: ThreadState, { of, mark }: { of: number; mark: Mark }): ThreadState {
  const before = valueAt(state.received, of)
  // What was never received cannot be marked; decideThread sees to that, and a fold leaves what it does not understand.
  if (!before) return state
  const marked: ThreadState = { ...state, received: withValue(state.received, of, { ...before, mark }) }
  if (mark !== 'irregularity' || before.mark === 'irregularity') return marked
  return { ...marked, matter: withIrregular(state.matter ?? { since: of, sinceAt: before.at }, of, before.at) }
}

const withIrregular = (matter: OpenMatter, index: number, at: string): OpenMatter =>
  matter.irregularSince && matter.irregularSince.index <= index ? matter : { ...matter, irregularSince: { index, at } }

const moved = (state: ThreadState, side: Side, mark: keyof Marks, upTo: number): ThreadState => ({
  ...state,
  [side]: { ...state[side], [mark]: Math.max(state[side][mark], upTo) },
})
