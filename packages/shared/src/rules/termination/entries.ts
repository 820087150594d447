import { z } from 'zod'
import { NodeRecordIdSchema, PersonIdSchema, StaffIdSchema } from '../../ids'
import { EvidenceGradeSchema } from './config'

/**
 * What stands in `case:<case>` about the evidence sheet (终本证据清单). Parties never read that chain. Of what stands in a thread these name place and
 * hash, and never a word of it. What the rules write has no most here: an entry that stands is read, however much a large case comes to.
 */
const Number = z.number().int().min(1).max(13)
const TextDigest = z.string().regex(/^[0-9a-f]{64}$/)

/** Where an entry stands that shows something. */
export const EvidenceRefSchema = z.object({
  chain: z.enum(['case', 'thread', 'push']),
  /** Whose thread, or whose pushes. */
  personId: PersonIdSchema.optional(),
  index: z.number().int().nonnegative(),
  /** Of that entry. */
  at: z.iso.datetime({ precision: 3 }),
  /** One plain sentence; it repeats nothing that a party wrote. `{who}`: the party that it is about. */
  says: z.string(),
  /** The party it is about. */
  about: PersonIdSchema.optional(),
})
export type EvidenceRef = z.infer<typeof EvidenceRefSchema>

/** Where something can be mended: recording a node, serving electronically, writing in a thread, the filing window. */
export const MendWhereSchema = z.enum(['progress', 'service', 'thread', 'applications', 'none'])
export const MissingEvidenceSchema = z.object({
  code: z.string(),
  /** What is missing, in one sentence; `{who}` as above. */
  says: z.string(),
  about: PersonIdSchema.optional(),
  mend: MendWhereSchema,
  /** The node of the catalogue to be recorded, or the person in whose thread it is. */
  node: z.string().optional(),
  personId: PersonIdSchema.optional(),
})
export type MissingEvidence = z.infer<typeof MissingEvidenceSchema>

/** By the machine, or by a person of the court who looked. `review`: nobody has looked yet. */
export const CheckStateSchema = z.enum(['green', 'red', 'review'])
export type CheckState = z.infer<typeof CheckStateSchema>

/** Why a check that is red does not keep the termination back. Holds as long as nothing else is missing than what was missing then. */
export const ReasonGivenSchema = z.object({ check: Number, text: z.string(), missing: z.array(z.string()) })
/** A person looked at what no machine can judge. Holds as long as what they saw is what there is. */
export const CheckReviewedSchema = z.object({ check: Number, fine: z.boolean(), note: z.string(), seen: TextDigest })

/** The sheet as it stood, with the hashes of the entries it rests on. */
export const SheetFiledSchema = z.object({
  digest: TextDigest,
  checks: z.array(z.object({
    check: Number,
    state: CheckStateSchema,
    grade: EvidenceGradeSchema,
    evidence: z.array(EvidenceRefSchema.extend({ hash: TextDigest })),
    missing: z.array(MissingEvidenceSchema),
    notes: z.array(z.string()),
    /** Of this chain: where the reason and the look stand that hold. */
    reason: z.number().int().nonnegative().optional(),
    review: z.number().int().nonnegative().optional(),
  })),
})
export type SheetFiled = z.infer<typeof SheetFiledSchema>

/** Derived: the court's own system brought a termination that would have been refused here. Who of the court hears of it. */
export const TerminationBypassedSchema = z.object({ recordId: NodeRecordIdSchema, checks: z.array(Number), staffIds: z.array(StaffIdSchema) })

export const TERMINATION_ENTRIES = {
  'termination.reason_given': ReasonGivenSchema, 'termination.reviewed': CheckReviewedSchema, 'termination.sheet_filed': SheetFiledSchema,
  'termination.bypassed': TerminationBypassedSchema,
} as const
export type TerminationEntryType = keyof typeof TERMINATION_ENTRIES
