import { z } from 'zod'
import { StreamSchema } from '../../ids'
import { CitationSchema } from '../court-config'
import { DurationSchema } from '../progress/catalogue'
import { StaffRoleSchema } from '../staff-roles'
import { WorkflowName } from './name'

/**
 * What of a court's configuration says how a complaint goes from its receipt to its end (rules C, H.3): states, who may take which step, what a
 * step demands, and which periods run. The values stand in config/court/workflows; nothing here knows a state, a limit or a form.
 */
const Name = WorkflowName

/** Something that a file's facts say or do not say. Evaluated by `holds` in conditions.ts. */
export type Condition =
  | { field: string; is: string[] }
  | { known: string }
  | { been_in: string }
  | { marked: string; at_least: number }
  /** The period of a node has begun and is over. */
  | { over: string }
  | { filed: string }
  /** The channel by which it came (`CHANNELS`). */
  | { came_by: string[] }
  /** Whoever complained has said something more since this step was last taken. */
  | { said_since: string }
  /** As whom they complained. */
  | { by: ('person' | 'named' | 'anonymous')[] }
  /** It is about somebody whose complaints are the superior court's (`about_goes_up`). */
  | { goes_up: true }
  /** Somebody of the court's staff has been named whom it is about. */
  | { about_somebody: true }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
export const ConditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ field: Name, is: z.array(z.string().min(1)).min(1) }),
    z.strictObject({ known: Name }),
    z.strictObject({ been_in: Name }),
    z.strictObject({ marked: Name, at_least: z.number().int().positive().default(1) }),
    z.strictObject({ over: Name }),
    z.strictObject({ filed: Name }),
    z.strictObject({ came_by: z.array(z.string()).min(1) }),
    z.strictObject({ said_since: Name }),
    z.strictObject({ by: z.array(z.enum(['person', 'named', 'anonymous'])).min(1) }),
    z.strictObject({ goes_up: z.literal(true) }),
    z.strictObject({ about_somebody: z.literal(true) }),
    z.strictObject({ all: z.array(ConditionSchema).min(1) }),
    z.strictObject({ any: z.array(ConditionSchema).min(1) }),
    z.strictObject({ not: ConditionSchema }),
  ]),
)

/**
 * What is written down with a step. `members`: people of a task force with title and office number; `staff`: one member of the court's staff;
 * `about_staff`: some of those whom the complaint is about.
 */
export const FileFieldSchema = z.strictObject({
  label: z.string().min(1).max(30),
  type: z.enum(['text', 'day', 'instant', 'choice', 'staff', 'department', 'members', 'about_staff', 'yes_no']),
  choices: z.record(Name, z.string().min(1).max(40)).optional(),
  /** Characters. */
  most: z.number().int().positive().default(1000),
  hint: z.string().max(120).optional(),
  /** Of `staff`: whoever is named holds one of these roles of config/court/roles.yaml. Looked at by whoever knows the staff. */
  held_by: z.array(StaffRoleSchema).default([]),
  /** Of `staff` and `department`: none of a department in which somebody works whom the complaint is about, where this holds. Looked at as `held_by`. */
  not_theirs: ConditionSchema.optional(),
})
export type FileField = z.infer<typeof FileFieldSchema>

/** A document that a step rests on: uploaded, or made here as an official form and filed in the same chain. */
export const PaperSpecSchema = z.strictObject({
  label: z.string().min(2).max(40),
  /** Of config/court/official-forms.yaml. */
  form: Name.optional(),
  /** Only the filled and signed form counts, not an upload. */
  form_only: z.boolean().default(false),
  /** Of the form: only one that says one of these in its fields. */
  form_says: z.record(Name, z.array(z.string().min(1)).min(1)).default({}),
  /** Only whoever acts as one of these brings it; of nobody else it counts. */
  brought_by: z.array(Name).default([]),
})
export type PaperSpec = z.infer<typeof PaperSpecSchema>

/** Who is meant by a role of the rules, for one file. Several: whoever is any of them. */
export const ActorSpecSchema = z.strictObject({
  label: z.string().min(2).max(30),
  /** Whoever holds one of these roles of config/court/roles.yaml. */
  roles: z.array(StaffRoleSchema).default([]),
  /** Of those roles only who works in the department that this field names. */
  of_department: Name.optional(),
  /** The member of staff whom one of these fields names. */
  named_in: z.array(Name).default([]),
  /** Whoever works in, or leads, the department that a field names. */
  works_in: Name.optional(),
  leads: Name.optional(),
  /** Of the case that the file is linked to. */
  of_case: z.enum(['judge', 'officers', 'team_leader']).optional(),
  /** Whoever took it first, until it is handed over; and to whom it was handed over. */
  first_contact: z.boolean().default(false),
  complainant: z.boolean().default(false),
  /** Nobody who signs in here: one of these writes down what they decided, on their own document. */
  outside: z.strictObject({ recorded_by: z.array(Name).min(1), paper: Name }).optional(),
  /** Nobody: it happens by itself when its time has come. */
  clock: z.boolean().default(false),
})
export type ActorSpec = z.infer<typeof ActorSpecSchema>

const If = { when: ConditionSchema.optional() }
/** `is`: one of these alone, where it is needed. */
const NeededField = z.strictObject({ field: Name, is: z.array(z.string().min(1)).min(1).optional(), ...If })
/** `since`: counts only when filed after the file last came into this state. */
const NeededPaper = z.strictObject({ paper: Name, since: Name.optional(), ...If })

export const StepSpecSchema = z.strictObject({
  id: Name,
  /** What the button says. */
  label: z.string().min(2).max(30),
  from: z.array(Name).min(1),
  /** `same`: stays where it is, and is marked. */
  to: Name,
  by: z.array(Name).min(1),
  /** What must be so; `says`: why not, in plain words. */
  only_if: z.array(z.strictObject({ when: ConditionSchema, says: z.string().min(4).max(120) })).default([]),
  /** What whoever takes the step declares, as it is written down. */
  declares: z.record(Name, z.string().min(4).max(200)).default({}),
  needs: z.array(NeededField).default([]),
  may_say: z.array(Name).default([]),
  /** What follows from the step itself and is written down with it. */
  sets: z.record(Name, z.string().min(1)).default({}),
  papers: z.array(NeededPaper).default([]),
  may_add: z.array(Name).default([]),
  /** Of whoever is outside: the document of this step, where it is another than theirs as a rule. */
  outside_paper: Name.optional(),
  /** The overlay (催办、督办 …) that it sets, once more each time. */
  marks: Name.optional(),
  /** A new round: documents, marks and fields of the last one count no more, but for these fields. */
  begins_anew: z.strictObject({ keeps: z.array(Name) }).optional(),
  /** Opens a file of another stream, which both name. */
  opens: StreamSchema.optional(),
  /** What it opens is what this one should have been: it counts from the receipt of this one. */
  reclassifies: z.boolean().default(false),
  /** What is answered to whoever complained: this field goes to them, in the follow-up and, where they have one, in their thread. */
  answers: Name.optional(),
  /**
   * What the product itself looks for, whatever the court calls the step: by which an answer in a thread is written down (`thread_answer`), and what was
   * explained on the spot (`explanation`), which the form for approval repeats.
   */
  known_as: z.enum(['thread_answer', 'explanation']).optional(),
  /** Not there until the court has given what it rests on (rules X-21): switched on in configuration. */
  on: z.boolean().default(true),
  cannot_be_undone: z.boolean().default(true),
  cite: z.array(CitationSchema).min(1),
})
export type StepSpec = z.infer<typeof StepSpecSchema>

/** When a period of the node catalogue runs in a file. */
const Start = z.strictObject({
  received: z.literal(true).optional(), steps: z.array(Name).default([]), field: Name.optional(),
  /** When whoever complained first said something more after the newest of these steps. */
  said_after: z.array(Name).default([]),
})
export const FilePeriodSchema = z.strictObject({
  node: Name,
  /** With the receipt by the server, with one of these steps, at the instant that a field says (where it says one), or as `said_after` says. */
  starts: Start,
  ends: z.array(Name).min(1),
  only_if: ConditionSchema.optional(),
  /** The last day stands in this field, item by item, in the place of the node's limit. */
  due_on: Name.optional(),
})
export type FilePeriod = z.infer<typeof FilePeriodSchema>

/** A step that is taken by itself so long after something, or at the end of a node's period, while it can be taken. */
export const AutomaticSchema = z
  .strictObject({ step: Name, after: DurationSchema.optional(), starts: Start.optional(), at_end_of: Name.optional(), cite: CitationSchema })
  .refine(({ after, starts, at_end_of: node }) => (after === undefined) === (starts === undefined) && (after === undefined) !== (node === undefined), {
    message: 'so long after something, or at the end of a period', path: ['after'],
  })
export type Automatic = z.infer<typeof AutomaticSchema>

export const WorkflowSchema = z.strictObject({
  stream: StreamSchema,
  label: z.string().min(2).max(30),
  initial: Name,
  /** `told`: how it stands, to whoever complained; `next`: what comes then. */
  states: z.record(Name, z.strictObject({
    label: z.string().min(2).max(30), told: z.string().min(2).max(120), next: z.string().max(160).optional(), over: z.boolean().default(false),
    /** Beside the usual way: drawn where a file has come through it, or where nothing else is left. */
    aside: z.boolean().default(false),
  })),
  overlays: z.record(Name, z.strictObject({ label: z.string().min(2).max(30), cite: CitationSchema })).default({}),
  fields: z.record(Name, FileFieldSchema).default({}),
  papers: z.record(Name, PaperSpecSchema).default({}),
  actors: z.record(Name, ActorSpecSchema),
  /** Who of the court opens the file, and to whom what was said in confidence is shown. */
  read_by: z.array(z.strictObject({ actor: Name, ...If })).min(1),
  confidence_to: z.array(Name).default([]),
  /** What a member of staff may whom the complaint is about. */
  about_may: z.enum(['nothing', 'read_and_explain']),
  /** Complaints about somebody with one of these roles are the superior court's. */
  about_goes_up: z.strictObject({ roles: z.array(StaffRoleSchema).min(1), cite: CitationSchema }).optional(),
  /** What is found here (`field`) of those whom `of` names, once the file is in a state: it goes into their records (rules B-5). */
  conduct_record: z.strictObject({
    in_state: Name, field: Name, of: Name, founded: z.array(Name).min(1), paper: Name.optional(), cite: CitationSchema,
  }).optional(),
  /** What is asked of whoever registers it for somebody. */
  registration: z.strictObject({ needs: z.array(NeededField).default([]), may_say: z.array(Name).default([]), cite: CitationSchema }),
  periods: z.array(FilePeriodSchema).default([]),
  automatic: z.array(AutomaticSchema).default([]),
  steps: z.array(StepSpecSchema).min(1),
  cite: z.array(CitationSchema).min(1),
})
export type Workflow = z.infer<typeof WorkflowSchema>
export type Workflows = Readonly<Record<z.infer<typeof StreamSchema>, Workflow>>
