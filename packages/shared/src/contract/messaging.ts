import { z } from 'zod'
import { AttachmentIdSchema, CaseIdSchema, ClientMessageIdSchema, PersonIdSchema } from '../ids'
import { EntryAttachmentSchema, EntryHeaderSchema } from '../log'
import { AttachmentNoteSchema, ATTACHMENTS_PER_MESSAGE, MarkSchema, MESSAGE_MAX_CHARS, VOICE_MAX_MS } from '../rules'
import { FormerCourtSchema, HandlerSchema, TransferredSchema } from './cases'
import { HelpNeedsViewSchema, WaitingVoiceSchema } from './care'
import { InstantSchema, TextSchema } from './common'
import { BurstSchema, ConductAbilitiesSchema, ProposalSchema, ThreadReaderSchema } from './conduct-view'

export const WithheldSchema = z.enum(['sealed', 'confidential'])

export const ThreadParamsSchema = z.strictObject({ caseId: CaseIdSchema, personId: PersonIdSchema })

/**
 * An entry as the phone gets it: all that is hashed, what opens the hash (`nonce`, `body`), and the name to show. `body` is by
 * `type`, see rules/thread. Both are null where `withheld` says why this reader is not given them: the header stays, and with it the
 * chain. Nothing here depends on any other thread.
 */
export const EntryViewSchema = EntryHeaderSchema.extend({
  entryHash: z.string(),
  nonce: z.string().nullable(),
  body: z.record(z.string(), z.json()).nullable(),
  withheld: WithheldSchema.optional(),
  actorName: z.string(),
})
export type EntryView = z.infer<typeof EntryViewSchema>

export const SealReasonSchema = z.object({ id: z.string(), label: z.string() })

const MarksSchema = z.object({ delivered: z.number().int(), read: z.number().int() })
export const OpenMatterViewSchema = z.object({
  since: z.number().int(),
  sinceAt: InstantSchema,
  targetAt: InstantSchema,
  alarmAt: InstantSchema,
  answeredBy: z.enum(['handler', 'judge']),
})
export type OpenMatterView = z.infer<typeof OpenMatterViewSchema>

export const ThreadAbilitiesSchema = z.object({
  send: z.boolean(),
  chooseMark: z.boolean(),
  remark: z.boolean(),
  dismiss: z.boolean(),
  recordContact: z.boolean(),
  /** A person: their own messages; the court side: any. */
  askSeal: z.boolean(),
  /** Own messages: only for the handler from now on. */
  confine: z.boolean(),
  /** Show to others what was for the handler alone. */
  release: z.boolean(),
  quickReply: z.boolean(),
  /** Whether a message sent now needs a reason (outside office hours). */
  offHoursReason: z.boolean(),
  ...ConductAbilitiesSchema.shape,
  askTask: z.boolean(),
})

/** GET /threads/:caseId/:personId — who talks to whom about what, and how far each side has got. Opening it as staff is logged. */
export const ThreadViewSchema = z.object({
  caseId: CaseIdSchema,
  personId: PersonIdSchema,
  caseNumber: z.string(),
  cause: z.string(),
  caseStatus: z.enum(['open', 'closed']),
  department: z.string(),
  personName: z.string(),
  personRole: z.string(),
  handlers: z.array(HandlerSchema),
  /** Index of the newest entry, −1 when there is none. */
  head: z.number().int(),
  party: MarksSchema,
  court: MarksSchema,
  matter: OpenMatterViewSchema.nullable(),
  marks: z.array(z.object({ mark: MarkSchema, label: z.string(), hint: z.string(), notice: z.string().nullable(), confidential: z.boolean().default(false) })),
  /** Why a seal can be asked for. */
  sealReasons: z.array(SealReasonSchema).default([]),
  originalEvidenceNotice: z.string(),
  /** Who of the court reads what is written here: said before somebody reports them to themselves. */
  readers: z.array(ThreadReaderSchema).default([]),
  proposals: z.array(ProposalSchema).default([]),
  /** What the thread's person needs so that talking reaches them; to the court's side of their own thread alone. */
  helpNeeds: HelpNeedsViewSchema.nullable().default(null),
  /** To whoever answers: voices that must be put into words first. */
  voicesWaiting: z.array(WaitingVoiceSchema).default([]),
  /** Another court has the case now: nothing more is written here. */
  transferred: TransferredSchema.nullable().default(null),
  /** Another court had it before: what was said there is read at …/former, and stands above. */
  former: FormerCourtSchema.extend({ entries: z.number().int() }).nullable().default(null),
})
export type ThreadView = z.infer<typeof ThreadViewSchema>

/** GET …/entries — either what comes after an index (oldest first) or what comes before one (still oldest first). */
export const ListEntriesQuerySchema = z.strictObject({
  after: z.coerce.number().int().min(-1).optional(),
  before: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const EntryListSchema = z.object({ entries: z.array(EntryViewSchema), hasMore: z.boolean() })

/** POST …/messages, and the socket's `send`. The same client message id with the same content gets the same answer for ever. */
export const SendMessageSchema = z.strictObject({
  clientMessageId: ClientMessageIdSchema,
  text: TextSchema(MESSAGE_MAX_CHARS),
  mark: MarkSchema.default('ordinary'),
  attachments: z.array(AttachmentNoteSchema).max(ATTACHMENTS_PER_MESSAGE).default([]),
  offHoursReason: TextSchema(200).pipe(z.string().trim().min(2)).optional(),
  /** Only for the handler; where nothing is said, the court's configuration decides by the mark. A litigant's only. */
  confidential: z.boolean().optional(),
})
export type SendMessage = z.infer<typeof SendMessageSchema>
export type SendMessageInput = z.input<typeof SendMessageSchema>

/** What the sender gets when an entry is durable. */
export const StoredSchema = z.object({ chain: z.string(), index: z.number().int(), entryHash: z.string(), at: InstantSchema })
export type Stored = z.infer<typeof StoredSchema>

/** POST …/delivered and …/read. `stored` is null where the mark was already reached. */
export const UpToInputSchema = z.strictObject({ upTo: z.number().int().nonnegative() })
export const MarkedSchema = z.object({ stored: StoredSchema.nullable() })

/** POST …/messages/:index/mark */
export const RemarkParamsSchema = ThreadParamsSchema.extend({ index: z.coerce.number().int().nonnegative() })
export const RemarkInputSchema = z.strictObject({ commandId: ClientMessageIdSchema, mark: MarkSchema })

/** POST …/matter/dismissal — 无需回复, with the reason that the party reads. */
export const DismissInputSchema = z.strictObject({ commandId: ClientMessageIdSchema, reason: TextSchema(200).pipe(z.string().trim().min(2)) })

/** POST …/contacts — a phone call or visit, written down (rules B-11: no trace, no work). */
export const RecordContactInputSchema = z.strictObject({
  commandId: ClientMessageIdSchema,
  kind: z.enum(['phone', 'visit']),
  summary: TextSchema(500).pipe(z.string().trim().min(2)),
  happenedAt: z.iso.datetime().optional(),
  settles: z.boolean().default(true),
})

/** POST …/attachments — multipart, one part `file`; fields `kind` and, of a voice, `durationMs`. Not part of the file until a message names it. */
export const UploadFieldsSchema = z.strictObject({
  kind: z.enum(['picture', 'file', 'voice']),
  durationMs: z.coerce.number().int().positive().max(VOICE_MAX_MS).optional(),
})
export const UploadedSchema = EntryAttachmentSchema.extend({ name: z.string(), kind: z.enum(['picture', 'file', 'voice']) })
export type Uploaded = z.infer<typeof UploadedSchema>
export const AttachmentParamsSchema = ThreadParamsSchema.extend({ attachmentId: AttachmentIdSchema })

/** GET /work-list — staff: what must be answered, oldest clock first; then unread; and hand-overs of late. */
export const WorkItemSchema = z.object({
  caseId: CaseIdSchema,
  personId: PersonIdSchema,
  caseNumber: z.string(),
  personName: z.string(),
  personRole: z.string(),
  caseStatus: z.enum(['open', 'closed']),
  /** Of a case that the reader answers for somebody else: whom, in words. */
  standsInFor: z.string().nullable().default(null),
  lastText: z.string().nullable(),
  lastAt: InstantSchema.nullable(),
  unread: z.number().int(),
  burst: BurstSchema.nullable().default(null),
  mark: MarkSchema.nullable(),
  matter: OpenMatterViewSchema.nullable(),
  /** `late`: past the alarm; `due`: past the target or due today; `open`: later; `none`: nothing to answer. */
  urgency: z.enum(['late', 'due', 'open', 'none']),
  /** How many voices must be put into words before an answer goes out. */
  voicesWaiting: z.number().int().default(0),
})
export type WorkItem = z.infer<typeof WorkItemSchema>
export const WorkListQuerySchema = z.strictObject({
  show: z.enum(['to_answer', 'unread', 'all']).default('to_answer'),
  search: TextSchema(60).optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
})
export const WorkListSchema = z.object({
  items: z.array(WorkItemSchema),
  hasMore: z.boolean(),
  counts: z.object({ late: z.number().int(), due: z.number().int(), open: z.number().int(), unread: z.number().int() }),
  handOvers: z.array(
    z.object({ caseId: CaseIdSchema, caseNumber: z.string(), at: InstantSchema, direction: z.enum(['in', 'out']), names: z.string(), reason: z.string() }),
  ),
  /** 终本 that the court's own system brought past the evidence sheet, for whoever is told of it; gone once a sheet is filed after it. */
  bypassed: z.array(z.object({ caseId: CaseIdSchema, caseNumber: z.string(), at: InstantSchema, checks: z.array(z.number().int()) })),
})
export type WorkList = z.infer<typeof WorkListSchema>

/** Quick replies: the court's (not editable) and one's own. GET, POST /quick-replies; PUT, DELETE /quick-replies/:id */
export const QuickReplySchema = z.object({ id: z.string(), title: z.string(), text: z.string(), owner: z.enum(['court', 'mine']) })
export type QuickReply = z.infer<typeof QuickReplySchema>
export const QuickReplyListSchema = z.object({ quickReplies: z.array(QuickReplySchema) })
export const QuickReplyInputSchema = z.strictObject({
  title: TextSchema(12).pipe(z.string().trim().min(1)),
  text: TextSchema(500).pipe(z.string().trim().min(1)),
})
export const QuickReplyParamsSchema = z.strictObject({ id: z.string().regex(/^q_[0-9a-z]{8,32}$/) })
