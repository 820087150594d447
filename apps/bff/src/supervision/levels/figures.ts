import type { CourtFigures, SupervisionConfig } from '@zhixin/shared/rules'
import { dayOf, definitionOf, MEASURES, selectItems, tallyOf } from '@zhixin/shared/rules'
import type { CourtItem } from '../overview'

/**
 * What goes up of everything that is counted. Made of named fields alone: title, people, departments and what an item is about stay here. `titled`
 * petitions are called by their receipt number, which says nothing of anybody.
 */
export function figuresOf(
  items: readonly CourtItem[], { from, to, asOf }: { from: string; to: string; asOf: string }, config: SupervisionConfig,
): CourtFigures {
  const tally = tallyOf(items, MEASURES)
  return {
    format: 'zhixin-court-figures/1', from, to, day: dayOf(asOf), asOf,
    numbers: MEASURES.map((measure) => ({
      measure, label: config.measures[measure].label, counts: definitionOf(measure, config), total: tally.totals[measure],
      states: tally.states.filter((one) => one.measure === measure).map(({ state, count }) => {
        const { stateLabel: label, alarming } = selectItems(items, { measure, state })[0]!
        return { label, count, alarming }
      }),
    })),
    petitions: selectItems(items, { measure: 'petitions' }).map(({ title, stateLabel, at, age, alarming, urgings = [] }) => ({
      receipt: title, state: stateLabel, receivedAt: at, age: config.petition_ages.bands.find(({ id }) => id === age)?.label ?? '—', alarming, urged: urgings.length,
    })),
  }
}
