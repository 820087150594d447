import {
  AskTaskInputSchema, EntryListSchema, type EntryView, FormViewSchema, MarkedSchema, ReceivingAccountListSchema, ReceivingAccountNumberSchema,
  ReceivingViewSchema,
  RequestConfirmationSchema, SetReceivingAccountSchema, type SetReceivingAccountInput, SmsCodeRequestedSchema, type Stored, StoredSchema, SubmitFormSchema,
  TaskDoneInputSchema, ToDoAbilitiesSchema, ToDoSchema, UploadedSchema,
} from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import type { ThreadKey } from '@zhixin/shared/ids'
import { type AttachmentNote, type FormDefinition, type FormSubmitted, FormSubmittedSchema } from '@zhixin/shared/rules'
import type { z } from 'zod'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

export type ToDoAbilities = z.infer<typeof ToDoAbilitiesSchema>
type AskInput = Omit<z.input<typeof AskTaskInputSchema>, 'commandId'>
type AccountForm = Omit<SetReceivingAccountInput, 'commandId' | 'phone' | 'code'>

/** A form that was handed in, with the definition it was filled in on. */
export interface HandedIn {
  entry: EntryView
  said: FormSubmitted
  form: FormDefinition
}

/** What somebody must do, the forms they hand in, and the account they are paid into. */
export function createForms(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const pathOf = ({ caseId, personId }: ThreadKey): string => `/threads/${caseId}/${personId}`
  const definition = (id: string, version?: number): Promise<FormDefinition> =>
    api.read(`/forms/${id}`, FormViewSchema, version === undefined ? undefined : { version: String(version) })

  return {
    toDo: (key: ThreadKey) => api.readWithCan(`${pathOf(key)}/to-do`, ToDoSchema, ToDoAbilitiesSchema),
    definition,
    askTask: (key: ThreadKey, task: AskInput): Promise<unknown> =>
      intents.once(`${pathOf(key)}/tasks`, task, (path, input) => api.write(path, AskTaskInputSchema, MarkedSchema, input)),
    completeTask: (key: ThreadKey, taskId: string, how: string): Promise<unknown> =>
      intents.once(`${pathOf(key)}/tasks/${taskId}/done`, { how }, (path, input) => api.write(path, TaskDoneInputSchema, MarkedSchema, input)),
    /** The command id is the draft's: it outlives this run of the app, so that a form whose answer was lost is not handed in twice. */
    submit: (key: ThreadKey, form: z.input<typeof SubmitFormSchema>): Promise<Stored> => api.write(`${pathOf(key)}/forms`, SubmitFormSchema, StoredSchema, form),
    async upload(key: ThreadKey, file: { path: string; name: string; kind: 'picture' | 'file' }, onProgress: (percent: number) => void): Promise<AttachmentNote> {
      const sent = { path: `${pathOf(key)}/attachments`, filePath: file.path, fileName: file.name, fields: { kind: file.kind }, onProgress }
      const { id, name, kind } = await api.upload(sent, UploadedSchema)
      return { id, name, kind }
    },
    /** Throws `input.not_found` where there is none, and `access.forbidden` where it is not for this reader. */
    async handedIn(key: ThreadKey, index: number): Promise<HandedIn> {
      const { entries } = await api.read(`${pathOf(key)}/entries`, EntryListSchema, { after: String(index - 1), limit: '1' })
      const entry = entries.find((one) => one.index === index && one.type === 'form.submitted')
      if (!entry) throw new CodedError('input.not_found')
      if (entry.withheld === 'sealed') throw new CodedError('messaging.sealed')
      const said = FormSubmittedSchema.safeParse(entry.body).data
      if (!said) throw new CodedError('access.forbidden')
      return { entry, said, form: await definition(said.form, said.version) }
    },
    receiving: (key: ThreadKey) => api.read(`${pathOf(key)}/receiving-account`, ReceivingViewSchema),
    /** Seconds until another can be asked for. */
    requestCode: async (key: ThreadKey, phone: string): Promise<number> =>
      (await api.write(`${pathOf(key)}/receiving-account/codes`, RequestConfirmationSchema, SmsCodeRequestedSchema, { phone })).retryAfterSeconds,
    /** One wish, whichever code it is proven with: a repeat after a lost answer is the same account, not a second one. */
    setReceiving: (key: ThreadKey, account: AccountForm, proof: { phone: string; code: string }): Promise<Stored> =>
      intents.once(`${pathOf(key)}/receiving-account`, account, (path, input) =>
        api.write(path, SetReceivingAccountSchema, StoredSchema, { ...input, ...proof })),
    accounts: async (caseId: string) => (await api.read(`/cases/${caseId}/receiving-accounts`, ReceivingAccountListSchema)).parties,
    /** The full number. That it was opened is on record. */
    accountNumber: (caseId: string, accountId: string) => api.read(`/cases/${caseId}/receiving-accounts/${accountId}/number`, ReceivingAccountNumberSchema),
  }
}
export type Forms = ReturnType<typeof createForms>
