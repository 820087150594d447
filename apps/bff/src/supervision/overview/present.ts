import type { EntryBehind, NumberView, SupervisedItemView, SupervisionOverview } from '@zhixin/shared/contract'
import {
  type Catalogue, definitionOf, HANDLERS, LEADERS, MEASURES, type Measure, relationOfStaff, selectItems, type StaffMember, type SupervisionConfig,
  type SupervisionReader, tallyOf, UrgedSchema, isUrging,
} from '@zhixin/shared/rules'
import type { SequencedEntry } from '@zhixin/shared/log'
import { entryBehind } from './entry-words'
import { type CourtItem, isPlaced, urgedIdOf } from './item'
import type { UrgedDocument } from './urgings'

export interface PresentParts {
  config: SupervisionConfig
  court: string
  catalogue: Catalogue
  /** Of a complaint's step. */
  stepLabel(chain: string, step: string): string
  /** Who works or worked here. */
  staff(ids: readonly string[]): Promise<{ id: string; name: string; department: string }[]>
  urged(ids: readonly string[]): Promise<UrgedDocument[]>
}
export interface Asker {
  reader: SupervisionReader
  member: StaffMember
  mayUrge: boolean
}

const oldestOf = (items: readonly CourtItem[], measure: Measure, state: string): string =>
  selectItems(items, { measure, state }).reduce((oldest, { at }) => (at < oldest ? at : oldest), '9')

/** The only way out of supervision: names each field that leaves. */
export function createSupervisionPresenter({ config, court, catalogue, stepLabel, staff, urged }: PresentParts) {
  const namesOf = async (ids: readonly string[]) => new Map((await staff([...new Set(ids)])).map(({ id, name }) => [id, name]))

  function numberView(items: readonly CourtItem[], measure: Measure, tally: ReturnType<typeof tallyOf>): NumberView {
    const states = tally.states.filter((one) => one.measure === measure).map(({ state, count }) => {
      const one = selectItems(items, { measure, state })[0]!
      return { state, label: one.stateLabel, count, alarming: one.alarming, oldest: oldestOf(items, measure, state) }
    })
    return {
      measure, label: config.measures[measure].label, counts: definitionOf(measure, config), total: tally.totals[measure],
      ages: config.petition_ages.bands.flatMap(({ id, label }) => {
        const one = tally.ages.find(({ measure: of, age }) => of === measure && age === id)
        return one ? [{ age: id, label, count: one.count }] : []
      }),
      states: states
        .sort((a, b) => Number(b.alarming) - Number(a.alarming) || a.oldest.localeCompare(b.oldest))
        .map(({ state, label, count, alarming }) => ({ state, label, count, alarming })),
    }
  }

  const ageLabelOf = (age: string | undefined): string | null => config.petition_ages.bands.find(({ id }) => id === age)?.label ?? null

  return {
    async overview(items: readonly CourtItem[], { scope }: SupervisionReader, asOf: string): Promise<SupervisionOverview> {
      const tally = tallyOf(items, MEASURES)
      const known = new Map((await staff(tally.staff.map(({ staffId }) => staffId))).map((one) => [one.id, one]))
      return {
        asOf, scope, court,
        numbers: MEASURES.map((measure) => numberView(items, measure, tally)),
        departments: tally.departments,
        staff: tally.staff.flatMap(({ staffId, numbers }) => {
          const one = known.get(staffId)
          return one ? [{ staffId, name: one.name, department: one.department, numbers }] : []
        }),
        monday: config.monday.measures,
      }
    },
    head: (measure: Measure) => ({ measure, label: config.measures[measure].label, counts: definitionOf(measure, config) }),
    async items(items: readonly CourtItem[], { reader, member, mayUrge }: Asker): Promise<SupervisedItemView[]> {
      const found = await urged(items.flatMap(({ urge }) => (isPlaced(urge) ? [urgedIdOf(urge.place, urge.about)] : [])))
      const documents = new Map(found.map((one) => [one._id, one]))
      const urgers = [...found, ...items].flatMap(({ urgings = [] }) => urgings.flatMap(({ by }) => by ?? []))
      const names = await namesOf([...items.flatMap(({ staffIds }) => staffIds), ...urgers])
      return items.map((item): SupervisedItemView => {
        const { id, measure, title, what, department, staffIds, state, stateLabel, alarming, at, atIs, file, urge, opens, age } = item
        const relation = file && relationOfStaff(file, member)
        const mayOpen = (!relation || HANDLERS.includes(relation) || LEADERS.includes(relation)) && item.opensTo?.(reader.staffId) !== false
        const urgings = item.urgings ?? (isPlaced(urge) ? documents.get(urgedIdOf(urge.place, urge.about))?.urgings : undefined) ?? []
        // Who urges in a complaint's file is its workflow's to say (T25).
        const isTheirs = isPlaced(urge) ? reader.scope !== 'own' : urge?.mayBy(reader.staffId) === true
        return {
          itemId: id, measure, title, department, state, stateLabel, alarming, at, atIs,
          // What kind of message it is stands in the thread: whoever may not open that reads that something waits.
          what: measure === 'unanswered' && !mayOpen ? '一项待答复' : what,
          handlers: staffIds.flatMap((staffId) => (names.has(staffId) ? [{ staffId, name: names.get(staffId)! }] : [])),
          urged: [...urgings].reverse().map(({ at: when, by }) => ({ at: when, byName: by === null ? '系统' : (names.get(by) ?? '') })),
          ageLabel: ageLabelOf(age),
          opens: mayOpen ? opens : null,
          can: { urge: urge !== undefined && mayUrge && isTheirs && staffIds.some((staffId) => staffId !== reader.staffId) },
        }
      })
    },
    async entries(found: readonly SequencedEntry[]): Promise<EntryBehind[]> {
      const urgers = found.flatMap(({ type, actor, body }) => (isUrging(type) ? [actor.id, ...UrgedSchema.parse(body).staffIds] : []))
      const names = { staff: await namesOf(urgers), catalogue, stepLabel }
      return found.map((entry) => entryBehind(entry, names))
    },
    names: namesOf,
  }
}
export type SupervisionPresenter = ReturnType<typeof createSupervisionPresenter>
