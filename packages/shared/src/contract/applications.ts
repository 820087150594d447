import { z } from 'zod'
import { AttachmentIdSchema, CaseIdSchema, ClientMessageIdSchema, PersonIdSchema } from '../ids'
import { ClueResultSchema, FormDefinitionSchema, FormSubmittedSchema } from '../rules'
import { InstantSchema, TextSchema } from './common'
import { ThreadParamsSchema } from './messaging'

const words = (least: number, most: number) => TextSchema(most).pipe(z.string().trim().min(least))

/** What became of it. `by` is who answered, as the court has them. */
const EndSchema = z.discriminatedUnion('how', [
  z.object({ how: z.literal('answered'), at: InstantSchema, result: ClueResultSchema, words: z.string() }),
  z.object({ how: z.literal('docketed'), at: InstantSchema, caseNumber: z.string(), docketedOn: z.iso.date() }),
  z.object({ how: z.literal('refused'), at: InstantSchema, reason: z.string() }),
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
/** A clue, or an application to the filing window. */
export const ApplicationSchema = z.object({
  index: z.number().int(),
  form: z.string(),
  title: z.string(),
  at: InstantSchema,
  by: z.enum(['handlers', 'window']),
  urgent: z.boolean(),
  /** Null once it has ended, and where the court has taken its period out of the catalogue. */
  clock: ClockSchema.nullable(),
  end: EndSchema.nullable(),
})
export type ApplicationView = z.infer<typeof ApplicationSchema>

/** GET /threads/:caseId/:personId/applications — what this person handed in that the court must answer, newest first. */
export const ApplicationsSchema = z.object({ applications: z.array(ApplicationSchema) })
export const ApplicationsAbilitiesSchema = z.object({ answerClue: z.boolean() })

export const ApplicationParamsSchema = ThreadParamsSchema.extend({ index: z.coerce.number().int().nonnegative() })
/** POST …/applications/:index/answer */
export const AnswerClueSchema = z.strictObject({ commandId: ClientMessageIdSchema, result: ClueResultSchema, words: words(2, 500) })

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
