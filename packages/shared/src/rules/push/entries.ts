import { z } from 'zod'

/**
 * What stands in `push:<case>/<person>`: over which channels that person was tried for what stands in their thread, and what came of it.
 * `of` is the index of that entry in the thread, `round` counts from 0 and grows where somebody of the court sends it again, `n` counts the
 * tries of a round. No number, name or text stands here: `to` is identity's own id of a phone.
 */
const Of = { of: z.number().int().nonnegative(), round: z.number().int().nonnegative() }
const Try = { ...Of, n: z.number().int().nonnegative() }

export const PushChannelSchema = z.enum(['wechat', 'sms'])
export type PushChannel = z.infer<typeof PushChannelSchema>

/** Written before the call goes out. `by` is one attempt's own: of two dispatchers the one whose entry this is makes the call. */
export const PushAttemptedSchema = z.object({
  ...Try, channel: PushChannelSchema, template: z.string().max(60), by: z.string().min(8).max(64),
  /** Of a text: which phone, and whether its owner has confirmed it. */
  to: z.string().max(64).optional(), confirmed: z.boolean().optional(),
})

/**
 * Why something surely did not go out. `busy`, `misconfigured`, `bad_field`: ours or theirs, not the person's; `no_quota`: they have not allowed it;
 * `rejected`: not to them, or not to this number.
 */
export const PushReasonSchema = z.enum(['busy', 'misconfigured', 'bad_field', 'no_quota', 'rejected'])
export type PushReason = z.infer<typeof PushReasonSchema>

/** What the call said. `unknown`: it may have gone out. None after a crash: that is the same. */
export const PushAnsweredSchema = z.object({
  ...Try, outcome: z.enum(['accepted', 'not_sent', 'unknown']), reason: PushReasonSchema.optional(), code: z.string().max(60).optional(),
  /** The provider's own id of it, by which its report names it. */
  providerId: z.string().max(128).optional(),
})
/** What WeChat or the carrier said later: the truth about delivery. */
export const PushReportedSchema = z.object({ ...Try, delivered: z.boolean(), code: z.string().max(60), saidAt: z.string().max(40).optional() })

/** It stands on the hotline's call list from here on. */
export const PushListedSchema = z.object(Of)
/** `no_number`: the court has none, and found none. */
export const PushCallOutcomeSchema = z.enum(['reached', 'no_answer', 'wrong_number', 'later', 'no_number'])
export type PushCallOutcome = z.infer<typeof PushCallOutcomeSchema>
export const PushCalledSchema = z.object({
  ...Of, to: z.string().max(64).optional(), outcome: PushCallOutcomeSchema, laterAt: z.iso.datetime({ precision: 3 }).optional(),
  note: z.string().max(200).optional(),
  /** They had shown who they are before they were told. */
  identityChecked: z.boolean().optional(),
})

/** 无法联系: all channels were tried (evidence for check 4 before 终本). */
export const PushUnreachableSchema = z.object({ ...Of, wechat: z.number().int(), sms: z.number().int(), calls: z.number().int() })
/** It could not be sent, and that was not the person's doing: somebody of the court looks at it. */
export const PushDeadSchema = z.object({ ...Of, reason: PushReasonSchema })
/** Nothing more is sent. `in_app_only`: the inbox has it, and it asks nothing of them; `void`: taken back, or the person is no longer in the case. */
export const PushEndedSchema = z.object({ ...Of, as: z.enum(['in_app_only', 'void']) })
/** Somebody of the court sends it again. */
export const PushRequeuedSchema = z.object(Of)

export const PUSH_ENTRIES = {
  'push.attempted': PushAttemptedSchema, 'push.answered': PushAnsweredSchema, 'push.reported': PushReportedSchema, 'push.listed': PushListedSchema,
  'push.called': PushCalledSchema, 'push.unreachable': PushUnreachableSchema, 'push.dead': PushDeadSchema, 'push.ended': PushEndedSchema,
  'push.requeued': PushRequeuedSchema,
} as const
export type PushEntryType = keyof typeof PUSH_ENTRIES
