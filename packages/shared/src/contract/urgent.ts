import { z } from 'zod'
import { AttachmentIdSchema, CaseIdSchema, ClientMessageIdSchema, PersonIdSchema, StaffIdSchema } from '../ids'
import { AttachmentNoteSchema, ATTACHMENTS_PER_MESSAGE, CallOutcomeSchema, RingResultSchema, URGENT_MAX_CHARS, URGENT_WHERE_MAX_CHARS } from '../rules'
import { InstantSchema, TextSchema } from './common'
import { StoredSchema } from './messaging'

export const UrgentParamsSchema = z.strictObject({ caseId: CaseIdSchema, personId: PersonIdSchema })

/** POST /urgent/:caseId/:personId — 紧急线索. Nothing is required but some words, a picture or a voice. Attachments are uploaded to the thread. */
export const RaiseUrgentSchema = z.strictObject({
  commandId: ClientMessageIdSchema,
  what: TextSchema(URGENT_MAX_CHARS).default(''),
  where: TextSchema(URGENT_WHERE_MAX_CHARS).optional(),
  attachments: z.array(AttachmentNoteSchema).max(ATTACHMENTS_PER_MESSAGE).default([]),
})
export const RaisedSchema = z.object({ stored: StoredSchema })

const Words = (max: number) => TextSchema(max).pipe(z.string().trim().min(2))
/** POST …/taking — 我来处理: the first one wins, others get 409 `urgent.taken`. */
export const TakeUrgentSchema = z.strictObject({ commandId: ClientMessageIdSchema })
/** POST …/return — hands it back: it rings again. */
export const ReturnUrgentSchema = z.strictObject({ commandId: ClientMessageIdSchema, reason: Words(200) })
/** POST …/words — whoever has it tells the sender something. */
export const SayUrgentSchema = z.strictObject({ commandId: ClientMessageIdSchema, text: TextSchema(URGENT_MAX_CHARS).pipe(z.string().trim().min(1)) })
/** POST …/settlement — done, with what the sender reads. */
export const SettleUrgentSchema = z.strictObject({ commandId: ClientMessageIdSchema, summary: Words(URGENT_MAX_CHARS) })

export const UrgentStatusSchema = z.enum(['ringing', 'unreached', 'taken', 'settled'])
export type UrgentStatus = z.infer<typeof UrgentStatusSchema>
const By = z.object({ name: z.string(), title: z.string(), at: InstantSchema })
const NumberSchema = z.object({ label: z.string(), number: z.string() })

/** A matter, its newest last. Whoever may see it sees the words; staff also whom it rang. */
export const UrgentMatterViewSchema = z.object({
  /** Index of the entry it began with. */
  since: z.number().int(),
  startedAt: InstantSchema,
  status: UrgentStatusSchema,
  /** `text` is null where it was sealed. */
  items: z.array(z.object({
    index: z.number().int(), at: InstantSchema, what: z.string().nullable(), where: z.string().nullable(), attachments: z.array(AttachmentNoteSchema),
  })),
  /** Which groups were rung: how often, first time and last. */
  rung: z.array(z.object({ title: z.string(), times: z.number().int(), at: InstantSchema, lastAt: InstantSchema })),
  /** Whom it rings next, if nobody takes it before. */
  next: z.object({ title: z.string(), at: InstantSchema }).nullable(),
  /** `remindedAt`: they said nothing and were told so by text. `againAt`: they still said nothing, and it rings others again. */
  taken: By.extend({ remindedAt: InstantSchema.nullable(), againAt: InstantSchema.nullable() }).nullable(),
  said: z.array(By.omit({ title: true }).extend({ text: z.string().nullable() })),
  settled: By.omit({ title: true }).extend({ summary: z.string().nullable() }).nullable(),
  /** Staff only: each person who was rung. Null for the sender. */
  people: z
    .array(z.object({ name: z.string(), title: z.string(), times: z.number().int(), lastAt: InstantSchema, result: RingResultSchema.nullable() }))
    .nullable(),
})
export type UrgentMatterView = z.infer<typeof UrgentMatterViewSchema>

/** GET /urgent/:caseId/:personId — the thread's last urgent matter. Opening it as staff is logged. */
export const UrgentViewSchema = z.object({
  caseId: CaseIdSchema,
  personId: PersonIdSchema,
  caseNumber: z.string(),
  cause: z.string(),
  personName: z.string(),
  personRole: z.string(),
  matter: UrgentMatterViewSchema.nullable(),
  /** Whom the sender can call at once, in this order. */
  numbers: z.array(NumberSchema),
})
export type UrgentView = z.infer<typeof UrgentViewSchema>
export const UrgentAbilitiesSchema = z.object({
  raise: z.boolean(), take: z.boolean(), answer: z.boolean(), settle: z.boolean(), openThread: z.boolean(),
})
export type UrgentAbilities = z.infer<typeof UrgentAbilitiesSchema>
export const UrgentAttachmentParamsSchema = UrgentParamsSchema.extend({ attachmentId: AttachmentIdSchema })

/** GET /urgent — staff: the open matters that they may take or have taken, the oldest that rings first. */
export const UrgentListSchema = z.object({
  items: z.array(z.object({
    caseId: CaseIdSchema,
    personId: PersonIdSchema,
    caseNumber: z.string(),
    personName: z.string(),
    startedAt: InstantSchema,
    status: UrgentStatusSchema,
    /** Added since it began. */
    additions: z.number().int(),
    /** All of it was sealed: there is nothing to read. */
    isSealed: z.boolean(),
    takenBy: z.string().nullable(),
    /** Who has it says nothing: it rings again, and somebody else may take it. */
    ringsAgain: z.boolean(),
    isMine: z.boolean(),
  })),
})
export type UrgentList = z.infer<typeof UrgentListSchema>

/** GET /urgent-calls — the desk's call list: whom to ring by telephone now, the oldest matter first. It says nothing of any case. */
export const UrgentCallListSchema = z.object({
  matters: z.array(z.object({
    caseId: CaseIdSchema,
    personId: PersonIdSchema,
    startedAt: InstantSchema,
    isThrough: z.boolean(),
    people: z.array(z.object({
      staffId: StaffIdSchema,
      name: z.string(),
      title: z.string(),
      phone: z.string().nullable(),
      officePhone: z.string(),
      rungAt: InstantSchema,
      times: z.number().int(),
      result: RingResultSchema.nullable(),
      calls: z.array(z.object({ at: InstantSchema, outcome: CallOutcomeSchema })),
    })),
  })),
})
export type UrgentCallList = z.infer<typeof UrgentCallListSchema>

/** POST /urgent-calls/:caseId/:personId/:staffId — what came of a call. */
export const UrgentCallParamsSchema = UrgentParamsSchema.extend({ staffId: StaffIdSchema })
export const UrgentCallInputSchema = z.strictObject({ commandId: ClientMessageIdSchema, outcome: CallOutcomeSchema })
export const UrgentCallStoredSchema = z.object({ at: InstantSchema })
