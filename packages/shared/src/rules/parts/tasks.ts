import { z } from 'zod'
import { assertThat, CodedError } from '../../errors'
import { TaskIdSchema } from '../../ids'
import { isOfficeTime } from '../calendar'
import { HANDLERS } from '../case-file'
import { findSensitiveNumber } from '../sensitive-numbers'
import { dayOf } from '../shanghai'
import type { ThreadPart } from '../thread-part'
import type { ThreadState } from '../thread-state'
import { isSealed, sealedBy } from './sealing'

/** Something that the court asks a respondent-side person to do. The day, where there is one, is the court's: nothing is computed here. */
export const TaskAskedSchema = z.object({
  taskId: TaskIdSchema,
  kind: z.string(),
  /** The kind in words, as on the day it was asked. */
  label: z.string(),
  what: z.string().min(2).max(500),
  dueOn: z.iso.date().optional(),
  /** What it rests on: the number of a notice or order. */
  basis: z.string().min(2).max(100).optional(),
  /** The form that does it. */
  form: z.string().optional(),
  offHoursReason: z.string().min(1).max(200).optional(),
})
export type TaskAsked = z.infer<typeof TaskAskedSchema>
export const TaskDoneSchema = z.object({
  taskId: TaskIdSchema,
  how: z.string().min(2).max(200),
  /** Index of what was asked: whoever is not given that is not given this. Not in entries of before. */
  of: z.number().int().nonnegative().optional(),
})

export interface Task extends Omit<TaskAsked, 'offHoursReason'> {
  index: number
  askedAt: string
  /** `how` is absent where the form that it asked for came in: `index` is that form's. */
  done?: { at: string; index: number; how?: string }
}
export type TasksState = readonly Task[]

export type TasksCommand =
  | { type: 'AskTask'; task: TaskAsked }
  | { type: 'CompleteTask'; taskId: string; how: string }

export const tasks: ThreadPart<TasksState, TasksCommand> = {
  initial: [],
  commands: ['AskTask', 'CompleteTask'],
  evolve(state, entry, thread) {
    switch (entry.type) {
      case 'task.asked': {
        const { offHoursReason: _reason, ...task } = TaskAskedSchema.parse(entry.body)
        return state.some(({ taskId }) => taskId === task.taskId) ? state : [...state, { ...task, index: entry.index, askedAt: entry.at }]
      }
      case 'task.done': {
        const { taskId, how } = TaskDoneSchema.parse(entry.body)
        return done(state, (task) => task.taskId === taskId, { at: entry.at, index: entry.index, how })
      }
      case 'form.submitted': {
        const { form } = entry.body as { form?: unknown }
        return done(state, (task) => task.form !== undefined && task.form === form, { at: entry.at, index: entry.index })
      }
      case 'seal.approved':
        return undone(state, entry.body, thread)
      default:
        return state
    }
  },
  decide(command, thread, { actor, relation, now, calendar, rules, standing = [] }) {
    assertThat(HANDLERS.includes(relation), 'messaging.not_handler')
    const before = thread.parts.tasks
    if (command.type === 'CompleteTask') {
      const { taskId, how } = command
      const task = before.find((one) => one.taskId === taskId)
      assertThat(task && !isSealed(thread.parts.sealing, task.index), 'tasks.unknown', { field: 'params.taskId' })
      return task.done ? undefined : { type: 'task.done', actor, body: { taskId, how, of: task.index }, attachments: [] }
    }
    const { offHoursReason, ...task } = command.task
    assertThat(standing.some(({ side }) => side === 'respondent'), 'tasks.respondent_only')
    assertThat(!before.some(({ taskId }) => taskId === task.taskId), 'log.key_conflict')
    for (const field of ['what', 'basis'] as const) {
      // Where to pay stands nowhere but where the court's own system put it.
      if (findSensitiveNumber(task[field] ?? '')) throw new CodedError('messaging.sensitive_number', { field: `body.${field}` })
    }
    assertThat(task.dueOn === undefined || task.dueOn >= dayOf(now), 'tasks.day_is_past', { field: 'body.dueOn' })
    const needsReason = rules.off_hours_reason_required.required && !isOfficeTime(calendar, now)
    assertThat(!needsReason || offHoursReason, 'messaging.off_hours_reason_required', { field: 'body.offHoursReason' })
    const body: TaskAsked = { ...task, ...(needsReason && { offHoursReason }) }
    return { type: 'task.asked', actor, body, attachments: [] }
  },
}

const done = (state: TasksState, which: (task: Task) => boolean, how: NonNullable<Task['done']>): TasksState =>
  state.some((task) => !task.done && which(task)) ? state.map((task) => (!task.done && which(task) ? { ...task, done: how } : task)) : state

/**
 * What was done by a form that is sealed now (handed in to the wrong case, say) is to be done still, unless it was handed in once more.
 * What somebody said is done stays done.
 */
function undone(state: TasksState, approval: unknown, { parts }: ThreadState): TasksState {
  const gone = new Set(sealedBy(parts.sealing, approval))
  const isUndone = ({ done }: Task): boolean => done !== undefined && done.how === undefined && gone.has(done.index)
  if (!state.some(isUndone)) return state
  return state.map((task) => {
    if (!isUndone(task)) return task
    const { done: _done, ...open } = task
    const other = parts.forms.find(({ form, index }) => form === task.form && index > task.index && !gone.has(index) && !isSealed(parts.sealing, index))
    return other ? { ...open, done: { at: other.at, index: other.index } } : open
  })
}
