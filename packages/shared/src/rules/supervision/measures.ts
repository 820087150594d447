import { z } from 'zod'

// Apart from the court's configuration of them: phones fetch this alone.
/**
 * What is counted for supervision. None is a rate: of a rate its definition, numerator and denominator would have to be on record (rules X-22). A
 * number without a definition in the court's configuration is not shown: the server does not start.
 */
export const MEASURES = [
  'overdue', 'due_soon', 'unanswered', 'hand_overs', 'uncovered', 'no_deputy', 'unreachable', 'unfiled', 'petitions',
] as const
export const MeasureSchema = z.enum(MEASURES)
export type Measure = z.infer<typeof MeasureSchema>

/** What somebody of the court can be urged to do. */
export const URGED = ['overdue', 'unanswered', 'petitions'] as const satisfies readonly Measure[]
