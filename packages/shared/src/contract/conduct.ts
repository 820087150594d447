import { z } from 'zod'
import { CaseIdSchema, ClientMessageIdSchema, PersonIdSchema } from '../ids'
import { MESSAGE_MAX_CHARS } from '../rules'
import { InstantSchema, TextSchema } from './common'
import { ThreadParamsSchema } from './messaging'

const Reason = TextSchema(200).pipe(z.string().trim().min(2))

/** POST /threads/:caseId/:personId/slow-mode — a leader; days from today, which is the first. The party reads the reason. */
export const SetSlowModeSchema = z.strictObject({
  commandId: ClientMessageIdSchema, days: z.number().int().positive().max(366), perDay: z.number().int().positive().max(1000), reason: Reason,
})
/** POST …/slow-mode/lifting */
export const LiftSlowModeSchema = z.strictObject({ commandId: ClientMessageIdSchema, reason: Reason })

/** GET …/flags — the court's side of the thread: what was flagged in it, and what can be. POST …/messages/:index/flags */
export const FlagSchema = z.object({
  /** Its place among what the court notes of this thread. */
  id: z.number().int(),
  index: z.number().int(),
  kind: z.string(),
  label: z.string(),
  note: z.string(),
  at: InstantSchema,
  byName: z.string(),
  withdrawn: z.object({ at: InstantSchema, byName: z.string(), reason: z.string() }).nullable(),
})
export type FlagView = z.infer<typeof FlagSchema>
export const ThreadFlagsSchema = z.object({
  kinds: z.array(z.object({ kind: z.string(), label: z.string(), advice: z.string() })),
  flags: z.array(FlagSchema),
})
export type ThreadFlags = z.infer<typeof ThreadFlagsSchema>
export const FlagMessageSchema = z.strictObject({ commandId: ClientMessageIdSchema, kind: z.string().max(31), note: TextSchema(500).default('') })
/** POST …/flags/:flag/withdrawal */
export const FlagParamsSchema = ThreadParamsSchema.extend({ flag: z.coerce.number().int().nonnegative() })
export const WithdrawFlagSchema = z.strictObject({ commandId: ClientMessageIdSchema, reason: Reason })

/** GET /flags — leaders: what was flagged in the cases they answer for, newest first. What was said is read in the thread. */
export const ListFlagsQuerySchema = z.strictObject({ page: z.coerce.number().int().min(1).max(1000).default(1) })
export const FlagListSchema = z.object({
  flags: z.array(FlagSchema.extend({ caseId: CaseIdSchema, personId: PersonIdSchema, caseNumber: z.string(), personName: z.string() })),
  hasMore: z.boolean(),
})
export type FlagList = z.infer<typeof FlagListSchema>

/** POST …/messages/:index/consent-request (handler), …/consent, …/consent-withdrawal (the proposer) */
export const ConsentSchema = z.strictObject({ commandId: ClientMessageIdSchema })

/** GET …/other-side — handlers: to whom a proposal can be passed on. */
export const OtherSideSchema = z.object({ people: z.array(z.object({ personId: PersonIdSchema, name: z.string(), role: z.string() })) })
export type OtherSide = z.infer<typeof OtherSideSchema>
/** POST …/messages/:index/pass-on — the handler's own words, as a new message of theirs in the other one's thread. */
export const PassOnSchema = z.strictObject({
  commandId: ClientMessageIdSchema,
  toPersonId: PersonIdSchema,
  text: TextSchema(MESSAGE_MAX_CHARS).pipe(z.string().trim().min(1)),
  settles: z.boolean().default(false),
  offHoursReason: Reason.optional(),
})
export const PassedOnSchema = z.object({ at: InstantSchema })
