import { z } from 'zod'

// Apart from what counts them: phones read what is counted, and not how.
/** Chains that a bulletin counts. There is no word for those of discipline: a complaint about an officer is counted by the inspectors alone. */
export const COUNTED_KINDS = ['petition', 'feedback', 'inquiry', 'call', 'case', 'watch'] as const
export const CountedKindSchema = z.enum(COUNTED_KINDS)
export type CountedKind = z.infer<typeof CountedKindSchema>
