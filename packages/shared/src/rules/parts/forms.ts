import { z } from 'zod'
import { CodedError, assertThat } from '../../errors'
import type { EntryAttachment, JsonObject } from '../../log'
import { type FormDefinition, type FormValues, FormValuesSchema, readForm } from '../forms'
import { type AttachmentNote, AttachmentNoteSchema, ATTACHMENTS_PER_MESSAGE } from '../thread-entries'
import type { ThreadPart } from '../thread-part'
import { attachmentWithheld } from '../visible'
import { isSealed } from './sealing'

/** A form handed in: never changed, only supplemented. Seen by its sender and the handlers alone. */
export const FormSubmittedSchema = z.object({
  form: z.string(),
  version: z.number().int().positive(),
  title: z.string(),
  values: FormValuesSchema,
  attachments: z.array(AttachmentNoteSchema).max(ATTACHMENTS_PER_MESSAGE),
  /** Index of what it adds to. */
  supplements: z.number().int().nonnegative().optional(),
  /** Whose answer it waits for, and by which period of the catalogue. */
  handled: z.object({ by: z.enum(['handlers', 'window']), node: z.string() }).optional(),
  /** Whether it must be answered. */
  asksReply: z.boolean().optional(),
})
export type FormSubmitted = z.infer<typeof FormSubmittedSchema>

export interface SubmittedForm {
  index: number
  at: string
  form: string
  title: string
  supplements?: number
}
export type FormsState = readonly SubmittedForm[]

export type FormsCommand = {
  type: 'SubmitForm'
  /** As the court's configuration has it now. */
  form: FormDefinition
  values: FormValues
  notes: AttachmentNote[]
  attachments: EntryAttachment[]
  supplements?: number
}

/** A pressing one has a shorter period. */
const handledAs = ({ by, node, urgent }: NonNullable<FormDefinition['handled']>, values: FormValues): FormSubmitted['handled'] =>
  ({ by, node: urgent && values[urgent.field] === urgent.is ? urgent.node : node })

export const forms: ThreadPart<FormsState, FormsCommand> = {
  initial: [],
  commands: ['SubmitForm'],
  evolve(state, entry) {
    if (entry.type !== 'form.submitted') return state
    const { form, title, supplements } = FormSubmittedSchema.parse(entry.body)
    return [...state, { index: entry.index, at: entry.at, form, title, ...(supplements !== undefined && { supplements }) }]
  },
  decide({ form, values: given, notes, attachments, supplements }, thread, { actor, relation, standing = [] }) {
    const isTheirs = actor.kind === 'person' && form.sides.some((side) => standing.some((one) => one.side === side))
    assertThat(isTheirs && (form.submitters as string[]).includes(relation), 'forms.not_entitled')
    // What was sealed was handed in to the wrong case, say: it neither stands in the way of the right one nor is added to.
    const before = thread.parts.forms.filter(({ index }) => !isSealed(thread.parts.sealing, index))
    assertThat(!attachments.some(({ id }) => attachmentWithheld(id, thread, relation, true)), 'messaging.attachment_unknown', { field: 'body.attachments' })
    assertThat(!form.once || !before.some((one) => one.form === form.id), 'forms.already_submitted')
    const added = before.find(({ index }) => index === supplements)
    assertThat(form.supplements === added?.form, 'forms.nothing_to_supplement', { field: 'body.supplements' })
    const { values, problems: [problem] } = readForm(form, given)
    if (problem) throw new CodedError('forms.invalid', { field: `body.values.${problem.path}` })
    const body: FormSubmitted = {
      form: form.id, version: form.version, title: form.title, values, attachments: notes,
      ...(supplements !== undefined && { supplements }), ...(form.asks_reply && { asksReply: true }),
      ...(form.handled && { handled: handledAs(form.handled, values) }),
    }
    return { type: 'form.submitted', actor, body: body as unknown as JsonObject, attachments, visibility: 'sender_and_handler' }
  },
}
