import {
  AskTaskInputSchema, FormParamsSchema, FormQuerySchema, FormViewSchema, MarkedSchema, StoredSchema, SubmitFormSchema, TaskDoneInputSchema, TaskParamsSchema,
  ThreadParamsSchema, ToDoAbilitiesSchema, ToDoSchema,
} from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import { canonicalBytes, type Entry } from '@zhixin/shared/log'
import { type FormsConfig, formOf, FULLY_ENTITLED, HANDLERS, readForm as readValues, type TaskAsked } from '@zhixin/shared/rules'
import { actorKeyOf } from '../platform/http/actor'
import { defineRoute, type Route } from '../platform/http/route'
import { act, keyOf } from './commands/act'
import { askTask, readForm, readToDo, submitForm } from './policy'
import { threadCommand } from './thread-command'
import { presentStored, type Threads, type ThreadsParts } from './threads'
import { presentToDo } from './to-do'

const tag = '要办的事 to do'
const base = '/threads/:caseId/:personId'

export interface ToDoRoutesParts extends ThreadsParts {
  threads: Threads
  forms: FormsConfig
}

const said = (what: object): string => Buffer.from(canonicalBytes(what)).toString()

/** What a person is asked to do, what they hand in, and where their side pays. */
export function createToDoRoutes(parts: ToDoRoutesParts): Route[] {
  const { threads, forms, clock, attachments, log } = parts
  const command = threadCommand(parts)

  return [
    defineRoute({
      method: 'get', path: `${base}/to-do`, summary: 'What this person is asked to do, may hand in, and where they pay', tag,
      policy: readToDo, limit: 'read', params: ThreadParamsSchema, answer: ToDoSchema, can: ToDoAbilitiesSchema,
      async handle({ actor, params }) {
        const thread = await threads.open(actor, params, readToDo)
        const state = await threads.state(thread)
        const isOwn = actor.kind === 'person' && actor.personId === params.personId
        const { relation } = thread
        const can = {
          askTask: threads.abilities(actor, thread, state).askTask,
          setReceivingAccount: isOwn && FULLY_ENTITLED.includes(relation),
          readReceivingAccounts: HANDLERS.includes(relation),
        }
        return { data: presentToDo(thread, state, forms, isOwn, clock.now().toISOString()), can }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/tasks`, summary: 'Asks a person of the respondent side to do something, by a day that the court sets', tag,
      policy: askTask, limit: 'write', params: ThreadParamsSchema, body: AskTaskInputSchema, answer: MarkedSchema,
      async handle({ actor, params, body: { commandId, kind, offHoursReason, dueOn, basis, what } }) {
        const known = forms.task_kinds.find(({ id }) => id === kind)
        assertThat(known, 'input.invalid', { field: 'body.kind' })
        const asked = { what, ...(dueOn && { dueOn }), ...(basis && { basis }) }
        const task: TaskAsked = {
          taskId: commandId.replace(/^m_/, 't_'), kind, label: known.label, ...asked, ...(known.form && { form: known.form }), ...(offHoursReason && { offHoursReason }),
        }
        return command(actor, params, askTask, commandId, { type: 'AskTask', task }, { kind, ...asked })
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/tasks/:taskId/done`, summary: 'Says that what was asked is done, and how', tag,
      policy: askTask, limit: 'write', params: TaskParamsSchema, body: TaskDoneInputSchema, answer: MarkedSchema,
      async handle({ actor, params: { taskId, ...thread }, body: { commandId, how } }) {
        return command(actor, thread, askTask, commandId, { type: 'CompleteTask', taskId, how }, { taskId, how })
      },
    }),
    defineRoute({
      method: 'get', path: '/forms/:formId', summary: 'A form as it is now, or as it was in a version', tag,
      policy: readForm, limit: 'read', params: FormParamsSchema, query: FormQuerySchema, answer: FormViewSchema,
      async handle({ params: { formId }, query: { version } }) {
        const form = formOf(forms, formId, version)
        assertThat(form, 'input.not_found')
        return { data: form }
      },
    }),
    defineRoute({
      method: 'post', path: `${base}/forms`, summary: 'Hands a form in: once, never changed, only supplemented', tag,
      policy: submitForm, limit: 'write', params: ThreadParamsSchema, body: SubmitFormSchema, answer: StoredSchema,
      async handle({ actor, params, body: { commandId, version, supplements, ...given } }) {
        const { chain } = await threads.open(actor, params, submitForm)
        // A repeat is compared with what was filed, on the version it was filed on.
        const before = await log.find(keyOf(actor, commandId))
        const form = formOf(forms, given.form, before ? version : undefined)
        assertThat(form, 'input.invalid', { field: 'body.form' })
        assertThat(form.version === version, 'forms.outdated', { field: 'body.version' })
        const { values } = readValues(form, given.values)
        const notes = given.attachments
        const ids = notes.map(({ id }) => id)
        const committed = before ? before.attachments : await attachments.claim(chain, actorKeyOf(actor)!, ids)
        const says = said({ form: form.id, values, ids, supplements: supplements ?? null })
        const isSame = ({ type, body, attachments: filed }: Entry): boolean =>
          type === 'form.submitted' &&
          said({ form: body.form!, values: body.values!, ids: filed.map(({ id }) => id), supplements: body.supplements ?? null }) === says
        const entry = await act(parts, {
          actor, thread: params, policy: submitForm, commandId, isSame,
          command: { type: 'SubmitForm', form, values: given.values, notes, attachments: committed, ...(supplements !== undefined && { supplements }) },
        })
        return { data: presentStored(entry!) }
      },
    }),
  ] as Route[]
}
