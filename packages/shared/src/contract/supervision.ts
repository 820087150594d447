import { z } from 'zod'
import { CaseIdSchema, ClientMessageIdSchema, ComplaintIdSchema, PersonIdSchema, StaffIdSchema, StreamSchema } from '../ids'
import { CourtFiguresSchema, MeasureSchema } from '../rules'
import { InstantSchema, TextSchema } from './common'

/** GET /supervision/overview — every number of what the reader supervises, with what it counts. */
const NumbersSchema = z.record(MeasureSchema, z.number().int())
export const NumberViewSchema = z.object({
  measure: MeasureSchema,
  label: z.string(),
  /** The definition, in words. */
  counts: z.string(),
  total: z.number().int(),
  /** What it is made of; the counts add up to the total. */
  states: z.array(z.object({ state: z.string(), label: z.string(), count: z.number().int(), alarming: z.boolean() })),
  /** The same by age, youngest first; empty where age is not what is looked at. */
  ages: z.array(z.object({ age: z.string(), label: z.string(), count: z.number().int() })),
})
export type NumberView = z.infer<typeof NumberViewSchema>
export const SupervisionScopeSchema = z.enum(['court', 'department', 'own'])

export const SupervisionOverviewSchema = z.object({
  /** The instant as of which everything is counted. */
  asOf: InstantSchema,
  scope: SupervisionScopeSchema,
  court: z.string(),
  numbers: z.array(NumberViewSchema),
  /** Add up to the numbers above. */
  departments: z.array(z.object({ department: z.string(), numbers: NumbersSchema })),
  /** Do not add up: what several have to see to counts for each. */
  staff: z.array(z.object({ staffId: StaffIdSchema, name: z.string(), department: z.string(), numbers: NumbersSchema })),
  /** What the Monday page shows, in its order. */
  monday: z.array(MeasureSchema),
})
export type SupervisionOverview = z.infer<typeof SupervisionOverviewSchema>

/** GET /supervision/lists/:measure — what a number counts, one by one. */
export const SupervisionListParamsSchema = z.strictObject({ measure: MeasureSchema })
export const SupervisionListQuerySchema = z.strictObject({
  department: TextSchema(40).optional(),
  staffId: StaffIdSchema.optional(),
  state: z.string().regex(/^[a-z][a-z0-9_:]{0,60}$/).optional(),
  age: z.string().regex(/^[a-z][a-z0-9_]{1,30}$/).optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
})

/** One that urged, or all of them: who, when, the last first. */
export const UrgedViewSchema = z.object({ at: InstantSchema, byName: z.string() })
export const SupervisedItemSchema = z.object({
  itemId: z.string(),
  measure: MeasureSchema,
  /** 案号, or of what is no case's whose absence it is, the receipt number. */
  title: z.string(),
  /** What it is about: the period, the kind of matter. Nothing that was said. */
  what: z.string(),
  department: z.string(),
  handlers: z.array(z.object({ staffId: StaffIdSchema, name: z.string() })),
  state: z.string(),
  stateLabel: z.string(),
  alarming: z.boolean(),
  /** The instant it is sorted by, and what that is. */
  at: InstantSchema,
  atIs: z.enum(['due', 'since', 'from', 'none']),
  urged: z.array(UrgedViewSchema),
  ageLabel: z.string().nullable(),
  /** The page that has it, where the reader may open that. */
  opens: z
    .discriminatedUnion('page', [
      z.object({ page: z.literal('case'), caseId: CaseIdSchema }),
      z.object({ page: z.literal('thread'), caseId: CaseIdSchema, personId: PersonIdSchema }),
      z.object({ page: z.literal('complaint'), stream: StreamSchema, complaintId: ComplaintIdSchema }),
      z.object({ page: z.literal('absences') }),
    ])
    .nullable(),
  can: z.object({ urge: z.boolean() }),
})
export type SupervisedItemView = z.infer<typeof SupervisedItemSchema>

export const SupervisionListSchema = z.object({
  asOf: InstantSchema,
  measure: MeasureSchema,
  label: z.string(),
  counts: z.string(),
  total: z.number().int(),
  items: z.array(SupervisedItemSchema),
  hasMore: z.boolean(),
})
export type SupervisionList = z.infer<typeof SupervisionListSchema>

/** GET …/:itemId/entries — what stands behind one of them in the log: where, when, and in a sentence that repeats nothing that was written. */
export const SupervisionItemParamsSchema = SupervisionListParamsSchema.extend({ itemId: z.string().regex(/^[0-9a-f]{32}$/) })
export const EntryBehindSchema = z.object({
  /** Whose record: 案件, 会话 … */
  record: z.string(),
  kind: z.string(),
  index: z.number().int(),
  at: InstantSchema,
  sentence: z.string(),
})
export type EntryBehind = z.infer<typeof EntryBehindSchema>
export const EntriesBehindSchema = z.object({ entries: z.array(EntryBehindSchema) })

/** POST …/:itemId/urgings — an entry; cannot be taken back. */
export const UrgeSchema = z.strictObject({ commandId: ClientMessageIdSchema })
export const UrgingDoneSchema = z.object({ urged: z.array(UrgedViewSchema), names: z.array(z.string()) })

/** GET /supervision/my-urgings — what the reader was urged to do and has not done, the last urged first. */
export const MyUrgingsSchema = z.object({ items: z.array(SupervisedItemSchema) })

/**
 * GET /supervision/conduct — the record of civilised enforcement (文明执法档案, B-5) of each officer the reader may read, their own first: concluded
 * findings alone. Nothing that was only alleged, is open or turned out unfounded stands in it, or counts.
 */
export const ConductRecordsSchema = z.object({
  asOf: InstantSchema,
  scope: SupervisionScopeSchema,
  officers: z.array(z.object({
    staffId: StaffIdSchema,
    name: z.string(),
    department: z.string(),
    findings: z.array(z.object({
      kind: z.enum(['feedback', 'discipline']), kindLabel: z.string(), outcome: z.string(), concludedOn: z.iso.date(),
      /** SM3 of the paper that says so. */
      documentSm3: z.string(),
    })),
  })),
})
export type ConductRecords = z.infer<typeof ConductRecordsSchema>

/** GET /supervision/courts — of a court with courts below it; what each said of itself last, by its own definitions. */
export const CourtsSchema = z.object({
  /** The court above, and when it was last told. */
  superior: z.string().nullable(),
  lastSent: InstantSchema.nullable(),
  courts: z.array(z.object({
    courtId: z.string(), name: z.string(), day: z.iso.date().nullable(), asOf: InstantSchema.nullable(),
    /** Nothing came for more than a day. */
    isLate: z.boolean(),
    numbers: CourtFiguresSchema.shape.numbers.element.array(),
    petitions: CourtFiguresSchema.shape.petitions.element.array(),
  })),
})
export type Courts = z.infer<typeof CourtsSchema>
