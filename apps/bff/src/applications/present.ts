import type { ApplicationView } from '@zhixin/shared/contract'
import { type Application, type Catalogue, dayOf, dueOf, type HolidayTable, isSealed, type ThreadState } from '@zhixin/shared/rules'

export interface ClockParts {
  catalogue: Catalogue
  holidays: HolidayTable
}

/** An application as its sender and whoever answers see it. The day it was received is not counted; the catalogue says how long the court may take. */
export function presentApplication(one: Application, { parts }: Pick<ThreadState, 'parts'>, given: ClockParts, now: string): ApplicationView {
  const { index, form, title, at, by, end } = one
  return { index, form, title, at, by, urgent: one.node === 'check_clue_urgent', clock: end ? null : clockOf(one, given, now), end: end ? endOf(end, parts) : null }
}

function clockOf({ node, at }: Application, { catalogue, holidays }: ClockParts, now: string): ApplicationView['clock'] {
  const spec = catalogue.nodes.get(node)
  if (!spec?.on || !spec.limit) return null
  const { dueAt, calendarKnown } = dueOf(spec.limit, { day: dayOf(at) }, { holidays })
  const { basis, source } = spec.cite[0]!
  return { dueAt, calendarKnown, late: dueAt < now, rule: { label: spec.label, basis, source } }
}

function endOf({ index, ...end }: NonNullable<Application['end']>, { sealing }: ThreadState['parts']): ApplicationView['end'] {
  return isSealed(sealing, index) ? { how: 'sealed', at: end.at } : end
}
