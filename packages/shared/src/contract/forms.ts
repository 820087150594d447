import { z } from 'zod'
import { ClientMessageIdSchema, PersonIdSchema, ReceivingAccountIdSchema, TaskIdSchema } from '../ids'
import { AttachmentNoteSchema, ATTACHMENTS_PER_MESSAGE, FormDefinitionSchema, FormValuesSchema, PaymentSetSchema, TaskAskedSchema } from '../rules'
import { InstantSchema, SmsCodeSchema, TextSchema } from './common'
import { ThreadParamsSchema } from './messaging'

/**
 * GET /threads/:caseId/:personId/to-do — what this person is asked to do, what they may hand in and did, where their side pays.
 * Follows from their own thread and the court's record of the case alone.
 */
export const TaskViewSchema = TaskAskedSchema.omit({ offHoursReason: true }).extend({
  askedAt: InstantSchema,
  /** Days to the due day, today counted as 0; negative when it is past. Null without a due day, or done. */
  daysLeft: z.number().int().nullable(),
  done: z.object({ at: InstantSchema, index: z.number().int(), how: z.string().optional() }).nullable(),
})
export type TaskView = z.infer<typeof TaskViewSchema>
export const FormOfferSchema = z.object({
  id: z.string(),
  title: z.string(),
  intro: z.string(),
  /** What it adds to, newest last; empty for a form that stands alone. */
  supplements: z.array(z.number().int()),
  /** What was handed in; what of it is sealed counts no longer, and says nothing but that. */
  submitted: z.array(z.object({ index: z.number().int(), at: InstantSchema, isSealed: z.boolean() })),
  can: z.boolean(),
})
export type FormOffer = z.infer<typeof FormOfferSchema>
export const ToDoSchema = z.object({
  tasks: z.array(TaskViewSchema),
  /**
   * `on`: the day since which that is so. No instant: an entry of the case's chain is never before the one before it, which may be about somebody else.
   */
  payment: PaymentSetSchema.extend({ on: z.iso.date(), warning: z.string() }).nullable(),
  /** Whether paying is this person's side's to do. */
  pays: z.boolean(),
  forms: z.array(FormOfferSchema),
  taskKinds: z.array(z.object({ id: z.string(), label: z.string() })),
})
export type ToDo = z.infer<typeof ToDoSchema>
export const ToDoAbilitiesSchema = z.object({ askTask: z.boolean(), setReceivingAccount: z.boolean(), readReceivingAccounts: z.boolean() })

/** POST …/tasks */
export const AskTaskInputSchema = z.strictObject({
  commandId: ClientMessageIdSchema,
  kind: z.string().max(40),
  what: TextSchema(500).pipe(z.string().trim().min(2)),
  dueOn: z.iso.date().optional(),
  basis: TextSchema(100).pipe(z.string().trim().min(2)).optional(),
  offHoursReason: TextSchema(200).pipe(z.string().trim().min(2)).optional(),
})
/** POST …/tasks/:taskId/done */
export const TaskParamsSchema = ThreadParamsSchema.extend({ taskId: TaskIdSchema })
export const TaskDoneInputSchema = z.strictObject({ commandId: ClientMessageIdSchema, how: TextSchema(200).pipe(z.string().trim().min(2)) })

/** GET /forms/:formId?version= — the form as it is now, or as it was when something was handed in on it. */
export const FormParamsSchema = z.strictObject({ formId: z.string().regex(/^[a-z][a-z0-9_]{0,30}$/) })
export const FormQuerySchema = z.strictObject({ version: z.coerce.number().int().positive().optional() })
export const FormViewSchema = FormDefinitionSchema

/** POST …/forms — handed in once under a command id, however often it is sent. */
export const SubmitFormSchema = z.strictObject({
  commandId: ClientMessageIdSchema,
  form: z.string().max(40),
  /** The version that was filled in: when the court has a newer one by now, the person is told instead of being misread. */
  version: z.number().int().positive(),
  values: FormValuesSchema,
  attachments: z.array(AttachmentNoteSchema).max(ATTACHMENTS_PER_MESSAGE).default([]),
  supplements: z.number().int().nonnegative().optional(),
})

/** GET …/receiving-account — as far as this person's own thread says. Never a number. */
const ReceivingAccountViewSchema = z.object({
  accountId: ReceivingAccountIdSchema, bank: z.string(), last4: z.string(), at: InstantSchema, byName: z.string().nullable(),
})
export const ReceivingPartySchema = z.object({
  partyId: PersonIdSchema,
  name: z.string(),
  form: z.enum(['natural', 'unit']),
  current: ReceivingAccountViewSchema.nullable(),
  earlier: z.array(ReceivingAccountViewSchema),
})
export const ReceivingViewSchema = z.object({
  parties: z.array(ReceivingPartySchema),
  /** The reader's own confirmed phones, to one of which a code can go. */
  phones: z.array(z.object({ ref: z.string(), masked: z.string() })),
})
export type ReceivingView = z.infer<typeof ReceivingViewSchema>

/** POST …/receiving-account/codes — a code to one of one's own confirmed phones. */
const PhoneRefSchema = z.string().regex(/^[0-9A-Za-z_-]{8,24}$/)
export const RequestConfirmationSchema = z.strictObject({ phone: PhoneRefSchema })

/** POST …/receiving-account */
export const SetReceivingAccountSchema = z.strictObject({
  commandId: ClientMessageIdSchema,
  partyId: PersonIdSchema,
  holder: TextSchema(60).pipe(z.string().trim().min(2)),
  bank: TextSchema(60).pipe(z.string().trim().min(2)),
  account: z.string().min(8).max(60),
  phone: PhoneRefSchema,
  code: SmsCodeSchema,
})
export type SetReceivingAccountInput = z.input<typeof SetReceivingAccountSchema>

/** GET /cases/:caseId/receiving-accounts — handlers: of each party the one that counts, and those before it. */
export const ReceivingAccountListSchema = z.object({ parties: z.array(ReceivingPartySchema) })
/** GET …/receiving-accounts/:accountId/number — handlers; each opening is on record. */
export const ReceivingAccountNumberSchema = z.object({ holder: z.string(), bank: z.string(), account: z.string(), isCurrent: z.boolean() })
