import { z } from 'zod'
import { NodeRecordIdSchema, PaperIdSchema, PersonIdSchema, StaffIdSchema } from '../../ids'
import { AttachmentNoteSchema, ATTACHMENTS_PER_MESSAGE } from '../thread-entries'

/**
 * What stands in `case:<case>` about its progress. Parties never read that chain: what one of them is told is an entry of their own thread
 * (`node.told`), derived from these by rules that know their side.
 */
const Name = z.string().regex(/^[a-z][a-z0-9_]{2,60}$/)
const Amount = z.object({ value: z.number().int().positive(), unit: z.enum(['hour', 'calendar_day', 'working_day', 'week', 'month', 'year']) })

/** Who approved something, as the court's paper says, and where that paper is. */
export const ApprovalSchema = z.object({
  role: Name,
  name: z.string().min(1).max(40),
  on: z.iso.date(),
  /** Number of the approval form. */
  paper: z.string().min(2).max(100),
  /** Whether it was reported to the superior court where that is asked for. */
  reportedOn: z.iso.date().optional(),
})
export type Approval = z.infer<typeof ApprovalSchema>

/** A node was done, or an event happened that starts periods. */
export const NodeRecordedSchema = z.object({
  recordId: NodeRecordIdSchema,
  /** A node or an event of the catalogue. */
  what: Name,
  /** The day it happened, Shanghai. It takes its place in time by it, and keeps its index. */
  on: z.iso.date(),
  /** HH:MM, Shanghai, where periods in hours start or end by it. */
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/).optional(),
  /** Which property, sale or sum it is about, for nodes that have a clock for each: the court system's own number of it. Told to nobody. */
  object: z.string().min(1).max(60).optional(),
  /** Which parties it is about, where not all of a side may be told (a detention, relief). */
  about: z.array(PersonIdSchema).max(50).optional(),
  fields: z.record(Name, z.string().max(500)).default({}),
  /** From before the case was kept here: it is no news, and nobody is told. */
  quiet: z.literal(true).optional(),
  /** For the court alone. */
  note: z.string().max(500).optional(),
  approval: ApprovalSchema.optional(),
  /** Papers it rests on, by their numbers. */
  papers: z.array(z.string().min(2).max(100)).max(10).default([]),
  /** The signed record or paper itself, as photos or PDF: the entry commits to their bytes. */
  evidence: z.array(AttachmentNoteSchema).max(ATTACHMENTS_PER_MESSAGE).optional(),
  /** Or where it stands in the file already: an entry of a thread of the case with such a paper, and that entry's hash. */
  filedIn: z.object({ personId: PersonIdSchema, index: z.number().int().nonnegative() }).optional(),
  /** Or the court's own finished paper of this case (`paper.filed`), whose words the fields repeat. */
  paper: PaperIdSchema.optional(),
  /** The hash of the entry that is named, of a thread or of the paper. */
  filedHash: z.string().optional(),
  /** Who signed, as the paper shows: parties of both sides. */
  signedBy: z.array(PersonIdSchema).max(50).optional(),
  /** Recorded later than allowed: why. Its presence is the mark (A0-2). */
  lateReason: z.string().min(2).max(200).optional(),
  /** What somebody was warned of and did nevertheless. */
  warnings: z.array(z.string()).default([]),
  /** Of a termination that the court's own system brought: which checks of the evidence sheet were red then, without a reason. */
  unexplained: z.array(z.number().int().positive()).optional(),
})
export type NodeRecorded = z.infer<typeof NodeRecordedSchema>

/** It was recorded by mistake. Whoever was told of it is told that as well. */
export const NodeWithdrawnSchema = z.object({ recordId: NodeRecordIdSchema, reason: z.string().min(2).max(200) })

/** The judge lets the applicant's side know more of a node than its plain sentence, or a held one go out (F-5). */
export const NodeReleasedSchema = z.object({
  recordId: NodeRecordIdSchema,
  /** Whose side; the restrictions of the node's subject hold for it still. */
  side: z.enum(['applicant', 'respondent']),
  /** What is said beside the plain sentence. */
  detail: z.string().min(2).max(500).optional(),
  /** Why it goes out though a query has not ended. For the court alone. */
  reason: z.string().min(2).max(200).optional(),
})

/** Nothing of this case goes out by itself (F-5), or it does again. */
export const HoldSetSchema = z.object({ held: z.boolean(), reason: z.string().min(2).max(200) })

/** A cause that suspends case-level periods, from one day to another; open while there is no `to`. */
export const PeriodSuspendedSchema = z.object({
  suspensionId: NodeRecordIdSchema, cause: Name, from: z.iso.date(), to: z.iso.date().optional(), reason: z.string().min(2).max(200),
  approval: ApprovalSchema.optional(),
})
export const PeriodResumedSchema = z.object({ suspensionId: NodeRecordIdSchema, to: z.iso.date(), reason: z.string().min(2).max(200).optional() })
export const PeriodExtendedSchema = z.object({ clockId: z.string().max(120), by: Amount, reason: z.string().min(2).max(200), approval: ApprovalSchema })

/** Written by the sweep, once each: `step` names which warning or rung of the ladder. */
export const ClockWarnedSchema = z.object({
  clockId: z.string().max(120), node: Name, step: z.string().max(80),
  /** When it fell due to be warned; an entry that comes late (after a standstill) says so by that. */
  wasDueAt: z.iso.datetime({ precision: 3 }),
  dueAt: z.iso.datetime({ precision: 3 }), to: z.array(Name), staffIds: z.array(StaffIdSchema),
  /** Who warns, by the rules: the command centre, its flow group. */
  by: Name.optional(),
})
export const ClockOverdueSchema = ClockWarnedSchema

/** The types above, in the order in which they stand there. */
export const PROGRESS_ENTRIES = {
  'node.recorded': NodeRecordedSchema, 'node.withdrawn': NodeWithdrawnSchema, 'node.released': NodeReleasedSchema, 'hold.set': HoldSetSchema,
  'period.suspended': PeriodSuspendedSchema, 'period.resumed': PeriodResumedSchema, 'period.extended': PeriodExtendedSchema,
  'clock.warned': ClockWarnedSchema, 'clock.overdue': ClockOverdueSchema,
} as const
