import type { SupervisionConfig } from './config'
import type { Measure } from './measures'

/** One of those that a number counts: the number is the length of the list of them, and of nothing else. */
export interface Supervised {
  measure: Measure
  /** Unique within its measure. */
  id: string
  /** To which it counts: one, so that the departments' numbers add up to the court's. */
  department: string
  /** Who has to see to it. Of several, it counts for each: officers' numbers do not add up. */
  staffIds: readonly string[]
  /** Of one measure, what kind it is of: `late`, `open` … Each has one. */
  state: string
  /** Of what is counted by age: in which band it is. */
  age?: string
  /** Who must not find it anywhere, whatever else they may see: whom a report of irregularity is about (rules X-14). */
  hiddenFrom?: readonly string[]
}

/** The department of what none has yet: one word for it, in numbers and in bulletins. */
export const NOT_ASSIGNED = '尚未交办'

export type SupervisionScope = 'court' | 'department' | 'own'
export interface SupervisionReader {
  staffId: string
  department: string
  scope: SupervisionScope
}

/** Whose numbers somebody sees. */
export function scopeOf(roles: readonly string[], { court, department }: Pick<SupervisionConfig['scopes'], 'court' | 'department'>): SupervisionScope {
  if (roles.some((role) => court.includes(role))) return 'court'
  return roles.some((role) => department.includes(role)) ? 'department' : 'own'
}

/** What a reader sees of all there is. The one door: numbers, lists and single items come through it. */
export function seenBy<T extends Supervised>(items: readonly T[], { staffId, department, scope }: SupervisionReader): T[] {
  return items
    .filter(({ hiddenFrom }) => !hiddenFrom?.includes(staffId))
    .filter((item) => scope === 'court' || (scope === 'department' ? item.department === department : item.staffIds.includes(staffId)))
}

export interface SupervisedFilter {
  measure: Measure
  department?: string | undefined
  staffId?: string | undefined
  state?: string | undefined
  age?: string | undefined
}

/** The list behind a number. */
export const selectItems = <T extends Supervised>(items: readonly T[], { measure, department, staffId, state, age }: SupervisedFilter): T[] =>
  items.filter((item) =>
    item.measure === measure && (department === undefined || item.department === department) &&
    (staffId === undefined || item.staffIds.includes(staffId)) && (state === undefined || item.state === state) && (age === undefined || item.age === age))

export type Numbers = Record<Measure, number>
export interface Tally {
  totals: Numbers
  /** By measure, its states and how many are in each. */
  states: { measure: Measure; state: string; count: number }[]
  /** The same by age, of what has one. */
  ages: { measure: Measure; age: string; count: number }[]
  departments: { department: string; numbers: Numbers }[]
  staff: { staffId: string; numbers: Numbers }[]
}

/** All numbers of what a reader sees: each is the length of a list that `selectItems` gives of the same items. */
export function tallyOf(items: readonly Supervised[], measures: readonly Measure[]): Tally {
  const numbers = (of: Omit<SupervisedFilter, 'measure'>): Numbers =>
    Object.fromEntries(measures.map((measure) => [measure, selectItems(items, { measure, ...of }).length])) as Numbers
  const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort()
  return {
    totals: numbers({}),
    states: measures.flatMap((measure) => {
      const states = sorted(selectItems(items, { measure }).map(({ state }) => state))
      return states.map((state) => ({ measure, state, count: selectItems(items, { measure, state }).length }))
    }),
    ages: measures.flatMap((measure) => {
      const ages = sorted(selectItems(items, { measure }).flatMap(({ age }) => age ?? []))
      return ages.map((age) => ({ measure, age, count: selectItems(items, { measure, age }).length }))
    }),
    departments: sorted(items.map(({ department }) => department)).map((department) => ({ department, numbers: numbers({ department }) })),
    staff: sorted(items.flatMap(({ staffIds }) => staffIds)).map((staffId) => ({ staffId, numbers: numbers({ staffId }) })),
  }
}

/** In which band of ages something of so many whole days is. */
export const ageBandOf = (days: number, { bands }: SupervisionConfig['petition_ages']): string =>
  (bands.find(({ up_to_days: end }) => end !== undefined && days <= end) ?? bands[bands.length - 1]!).id
