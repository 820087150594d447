import { type ClockScope, ClocksAbilitiesSchema, ClocksQuerySchema, ClocksSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import type { NodeSpec, StaffMember, WatchRules } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { concerning, memberOf } from '../../cases'
import type { Log, ReadModel } from '../../log'
import type { Clock } from '../../platform/clock'
import type { StaffActor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import { whoOwes } from './documents'
import type { ClocksDocument, ClocksModel, Who } from './model'
import { listClocks } from './policy'
import { createClocksPresenter } from './present'
import type { ClockStaffDirectory } from './whom'

const PAGE = 20

export interface ClockRoutesParts {
  log: Log
  list: ReadModel<ClocksModel>
  rules: WatchRules
  staff: Pick<ClockStaffDirectory, 'names'>
  people(ids: string[]): Promise<Map<string, string>>
  clock: Clock
}

/** Which lists there are for somebody, the one they look at first in front. `owing`: what of threads their roles owe. */
export function scopesOf({ handles, reaches, standsInFor }: StaffMember, owing: readonly Who[]): ClockScope[] {
  const reach = (of: string): boolean => reaches.some(({ cases_of }) => cases_of === of)
  return [
    ...(handles.length > 0 || standsInFor.length > 0 || owing.length > 0 ? ['mine' as const] : []),
    ...(reach('department') ? ['department' as const] : []),
    ...(reach('court') ? ['court' as const] : []),
    'told',
  ]
}

export function createClockRoutes({ log, list, rules, staff, people, clock }: ClockRoutesParts): Route[] {
  const presenter = createClocksPresenter(rules)
  const { catalogue } = rules
  const isInThread = ({ on, kept_in: keptIn, limit }: NodeSpec): boolean => on && keptIn === 'thread' && limit !== undefined
  const owed = new Set([...catalogue.nodes.values()].filter(isInThread).map((node) => whoOwes(node, catalogue)))
  const owedBy = ({ roles }: StaffActor): Who[] => roles.map((role): Who => `role:${role}`).filter((who) => owed.has(who))

  const route = defineRoute({
    method: 'get', path: '/clocks', summary: 'What is due in the cases the reader reaches and in their threads, the soonest first', tag: '期限 clocks',
    policy: listClocks, limit: 'read', query: ClocksQuerySchema, answer: ClocksSchema, can: ClocksAbilitiesSchema,
    async handle({ actor, query: { scope: asked, overdue, page } }) {
      const member = memberOf(actor as StaffActor)
      const owing = owedBy(actor as StaffActor)
      const scopes = scopesOf(member, owing)
      const scope = asked ?? scopes[0]!
      assertThat(scopes.includes(scope), 'access.forbidden')
      const now = clock.now().toISOString()
      const inScope = filterOf(scope, member, owing)
      const isOver = { $and: [inScope, { soonestAt: trusted({ $ne: null, $lte: now }) }] }
      const isDue = { $and: [inScope, { soonestAt: trusted({ $ne: null }) }] }
      const [found, overdueCases] = await log.reading([list], concerning(log, actor), () =>
        Promise.all([
          list.documents().find(overdue ? isOver : isDue).sort({ soonestAt: 1, _id: 1 }).skip((page - 1) * PAGE).limit(PAGE + 1).lean<ClocksDocument[]>(),
          list.documents().distinct('caseId', isOver),
        ]))
      const shown = found.slice(0, PAGE)
      const [handlers, persons] = await Promise.all([
        staff.names(shown.flatMap(({ officerIds, judgeId }) => [...officerIds, judgeId])), people(shown.flatMap(({ personId }) => personId ?? [])),
      ])
      const cases = shown.map((document) => presenter.caseView(document, { member, owing }, { handlers, persons }, now))
      return { data: { asOf: now, scope, overdueCases: overdueCases.length, cases, hasMore: found.length > PAGE }, can: { scopes } }
    },
  })
  return [route] as Route[]
}

function filterOf(scope: ClockScope, { id, department, standsInFor }: StaffMember, owing: readonly Who[]): object {
  const answersFor = trusted({ $in: [id, ...standsInFor] })
  // A report of irregularity is answered by the judge: whoever else handles the case is who was reported (rules X-14).
  const notOnMe = { $or: [{ who: trusted({ $ne: 'judge' }) }, { officerIds: trusted({ $ne: id }) }, { judgeId: id }] }
  const inCases = trusted({ $in: ['case', 'handlers', 'judge'] })
  switch (scope) {
    case 'mine':
      return {
        $or: [
          { who: trusted({ $in: ['case', 'handlers'] }), $or: [{ officerIds: answersFor }, { judgeId: answersFor }] },
          { who: 'judge', judgeId: answersFor },
          ...(owing.length > 0 ? [{ who: trusted({ $in: [...owing] }) }] : []),
        ],
      }
    case 'department': return { $and: [{ department, who: inCases }, notOnMe] }
    case 'court': return notOnMe
    case 'told': return { $and: [{ toldIds: id }, notOnMe] }
  }
}
