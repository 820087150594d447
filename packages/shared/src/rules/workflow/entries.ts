import { z } from 'zod'
import { AttachmentIdSchema, CaseIdSchema, ComplaintIdSchema, PersonIdSchema, StaffIdSchema, StreamSchema } from '../../ids'
import { WorkflowName } from './name'

/**
 * What stands in a complaint's chain. No name, number or address of whoever complained: they are a person of the court's, or stand sealed apart.
 */
const Words = z.string().min(1).max(4000)
const Instant = z.iso.datetime({ precision: 3 })

export const MemberSchema = z.object({ name: z.string().min(1).max(30), title: z.string().min(1).max(30), contact: z.string().min(3).max(40) })
export type Member = z.infer<typeof MemberSchema>
/** Text, day, instant, the key of a choice, a member of staff, a department; the members of a task force; or some of the court's staff. */
export const FieldValueSchema = z.union([z.string().max(4000), z.array(MemberSchema).max(20), z.array(StaffIdSchema).max(20)])
export type FieldValue = z.infer<typeof FieldValueSchema>
/** Of a value those of one kind: the people of a task force, or members of staff by id. What is none of it has none. */
export const membersIn = (value: FieldValue | undefined): Member[] =>
  typeof value === 'object' ? value.filter((one): one is Member => typeof one === 'object') : []
export const staffIdsIn = (value: FieldValue | undefined): string[] => (typeof value === 'object' ? value.filter((one) => typeof one === 'string') : [])
export const FieldValuesSchema = z.record(WorkflowName, FieldValueSchema)
export type FieldValues = z.infer<typeof FieldValuesSchema>

/** A file that came with it, by what its sender calls it. `confidential`: for the handler alone. */
export const ComplaintFileSchema = z.object({ attachmentId: AttachmentIdSchema, name: z.string().min(1).max(120), confidential: z.boolean().default(false) })

export type ComplaintFile = z.infer<typeof ComplaintFileSchema>
/** Files that an entry of a complaint says it brings. A paper that was made here names its own otherwise. */
export function filesSaid(body: unknown): readonly ComplaintFile[] {
  const { files } = body as { files?: unknown }
  return Array.isArray(files) ? (files as ComplaintFile[]) : []
}

export const CHANNELS = ['app', 'hotline', 'letter', 'telephone', 'fax', 'visit', 'transferred', 'thread'] as const
export const ChannelSchema = z.enum(CHANNELS)
export type Channel = z.infer<typeof ChannelSchema>

export const ComplaintReceivedSchema = z.object({
  /** The number under which whoever complained asks for it; the code beside it stands nowhere. */
  receipt: z.string().max(20).optional(),
  channel: ChannelSchema,
  /** `person`: of the court's records; `named`: whose name stands sealed apart; `anonymous`. */
  by: z.enum(['person', 'named', 'anonymous']),
  personId: PersonIdSchema.optional(),
  matter: Words,
  /** For the handler alone. */
  confidential: Words.optional(),
  /** As it was said; nobody has looked whether there is such a case. */
  caseNumberSaid: z.string().max(60).optional(),
  /** A case of the person's own, or one that staff found. */
  caseId: CaseIdSchema.optional(),
  /** Whom it is about, of the court's staff: as many as were named; and as it was said. */
  about: z.array(StaffIdSchema).default([]),
  aboutSaid: z.string().max(120).optional(),
  /** One of them has, at that time, a role whose complaints are the superior court's. */
  goesUp: z.boolean().optional(),
  fields: FieldValuesSchema.default({}),
  files: z.array(ComplaintFileSchema).max(20).default([]),
  /** The message of a thread that it is. */
  thread: z.object({ personId: PersonIdSchema, index: z.number().int().nonnegative() }).optional(),
  /** It was converted from, or found in, this file. */
  from: z.object({ stream: StreamSchema, complaintId: ComplaintIdSchema }).optional(),
})
export type ComplaintReceived = z.infer<typeof ComplaintReceivedSchema>

export const ComplaintSteppedSchema = z.object({
  step: WorkflowName,
  to: WorkflowName,
  fields: FieldValuesSchema.default({}),
  declared: z.array(WorkflowName).default([]),
  papers: z.array(z.object({ paper: WorkflowName, attachmentId: AttachmentIdSchema })).default([]),
  note: z.string().max(1000).optional(),
  /** Of a step that was taken by itself: when it was due. */
  wasDueAt: Instant.optional(),
  /** The file of another stream that it opens. */
  opens: z.object({ stream: StreamSchema, complaintId: ComplaintIdSchema }).optional(),
})
export type ComplaintStepped = z.infer<typeof ComplaintSteppedSchema>

const FilesSchema = z.array(ComplaintFileSchema).max(20).default([])
export const ComplaintSupplementedSchema = z.object({ by: z.enum(['complainant', 'staff']), text: z.string().max(4000), files: FilesSchema })
export const ComplaintExplainedSchema = z.object({ text: Words, files: FilesSchema })
export const ComplaintHandedOverSchema = z.object({
  toStaffId: StaffIdSchema.optional(), toDepartment: z.string().max(40).optional(), note: z.string().max(200),
})
/** `converted`: one became the other; `double_check` (一案双查). */
export const ComplaintLinkedSchema = z.object({
  stream: StreamSchema, complaintId: ComplaintIdSchema, how: z.enum(['converted', 'double_check']),
})
export const ComplaintCaseLinkedSchema = z.object({ caseId: CaseIdSchema })
export const ComplaintAboutSchema = z.object({ about: z.array(StaffIdSchema).min(1).max(10), goesUp: z.boolean().optional() })

/** In a member of staff's own chain: what was found of them, and by which document. */
export const ConductFoundSchema = z.object({
  kind: z.enum(['feedback', 'discipline']), outcome: z.string().max(40), concludedOn: z.iso.date(), documentSm3: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ConductFound = z.infer<typeof ConductFoundSchema>

export const COMPLAINT_ENTRIES = {
  'complaint.received': ComplaintReceivedSchema,
  'complaint.stepped': ComplaintSteppedSchema,
  'complaint.supplemented': ComplaintSupplementedSchema,
  'complaint.explained': ComplaintExplainedSchema,
  'complaint.handed_over': ComplaintHandedOverSchema,
  'complaint.linked': ComplaintLinkedSchema,
  'complaint.case_linked': ComplaintCaseLinkedSchema,
  'complaint.about_named': ComplaintAboutSchema,
} as const
export type ComplaintEntryType = keyof typeof COMPLAINT_ENTRIES
