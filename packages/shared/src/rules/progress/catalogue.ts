import { z } from 'zod'
import { LitigantSideSchema } from '../relations'

/**
 * What of a court's configuration says which procedural nodes (流程节点) there are, what period each has, and who is told of it. The
 * values stand in config/court/progress, each with its citation; nothing here knows a number of days.
 */

/** A node, an event that starts a period, or a role, as the rules name it. */
const Name = z.string().regex(/^[a-z][a-z0-9_]{2,60}$/)

export const ProgressCitationSchema = z.strictObject({
  /** `memory`: from outside the documents and not verified; shown with that word. */
  basis: z.enum(['law', 'court_document', 'proposal', 'memory']),
  source: z.string().min(1),
  quote: z.string().optional(),
})
export type ProgressCitation = z.infer<typeof ProgressCitationSchema>

export const PERIOD_UNITS = ['hour', 'calendar_day', 'working_day', 'week', 'month', 'year'] as const
/** A length of time in one unit. */
export const DurationSchema = z.strictObject({ value: z.number().int().nonnegative(), unit: z.enum(PERIOD_UNITS) })
export type Duration = z.infer<typeof DurationSchema>

/**
 * A period (期限). `after` counts on from its start; `before` counts back from an event to the latest day on which the act still is in
 * time. `value: 0` with `calendar_day` is the same day until 24:00.
 */
export const PeriodSchema = DurationSchema.extend({
  direction: z.enum(['after', 'before']).default('after'),
  /** Whether a last day that is no working day moves to the next one. Never for hours, nor for what counts back. */
  roll_forward: z.boolean(),
})
export type Period = z.infer<typeof PeriodSchema>

/** What a node is about, as far as it decides who may be told of it, and when (rules X-40). */
export const SUBJECTS = [
  'filing', 'notice', 'query', 'control', 'preservation', 'search', 'police', 'relief', 'measure', 'valuation', 'sale', 'money', 'closing',
  'remedy', 'jurisdiction', 'internal', 'petition',
] as const

/**
 * How one side is told. `when`: `recorded` at once; `controls_done` only when no property that was found is left uncontrolled in the case;
 * `released` only after a judge has released it.
 */
export const TellSchema = z.strictObject({
  when: z.enum(['recorded', 'controls_done', 'released']).default('recorded'),
  /**
   * `concerned`: only those parties of the side whom the record is about. Nobody is told that a co-party was detained, or got relief. Where the record
   * does not say whom: the side's only party, or nobody. `reporter`: the very person whom the record is about, and their own agents.
   */
  to: z.enum(['side', 'concerned', 'reporter']).default('side'),
  /** Whether the agents of that side are told as well (`party_agent` beside the side). */
  agents: z.boolean(),
  /** One plain sentence: what has happened. No property, account or amount; `{on}` is the day. */
  text: z.string().min(2).max(200),
  /** What it means for whoever reads it, in plain words. */
  means: z.string().min(2).max(400),
  /** What the person is asked to do; a node with it reaches the call list when nothing else reaches them. */
  act: z.strictObject({
    text: z.string().min(2).max(200),
    /** The node whose period runs for it, where there is one. */
    by: Name.optional(),
  }).optional(),
  basis: z.enum(['law', 'court_document', 'proposal']),
})
export type Tell = z.infer<typeof TellSchema>

/** What has to be said when a node is recorded. For the court alone: fields are told to nobody. */
export const NodeFieldSchema = z.strictObject({
  id: Name,
  label: z.string().min(1).max(30),
  type: z.enum(['text', 'day', 'time', 'money', 'choice']),
  required: z.boolean().default(false),
  /** Required as soon as another field says one of these. */
  required_if: z.strictObject({ field: Name, is: z.array(z.string().min(1)).min(1) }).optional(),
  choices: z.array(z.string().min(1)).min(2).optional(),
  /** Of money: more than this (yuan) is asked about again. */
  most: z.number().positive().optional(),
})
export type NodeField = z.infer<typeof NodeFieldSchema>

/**
 * What a record of it means for what the court looks for in secret (rules X-40): a query begins, one of them ends, all of them do; property was
 * found; property is controlled. While anything of it is open, nothing of control or preservation is told to the respondent's side.
 */
export const SecrecySchema = z.strictObject({
  mark: z.enum(['query_begun', 'query_done', 'all_queries_done', 'found', 'controlled']),
  cite: ProgressCitationSchema,
})
export type Secrecy = z.infer<typeof SecrecySchema>

export const NodeSpecSchema = z.strictObject({
  id: Name,
  label: z.string().min(2).max(40),
  /** What a party reads of it while it is still to come, where the label is a word of the court's. */
  to_come: z.string().min(2).max(30).optional(),
  /**
   * `deadline` finish by it; `lead_time` be done so long before an event; `alert` warns; `target` a statistic, never overdue (X-29); `trigger` opens
   * a procedure; `validation` a check alone; `milestone` no limit; `right_arises` a party may do something from then on; `not_before` not allowed
   * earlier.
   */
  kind: z.enum(['deadline', 'lead_time', 'alert', 'target', 'trigger', 'validation', 'milestone', 'right_arises', 'not_before']),
  /** Whose clock it is: an enforcement case's, a petition's, or the court's own calendar. */
  of: z.enum(['case', 'petition', 'court']),
  subject: z.enum(SUBJECTS),
  /** Off: known and cited, without clock, records or telling, until a court switches it on. */
  on: z.boolean().default(true),
  /**
   * `thread`: a matter between one person and the court (an answer to a report of irregularity, a clue, an application). Its clock and its telling
   * stand in that person's thread, and nothing of it in the case's chain, which others read.
   */
  kept_in: z.enum(['case', 'thread']).default('case'),
  /** Start of its period: an event, or another node (= that it was done). The first that has happened counts unless `earliest`. */
  start: z.strictObject({
    event: Name,
    alternatives: z.array(Name).default([]),
    choose: z.enum(['first_named', 'earliest']).default('first_named'),
    /** Started only by what says one of these of itself in this field, or says nothing of it: a notice for movables by a sale of movables. */
    only: z.strictObject({ field: Name, is: z.array(z.string().min(1)).min(1) }).optional(),
  }).optional(),
  /** What ends its clock beside its own record: other nodes, or that the case was closed. */
  ended_by: z.array(Name).default([]),
  ended_by_closing: z.boolean().default(false),
  /** Its clock runs only in cases in which one of these was recorded, or only while none of those was: a period for some kinds of case. */
  only_if: z.array(Name).default([]),
  unless: z.array(Name).default([]),
  limit: PeriodSchema.optional(),
  /** A second, shorter limit that is a target and no breach (X-04, X-06). */
  target: PeriodSchema.optional(),
  /** In principle only (原则上): overdue is said, and is no breach. */
  soft: z.boolean().default(false),
  /** Each thing (a property, a sale) has a period of its own. */
  per_object: z.boolean().default(false),
  /** Runs again from its own completion, so many times in all. */
  repeat: z.number().int().positive().optional(),
  extension: z.strictObject({ times: z.number().int().positive(), each: DurationSchema, approvers: z.array(Name).min(1) }).optional(),
  /** What suspends it (期间不计入); only case-level periods. */
  suspended_by: z.array(Name).default([]),
  warnings: z.array(z.strictObject({ before: DurationSchema, to: z.array(Name).min(1), by: Name.optional(), basis: z.enum(['law', 'court_document', 'proposal']) })).default([]),
  responsible: z.array(Name).min(1),
  performed_by: Name.optional(),
  approval: z.strictObject({ by: z.array(Name).min(1), report_to: Name.optional(), cite: ProgressCitationSchema }).optional(),
  /** Whom an overdue period goes up to, one after the other. */
  ladder: z.array(Name).default([]),
  on_overdue: z.string().optional(),
  fields: z.array(NodeFieldSchema).default([]),
  /** Checks by name; what each does stands in rules/progress/checks. */
  checks: z.array(z.enum(['reserve_price', 'auction_lead', 'interview_record', 'interview_held', 'signed_paper', 'paper_attached', 'termination_age', 'evidence_sheet'])).default([]),
  /** Of `reserve_price`: the least part of the appraised or market price, percent. */
  least_percent: z.number().positive().max(100).optional(),
  /** Whether party-side people are told, by side. A side that is not named is never told. */
  tell: z.partialRecord(LitigantSideSchema, TellSchema).default({}),
  /** One of the nodes that a court must push (push-rules: seed_minimum_nodes). */
  minimum: z.boolean().default(false),
  secrecy: SecrecySchema.optional(),
  cite: z.array(ProgressCitationSchema).min(1),
  /** Numbers of the open questions it rests on (X-02 …). */
  questions: z.array(z.string()).default([]),
})
export type NodeSpec = z.infer<typeof NodeSpecSchema>

export const EventSpecSchema = z.strictObject({
  id: Name,
  label: z.string().min(2).max(60),
  of: z.enum(['case', 'petition', 'court']),
  needs_time: z.boolean().default(false),
  fields: z.array(NodeFieldSchema).default([]),
  /** Has happened when one of these nodes was recorded: nobody records it beside them. */
  of_nodes: z.array(Name).default([]),
  /** Is the running out of the period of one of these nodes. */
  expiry_of: z.array(Name).default([]),
  /** `thread`: a matter of one person's thread is it (a clue, a report of irregularity): nobody records it in the case. */
  kept_in: z.enum(['case', 'thread']).default('case'),
  secrecy: SecrecySchema.optional(),
})
export type EventSpec = z.infer<typeof EventSpecSchema>

/** An abstract role of the rules, and who that is in this court (X-31). */
export const ProgressRoleSchema = z.strictObject({
  label: z.string().min(2).max(30),
  /** `judge`, `officer`: of the case; a role of config/court/roles.yaml; or nobody who signs in here. */
  who: z.union([z.enum(['case_judge', 'case_officers', 'case_team_leader', 'outside', 'party']), z.strictObject({ role: Name })]),
})

export type ProgressRole = z.infer<typeof ProgressRoleSchema>

/** config/court/progress/nodes/*.yaml */
export const NodesFileSchema = z.strictObject({ nodes: z.array(NodeSpecSchema).min(1) })
/** config/court/progress/events.yaml */
export const EventsFileSchema = z.strictObject({ events: z.array(EventSpecSchema).min(1) })
/** config/court/progress/roles.yaml */
export const ProgressRolesFileSchema = z.strictObject({ roles: z.record(Name, ProgressRoleSchema) })
/** config/court/progress/recording.yaml */
export const RecordingFileSchema = z.strictObject({
  late_after: DurationSchema.extend({ cite: ProgressCitationSchema }),
  /** Causes for which the days are not counted (期间不计入), by id. */
  suspensions: z.strictObject({ causes: z.record(Name, z.strictObject({ label: z.string().min(2).max(30) })), cite: ProgressCitationSchema }),
})

/** All of config/court/progress, checked as a whole: `faultsOf` in catalogue-checks. */
export interface Catalogue {
  nodes: ReadonlyMap<string, NodeSpec>
  events: ReadonlyMap<string, EventSpec>
  roles: ReadonlyMap<string, ProgressRole>
  /** Recording later than this after it happened needs a reason (A0-2). */
  late_after: Duration
  /** Causes that suspend a case-level period: what each is called, by id. */
  suspensions: ReadonlyMap<string, string>
}
