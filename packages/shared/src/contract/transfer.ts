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
/** POST /cases/:caseId/transfer/undo — back at once while nothing has gone out; then the other court is asked, until it has taken the case. */
export const UndoTransferSchema = z.strictObject({ commandId: Command, reason: Words(200) })

/**
 * Why nothing goes to another court, or its way there failed. `folder`: no DROPS_DIR; `key`: no key for the exchange with it; else
 * what came of the last try.
 */
export const TransferHitchSchema = z.enum(['folder', 'key', 'unreachable', 'refused'])
export type TransferHitch = z.infer<typeof TransferHitchSchema>
/**
 * `waits`: not handed over yet; `sent`: handed over; `arrived`: the other court has all of it and has not decided; `recalling`: asked back, the other
 * court has not answered; `acknowledged`: it has taken the case, and nothing is taken back.
 */
export const TransferStandsSchema = z.enum(['waits', 'sent', 'arrived', 'recalling', 'acknowledged'])

/** GET /cases/:caseId/transfer */
export const TransferViewSchema = z.object({
  caseNumber: z.string(),
  cause: z.string(),
  courts: z.array(z.object({ courtId: z.string(), name: z.string(), phone: z.string(), hitch: TransferHitchSchema.nullable() })),
  transferred: z
    .object({
      name: z.string(), phone: z.string(), at: InstantSchema, paper: z.string(), reason: z.string(),
      stands: TransferStandsSchema, newCaseNumber: z.string().nullable(),
      hitch: TransferHitchSchema.nullable(),
      /** When it is sent again, unless an answer comes before. */
      nextAt: InstantSchema.nullable(),
      recallReason: z.string().nullable(),
    })
    .nullable(),
  /** How the last transfer ended that came to nothing; null while one is under way. */
  cameBack: z.object({ name: z.string(), how: z.enum(['undone', 'refused']), reason: z.string(), at: InstantSchema }).nullable(),
})
export type TransferView = z.infer<typeof TransferViewSchema>
export const TransferAbilitiesSchema = z.object({ transfer: z.boolean(), undo: z.boolean() })

/** GET /transfers-in — what other courts have sent. */
/**
 * `arriving`: not all of it has come; `whole`: verified, to be decided on; `taking`: a case of ours is being joined with it; then how it ended.
 * `broken`: signed by the other court, and not what it says of itself.
 */
export const IncomingStandsSchema = z.enum(['arriving', 'whole', 'taking', 'taken', 'refused', 'recalled', 'broken'])
export type IncomingStands = z.infer<typeof IncomingStandsSchema>
export const IncomingSchema = z.object({
  transferId: TransferIdSchema,
  stands: IncomingStandsSchema,
  /** Pieces that are here, and how many there are; which ones the court waits for, counted from 1. */
  pieces: z.object({ here: z.number().int(), of: z.number().int(), missing: z.array(z.number().int()) }),
  /** Enclosures whose bytes came along, and such as the former court has lost. */
  attachments: z.object({ here: z.number().int(), lost: z.number().int() }),
  /** Why the case was not taken; or asked back. */
  reason: z.string().nullable(),
  /** Of what was decided: whether the court it came from has answered that it knows. */
  isTold: z.boolean(),
  /** Why it could not be told. */
  hitch: TransferHitchSchema.nullable(),
  fromName: z.string(),
  caseNumber: z.string(),
  cause: z.string(),
  receivedAt: InstantSchema,
  /** By which ruling or decision, and why, as the court it comes from has it. */
  paper: z.string(),
  because: z.string(),
  /** Who was in it, with a thread or without. */
  people: z.array(z.object({ ref: PersonIdSchema, name: z.string(), role: z.string(), entries: z.number().int(), takesPart: z.boolean() })),
  /** What did not come along and is to be asked for. */
  toAskFor: z.array(z.string()),
  taken: z.object({ caseId: CaseIdSchema, caseNumber: z.string() }).nullable(),
})
export type Incoming = z.infer<typeof IncomingSchema>
export const IncomingListSchema = z.object({ transfers: z.array(IncomingSchema) })

/** GET /transfers/key — with what this court signs; another one has it in its list, and its fingerprint is compared by telephone. */
export const CourtKeySchema = z.object({
  courtId: z.string(), name: z.string(), publicKey: z.string(),
  /** The first 16 bytes of the SM3 of the key, in hex, in groups of four. */
  fingerprint: z.string(),
  /** The courts of this court's own list, for the same comparison the other way. */
  courts: z.array(z.object({ courtId: z.string(), name: z.string(), phone: z.string(), via: z.enum(['folders', 'http']), fingerprint: z.string(), hitch: TransferHitchSchema.nullable() })),
})
export type CourtKey = z.infer<typeof CourtKeySchema>

/** GET /admin/exchanges/transfers — how transfers stand, for whoever keeps the exchange going: nothing of a case. */
export const TransferExchangesSchema = z.object({
  transfers: z.array(z.object({
    transferId: TransferIdSchema, direction: z.enum(['out', 'in']), court: z.string(), at: InstantSchema,
    stands: z.enum([...TransferStandsSchema.options, ...IncomingStandsSchema.options]),
    pieces: z.object({ here: z.number().int(), of: z.number().int() }).nullable(),
    hitch: TransferHitchSchema.nullable(), tries: z.number().int(), nextAt: InstantSchema.nullable(),
    isTold: z.boolean(),
  })),
})
export type TransferExchanges = z.infer<typeof TransferExchangesSchema>

/** POST /integration/transfers — another court signs: a piece of a case, a note about one, or a lower court's figures. The same again changes nothing. */
export const ExchangedFilesSchema = z.strictObject({
  kind: z.enum(['transfer', 'transfer_note', 'court_figures']),
  files: z.array(z.strictObject({ name: z.string().min(1).max(200), type: z.string().max(100).optional(), base64: z.base64() })).min(2).max(3),
})
export const ExchangeTakenSchema = z.object({ taken: z.literal(true) })

/** POST /transfers-in/:transferId/refusal — not taken here; the court it came from is told why, and the case is its again. */
export const RefuseTransferSchema = z.strictObject({ commandId: Command, reason: Words(200) })
export const TransferRefusedAnswerSchema = z.object({ transferId: TransferIdSchema })

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
