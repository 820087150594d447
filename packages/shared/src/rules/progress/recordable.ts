import type { HolidayTable } from '../calendar'
import { dueOf } from '../periods'
import { addDays, type Day, dayOf } from '../shanghai'
import type { Catalogue, EventSpec, NodeField, NodeSpec } from './catalogue'

/** A node or event as recording sees it. */
export interface Recordable {
  id: string
  label: string
  fields: readonly NodeField[]
  node?: NodeSpec
  event?: EventSpec
}

/**
 * What of the catalogue can be recorded in a case: nodes that are switched on, and events that do not follow from something else. Undefined:
 * it cannot.
 */
export function recordable({ nodes, events }: Catalogue, what: string): Recordable | undefined {
  const node = nodes.get(what)
  if (node) return isAct(node) ? { id: what, label: node.label, fields: node.fields, node } : undefined
  const event = events.get(what)
  const isGiven = event?.of === 'case' && event.kept_in === 'case' && event.of_nodes.length === 0 && event.expiry_of.length === 0
  return isGiven ? { id: what, label: event.label, fields: event.fields, event } : undefined
}
/** Whether it stands in one person's thread, and so is recorded by nobody: what was handed in or said there is it. */
export const isKeptInThread = ({ nodes, events }: Catalogue, what: string): boolean => (nodes.get(what) ?? events.get(what))?.kept_in === 'thread'

/** Nobody does these: they are looked at, counted or come by themselves. */
const NOT_ACTS: readonly NodeSpec['kind'][] = ['validation', 'target', 'alert', 'right_arises', 'not_before']
/** What stands in one person's thread is not said in the case's chain. */
const isAct = ({ on, of, kind, kept_in: keptIn }: NodeSpec): boolean => on && of === 'case' && keptIn === 'case' && !NOT_ACTS.includes(kind)

/** Whether a node's period starts by it. */
export const startsWith = ({ start }: NodeSpec, what: string): boolean => start !== undefined && [start.event, ...start.alternatives].includes(what)
/** What a record is called: itself, and every event that it is. */
export const namesOf = ({ events }: Catalogue, what: string): string[] =>
  [what, ...[...events.values()].filter(({ of_nodes: of }) => of.includes(what)).map(({ id }) => id)]
/** Whether it starts a node's period, by its own name or by that of an event that it is. */
export const starts = (catalogue: Catalogue, what: string, node: NodeSpec): boolean => namesOf(catalogue, what).some((name) => startsWith(node, name))
const startedBy = (catalogue: Catalogue, what: string): NodeSpec[] => [...catalogue.nodes.values()].filter((node) => node.on && starts(catalogue, what, node))

/** Whether a day for it is fixed before it comes: periods are counted back from it. */
export const isAppointed = (catalogue: Catalogue, what: string): boolean =>
  catalogue.events.has(what) && startedBy(catalogue, what).some(({ limit }) => limit?.direction === 'before')
/** Whether a period in hours starts or ends by it. */
export const needsTime = (catalogue: Catalogue, what: string): boolean =>
  catalogue.events.get(what)?.needs_time === true || catalogue.nodes.get(what)?.limit?.unit === 'hour'
  || startedBy(catalogue, what).some(({ limit }) => limit?.unit === 'hour')
/** Whether it has to say which thing it is about: each has a period of its own. */
export const needsObject = (catalogue: Catalogue, what: string): boolean =>
  catalogue.nodes.get(what)?.per_object === true || startedBy(catalogue, what).some(({ per_object: perObject }) => perObject)
/** Whether it has to say which parties it concerns, where others of their side are not told. */
export const needsAbout = (catalogue: Catalogue, what: string): boolean =>
  Object.values(catalogue.nodes.get(what)?.tell ?? {}).some((tell) => tell?.to === 'concerned')

/** The last day on which recording it is no back-filling (rules A0-2). */
export const recordBy = ({ late_after: lateAfter }: Catalogue, on: Day, calendar: HolidayTable): string =>
  dueOf({ ...lateAfter, direction: 'after', roll_forward: false }, { day: on }, { holidays: calendar }).dueAt

/** The earliest day that can still be recorded without a reason. */
export function onTimeFrom(catalogue: Catalogue, calendar: HolidayTable, now: string): Day {
  let day = dayOf(now)
  for (let left = LOOK_BACK_DAYS; left > 0 && !isLate(catalogue, addDays(day, -1), calendar, now); left--) day = addDays(day, -1)
  return day
}
const LOOK_BACK_DAYS = 366

export const isLate = (catalogue: Catalogue, on: Day, calendar: HolidayTable, now: string): boolean => now > recordBy(catalogue, on, calendar)

/** Whether a field has to be filled in, given what the others say. */
export const isFieldRequired = ({ required, required_if: requiredIf }: NodeField, fields: Readonly<Record<string, string>>): boolean =>
  required || (requiredIf !== undefined && requiredIf.is.includes(fields[requiredIf.field] ?? ''))
