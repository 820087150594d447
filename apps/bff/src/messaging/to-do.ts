import type { FormOffer, TaskView, ToDo } from '@zhixin/shared/contract'
import {
  type CaseState, currentForms, dayOf, daysBetween, type FormDefinition, type FormsConfig, HANDLERS, isSealed, LITIGANTS, type Relation, relationsOf, type Task,
  type ThreadState, withheldBecause,
} from '@zhixin/shared/rules'
import type { OpenedThread } from './threads'

/** In place of how something was done, which the thread's person is not to read any more. */
const SEALED_HOW = '（内容已封存）'

/** What a thread's person has to do, may hand in and did: out of their own thread and the court's record of the case, nothing else. */
export function presentToDo({ key, file, relation }: OpenedThread, state: ThreadState, forms: FormsConfig, isOwn: boolean, now: string): ToDo {
  const pays = relationsOf(file, key.personId, now).some(({ side }) => side === 'respondent')
  const mayKnow = LITIGANTS.includes(relation) || HANDLERS.includes(relation)
  return {
    tasks: [...openFirst(state.parts.tasks)]
      // What was sealed is not shown here either.
      .filter(({ index }) => withheldBecause({ index, type: 'task.asked', body: null }, state, relation, isOwn) === undefined)
      .map((task) => taskView(task, state, now)),
    payment: pays && mayKnow ? paymentOf(file, forms) : null,
    pays,
    forms: currentForms(forms).flatMap((form) => offerOf(form, file, state, key.personId, isOwn ? relation : undefined, now)),
    taskKinds: forms.task_kinds.map(({ id, label }) => ({ id, label })),
  }
}

/** What is open, the nearest day first and what has none last; then what is done, the latest first. */
function openFirst(tasks: readonly Task[]): Task[] {
  const late = '9999-12-31'
  const open = tasks.filter(({ done }) => !done).sort((a, b) => (a.dueOn ?? late).localeCompare(b.dueOn ?? late) || a.index - b.index)
  return [...open, ...tasks.filter(({ done }) => done).sort((a, b) => b.done!.index - a.done!.index)]
}

function taskView({ index: _index, done, ...task }: Task, { parts }: ThreadState, now: string): TaskView {
  const isGone = done?.how !== undefined && isSealed(parts.sealing, done.index)
  const daysLeft = task.dueOn && !done ? daysBetween(dayOf(now), task.dueOn) : null
  return { ...task, daysLeft, done: done ? { ...done, ...(isGone && { how: SEALED_HOW }) } : null }
}

function paymentOf({ payment }: CaseState, { payment_warning }: FormsConfig): ToDo['payment'] {
  if (!payment) return null
  const { at, ...rest } = payment
  return { ...rest, on: dayOf(at), warning: payment_warning }
}

/** A form as it is offered to whoever it is for; what was handed in stays to be read by whoever reads the thread. */
function offerOf(form: FormDefinition, file: CaseState, { parts }: ThreadState, personId: string, relation: Relation | undefined, now: string): FormOffer[] {
  const handedIn = (id: string) => parts.forms.filter((one) => one.form === id)
  const submitted = handedIn(form.id).map(({ index, at }) => ({ index, at, isSealed: isSealed(parts.sealing, index) }))
  const counts = submitted.filter((one) => !one.isSealed)
  const isForSide = relationsOf(file, personId, now).some(({ side }) => form.sides.includes(side))
  if (!isForSide && submitted.length === 0) return []
  const supplements = form.supplements ? handedIn(form.supplements).filter(({ index }) => !isSealed(parts.sealing, index)).map(({ index }) => index) : []
  const can =
    isForSide && relation !== undefined && (form.submitters as string[]).includes(relation) &&
    (!form.once || counts.length === 0) && (!form.supplements || supplements.length > 0)
  return [{ id: form.id, title: form.title, intro: form.intro, supplements, submitted, can }]
}
