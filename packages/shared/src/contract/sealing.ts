import { z } from 'zod'
import { AttachmentIdSchema, CaseIdSchema, ClientMessageIdSchema, PersonIdSchema } from '../ids'
import { InstantSchema, TextSchema } from './common'
import { EntryViewSchema, RemarkParamsSchema, SealReasonSchema, WithheldSchema } from './messaging'

const ReasonSchema = z.string().regex(/^[a-z_]{2,40}$/)

/** POST …/messages/:index/seal-request — by its sender or who handles the case; a reason from the court's list. */
export const AskSealInputSchema = z.strictObject({ commandId: ClientMessageIdSchema, reason: ReasonSchema })
/** POST …/seal-request/approval — by who leads, never the asker. Without a reason it is the asker's. Cannot be undone. */
export const ApproveSealInputSchema = z.strictObject({ commandId: ClientMessageIdSchema, reason: ReasonSchema.optional() })
/** POST …/seal-request/refusal */
export const RefuseSealInputSchema = z.strictObject({ commandId: ClientMessageIdSchema, reason: ReasonSchema })

/** POST …/messages/:index/confinement — one's own message, only for the handler from now on. */
export const ConfineInputSchema = z.strictObject({ commandId: ClientMessageIdSchema })
/** POST …/messages/:index/release — the handler says why others may see it; its sender reads that. */
export const ReleaseInputSchema = z.strictObject({ commandId: ClientMessageIdSchema, reason: TextSchema(200).pipe(z.string().trim().min(2)) })

/** GET /seal-requests — what waits for this leader's decision, oldest first; never any of the words themselves. */
export const SealRequestSchema = z.object({
  caseId: CaseIdSchema,
  personId: PersonIdSchema,
  caseNumber: z.string(),
  personName: z.string(),
  /** Of the entry that is to be sealed. */
  index: z.number().int(),
  askedAt: InstantSchema,
  askedBy: z.string(),
  reason: z.string(),
  words: z.string(),
  /** Not one's own request. */
  mayDecide: z.boolean(),
})
export type SealRequest = z.infer<typeof SealRequestSchema>
export const SealRequestListSchema = z.object({ requests: z.array(SealRequestSchema), hasMore: z.boolean(), refusals: z.array(SealReasonSchema) })
export type SealRequestList = z.infer<typeof SealRequestListSchema>

/** GET …/messages/:index/under-seal — the message itself, while a request waits. Reading it is an entry of its own. */
export const UnderSealSchema = z.object({ entry: EntryViewSchema })
export const UnderSealAttachmentParamsSchema = RemarkParamsSchema.extend({ attachmentId: AttachmentIdSchema })

/**
 * POST /threads/kept — a phone names the threads of which it keeps a copy and hears what of them it must put away: whole threads that
 * are not its reader's (any more), and single entries. An unknown thread is answered as one that is somebody else's.
 */
export const KeptThreadsSchema = z.strictObject({ threads: z.array(z.strictObject({ caseId: CaseIdSchema, personId: PersonIdSchema })).max(40) })
export const KeptAnswerSchema = z.object({
  threads: z.array(
    z.object({
      caseId: CaseIdSchema,
      personId: PersonIdSchema,
      isYours: z.boolean(),
      withheld: z.array(z.object({ index: z.number().int(), because: WithheldSchema })),
    }),
  ),
})
export type KeptAnswer = z.infer<typeof KeptAnswerSchema>
