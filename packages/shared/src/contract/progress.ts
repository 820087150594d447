import { z } from 'zod'
import { AttachmentIdSchema, CaseIdSchema, ClientMessageIdSchema, NodeRecordIdSchema, PaperIdSchema, PersonIdSchema } from '../ids'
import { AttachmentNoteSchema, ATTACHMENTS_PER_MESSAGE, LitigantSideSchema, NodeFieldSchema, PERIOD_UNITS } from '../rules'
import { ErrorAnswerSchema, InstantSchema, TextSchema } from './common'

/** The court's own record of a case's progress. What a party reads of it is in their own thread. */
const What = z.string().regex(/^[a-z][a-z0-9_]{2,60}$/)
const Text = (least: number, most: number) => TextSchema(most).pipe(z.string().trim().min(least))
const Reason = Text(2, 200)
const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const commandId = ClientMessageIdSchema

export const ProgressParamsSchema = z.strictObject({ caseId: CaseIdSchema })
export const NodeParamsSchema = ProgressParamsSchema.extend({ recordId: NodeRecordIdSchema })
export const SuspensionParamsSchema = ProgressParamsSchema.extend({ suspensionId: NodeRecordIdSchema })

export const ApprovalInputSchema = z.strictObject({
  role: What, name: Text(1, 40), on: z.iso.date(), paper: Text(2, 100), reportedOn: z.iso.date().optional(),
})

/** POST /cases/:caseId/progress/nodes */
export const RecordNodeSchema = z.strictObject({
  commandId,
  what: What,
  on: z.iso.date(),
  time: Time.optional(),
  object: Text(1, 60).optional(),
  /** Party ids, or people's; see the node's template. */
  about: z.array(PersonIdSchema).max(50).optional(),
  fields: z.record(What, TextSchema(500)).default({}),
  note: Text(1, 500).optional(),
  approval: ApprovalInputSchema.optional(),
  papers: z.array(Text(2, 100)).max(10).default([]),
  /** The signed paper: uploads of this case, or an entry of one of its threads; and who signed it. */
  evidence: z.array(AttachmentNoteSchema).max(ATTACHMENTS_PER_MESSAGE).optional(),
  filedIn: z.strictObject({ personId: PersonIdSchema, index: z.number().int().nonnegative() }).optional(),
  /** Or a finished paper of the case's own. */
  paper: PaperIdSchema.optional(),
  signedBy: z.array(PersonIdSchema).max(50).optional(),
  lateReason: Reason.optional(),
})
export type RecordNodeInput = z.input<typeof RecordNodeSchema>
export const NodeRecordedAnswerSchema = z.object({ recordId: NodeRecordIdSchema })

/** Whom of a side what is told, in which words; or what it waits for. */
export const ToldPreviewSchema = z.object({
  side: LitigantSideSchema,
  /** The node's name: of another node, where recording this one lets that go out. */
  label: z.string(),
  names: z.array(z.string()),
  text: z.string(),
  waits: z.enum(['controls', 'query', 'release', 'hold', 'nobody']).nullable(),
})
export type ToldPreview = z.infer<typeof ToldPreviewSchema>

/** POST /cases/:caseId/progress/check — what recording it would come to. A refusal by the rules is an answer here. */
export const CheckNodeSchema = RecordNodeSchema.omit({ commandId: true })
export const CheckedNodeSchema = z.object({
  refused: ErrorAnswerSchema.shape.error.pick({ code: true, message: true, field: true }).nullable(),
  /** Recorded later than allowed: it needs a reason. Known even where something else is refused. */
  late: z.boolean(),
  warnings: z.array(z.string()),
  told: z.array(ToldPreviewSchema),
})
export type CheckedNode = z.infer<typeof CheckedNodeSchema>

/** POST …/nodes/:recordId/withdrawal: whoever was told of the node reads the reason. */
export const WithdrawNodeSchema = z.strictObject({ commandId, reason: Reason })
/** POST …/nodes/:recordId/release. `reason`: asked for while a query has not ended (`told[].waits` is `query`). */
export const ReleaseNodeSchema = z.strictObject({ commandId, side: LitigantSideSchema, detail: Text(2, 500).optional(), reason: Reason.optional() })
/** POST /cases/:caseId/progress/hold */
export const HoldCaseSchema = z.strictObject({ commandId, held: z.boolean(), reason: Reason })
/** POST /cases/:caseId/progress/suspensions, …/:suspensionId/end, /cases/:caseId/progress/extensions */
export const SuspendSchema = z.strictObject({
  commandId, cause: What, from: z.iso.date(), to: z.iso.date().optional(), reason: Reason, approval: ApprovalInputSchema,
})
export const ResumeSchema = z.strictObject({ commandId, to: z.iso.date(), reason: Reason })
export const ExtendSchema = z.strictObject({
  commandId, clockId: TextSchema(120), by: z.strictObject({ value: z.number().int().positive().max(1000), unit: z.enum(PERIOD_UNITS) }), reason: Reason,
  approval: ApprovalInputSchema,
})
export const ProgressDoneSchema = z.object({ caseId: CaseIdSchema })

const NamedSchema = z.object({ id: z.string(), label: z.string() })
const ApprovalViewSchema = z.object({ title: z.string(), name: z.string(), on: z.string(), paper: z.string(), reportedOn: z.string().nullable() })

export const NodeViewSchema = z.object({
  recordId: NodeRecordIdSchema,
  what: z.string(),
  label: z.string(),
  kind: z.enum(['node', 'event']),
  on: z.string(),
  time: z.string().nullable(),
  object: z.string().nullable(),
  about: z.array(z.string()),
  fields: z.array(z.object({ label: z.string(), value: z.string() })),
  note: z.string().nullable(),
  papers: z.array(z.string()),
  evidence: z.array(AttachmentNoteSchema),
  /** In whose thread the paper stands. */
  filedIn: z.object({ personId: PersonIdSchema, name: z.string(), index: z.number().int() }).nullable(),
  signedBy: z.array(z.string()),
  approval: ApprovalViewSchema.nullable(),
  /** Who recorded it: name and what they were to the case; 法院办案系统. */
  by: z.string(),
  recordedAt: InstantSchema,
  /** Recorded late: why. */
  lateReason: z.string().nullable(),
  /** It happened before something that was recorded before it. */
  outOfOrder: z.boolean(),
  /** Lies ahead: its day is fixed. */
  planned: z.boolean(),
  warnings: z.array(z.string()),
  withdrawn: z.object({ reason: z.string(), by: z.string(), at: InstantSchema }).nullable(),
  released: z.array(z.object({ side: LitigantSideSchema, detail: z.string().nullable(), reason: z.string().nullable(), by: z.string(), at: InstantSchema })),
  /** Whom it may be told of the node's sides; empty: the court alone. */
  told: z.array(ToldPreviewSchema),
  cite: z.string(),
  can: z.object({ withdraw: z.boolean(), /** To whom it can be let go. */ release: z.array(LitigantSideSchema), detail: z.boolean() }),
})
export type NodeView = z.infer<typeof NodeViewSchema>

/** A period that runs. */
export const PeriodViewSchema = z.object({
  clockId: z.string(),
  what: z.string(),
  label: z.string(),
  object: z.string().nullable(),
  /** `duty`: to be done by then; `alert`: somebody is warned then; `from`: only from then on; `target`: a statistic. */
  means: z.enum(['duty', 'alert', 'from', 'target']),
  /** Null while it stands still. */
  dueAt: InstantSchema.nullable(),
  overdue: z.boolean(),
  standsStill: z.string().nullable(),
  /** In plain words, with what it rests on. */
  rule: z.string(),
  /** False: no table of holidays for a year that decided. */
  calendarKnown: z.boolean(),
  /** Whether an officer says that it was done: closing a case is the court's own system's to say. */
  recordable: z.boolean(),
  /** How it may be made longer, and by whom. */
  extension: z.object({ most: z.string(), value: z.number(), unit: z.enum(PERIOD_UNITS), approvers: z.array(NamedSchema) }).nullable(),
})
export type PeriodView = z.infer<typeof PeriodViewSchema>

/** GET /cases/:caseId/progress — staff. In order of time, the newest first. */
export const ProgressViewSchema = z.object({
  held: z.object({ reason: z.string(), by: z.string(), at: InstantSchema }).nullable(),
  records: z.array(NodeViewSchema),
  periods: z.array(PeriodViewSchema),
  suspensions: z.array(z.object({
    suspensionId: z.string(), cause: z.string(), from: z.string(), to: z.string().nullable(), reason: z.string(), approval: ApprovalViewSchema.nullable(),
    by: z.string(),
  })),
  extensions: z.array(z.object({ label: z.string(), by: z.string(), length: z.string(), reason: z.string(), approval: ApprovalViewSchema })),
  causes: z.array(NamedSchema),
  /** Who may approve what changes periods. */
  approvers: z.array(NamedSchema),
})
export type ProgressView = z.infer<typeof ProgressViewSchema>
export const ProgressAbilitiesSchema = z.object({ record: z.boolean(), hold: z.boolean(), changePeriods: z.boolean() })
export type ProgressAbilities = z.infer<typeof ProgressAbilitiesSchema>

/** What can be recorded of a node or event, and what that asks for. */
export const NodeTemplateSchema = z.object({
  what: z.string(),
  label: z.string(),
  kind: z.enum(['node', 'event']),
  /** The thing whose own period runs. */
  object: z.string().nullable(),
  dueAt: InstantSchema.nullable(),
  overdue: z.boolean(),
  /** What it follows upon: 「立案」之后. */
  follows: z.string().nullable(),
  rule: z.string().nullable(),
  needs: z.object({ time: z.boolean(), object: z.boolean(), paper: z.boolean(), appointed: z.boolean() }),
  fields: z.array(NodeFieldSchema),
  /** Who may have signed, where a signed paper is asked for. */
  signers: z.array(z.object({ id: PersonIdSchema, name: z.string(), side: LitigantSideSchema })),
  /** Whom it can be about, where that has to be said. */
  about: z.array(z.object({ id: PersonIdSchema, name: z.string(), side: LitigantSideSchema })),
  approval: z.object({ by: z.array(NamedSchema), reportTo: z.string().nullable(), cite: z.string() }).nullable(),
  /** Nothing has to be filled in: today, as it stands. */
  oneTap: z.boolean(),
})
export type NodeTemplate = z.infer<typeof NodeTemplateSchema>
/** GET /cases/:caseId/progress/templates — what is probably next, then all the rest by kind. */
export const NodeTemplatesSchema = z.object({
  today: z.string(), now: z.string(),
  /** What happened before this day needs a reason by now. */
  onTimeFrom: z.string(),
  likely: z.array(NodeTemplateSchema), others: z.array(NodeTemplateSchema),
  /** Numbers of things that the case's records name. */
  objects: z.array(z.string()),
})
export type NodeTemplates = z.infer<typeof NodeTemplatesSchema>

/** POST /cases/:caseId/progress/papers */
export const NodePaperUploadSchema = z.strictObject({ kind: z.enum(['picture', 'file']) })
export const NodePaperParamsSchema = ProgressParamsSchema.extend({ attachmentId: AttachmentIdSchema })
/** GET /cases/:caseId/progress/papers — what stands in the case's threads already. */
export const FiledPapersSchema = z.object({
  papers: z.array(z.object({ personId: PersonIdSchema, personName: z.string(), index: z.number().int(), at: InstantSchema, names: z.array(z.string()) })),
})
export type FiledPaper = z.infer<typeof FiledPapersSchema>['papers'][number]
