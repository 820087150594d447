import { z } from 'zod'
import { CaseIdSchema, PersonIdSchema } from '../ids'
import { InstantSchema } from './common'

/**
 * GET /clocks — what is due in the cases that the reader reaches, or of which they were told by a warning; the case with the soonest end first.
 * `told`: where a warning or a rung of the ladder named the reader.
 */
export const ClockScopeSchema = z.enum(['mine', 'department', 'court', 'told'])
export type ClockScope = z.infer<typeof ClockScopeSchema>
export const ClocksQuerySchema = z.strictObject({
  /** The first of those the reader has, unless said. */
  scope: ClockScopeSchema.optional(),
  /** Only cases in which something is overdue. */
  overdue: z.enum(['1']).optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
})

/** A warning or a rung: whom it tells, when it is due, when it was written. */
export const ClockStepViewSchema = z.object({
  kind: z.enum(['warning', 'overdue', 'rung', 'ripe', 'arises']),
  to: z.array(z.string()),
  by: z.string().nullable(),
  at: InstantSchema,
  writtenAt: InstantSchema.nullable(),
})
export type ClockStepView = z.infer<typeof ClockStepViewSchema>

export const ClockViewSchema = z.object({
  clockId: z.string(),
  node: z.string(),
  /** Of one that is kept in a thread: the index of the entry that it began with. */
  matter: z.number().int().nullable(),
  label: z.string(),
  /** What its day means: be done by it; not allowed before it; a right begins; something else can be opened; somebody is warned. */
  means: z.enum(['done_by', 'not_before', 'right', 'opens', 'warns']),
  /** Which property, sale or sum. */
  object: z.string().nullable(),
  /** 承办人、员额法官: who has to do it. */
  responsible: z.array(z.string()),
  /** What it counts from, and its day. */
  from: z.object({ label: z.string(), on: z.string() }),
  /** Null while it stands still. `byHour`: the hour of `dueAt` counts, not the day alone. */
  dueAt: InstantSchema.nullable(),
  dueDay: z.string().nullable(),
  byHour: z.boolean(),
  /** `ripe`: something else can be opened now; it is no breach. */
  state: z.enum(['running', 'soon', 'overdue', 'ripe', 'still']),
  /** In principle only: overdue is no breach. */
  soft: z.boolean(),
  /** The shorter limit that is a target; null where there is none. */
  target: z.object({ dueAt: InstantSchema, passed: z.boolean() }).nullable(),
  /** Why it stands still, and since when. */
  suspended: z.object({ cause: z.string(), since: z.string() }).nullable(),
  /** A year without a table of holidays decided. */
  calendarKnown: z.boolean(),
  /** In plain words, with what it rests on. */
  rule: z.string(),
  /** What follows when it is overdue. */
  onOverdue: z.string().nullable(),
  steps: z.array(ClockStepViewSchema),
  /** Rungs that only a person's finding leads to. */
  onFinding: z.array(z.string()),
})
export type ClockView = z.infer<typeof ClockViewSchema>

export const CaseClocksSchema = z.object({
  /** Of this block: a case may have several, its own and one for each thread in which something is owed. */
  key: z.string(),
  /** Of a matter between one person and the court: whose, where the reader answers it. */
  thread: z.object({ personId: PersonIdSchema.nullable(), name: z.string() }).nullable(),
  caseId: CaseIdSchema,
  caseNumber: z.string(),
  cause: z.string(),
  department: z.string(),
  closed: z.boolean(),
  handlers: z.array(z.object({ name: z.string(), title: z.string() })),
  clocks: z.array(ClockViewSchema),
  /** A reason has to be written down: the period that is over, and the node under which it is recorded. */
  asksReason: z.object({ label: z.string(), dueDay: z.string(), node: z.string() }).nullable(),
  can: z.object({ open: z.boolean(), record: z.boolean() }),
})
export type CaseClocks = z.infer<typeof CaseClocksSchema>

export const ClocksSchema = z.object({
  /** The instant as of which it says what is overdue. */
  asOf: InstantSchema,
  scope: ClockScopeSchema,
  /** In how many cases of this scope something is overdue. */
  overdueCases: z.number().int(),
  cases: z.array(CaseClocksSchema),
  hasMore: z.boolean(),
})
export type Clocks = z.infer<typeof ClocksSchema>
/** Scopes that this reader has anything in. */
export const ClocksAbilitiesSchema = z.object({ scopes: z.array(ClockScopeSchema) })
