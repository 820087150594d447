import { z } from 'zod'
import { AttachmentIdSchema, PersonIdSchema, StaffIdSchema } from '../ids'
import type { Actor, EntryAttachment } from '../log'
import { MarkSchema } from './court-config'
import { AuthoritySchema, RelationEndedSchema, StandingSchema } from './relations'

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
  /** Of the court's: false where it answers nothing of what is open. */
  settles: z.literal(false).optional(),
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

/** Derived from a relation in the case's chain: who stands for this person's party, or no longer does. */
export const StandingChangedSchema = z.object({
  change: z.enum(['began', 'ended']),
  personId: PersonIdSchema,
  name: z.string(),
  partyId: PersonIdSchema,
  standing: StandingSchema,
  authority: AuthoritySchema.optional(),
  until: z.iso.datetime({ precision: 3 }).optional(),
  because: RelationEndedSchema.shape.because.optional(),
})
export type StandingChanged = z.infer<typeof StandingChangedSchema>

export interface ThreadEntry {
  index: number
  at: string
  type: string
  actor: Actor
  body: unknown
  /** `all` where nothing is said. */
  visibility?: 'all' | 'sender_and_handler'
  attachments?: readonly EntryAttachment[]
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
