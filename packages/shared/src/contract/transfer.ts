import { z } from 'zod'
import { CaseIdSchema, PersonIdSchema } from '../ids'
import { ApprovalSchema, CourtIdSchema, TransferIdSchema, TransferKindSchema } from '../rules'
import { InstantSchema, TextSchema } from './common'
import { EntryViewSchema } from './messaging'

const Command = z.string().regex(/^m_[0-9a-z]{16,40}$/)
const Words = (max: number) => TextSchema(max).pipe(z.string().trim().min(2))

/** POST /cases/:caseId/transfer — the case goes to another court: read here from now on, worked on there. */
export const TransferCaseSchema = z.strictObject({
  commandId: Command,
  courtId: CourtIdSchema,
  kind: TransferKindSchema,
  /** The ruling or decision, by its number. */
  paper: Words(100),
  approval: z.strictObject({ role: ApprovalSchema.shape.role, name: Words(40).pipe(z.string().max(40)), on: z.iso.date(), paper: Words(100) }),
  reason: Words(200),
})
/** POST /cases/:caseId/transfer/undo — only until the other court has the case. */
export const UndoTransferSchema = z.strictObject({ commandId: Command, reason: Words(200) })

/** GET /cases/:caseId/transfer. `waits`: not handed over yet; `sent`: handed over; `acknowledged`: the other court has it, and nothing is taken back. */
export const TransferViewSchema = z.object({
  caseNumber: z.string(),
  cause: z.string(),
  courts: z.array(z.object({ courtId: z.string(), name: z.string(), phone: z.string() })),
  transferred: z
    .object({
      name: z.string(), phone: z.string(), at: InstantSchema, paper: z.string(), reason: z.string(),
      stands: z.enum(['waits', 'sent', 'acknowledged']), newCaseNumber: z.string().nullable(),
    })
    .nullable(),
})
export type TransferView = z.infer<typeof TransferViewSchema>
export const TransferAbilitiesSchema = z.object({ transfer: z.boolean(), undo: z.boolean() })

/** GET /transfers-in — what other courts have sent. */
export const IncomingSchema = z.object({
  transferId: TransferIdSchema,
  fromName: z.string(),
  caseNumber: z.string(),
  cause: z.string(),
  receivedAt: InstantSchema,
  /** Who was in it, with a thread or without. */
  people: z.array(z.object({ ref: PersonIdSchema, name: z.string(), role: z.string(), entries: z.number().int(), takesPart: z.boolean() })),
  /** What did not come along and is to be asked for. */
  toAskFor: z.array(z.string()),
  taken: z.object({ caseId: CaseIdSchema, caseNumber: z.string() }).nullable(),
})
export type Incoming = z.infer<typeof IncomingSchema>
export const IncomingListSchema = z.object({ transfers: z.array(IncomingSchema) })

/** POST /transfers-in/:transferId/candidates — our own case by its number, and who of it may be whom. */
export const FindCandidatesSchema = z.strictObject({ caseNumber: Words(60) })
export const CandidatesSchema = z.object({
  caseId: CaseIdSchema,
  cause: z.string(),
  people: z.array(z.object({ personId: PersonIdSchema, name: z.string(), role: z.string() })),
  /** By name and side: to be looked at before it is taken. */
  suggested: z.array(z.object({ ref: PersonIdSchema, personId: PersonIdSchema })),
})
export type Candidates = z.infer<typeof CandidatesSchema>

/** POST /transfers-in/:transferId/acceptance */
export const TakeInSchema = z.strictObject({
  commandId: Command,
  caseId: CaseIdSchema,
  people: z.array(z.strictObject({ ref: PersonIdSchema, personId: PersonIdSchema })).max(100),
})
export const TakenInSchema = z.object({ caseId: CaseIdSchema })

/** GET /threads/:caseId/:personId/former — what stands of this thread at the court that had the case before, oldest first. */
export const FormerQuerySchema = z.strictObject({ after: z.coerce.number().int().min(-1).default(-1) })
export const FormerEntriesSchema = z.object({
  court: z.object({ name: z.string(), phone: z.string() }),
  caseNumber: z.string(),
  /** The chain's name there, and its newest entry's hash as our own chain has it: what is shown must end there. */
  chain: z.string(),
  head: z.string(),
  entries: z.array(EntryViewSchema),
  hasMore: z.boolean(),
})
export type FormerEntries = z.infer<typeof FormerEntriesSchema>
