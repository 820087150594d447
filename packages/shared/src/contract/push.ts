import { z } from 'zod'
import { CaseIdSchema, ClientMessageIdSchema, PersonIdSchema } from '../ids'
import { PushCallOutcomeSchema, PushChannelSchema, PushReasonSchema } from '../rules'
import { InstantSchema, TextSchema } from './common'

const Index = z.coerce.number().int().nonnegative()
export const NoticeParamsSchema = z.strictObject({ caseId: CaseIdSchema, personId: PersonIdSchema, of: Index })

/** GET /me/notice-settings — what reaches the person who asks, in plain words on the page. */
export const NoticeSettingsSchema = z.object({
  /** Whether a WeChat user is bound to them to whom messages can go. */
  wechat: z.boolean(),
  /** Their own confirmed numbers, masked. */
  phones: z.array(z.string()),
  hotline: z.string(),
  /** `left`: how many more times; null where it was allowed for good. */
  templates: z.array(z.object({
    name: z.string(), id: z.string(), kind: z.enum(['one_time', 'long_term']), title: z.string(), about: z.string(), left: z.number().int().nonnegative().nullable(),
  })),
  /** Ids to ask for at a tap: at most five, all of one kind. */
  asks: z.record(z.string(), z.array(z.string()).max(5)),
  /** Minutes since midnight, Shanghai. */
  quiet: z.object({ from: z.number().int(), to: z.number().int() }),
  nextChannelAfterDays: z.number().int(),
})
export type NoticeSettings = z.infer<typeof NoticeSettingsSchema>

/** POST /me/notice-settings/allowances — what somebody chose when WeChat asked them. Told twice it counts once. */
export const AllowNoticesSchema = z.strictObject({
  commandId: ClientMessageIdSchema,
  results: z.array(z.strictObject({ templateId: z.string().min(1).max(64), accepted: z.boolean() })).min(1).max(5),
})

/**
 * How a notice stands. `waiting`: not begun, or quiet; `sent`: taken, not reported; `unknown`: it may have gone out; `retrying`: it surely did not;
 * `to_call`: on the hotline's list. The others are final.
 */
export const NoticeStatusSchema = z.enum([
  'waiting', 'sent', 'unknown', 'retrying', 'to_call', 'read', 'delivered', 'told_by_phone', 'in_app_only', 'unreachable', 'dead', 'void',
])
export type NoticeStatus = z.infer<typeof NoticeStatusSchema>

export const NoticeTryViewSchema = z.object({
  channel: PushChannelSchema,
  at: InstantSchema,
  outcome: z.enum(['delivered', 'failed', 'sent', 'unknown']),
  /** Of what surely did not go out. */
  reason: PushReasonSchema.nullable(),
  /** WeChat's or the carrier's own code. */
  code: z.string().nullable(),
  /** Of a text: whether the number is one that its owner confirmed; the other got the neutral text. */
  confirmed: z.boolean().nullable(),
  deliveredAt: InstantSchema.nullable(),
})
export const NoticeViewSchema = z.object({
  of: z.number().int(),
  type: z.string(),
  label: z.string(),
  day: z.iso.date(),
  toldAt: InstantSchema,
  status: NoticeStatusSchema,
  /** When the final state came. */
  since: InstantSchema.nullable(),
  readAt: InstantSchema.nullable(),
  /** Since when what was told stands in the court's electronic file (归卷); null while it does not. */
  filedAt: InstantSchema.nullable(),
  tries: z.array(NoticeTryViewSchema),
  calls: z.array(z.object({
    at: InstantSchema, byName: z.string(), outcome: PushCallOutcomeSchema, laterAt: InstantSchema.nullable(), note: z.string().nullable(),
  })),
  /** When it is looked at next, and over which channel it would go then; null where nothing more happens by itself. */
  next: z.object({ at: InstantSchema, channel: z.enum(['wechat', 'sms', 'call', 'none']) }).nullable(),
  canSendAgain: z.boolean(),
})
export type NoticeView = z.infer<typeof NoticeViewSchema>

/** GET /threads/:caseId/:personId/notices — for who sent it and who leads: the newest first. */
export const ThreadNoticesSchema = z.object({ notices: z.array(NoticeViewSchema) })
export type ThreadNotices = z.infer<typeof ThreadNoticesSchema>
export const SendAgainSchema = z.strictObject({ commandId: ClientMessageIdSchema })
export const SentAgainSchema = z.object({ at: InstantSchema })

/** GET /dead-letters — what could not be sent, or reached nobody, in the cases that the reader has to do with. */
export const DeadLettersSchema = z.object({
  letters: z.array(z.object({
    caseId: CaseIdSchema, personId: PersonIdSchema, caseNumber: z.string(), personName: z.string(), notice: NoticeViewSchema,
  })),
})
export type DeadLetters = z.infer<typeof DeadLettersSchema>

/** GET /notice-calls — whom the hotline is to ring now, who waits longest first; no number and no node. */
export const NoticeCallsSchema = z.object({
  calls: z.array(z.object({
    caseId: CaseIdSchema, personId: PersonIdSchema, of: z.number().int(), name: z.string(), caseNumber: z.string(), from: InstantSchema,
    failed: z.number().int(),
  })),
  /** How many are to be rung later, and when the first of them. */
  later: z.object({ count: z.number().int(), first: InstantSchema.nullable() }),
})
export type NoticeCalls = z.infer<typeof NoticeCallsSchema>

/** GET /notice-calls/:caseId/:personId/:of — one of them. Opening it is logged. */
export const NoticeCallSchema = z.object({
  name: z.string(),
  caseNumber: z.string(),
  phones: z.array(z.object({ id: z.string(), number: z.string(), confirmed: z.boolean() })),
  /** What may be said to whoever answers. */
  opening: z.string(),
  /** What is said where nobody may be told, or somebody else answers. */
  otherwise: z.string(),
  calls: z.array(z.object({ at: InstantSchema, byName: z.string(), outcome: PushCallOutcomeSchema, note: z.string().nullable() })),
  /** How many calls without an answer are left. */
  left: z.number().int(),
})
export type NoticeCall = z.infer<typeof NoticeCallSchema>

const LastFour = z.string().regex(/^\d{3}[\dXx]$/)
/** POST …/check — the last four of the identity number that whoever answers says. Too many that are wrong lock it for a while. */
export const CheckCalledSchema = z.strictObject({ lastFour: LastFour })
/** What they may be told then: as it stands in their own thread. */
export const CalledToldSchema = z.object({ words: z.array(z.string()).min(1) })
export type CalledTold = z.infer<typeof CalledToldSchema>

/** POST /notice-calls/:caseId/:personId/:of — what came of the call. `reached` only with what showed who they are. */
export const NoticeCalledSchema = z.strictObject({
  commandId: ClientMessageIdSchema,
  outcome: PushCallOutcomeSchema,
  phoneId: z.string().min(1).max(64).optional(),
  lastFour: LastFour.optional(),
  laterAt: InstantSchema.optional(),
  note: TextSchema(200).optional(),
})
