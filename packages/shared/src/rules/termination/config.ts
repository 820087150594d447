import { z } from 'zod'
import { CitationSchema, MarkSchema } from '../court-config'
import { LitigantSideSchema } from '../relations'

const Name = z.string().regex(/^[a-z][a-z0-9_]{2,60}$/)
const Names = z.array(Name)

/** How far what stands in this product can show that a check is met (rules G): the record itself; a part of it; a hint of a risk; nothing. */
export const EvidenceGradeSchema = z.enum(['full', 'part', 'signal', 'none'])
export type EvidenceGrade = z.infer<typeof EvidenceGradeSchema>

const Common = {
  /** 1 to 13, as the court document counts them. */
  number: z.number().int().min(1),
  /** The check, word for word. */
  text: z.string().min(6).max(120),
  grade: EvidenceGradeSchema,
  /** Red and without a reason, it keeps the termination (终本) from being submitted. */
  blocks: z.boolean().default(false),
  /** What green says here and what it does not, for whoever reads the sheet. */
  proves: z.string().min(6).max(200),
  cite: CitationSchema,
}
/** Nodes and events of the catalogue that are shown beside what decides. */
const Shows = { shows: Names.default([]) }
const Forms = { forms: Names.min(1), marks: z.array(MarkSchema) }

export const SheetCheckSchema = z.discriminatedUnion('rule', [
  /** One of `nodes` was recorded for every party of a side. `documents`: of config/court/service.yaml, whose electronic service shows more. */
  z.strictObject({ ...Common, ...Shows, rule: z.literal('issued'), side: LitigantSideSchema, nodes: Names.min(1), documents: Names.default([]) }),
  /** All of `nodes` were recorded, and every clue has its answer. */
  z.strictObject({ ...Common, ...Shows, ...Forms, rule: z.literal('investigated'), nodes: Names.min(1) }),
  /** Clues and things found after which none of `control` was recorded. */
  z.strictObject({ ...Common, ...Shows, ...Forms, rule: z.literal('left_over'), found: Names.min(1), control: Names.min(1) }),
  /** Whoever of the respondents is missing, by the record or because nothing reached them, was looked for by one of `nodes`. */
  z.strictObject({ ...Common, ...Shows, rule: z.literal('searched_for'), missing: Names.min(1), nodes: Names.min(1) }),
  /** What the applicant's side called urgent, beside `shows`. */
  z.strictObject({ ...Common, ...Shows, rule: z.literal('obstruction') }),
  /** Each applicant was interviewed, and told all of `must_tell`: one of the words of each stands in the record. */
  z.strictObject({
    ...Common, rule: z.literal('interviewed'), node: Name, told_in: Name,
    must_tell: z.array(z.strictObject({ label: z.string().min(2).max(20), words: z.array(z.string().min(2)).min(1) })).min(1), must_tell_cite: CitationSchema,
  }),
  /** Each applicant agrees; whoever does not, or said nothing: `panel` was recorded since, with its approval. */
  z.strictObject({
    ...Common, rule: z.literal('consented'), interview: Name, opinion_in: Name, agrees: z.string().min(1), marks: z.array(MarkSchema).min(1), panel: Name,
  }),
  /** The ruling was served on every party of a side; `without_receipt`: the grade of a record alone. */
  z.strictObject({
    ...Common, rule: z.literal('served'), side: LitigantSideSchema, nodes: Names.min(1), documents: Names.min(1), without_receipt: EvidenceGradeSchema,
  }),
  /** What the applicant's side applied for has its end at the filing window. */
  z.strictObject({ ...Common, ...Shows, ...Forms, rule: z.literal('docketed') }),
  /** Read by a person. */
  z.strictObject({ ...Common, ...Shows, rule: z.literal('by_hand') }),
  /** What else speaks against it: unanswered messages, overdue periods, reports of irregularity, complaints. Never a report of misconduct. */
  z.strictObject({ ...Common, rule: z.literal('others') }),
])
export type SheetCheck = z.infer<typeof SheetCheckSchema>
export type SheetCheckOf<R extends SheetCheck['rule']> = Extract<SheetCheck, { rule: R }>

export const SHEET_CHECKS = 13
/** Of these a machine says nothing for sure: a person looks. */
const FOR_A_PERSON: readonly SheetCheck['rule'][] = ['left_over', 'obstruction', 'by_hand', 'others']

/** config/court/termination.yaml: the evidence sheet before a termination of this execution (终本证据清单, rules G). */
export const TerminationConfigSchema = z
  .strictObject({
    checks: z.array(SheetCheckSchema),
    /** Who hears that the court's own system brought a termination which this sheet would have kept back. */
    bypassed: z.strictObject({ tell: z.array(z.enum(['team_leader', 'director'])).min(1), cite: CitationSchema }),
  })
  .superRefine(({ checks }, context) => {
    const wrong = (at: number, message: string) => context.addIssue({ code: 'custom', path: ['checks', at], message })
    checks.forEach(({ number, rule, grade, blocks }, at) => {
      if (number !== at + 1) wrong(at, `is check ${at + 1}, not ${number}: all ${SHEET_CHECKS} stand here, in their order`)
      const isForPerson = FOR_A_PERSON.includes(rule)
      if (isForPerson !== (grade === 'signal' || grade === 'none')) wrong(at, `${rule} does not go with the grade ${grade}`)
      if (isForPerson && blocks) wrong(at, 'what only a person can judge is never red by itself, and so blocks nothing')
    })
    if (checks.length !== SHEET_CHECKS) context.addIssue({ code: 'custom', path: ['checks'], message: `there are ${SHEET_CHECKS} checks` })
  })
export type TerminationConfig = z.infer<typeof TerminationConfigSchema>
