import type { Clock } from '../progress'
import type { FieldValues } from './entries'
import type { Condition, Workflow } from './schema'
import type { ComplaintState } from './state'

export interface Facts {
  file: ComplaintState
  /** What the step that is looked at says beside what is known. */
  fields: FieldValues
  workflow: Workflow
  /** The file's clocks, and what time it is. */
  clocks: readonly Clock[]
  now: string
}

/** Whether a condition holds. A field that nobody has filled is none of the values asked for. */
export function holds(condition: Condition, facts: Facts): boolean {
  const { file, fields, clocks, now } = facts
  if ('all' in condition) return condition.all.every((one) => holds(one, facts))
  if ('any' in condition) return condition.any.some((one) => holds(one, facts))
  if ('not' in condition) return !holds(condition.not, facts)
  if ('field' in condition) {
    const value = fields[condition.field] ?? file.fields[condition.field]
    return typeof value === 'string' && condition.is.includes(value)
  }
  if ('known' in condition) return isSaid(fields[condition.known] ?? file.fields[condition.known])
  if ('been_in' in condition) return file.came[condition.been_in] !== undefined
  if ('marked' in condition) return (file.marks[condition.marked]?.count ?? 0) >= condition.at_least
  if ('over' in condition) return clocks.some(({ node, dueAt, ended }) => node === condition.over && !ended && dueAt !== undefined && dueAt <= now)
  if ('said_since' in condition) return saidAfter([condition.said_since], file) !== undefined
  if ('by' in condition) return file.by !== null && condition.by.includes(file.by)
  if ('came_by' in condition) return file.channel !== null && condition.came_by.includes(file.channel)
  if ('goes_up' in condition) return file.goesUp
  if ('about_somebody' in condition) return file.about.length > 0
  return isFiled(condition.filed, undefined, facts)
}

/** What whoever complained said first after the newest of some steps; where none was taken, the first thing they said. */
export function saidAfter(names: readonly string[], { said, steps }: Pick<ComplaintState, 'said' | 'steps'>): { index: number; at: string } | undefined {
  const newest = Math.max(-1, ...steps.filter(({ step }) => names.includes(step)).map(({ index }) => index))
  return said.find(({ index }) => index > newest)
}

export const isSaid = (value: FieldValues[string] | undefined): boolean => value !== undefined && value.length > 0

/** Whether a document is in the file, of this round, since the file came into a state. Of one that is made and signed here alone, no upload is one. */
export function isFiled(paper: string, since: string | undefined, { file, workflow }: Pick<Facts, 'file' | 'workflow'>): boolean {
  const { form, form_only: formOnly = false, form_says: says = {} } = workflow.papers[paper] ?? {}
  const isMeant = (said: Readonly<Record<string, unknown>> = {}): boolean =>
    Object.entries(says).every(([field, values]) => values.some((one) => one === said[field]))
  const from = Math.max(file.round, since === undefined ? 0 : (file.came[since] ?? Infinity))
  return file.papers.some((one) => one.index >= from && ((!formOnly && one.paper === paper) || (form !== undefined && one.form === form && isMeant(one.said))))
}
