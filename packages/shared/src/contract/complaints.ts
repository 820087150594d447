import { z } from 'zod'
import { AttachmentIdSchema, CaseIdSchema, ClientMessageIdSchema, ComplaintIdSchema, StaffIdSchema, StreamSchema } from '../ids'
import { ChannelSchema, FieldValuesSchema, MemberSchema, WorkflowName } from '../rules'
import { ContactPhoneSchema, InstantSchema, PhoneSchema, TextSchema } from './common'

const commandId = ClientMessageIdSchema
const Line = (most: number) => TextSchema(most).pipe(z.string().trim().min(1))
const Matter = TextSchema(4000).pipe(z.string().trim().min(1))
/** A receipt number or follow-up code as people type it: with any blanks, dots and dashes, those of a Chinese keyboard too. */
export const FollowUpCodeSchema = z.string().trim().toUpperCase().transform((text) => text.replace(/[\s\-–—－_.]/g, '')).pipe(z.string().regex(/^[0-9A-Z]{8,16}$/))

/** Who complains and is no person of the court's records. Stands sealed apart, in no entry. */
export const ComplainantContactSchema = z.strictObject({ name: Line(40), phone: ContactPhoneSchema.optional(), address: Line(120).optional() })
export type ComplainantContact = z.infer<typeof ComplainantContactSchema>

/** A file that was uploaded for this very complaint. */
const BroughtSchema = z.strictObject({ attachmentId: AttachmentIdSchema, name: Line(120), confidential: z.boolean().default(false) })

const SaidShape = {
  commandId,
  stream: StreamSchema,
  matter: Matter,
  /** For the handler alone (F-2). */
  confidential: TextSchema(2000).pipe(z.string().trim().min(1)).optional(),
  caseNumber: Line(60).optional(),
  aboutSaid: Line(120).optional(),
  fields: FieldValuesSchema.default({}),
  files: z.array(BroughtSchema).max(9).default([]),
}
/** POST /complaints — anybody, signed in or not. Says nothing of whether a case or person is known. */
export const ComplainSchema = z.strictObject({
  ...SaidShape,
  /** `person`: as whom they are signed in. */
  by: z.enum(['person', 'named', 'anonymous']),
  contact: ComplainantContactSchema.optional(),
  /** One of the case's own people: the case they are in. */
  caseId: CaseIdSchema.optional(),
  /** A text with the number of the receipt; of an anonymous report only where asked for, and then neutral. */
  textTo: PhoneSchema.optional(),
})
export type Complain = z.infer<typeof ComplainSchema>

/** Told once: what is kept of the code is its hash. The same command again gives the same receipt. */
export const ComplaintReceiptSchema = z.object({
  receipt: z.string(), followUp: z.string(), receivedAt: InstantSchema, told: z.string(), next: z.string().nullable(),
})
export type ComplaintReceipt = z.infer<typeof ComplaintReceiptSchema>

/** POST /complaints/uploads — multipart, before the complaint itself: under the id that the phone will submit it with. */
const Kind = z.enum(['picture', 'file', 'voice'])
export const ComplaintUploadFieldsSchema = z.strictObject({ commandId, stream: StreamSchema, kind: Kind, anonymous: z.enum(['yes', 'no']).default('no') })
export const ComplaintUploadedSchema = z.object({ attachmentId: AttachmentIdSchema, name: z.string(), size: z.number().int(), type: z.string() })

/** POST /complaints/lookup */
export const LookUpComplaintSchema = z.strictObject({ receipt: FollowUpCodeSchema, followUp: FollowUpCodeSchema })
/** A complaint as whoever complained sees it: how it stands in plain words, and what was answered. */
export const ComplaintSeenSchema = z.object({
  receipt: z.string(),
  stream: StreamSchema,
  receivedAt: InstantSchema,
  told: z.string(),
  next: z.string().nullable(),
  /** By when the next thing is due, where a period runs that binds the court. */
  dueAt: InstantSchema.nullable(),
  isOver: z.boolean(),
  history: z.array(z.object({ at: InstantSchema, told: z.string() })),
  answers: z.array(z.object({ at: InstantSchema, text: z.string() })),
  /** What they said themselves after the first time. */
  added: z.array(z.object({ at: InstantSchema, text: z.string(), files: z.number().int() })),
  canAdd: z.boolean(),
  /** It came without a name: nothing but pictures, which can be cleaned, is added to it. */
  onlyPictures: z.boolean(),
  /** Steps of their own: 'not satisfied'. */
  steps: z.array(z.object({ step: z.string(), label: z.string(), says: z.string() })),
})
export type ComplaintSeen = z.infer<typeof ComplaintSeenSchema>
/** POST /complaints/lookup/supplements */
const Words = TextSchema(4000).pipe(z.string().trim())
const Files = z.array(BroughtSchema).max(9).default([])
export const SupplementComplaintSchema = LookUpComplaintSchema.extend({ commandId, text: Words, files: Files })
/** POST /complaints/lookup/uploads — multipart. */
export const FollowUpUploadFieldsSchema = LookUpComplaintSchema.extend({ kind: Kind })
/** POST /complaints/lookup/steps — what whoever complained decides themselves. */
export const ComplainantStepSchema = LookUpComplaintSchema.extend({ commandId, step: WorkflowName, fields: FieldValuesSchema.default({}) })
/** POST /complaints/mine/:complaintId/supplements, …/uploads, …/steps — the same of one's own, signed in. */
export const MyComplaintParamsSchema = z.object({ complaintId: ComplaintIdSchema })
export const SupplementMineSchema = SupplementComplaintSchema.omit({ receipt: true, followUp: true }).strict()
export const StepInMineSchema = ComplainantStepSchema.omit({ receipt: true, followUp: true }).strict()
/** GET /complaints/mine — of a signed-in person: feedback, petitions and questions; reports of misconduct only by number and code. */
export const MyComplaintsSchema = z.object({ complaints: z.array(ComplaintSeenSchema.extend({ complaintId: ComplaintIdSchema })) })

const ChoicesSchema = z.array(z.object({ value: z.string(), label: z.string() }))
/** GET /complaints/options — what can be said, to whom, and what is asked. */
export const ComplaintOptionsSchema = z.object({
  streams: z.array(z.object({
    stream: StreamSchema, label: z.string(),
    /** Who does what with it, as the court tells whoever has sent one. */
    told: z.string(), next: z.string().nullable(),
    fields: z.array(z.object({
      field: z.string(), label: z.string(), type: z.string(), choices: ChoicesSchema, required: z.boolean(), hint: z.string().nullable(),
    })),
  })),
})
export type ComplaintOptions = z.infer<typeof ComplaintOptionsSchema>

/* What staff do. Reports of misconduct have the same shapes under routes of their own. */

/** POST /complaint-files — a letter, visit, call or transfer, written down for whoever brought it. */
export const RegisterComplaintSchema = z.strictObject({
  ...SaidShape,
  channel: ChannelSchema.exclude(['app', 'thread']),
  /** Nobody is taken for a person of the court's here: callers are verified at the hotline's desk. */
  by: z.enum(['named', 'anonymous']),
  contact: ComplainantContactSchema.optional(),
  about: z.array(StaffIdSchema).max(10).default([]),
  textTo: PhoneSchema.optional(),
})
export type RegisterComplaint = z.infer<typeof RegisterComplaintSchema>

/** What a desk registered. A report of misconduct is not theirs to open: of it there is the receipt alone. */
export const RegisteredComplaintSchema = ComplaintReceiptSchema.extend({ complaintId: ComplaintIdSchema.nullable() })
export type RegisteredComplaint = z.infer<typeof RegisteredComplaintSchema>
/** POST /complaint-files/uploads — multipart: what came with the letter, before it is registered under the same number. */
export const RegisterUploadFieldsSchema = z.strictObject({ commandId, stream: StreamSchema, kind: Kind })

export const ComplaintListQuerySchema = z.strictObject({
  stream: StreamSchema.exclude(['discipline']).optional(),
  show: z.enum(['open', 'over', 'mine_first']).default('open'),
  after: z.string().max(80).optional(),
})
const DueSchema = z.object({
  node: z.string(), label: z.string(), dueAt: InstantSchema, dueDay: z.string(),
  /** `target`: said, and no breach. */
  state: z.enum(['overdue', 'soon', 'running']), calendarKnown: z.boolean(), isTarget: z.boolean(),
})
export const ComplaintItemSchema = z.object({
  complaintId: ComplaintIdSchema, stream: StreamSchema, receipt: z.string(),
  state: z.string(), stateLabel: z.string(), isOver: z.boolean(),
  receivedAt: InstantSchema, channel: ChannelSchema.nullable(),
  /** The first words of what it is about. */
  about: z.string(),
  department: z.string().nullable(), responsible: z.string().nullable(),
  marks: z.array(z.object({ mark: z.string(), label: z.string(), count: z.number().int() })),
  due: DueSchema.nullable(),
  caseId: CaseIdSchema.nullable(),
})
export type ComplaintItem = z.infer<typeof ComplaintItemSchema>
export const ComplaintListSchema = z.object({ complaints: z.array(ComplaintItemSchema), hasMore: z.boolean() })

export const ComplaintParamsSchema = z.object({ stream: StreamSchema.exclude(['discipline']), complaintId: ComplaintIdSchema })
export const ComplaintAttachmentParamsSchema = ComplaintParamsSchema.extend({ attachmentId: AttachmentIdSchema })

const FieldShownSchema = z.object({ field: z.string(), label: z.string(), type: z.string(), value: z.string(), members: z.array(MemberSchema) })
const FileShownSchema = z.object({ attachmentId: AttachmentIdSchema, name: z.string(), type: z.string(), size: z.number().int() })
/** One entry of the file, in plain words. */
const HappenedSchema = z.object({
  index: z.number().int(), at: InstantSchema, what: z.string(), by: z.string(), note: z.string().nullable(), text: z.string().nullable(),
  fields: z.array(FieldShownSchema), files: z.array(FileShownSchema), entryHash: z.string(),
  /** Taken by itself; when it was due. */
  wasDueAt: InstantSchema.nullable(),
})
export const ComplaintDetailSchema = ComplaintItemSchema.extend({
  matter: z.string(),
  /** Null where there is none or it is not for this reader; `hasConfidence` says which. */
  confidential: z.string().nullable(), hasConfidence: z.boolean(),
  complainant: z.object({ by: z.enum(['person', 'named', 'anonymous']), name: z.string().nullable(), phone: z.string().nullable(), address: z.string().nullable() }),
  caseNumber: z.string().nullable(), caseNumberSaid: z.string().nullable(),
  aboutStaff: z.array(z.object({ staffId: StaffIdSchema, name: z.string() })), aboutSaid: z.string().nullable(),
  fields: z.array(FieldShownSchema),
  clocks: z.array(DueSchema.extend({ ended: z.object({ on: z.string().nullable(), late: z.boolean() }).nullable() })),
  papers: z.array(z.object({ paper: z.string(), label: z.string(), files: z.array(FileShownSchema), at: InstantSchema })),
  history: z.array(HappenedSchema),
  /** Where the file has been, is, and goes as a rule. */
  path: z.array(z.object({ state: z.string(), label: z.string(), at: InstantSchema.nullable(), where: z.enum(['done', 'now', 'ahead']) })),
  links: z.array(z.object({ stream: StreamSchema, complaintId: ComplaintIdSchema, how: z.string(), receipt: z.string().nullable(), canOpen: z.boolean() })),
  firstContact: z.object({ name: z.string(), handedTo: z.string().nullable() }).nullable(),
})
export type ComplaintDetail = z.infer<typeof ComplaintDetailSchema>

/** What the reader may do next: the form of each step, and why not, as the server would decide it. */
export const ComplaintAbilitiesSchema = z.object({
  steps: z.array(z.object({
    /** `leadsTo`: how the state is called that it leads to; null: the file stays where it is. */
    step: z.string(), label: z.string(), as: z.string(), leadsTo: z.string().nullable(), hindered: z.array(z.string()), cannotBeUndone: z.boolean(),
    /** `when`: required only as the phone finds by trying: the server says so on submission. */
    fields: z.array(z.object({
      field: z.string(), label: z.string(), type: z.string(), required: z.boolean(), conditional: z.boolean(), known: z.string(), hint: z.string().nullable(),
      choices: ChoicesSchema, most: z.number().int(),
    })),
    papers: z.array(z.object({
      paper: z.string(), label: z.string(), required: z.boolean(), form: z.string().nullable(), formOnly: z.boolean(), isFiled: z.boolean(),
    })),
    declares: z.array(z.object({ declaration: z.string(), says: z.string() })),
    opens: StreamSchema.nullable(), answers: z.boolean(), cite: z.array(z.string()),
  })),
  supplement: z.boolean(), explain: z.boolean(), handOver: z.boolean(), linkCase: z.boolean(), nameAbout: z.boolean(),
})
export type ComplaintAbilities = z.infer<typeof ComplaintAbilitiesSchema>

/** POST …/steps */
export const TakeStepSchema = z.strictObject({
  commandId, step: WorkflowName, fields: FieldValuesSchema.default({}), declared: z.array(WorkflowName).max(20).default([]),
  papers: z.array(z.strictObject({ paper: WorkflowName, attachmentId: AttachmentIdSchema })).max(20).default([]), note: TextSchema(1000).optional(),
})
export type TakeStep = z.infer<typeof TakeStepSchema>
/** POST …/supplements, …/explanations */
export const SayInFileSchema = z.strictObject({ commandId, text: Words, files: Files })
/** POST …/uploads — multipart. */
export const FileUploadFieldsSchema = z.strictObject({ kind: Kind })
/** POST …/hand-over */
export const HandOverFileSchema = z
  .strictObject({ commandId, toStaffId: StaffIdSchema.optional(), toDepartment: Line(40).optional(), note: TextSchema(200).default('') })
  .refine(({ toStaffId, toDepartment }) => (toStaffId === undefined) !== (toDepartment === undefined), { path: ['toStaffId'] })
/** POST …/case */
export const LinkCaseSchema = z.strictObject({ commandId, caseNumber: Line(60) })
/** POST …/about */
export const NameAboutSchema = z.strictObject({ commandId, about: z.array(StaffIdSchema).min(1).max(10) })
/** GET /complaint-files/people — members of staff and departments, to name in a step. */
export const ComplaintPeopleSchema = z.object({
  staff: z.array(z.object({ staffId: StaffIdSchema, name: z.string(), department: z.string() })), departments: z.array(z.string()),
})

/* What the inspectors of discipline do; the file itself has the shapes above. */

export const DisciplineQuerySchema = z.strictObject({ show: z.enum(['open', 'over']).default('open') })
export const DisciplineListSchema = z.object({ reports: z.array(ComplaintItemSchema) })
export const DisciplineParamsSchema = z.object({ complaintId: ComplaintIdSchema })
/** POST /discipline/reports/:complaintId/links */
export const LinkReportSchema = z.strictObject({ commandId, receipt: FollowUpCodeSchema })
/** GET /discipline/reports/:complaintId/openings */
export const OpeningsSchema = z.object({ openings: z.array(z.object({ at: InstantSchema, name: z.string() })) })
