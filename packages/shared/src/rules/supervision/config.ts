import { z } from 'zod'
import { CitationSchema } from '../court-config'
import { StaffRoleSchema } from '../staff-roles'
import { type Measure, MeasureSchema } from './measures'

const Roles = z.array(StaffRoleSchema)
const Band = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]{1,30}$/),
  label: z.string().min(1).max(20),
  /** Whole days from receipt, the last of them included; the last band has no end. */
  up_to_days: z.number().int().positive().optional(),
})

export const SupervisionConfigSchema = z
  .strictObject({
    /** Whose numbers a role sees: the widest of somebody's roles counts; who has none of them sees what they answer for themselves. */
    scopes: z.strictObject({ court: Roles.min(1), department: Roles, cite: CitationSchema }),
    /** Who reads others' records of civilised enforcement (B-5), beside their own. */
    conduct_record: z.strictObject({ court: Roles.min(1), department: Roles, cite: CitationSchema }),
    /** About to be due: within so many calendar days from now. */
    due_soon: z.strictObject({ days: z.number().int().positive(), cite: CitationSchema }),
    /** How far back hand-overs are listed. */
    hand_overs: z.strictObject({ days: z.number().int().positive(), cite: CitationSchema }),
    /** The same person does not urge the same thing again within so many hours. */
    urging: z.strictObject({ not_again_within_hours: z.number().int().positive(), cite: CitationSchema }),
    /** The director's Monday page, in its order. */
    monday: z.strictObject({ measures: z.array(MeasureSchema).min(1), cite: CitationSchema }),
    petition_ages: z.strictObject({ bands: z.array(Band).min(2), cite: CitationSchema }),
    /** What each number counts, and as of when: shown with it. */
    measures: z.record(MeasureSchema, z.strictObject({ label: z.string().min(2).max(12), counts: z.string().min(10) })),
  })
  .superRefine(({ petition_ages: { bands }, monday, measures }, context) => {
    const wrong = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    bands.forEach(({ up_to_days: days }, i) => {
      const before = i === 0 ? 0 : (bands[i - 1]?.up_to_days ?? 0)
      const isLast = i === bands.length - 1
      if (isLast && days !== undefined) wrong(['petition_ages', 'bands', i, 'up_to_days'], 'the last band has no end, or the oldest are in none')
      if (!isLast && (days === undefined || days <= before)) wrong(['petition_ages', 'bands', i, 'up_to_days'], 'each band ends later than the one before')
    })
    for (const { measure, says } of SAYS) {
      // A definition that names another number of days than is counted would be a lie.
      if (!measures[measure].counts.includes(says)) wrong(['measures', measure, 'counts'], `says its days as ${says}`)
    }
    if (new Set(monday.measures).size < monday.measures.length) wrong(['monday', 'measures'], 'each stands there once')
  })
const SAYS = [{ measure: 'due_soon', says: '{due_soon.days}' }, { measure: 'hand_overs', says: '{hand_overs.days}' }] as const

export type SupervisionConfig = z.infer<typeof SupervisionConfigSchema>

/** A number's definition as it is shown: with the days that are counted. */
export const definitionOf = (measure: Measure, { measures, due_soon: soon, hand_overs: handed }: SupervisionConfig): string =>
  measures[measure].counts.replace(SAYS[0].says, String(soon.days)).replace(SAYS[1].says, String(handed.days))
