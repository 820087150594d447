import { z } from 'zod'
import { CitationSchema, LimitSchema } from './court-config'

/** What an identity document is called in code; which kinds there are, and what their numbers look like, is the court's own list. */
export const DocumentKindSchema = z.string().regex(/^[a-z][a-z_]{1,30}$/)
/** The card that the court's system knows people by unless it says otherwise. */
export const RESIDENT_ID = 'resident_id'

const Pattern = z.string().min(1).refine((text) => {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}, { message: 'is no regular expression' })

/** Why somebody cannot bind, or cannot change their phone. */
export const HelpReasonSchema = z.enum(['wrong_phone', 'other_document', 'unit', 'minor', 'heir', 'phone_change', 'other'])
export type HelpReason = z.infer<typeof HelpReasonSchema>

/** What the desk has looked at, or done, to know who somebody is. */
export const CheckSchema = z.enum([
  'document_original', 'face_matches', 'called_known_number', 'case_facts', 'unit_papers', 'guardianship', 'inheritance', 'old_phone_read_out',
])
export type Check = z.infer<typeof CheckSchema>

/** How the one-time code gets to its person. */
export const HandedOverSchema = z.enum(['in_person', 'call_back'])
export type HandedOverBy = z.infer<typeof HandedOverSchema>

/** config/court/binding-help.yaml */
export const BindingHelpConfigSchema = z.strictObject({
  documents: z.array(z.strictObject({
    kind: DocumentKindSchema,
    label: z.string().min(2).max(20),
    /** What a number looks like in capitals, without blanks: its form only. */
    pattern: Pattern,
    hint: z.string().max(60),
  })).min(1).refine((all) => all.some(({ kind }) => kind === RESIDENT_ID), { message: 'resident_id is missing' })
    .refine((all) => new Set(all.map(({ kind }) => kind)).size === all.length, { message: 'a kind stands there twice' }),
  reasons: z.record(HelpReasonSchema, z.strictObject({ label: z.string().min(2).max(40), bring: z.string().min(2).max(120) })),
  /** What must have been looked at before a code is handed over, at the least, for each way. */
  required_checks: z.strictObject({
    in_person: z.array(CheckSchema).min(1), call_back: z.array(CheckSchema).min(1), cite: CitationSchema,
  }),
  clock: z.strictObject({ target: LimitSchema, alarm: LimitSchema }),
  /** How often an account may ask in a day, and how many pictures a request holds. */
  most: z.strictObject({ asked_per_day: z.number().int().positive(), papers: z.number().int().positive(), cite: CitationSchema }),
  /** How long what identity keeps of a request that is over, and a follow-up code, lasts. */
  kept: z.strictObject({ after_close: LimitSchema }),
  slip: z.strictObject({ valid: LimitSchema }),
})
export type BindingHelpConfig = z.infer<typeof BindingHelpConfigSchema>
