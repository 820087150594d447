import { caseChain } from '@zhixin/shared/ids'
import { type CaseState, type CourtProfile, HANDLERS, isStanding, JUDGES, LEADERS, participantsNow, relationOfPerson, relationsOf } from '@zhixin/shared/rules'
import { caseFold, type Cases, relationOf, titlesOf } from '../cases'
import type { Log } from '../log'
import type { Clock } from '../platform/clock'
import { progressFold } from '../progress'
import type { PaperPlaceOwner } from './places'

export interface CasePlaceParts {
  log: Log
  cases: Cases
  names(ids: string[]): Promise<Map<string, string>>
  court: CourtProfile
  clock: Clock
}

/** Roles of the catalogue, as config/court/progress/roles.yaml has them: the officers of a case, and its judge. */
const OFFICERS = ['case_handler', 'enforcement_officer', 'judge_assistant', 'clerk']
const JUDGE = ['case_handler', 'quota_judge']

/** Papers of a case: written by whoever handles it now, read by who leads as well. Parties have their copy on paper; they read no chain of the court's. */
export const casePlace = ({ log, cases, names, court, clock }: CasePlaceParts): PaperPlaceOwner => ({
  chainOf: caseChain,
  async standing(state, by, fileId, now) {
    const file = await state(caseFold, caseChain(fileId))
    const relation = relationOf(by, file, now)
    const is = HANDLERS.includes(relation) ? 'filler' : LEADERS.includes(relation) ? 'reader' : 'none'
    return { is, role: relation, roles: JUDGES.includes(relation) ? JUDGE : OFFICERS, ...(file.transferred && { closed: 'cases.transferred' }) }
  },
  async file(fileId) {
    const file = await log.state(caseFold, caseChain(fileId))
    const now = clock.now().toISOString()
    const parties = file.parties.filter(isStanding)
    const heard = hearsOfTermination(file, now)
    const known = await names([...new Set([...parties.map(({ partyId }) => partyId), ...heard])])
    const nameOf = (id: string): string => known.get(id) ?? ''
    const side = (of: 'applicant' | 'respondent'): string => parties.filter((party) => party.side === of).map(({ partyId }) => nameOf(partyId)).join('、')
    return {
      number: file.caseNumber,
      facts: {
        words: {
          court: court.name, court_level: court.level, file_number: file.caseNumber, case_number: file.caseNumber, cause: file.cause,
          applicants: side('applicant'), respondents: side('respondent'),
        },
        people: heard.map((id) => ({ id, label: `${titlesOf(relationsOf(file, id, now))}${nameOf(id)}` })),
      },
    }
  },
  keptOut: async () => [],
  noteOpening: (by, role, fileId, what) => cases.noteOpening(by, role, fileId, what),
  async isRecorded(fileId, paperId) {
    const { records } = await log.state(progressFold, caseChain(fileId))
    return records.some((record) => record.paper === paperId && !record.withdrawn)
  },
})

/** Of the applicant's side: themselves, whoever represents them, and agents with special authority; an opinion on termination is theirs alone. */
const hearsOfTermination = (file: CaseState, now: string): string[] =>
  participantsNow(file, now).filter((personId) =>
    relationsOf(file, personId, now).some(({ side }) => side === 'applicant') && relationOfPerson(file, personId, now) !== 'agent')
