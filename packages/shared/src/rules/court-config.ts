import { z } from 'zod'

/** Where a rule comes from. `proposal` is the product's own and never shown as law. */
export const CitationSchema = z.strictObject({
  basis: z.enum(['law', 'court_document', 'proposal']),
  source: z.string().min(1),
  quote: z.string().optional(),
})

export const LimitSchema = z.strictObject({
  value: z.number().int().positive(),
  unit: z.enum(['calendar_day', 'working_day']),
  /** Whether a last day that is no working day moves to the next one. */
  roll_forward: z.boolean(),
  cite: CitationSchema,
})
export type Limit = z.infer<typeof LimitSchema>

/** What a litigant-side sender may say a message is. */
export const MarkSchema = z.enum(['ordinary', 'irregularity', 'property_clue', 'termination_opinion', 'settlement', 'objection', 'resumption'])
export type Mark = z.infer<typeof MarkSchema>

/** How long the court side may take for a message of a mark, and who has to answer it. */
export const ReplyClockSchema = z.strictObject({
  answered_by: z.enum(['handler', 'judge']),
  target: LimitSchema,
  alarm: LimitSchema,
})
export type ReplyClock = z.infer<typeof ReplyClockSchema>

const Minutes = z
  .string()
  .regex(/^([01]\d|2[0-4]):[0-5]\d$/)
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))

const ReasonsSchema = z.array(z.strictObject({ id: z.string().regex(/^[a-z_]{2,40}$/), label: z.string().min(1).max(60) })).min(1)
/** Why a seal is asked for, and why it is refused: lists to choose from, so that no reason repeats what is to go. */
export const SealingConfigSchema = z.strictObject({ reasons: ReasonsSchema, refusals: ReasonsSchema, cite: CitationSchema })
export type SealingConfig = z.infer<typeof SealingConfigSchema>

export const MessagingConfigSchema = z.strictObject({
  office_hours: z.strictObject({ periods: z.array(z.tuple([Minutes, Minutes])).min(1), cite: CitationSchema }),
  off_hours_reason_required: z.strictObject({ required: z.boolean(), cite: CitationSchema }),
  reply_clocks: z.strictObject({ ordinary: ReplyClockSchema, irregularity: ReplyClockSchema }),
  /** Marks whose text says before sending that this is no filing, and what is. */
  not_a_filing: z.array(z.strictObject({ mark: MarkSchema, notice: z.string().min(1) })),
  /** Said when a picture or file is added: an original handed in here is no evidence handed in. */
  original_evidence_notice: z.string().min(1),
  /** What an agent speaks on with special authority only. */
  needs_special_authority: z.strictObject({ marks: z.array(MarkSchema), cite: CitationSchema }),
  /** Marks of messages that only sender and handler see, unless the sender says otherwise. */
  confidential_by_default: z.strictObject({ marks: z.array(MarkSchema), cite: CitationSchema }),
  sealing: SealingConfigSchema,
  marks: z.record(MarkSchema, z.strictObject({ label: z.string().min(1), hint: z.string().min(1) })),
  /** Courtesies that start no clock when a message holds nothing else, and the forms of address that may stand with them. */
  acknowledgements: z.strictObject({ words: z.array(z.string().min(1)).min(1), address: z.array(z.string().min(1)) }),
  /** How many messages without an answer are called a burst. */
  bursts: z.strictObject({ from: z.number().int().min(2), cite: CitationSchema }),
  /** What a handler can flag in a message, and what they are told to do then. */
  flags: z.strictObject({
    kinds: z.record(z.string().regex(/^[a-z][a-z_]{1,30}$/), z.strictObject({ label: z.string().min(1).max(20), advice: z.string().min(1) })),
    cite: CitationSchema,
  }),
  slow_mode: z.strictObject({
    max_days: z.number().int().positive(),
    messages_per_day: z.strictObject({ least: z.number().int().positive(), most: z.number().int().positive() }),
    /** No court can slow anything else: formal and urgent ways stay open. */
    slows: z.array(MarkSchema.extract(['ordinary', 'settlement'])).min(1),
    cite: CitationSchema,
  }),
  quick_replies: z.array(z.strictObject({ id: z.string().regex(/^q_[a-z0-9_]+$/), title: z.string().min(1).max(12), text: z.string().min(1).max(500) })),
})
export type MessagingConfig = z.infer<typeof MessagingConfigSchema>

/** A number that the court publishes, and where it rings. */
const PhoneLineSchema = z.strictObject({
  label: z.string().min(2).max(20),
  numbers: z.array(z.string().min(3)).min(1).max(3),
  hours: z.string().min(1),
  answered_by: z.enum(['enforcement_bureau', 'litigation_service', 'discipline']),
  cite: CitationSchema,
})

export const CourtProfileSchema = z
  .strictObject({
    /** Stands in every entry and in every key: never changes once the first entry is written. */
    id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
    name: z.string().min(2),
    /** What a basic court reports to its superior, an intermediate court does not (rules X-30). */
    level: z.enum(['basic', 'intermediate']).default('basic'),
    /** The court above, and those below, of transfer.yaml: figures go up each day, and never sideways (rules X-39). */
    superior: z.string().optional(),
    inferiors: z.array(z.string()).default([]),
    window: z.strictObject({ place: z.string(), hours: z.string(), phone: z.string() }),
    hotline: z.string(),
    /** Three of the four kinds of number; the fourth is the hotline (rules X-18). */
    phones: z.strictObject({ command_centre: PhoneLineSchema, duty: PhoneLineSchema, misconduct: PhoneLineSchema }),
  })
  .superRefine(({ hotline, window, level, inferiors, phones: { command_centre, duty, misconduct } }, context) => {
    if (level === 'basic' && inferiors.length > 0) context.addIssue({ code: 'custom', path: ['inferiors'], message: 'a basic court has no court below it' })
    const wrong = (message: string) => context.addIssue({ code: 'custom', path: ['phones', 'misconduct'], message })
    if (misconduct.answered_by === 'enforcement_bureau') wrong('whoever reports the enforcement bureau must not reach the enforcement bureau')
    const all = [hotline, window.phone, ...command_centre.numbers, ...duty.numbers, ...misconduct.numbers].map((number) => number.replace(/\D/g, ''))
    if (new Set(all).size < all.length) wrong('each kind of number has numbers of its own')
  })
export type CourtProfile = z.infer<typeof CourtProfileSchema>

export const AttachmentsConfigSchema = z.strictObject({
  max_bytes: z.number().int().positive(),
  unsent_kept_days: z.number().int().positive(),
  /** How large a picture that is drawn anew may be, in pixels of all its frames, and how long that may take. */
  redrawn: z.strictObject({ max_pixels: z.number().int().positive(), seconds: z.number().int().positive() }),
  /** MIME types by what the sender says it is. */
  types: z.strictObject({ picture: z.array(z.string()).min(1), voice: z.array(z.string()).min(1), file: z.array(z.string()).min(1) }),
})
export type AttachmentsConfig = z.infer<typeof AttachmentsConfigSchema>

const DayList = z.array(z.iso.date())
export const HolidayYearSchema = z.strictObject({
  year: z.number().int(),
  source: z.string().min(1),
  holidays: DayList,
  make_up_workdays: DayList,
})
