import { z } from 'zod'
import { CitationSchema } from '../court-config'

/** When a thread goes to the court's electronic file (电子卷宗). `on_demand` is always among them, so it stands in no list. */
export const FilingMomentSchema = z.enum(['answered', 'handed_over', 'closed', 'withheld'])
export const FilingReasonSchema = z.enum([...FilingMomentSchema.options, 'on_demand'])
export type FilingReason = z.infer<typeof FilingReasonSchema>

const Minutes = z.number().int().positive().max(60 * 24 * 30)

export const FilingConfigSchema = z.strictObject({
  moments: z.strictObject({
    when: z.array(FilingMomentSchema).min(1),
    /** How long after a moment the thread goes: several words in a row are one document. */
    gather_minutes: z.number().int().nonnegative().max(24 * 60),
    cite: CitationSchema,
  }),
  /** What the volume that threads belong to is called there; what the court notes for itself goes into none. */
  volume: z.strictObject({ name: z.string().min(1).max(20), cite: CitationSchema }),
  /** How long after each failed attempt the next one comes; after the last one somebody has to say so. */
  retry_after_minutes: z.strictObject({ values: z.array(Minutes).min(1).max(20), cite: CitationSchema }),
  /** How long an attempt may go without any answer, by the way it went; then it is made again. */
  answer_within_minutes: z.strictObject({ http: Minutes, drop: Minutes, cite: CitationSchema }),
  /** Pictures up to this size are shown in the document itself; of all it says name and hash. */
  picture_max_bytes: z.strictObject({ value: z.number().int().nonnegative(), cite: CitationSchema }),
})
export type FilingConfig = z.infer<typeof FilingConfigSchema>
