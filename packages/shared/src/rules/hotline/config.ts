import { z } from 'zod'
import { StreamSchema } from '../../ids'
import { CitationSchema, LimitSchema } from '../court-config'
import { SUBJECTS } from '../progress'

/** The four kinds of number (rules X-18): 12368, the command centre, the 24-hour duty telephone, and the line for reports of misconduct. */
export const LINES = ['hotline', 'command_centre', 'duty', 'misconduct'] as const
export const LineSchema = z.enum(LINES)
export type Line = z.infer<typeof LineSchema>

/** What a clerk registers: three streams, and what is none of them. */
export const CALL_KINDS = ['petition', 'feedback', 'discipline', 'question', 'opinion'] as const
export const CallKindSchema = z.enum(CALL_KINDS)
export type CallKind = z.infer<typeof CallKindSchema>

/** Of a case: how it stands; what was told of a query, of property found or put under control; and the messages themselves. */
export const TELLABLE = ['progress', 'secret_progress', 'inbox'] as const
export const TellableSchema = z.enum(TELLABLE)
export type Tellable = z.infer<typeof TellableSchema>

const Count = z.number().int().positive()

/** What every complaint can have; anything else that is asked for is a field of its workflow (config/court/workflows). */
export const COMMON_FIELDS = ['matter', 'confidential', 'case_number', 'about', 'name', 'phone', 'address'] as const

const FieldSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z_]{1,30}$/),
    label: z.string().min(2).max(30),
    type: z.enum(['line', 'long', 'phone', 'choice']),
    required: z.boolean().default(false),
    hint: z.string().max(80).optional(),
    choices: z.array(z.strictObject({ id: z.string().regex(/^[a-z0-9][a-z0-9_]{0,30}$/), label: z.string().min(1).max(30) })).optional(),
    max: Count.max(4_000).default(200),
  })
  .refine(({ type, choices }) => (type === 'choice') === ((choices ?? []).length > 1), { message: 'a choice has choices, and nothing else has', path: ['choices'] })
export type CallField = z.infer<typeof FieldSchema>

const KindSchema = z.strictObject({
  label: z.string().min(2).max(20),
  /** In a sentence that the clerk can say. */
  about: z.string().min(4).max(120),
  stream: StreamSchema,
  /** What the kind itself says of the workflow's fields. */
  says: z.record(z.string(), z.string()).default({}),
  fields: z.array(FieldSchema).min(1).refine((all) => new Set(all.map(({ id }) => id)).size === all.length, { message: 'a field stands there twice' })
    .refine((all) => all.some(({ id, required }) => id === 'matter' && required), { message: 'the matter itself is not asked for' }),
  cite: CitationSchema,
})

/** config/court/hotline.yaml */
export const HotlineConfigSchema = z
  .strictObject({
    /** What is taken in on each kind of number, and whether anything is told there. */
    lines: z.record(LineSchema, z.strictObject({
      label: z.string().min(2).max(20), kinds: z.array(CallKindSchema).min(1), tells: z.boolean(), cite: CitationSchema,
    })),
    /** A call that nobody ended has ended by itself. */
    open_at_most: z.strictObject({ minutes: Count, cite: CitationSchema }),
    knowledge: z.strictObject({
      /** How often a caller may try in one call. */
      tries: Count.max(10),
      /** Every answer takes at least so long, so that no answer is known by its time. */
      answers_after_ms: z.number().int().nonnegative().max(5_000),
      shows: z.array(TellableSchema),
      /** Of which subjects of the catalogue nothing is told as `progress`: it is `secret_progress`, as is whatever bears a mark of secrecy. */
      keeps_back: z.array(z.enum(SUBJECTS)),
      cite: CitationSchema,
    }),
    call_back: z.strictObject({
      /** How many of them one call may ask for. */
      most: Count.max(5),
      /** For how long one that was asked for can be made. */
      open_for: LimitSchema,
      shows: z.array(TellableSchema).min(1),
      cite: CitationSchema,
    }),
    /** How long who asked to be rung back is kept sealed beside the log. The number shown and what was typed go with the end of their call. */
    kept: z.strictObject({ after_end: LimitSchema }),
    kinds: z.record(CallKindSchema, KindSchema),
    /** What the clerk says. */
    words: z.strictObject({
      /** Before anything is told: which three things to ask for. */
      ask: z.string().min(10),
      wrong: z.string().min(10),
      call_back: z.string().min(10),
      /** What is said of what only a call back opens, whether there is any of it or not. */
      only_call_back: z.string().min(10),
      misconduct: z.string().min(10),
    }),
  })
  .superRefine(({ lines, kinds }, context) => {
    const wrong = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    // Rules X-18: whoever rings there reports somebody, and nothing else is done there.
    if (lines.misconduct.tells) wrong(['lines', 'misconduct', 'tells'], 'nothing of a case is told on the line for reports of misconduct')
    if (lines.misconduct.kinds.some((kind) => kinds[kind].stream !== 'discipline')) wrong(['lines', 'misconduct', 'kinds'], 'reports of misconduct alone are taken in there')
    if (kinds.discipline.stream !== 'discipline') wrong(['kinds', 'discipline', 'stream'], 'a report of misconduct is a file of discipline')
    for (const [kind, { stream, fields }] of Object.entries(kinds)) {
      // Without a name nothing but a report of misconduct is taken in.
      if (stream !== 'discipline' && !fields.some(({ id, required }) => id === 'name' && required)) wrong(['kinds', kind, 'fields'], 'does not ask who rings')
      if (stream === 'discipline' && kind !== 'discipline') wrong(['kinds', kind, 'stream'], 'nothing else is a file of discipline')
    }
  })
export type HotlineConfig = z.infer<typeof HotlineConfigSchema>
/** What decisions about calls need of it. */
export type HotlineRules = Pick<HotlineConfig, 'lines' | 'open_at_most' | 'knowledge' | 'call_back'>
