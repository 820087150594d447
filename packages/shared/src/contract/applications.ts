import { z } from 'zod'
import { AttachmentIdSchema, CaseIdSchema, ClientMessageIdSchema, PersonIdSchema } from '../ids'
import {
  AttachmentNoteSchema, ATTACHMENTS_PER_MESSAGE, ClueResultSchema, CORRECTION_ITEMS, FormDefinitionSchema, FormSubmittedSchema, SuppliedPartSchema,
} from '../rules'
import { InstantSchema, TextSchema } from './common'
import { ThreadParamsSchema } from './messaging'

const words = (least: number, most: number) => TextSchema(most).pipe(z.string().trim().min(least))

/** What became of it. `by` is who answered, as the court has them. */
const EndSchema = z.discriminatedUnion('how', [
  z.object({ how: z.literal('answered'), at: InstantSchema, result: ClueResultSchema, words: z.string() }),
  z.object({ how: z.literal('docketed'), at: InstantSchema, caseNumber: z.string(), docketedOn: z.iso.date() }),
  z.object({ how: z.literal('refused'), at: InstantSchema, reason: z.string() }),
  z.object({ how: z.literal('returned'), at: InstantSchema, reason: z.string() }),
  /** The answer was sealed. */
  z.object({ how: z.literal('sealed'), at: InstantSchema }),
])
const ClockSchema = z.object({
  /** By when the court must have answered; 24:00 of that day. */
  dueAt: InstantSchema,
  /** False: no holiday table for a year that decided. */
  calendarKnown: z.boolean(),
  late: z.boolean(),
  rule: z.object({ label: z.string(), basis: z.enum(['law', 'court_document', 'proposal', 'memory']), source: z.string() }),
})
/** 一次性告知补正: all that is missing, by when, and what came. */
const CorrectionViewSchema = z.object({
  index: z.number().int(),
  at: InstantSchema,
  /** Counted from 1. `about`: which line of the notice before was answered by what this one is about. */
  items: z.array(z.object({ item: z.number().int(), text: z.string(), about: z.number().int().nullable() })),
  dueAt: InstantSchema,
  dueDay: z.string(),
  late: z.boolean(),
  rule: z.object({ basis: z.enum(['law', 'court_document', 'proposal', 'memory']), source: z.string() }).nullable(),
  supplied: z.object({ index: z.number().int(), at: InstantSchema, parts: z.array(SuppliedPartSchema), attachments: z.array(AttachmentNoteSchema) }).nullable(),
})
export type CorrectionView = z.infer<typeof CorrectionViewSchema>

/** A clue, or an application to the filing window. */
export const ApplicationSchema = z.object({
  index: z.number().int(),
  form: z.string(),
  title: z.string(),
  at: InstantSchema,
  by: z.enum(['handlers', 'window']),
  urgent: z.boolean(),
  /** Null once it has ended, while its applicant is waited for, and where the court has taken its period out of the catalogue. */
  clock: ClockSchema.nullable(),
  /** The oldest first. */
  corrections: z.array(CorrectionViewSchema),
  /** Whether something is waited for: null, no; else whether its time is over. */
  waiting: z.enum(['running', 'over']).nullable(),
  end: EndSchema.nullable(),
})
export type ApplicationView = z.infer<typeof ApplicationSchema>

/** GET /threads/:caseId/:personId/applications — what this person handed in that the court must answer, newest first. */
export const ApplicationsSchema = z.object({ applications: z.array(ApplicationSchema) })
export const ApplicationsAbilitiesSchema = z.object({ answerClue: z.boolean(), supply: z.boolean() })

export const ApplicationParamsSchema = ThreadParamsSchema.extend({ index: z.coerce.number().int().nonnegative() })
/** POST …/applications/:index/answer */
export const AnswerClueSchema = z.strictObject({ commandId: ClientMessageIdSchema, result: ClueResultSchema, words: words(2, 500) })

/** POST …/applications/:index/supply: what was missing, something on each line. */
export const SupplyApplicationSchema = z.strictObject({
  commandId: ClientMessageIdSchema,
  parts: z.array(z.strictObject({ item: z.number().int().min(1).max(CORRECTION_ITEMS), words: words(1, 1000) })).min(1).max(CORRECTION_ITEMS),
  attachments: z.array(AttachmentNoteSchema).max(ATTACHMENTS_PER_MESSAGE).default([]),
})

/** GET /applications?show= — whoever is of the window: applications; whoever handles cases: clues of their own cases. Oldest clock first. */
export const ApplicationQuerySchema = z.strictObject({ show: z.enum(['open', 'over']).default('open') })
export const DeskApplicationSchema = ApplicationSchema.extend({
  caseId: CaseIdSchema, personId: PersonIdSchema, caseNumber: z.string(), personName: z.string(),
})
export type DeskApplication = z.infer<typeof DeskApplicationSchema>
export const DeskApplicationListSchema = z.object({ applications: z.array(DeskApplicationSchema), hasMore: z.boolean() })

/** GET /applications/:caseId/:personId/:index — the window reads what was handed in; that it was opened is on record. */
export const DeskApplicationDetailSchema = DeskApplicationSchema.extend({ said: FormSubmittedSchema, definition: FormDefinitionSchema.nullable() })
export const ApplicationPaperParamsSchema = ApplicationParamsSchema.extend({ attachmentId: AttachmentIdSchema })

/** POST /applications/:caseId/:personId/:index/docketing and …/refusal */
export const DocketApplicationSchema = z.strictObject({ commandId: ClientMessageIdSchema, caseNumber: words(5, 60), docketedOn: z.iso.date() })
export const RefuseApplicationSchema = z.strictObject({ commandId: ClientMessageIdSchema, reason: words(5, 1000) })
/** POST …/correction: all that is missing, at once; …/return: nothing came in time. */
export const AskCorrectionSchema = z.strictObject({
  commandId: ClientMessageIdSchema,
  items: z.array(z.strictObject({ text: words(2, 200), about: z.number().int().min(1).max(CORRECTION_ITEMS).optional() })).min(1).max(CORRECTION_ITEMS),
})
export const ReturnApplicationSchema = z.strictObject({ commandId: ClientMessageIdSchema, reason: words(5, 1000) })
