import { z } from 'zod'
import { CaseIdSchema, NodeRecordIdSchema } from '../ids'
import { NodeToldSchema } from '../rules'
import { InstantSchema } from './common'
import { EntryViewSchema } from './messaging'

const AS_TOLD = { ref: true, node: true, label: true, on: true, text: true, means: true, late: true, cite: true } as const
/** A node as a party was told of it. What was sealed since stands there as null. */
export const ToldNodeViewSchema = NodeToldSchema.pick(AS_TOLD).extend({
  index: z.number().int(),
  /** When it was told. */
  at: InstantSchema,
  act: z.object({ text: z.string(), dueAt: InstantSchema.nullable(), rule: z.string().nullable() }).nullable(),
  /** What the judge has let them know beside it. */
  details: z.array(z.object({ at: InstantSchema, text: z.string().nullable() })),
  takenBack: z.object({ at: InstantSchema, reason: z.string().nullable() }).nullable(),
})
export type ToldNodeView = z.infer<typeof ToldNodeViewSchema>

export const DueItemSchema = z.object({
  /** Whoever reads, or the court. */
  by: z.enum(['me', 'court']),
  text: z.string(),
  dueAt: InstantSchema.nullable(),
  /** The period in plain words, and what it rests on. */
  rule: z.string().nullable(),
  ref: NodeRecordIdSchema,
  isPast: z.boolean(),
})
export type DueItemView = z.infer<typeof DueItemSchema>

/** GET /cases/:caseId/my-progress — a party's time line, made of what they were told in their own thread and of nothing else. */
export const MyProgressSchema = z.object({
  done: z.array(ToldNodeViewSchema),
  due: z.array(DueItemSchema),
  /**
   * The day since when the reader takes part, where that was not from the beginning: what was before they were not told. No instant: in the
   * case's chain it may have had to wait for what others wrote.
   */
  since: z.iso.date().nullable(),
})
export type MyProgress = z.infer<typeof MyProgressSchema>

/** GET /inbox?unread=1&before= — all that the court told the reader over all their cases, newest first. */
export const InboxQuerySchema = z.strictObject({
  unread: z.literal('1').optional(),
  /** `next` of the page before. */
  before: z.string().regex(/^\d{13}\.c_[0-9a-z]{8,32}\.\d{1,9}$/).optional(),
})
export const InboxItemSchema = z.object({
  caseId: CaseIdSchema,
  caseNumber: z.string(),
  cause: z.string(),
  /** As it stands in the thread. */
  entry: EntryViewSchema,
  unread: z.boolean(),
})
export type InboxItem = z.infer<typeof InboxItemSchema>
export const InboxSchema = z.object({
  items: z.array(InboxItemSchema),
  /** How many are unread in all. */
  unread: z.number().int(),
  next: z.string().nullable(),
})
export type Inbox = z.infer<typeof InboxSchema>
