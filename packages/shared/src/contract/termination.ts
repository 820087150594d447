import { z } from 'zod'
import { CaseIdSchema, ClientMessageIdSchema, PersonIdSchema } from '../ids'
import { CheckStateSchema, EvidenceGradeSchema, MendWhereSchema } from '../rules'
import { InstantSchema, TextSchema } from './common'

/** The evidence sheet before a termination of this execution (终本证据清单): the court's side alone. */
const words = (least: number, most: number) => TextSchema(most).pipe(z.string().trim().min(least))
const Digest = z.string().regex(/^[0-9a-f]{64}$/)

export const TerminationParamsSchema = z.strictObject({ caseId: CaseIdSchema })
export const TerminationCheckParamsSchema = TerminationParamsSchema.extend({ check: z.coerce.number().int().min(1).max(99) })

const Said = { at: InstantSchema, byName: z.string(), /** False: the case has changed since, and it does not count any more. */ holds: z.boolean() }

export const TerminationCheckSchema = z.object({
  number: z.number().int(),
  text: z.string(),
  grade: EvidenceGradeSchema,
  /** Red and without a reason, it keeps the termination from being submitted. */
  blocks: z.boolean(),
  proves: z.string(),
  cite: z.string(),
  state: CheckStateSchema,
  /** Nobody but a person can say: `seen` goes back with what they say. */
  forPerson: z.boolean(),
  seen: Digest,
  notes: z.array(z.string()),
  evidence: z.array(z.object({
    chain: z.enum(['case', 'thread', 'push']), personId: PersonIdSchema.nullable(), index: z.number().int(), at: InstantSchema, says: z.string(), hash: Digest,
  })),
  missing: z.array(z.object({ says: z.string(), mend: MendWhereSchema, node: z.string().nullable(), personId: PersonIdSchema.nullable() })),
  reason: z.object({ ...Said, text: z.string() }).nullable(),
  review: z.object({ ...Said, fine: z.boolean(), note: z.string() }).nullable(),
})
export type TerminationCheck = z.infer<typeof TerminationCheckSchema>

/** GET /cases/:caseId/termination */
export const TerminationSheetSchema = z.object({
  caseId: CaseIdSchema,
  caseNumber: z.string(),
  asOf: InstantSchema,
  digest: Digest,
  checks: z.array(TerminationCheckSchema),
  /** The checks for which the termination would be refused now. */
  keepsBack: z.array(z.number().int()),
  /** The day of the ruling, where there is one. */
  submittedOn: z.iso.date().nullable(),
  /** The newest that was filed. `changed`: the checks that stand otherwise by now. */
  filed: z.object({
    index: z.number().int(), at: InstantSchema, byName: z.string(), hash: Digest, stale: z.boolean(), changed: z.array(z.number().int()),
  }).nullable(),
  /** Terminations that the court's own system brought though they would have been refused here. */
  bypassed: z.array(z.object({ at: InstantSchema, checks: z.array(z.number().int()) })),
})
export type TerminationSheet = z.infer<typeof TerminationSheetSchema>
export const TerminationAbilitiesSchema = z.object({ explain: z.boolean(), review: z.boolean(), file: z.boolean() })
export type TerminationAbilities = z.infer<typeof TerminationAbilitiesSchema>

/** POST …/checks/:check/reason */
export const GiveReasonSchema = z.strictObject({ commandId: ClientMessageIdSchema, text: words(4, 500) })
/** POST …/checks/:check/review */
export const ReviewCheckSchema = z.strictObject({ commandId: ClientMessageIdSchema, fine: z.boolean(), note: words(2, 500), seen: Digest })
/** POST …/sheets */
export const FileSheetSchema = z.strictObject({ commandId: ClientMessageIdSchema, seen: Digest })
export const TerminationDoneSchema = z.object({ index: z.number().int() })
