import type { HolidayTable } from '../calendar'
import { dueOf } from '../periods'
import type { Catalogue, Clock } from '../progress'
import { dayOf, instantOf } from '../shanghai'
import { holds, saidAfter } from './conditions'
import type { FilePeriod, Workflow } from './schema'
import type { ComplaintState, StepTaken } from './state'

export interface FileRules {
  workflow: Workflow
  catalogue: Pick<Catalogue, 'nodes'>
  holidays: HolidayTable
}

const DAY_MINUTES = 24 * 60
interface Begun {
  index: number
  at: string
  what: string
}

/**
 * The periods that have begun in a file, as those of a case: a period starts with the receipt, with each of the steps named, or at the instant that a
 * field says, and ends with the next step of its `ends` after that, or with the very step that began it, where `ends` names that. Says nothing of what
 * time it is. Discipline's files have none: the rules say 及时.
 */
export function clocksOfFile(file: ComplaintState, rules: FileRules): Clock[] {
  return rules.workflow.periods.flatMap((period) => clockOf(period, file, rules))
}

function clockOf(period: FilePeriod, file: ComplaintState, { workflow, catalogue, holidays }: FileRules): Clock[] {
  const node = catalogue.nodes.get(period.node)
  const begun = begunBy(period.starts, file)
  if (!node?.on || !begun) return []
  const facts = { file, fields: {}, workflow, clocks: [], now: begun.at }
  if (period.only_if && !holds(period.only_if, facts)) return []
  const due = dueIn(period, node.limit ?? node.target, begun, file, holidays)
  if (!due) return []
  const isEnd = ({ step, to, from, index }: StepTaken): boolean =>
    index > begun.index ? period.ends.includes(step) || (to !== from && period.ends.includes(to)) : index === begun.index && period.ends.includes(step)
  const end = file.steps.find(isEnd)
  return [{
    clockId: `${node.id}/${begun.index}`, node: node.id,
    startedBy: { recordId: String(begun.index), what: node.start?.event ?? node.id, on: dayOf(begun.at), recordedAt: begun.at },
    ...due,
    ...(end && { ended: { how: 'met', on: dayOf(end.at), recordId: String(end.index), late: end.at >= due.dueAt } as const }),
  }]
}

function dueIn(
  { due_on: field }: FilePeriod, limit: { value: number; unit: 'hour' | 'calendar_day' | 'working_day' | 'week' | 'month' | 'year'; roll_forward: boolean } | undefined,
  { at }: Begun, file: ComplaintState, holidays: HolidayTable,
): Pick<Clock, 'calendarKnown'> & { dueAt: string; dueDay: string } | undefined {
  const day = field === undefined ? undefined : file.fields[field]
  if (typeof day === 'string' && day !== '') return { dueAt: instantOf(day, DAY_MINUTES), dueDay: day, calendarKnown: true }
  if (field !== undefined || !limit) return undefined
  const { dueAt, dueDay, calendarKnown } = dueOf(limit, { day: dayOf(at) }, { holidays })
  return { dueAt, dueDay, calendarKnown }
}

/** When a period began last: with what was said after a step, or the newest of its steps, else the instant of its field, else the receipt. */
export function begunBy({ received, steps, field, said_after: after }: FilePeriod['starts'], file: ComplaintState): Begun | undefined {
  if (after.length > 0) {
    const further = file.steps.some(({ step }) => after.includes(step)) ? saidAfter(after, file) : undefined
    return further && { ...further, what: 'said' }
  }
  const taken = file.steps.filter(({ step, index }) => steps.includes(step) && index >= file.round)
  const last = taken[taken.length - 1]
  if (last) return { index: last.index, at: last.at, what: last.step }
  // A new round began with the step that began it.
  const begunAt = file.round === 0 ? file.receivedAt : (file.steps.find(({ index }) => index === file.round)?.at ?? file.receivedAt)
  const said = field === undefined ? undefined : file.fields[field]
  const isSaidNow = typeof said === 'string' && said !== ''
  // What happened before it was registered began then; nothing begins later than the server had it.
  if (isSaidNow && said < begunAt) return { index: file.round, at: said, what: field! }
  return (received || isSaidNow) && file.status === 'open' ? { index: file.round, at: begunAt, what: 'received' } : undefined
}

/** A step that has to be taken by itself, and when it fell due. */
export interface OwedAutomatic {
  /** `<place among the workflow's automatic steps>/<index of what it counts from>`: taken once. */
  id: string
  step: string
  at: string
  /** Due while it could not be taken, it is taken no more; what a period ends with waits until it can be. */
  lapses: boolean
}

/** All steps that take themselves, in order, whether their time has come or not; those that were taken are left out. */
export function automaticOf(file: ComplaintState, rules: FileRules): OwedAutomatic[] {
  const { workflow, holidays } = rules
  const periods = workflow.automatic.some(({ at_end_of: node }) => node !== undefined) ? clocksOfFile(file, rules) : []
  return workflow.automatic
    .flatMap(({ step, after, starts, at_end_of: node }, i): OwedAutomatic[] => {
      // One or the other: the schema says so.
      if (node !== undefined) {
        return periods
          .filter((clock) => clock.node === node && !clock.ended && clock.dueAt !== undefined)
          .filter(({ dueAt }) => !file.steps.some((one) => one.step === step && one.wasDueAt === dueAt))
          .map(({ clockId, dueAt }) => ({ id: `${i}/${clockId.split('/')[1]!}`, step, at: dueAt!, lapses: false }))
      }
      const begun = begunBy(starts!, file)
      if (!begun) return []
      const { dueAt } = dueOf({ ...after!, roll_forward: false }, { day: dayOf(begun.at) }, { holidays })
      const isTaken = file.steps.some((one) => one.step === step && one.wasDueAt === dueAt && one.index > begun.index)
      return isTaken ? [] : [{ id: `${i}/${begun.index}`, step, at: dueAt, lapses: true }]
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
