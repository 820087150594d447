import type { HolidayTable } from '../calendar'
import { dueOf } from '../periods'
import type { Catalogue, NodeSpec } from '../progress/catalogue'
import { starts } from '../progress/recordable'
import { citeWords, ruleWords } from '../progress/rule-words'
import type { LitigantSide } from '../relations'
import type { Day } from '../shanghai'
import type { ServiceArrived } from './entries'

const ROLE: Record<LitigantSide, string> = { applicant: 'party_applicant', respondent: 'party_respondent' }

/**
 * What runs for a side once a document was served on a day: periods of the catalogue that begin with what its service is, and that this side has
 * itself. Of what the court has to do then it says nothing.
 */
export function runsFrom(what: string, on: Day, side: LitigantSide, catalogue: Catalogue, holidays: HolidayTable): ServiceArrived['runs'] {
  const isTheirs = ({ on: isOn, limit, responsible }: NodeSpec): boolean => isOn && limit?.direction === 'after' && responsible.includes(ROLE[side])
  return [...catalogue.nodes.values()]
    .filter((node) => isTheirs(node) && starts(catalogue, what, node))
    .map((node) => ({
      node: node.id, label: node.label, dueAt: dueOf(node.limit!, { day: on }, { holidays }).dueAt, rule: ruleWords(node, catalogue) ?? citeWords(node.cite),
    }))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
}
