import { type ClockScope, ClocksAbilitiesSchema, ClocksQuerySchema, ClocksSchema } from '@zhixin/shared/contract'
import { assertThat } from '@zhixin/shared/errors'
import type { StaffMember, WatchRules } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { concerning, memberOf } from '../../cases'
import type { Log, ReadModel } from '../../log'
import type { Clock } from '../../platform/clock'
import type { StaffActor } from '../../platform/http/actor'
import { defineRoute, type Route } from '../../platform/http/route'
import type { ClocksDocument, ClocksModel } from './model'
import { listClocks } from './policy'
import { createClocksPresenter } from './present'
import type { ClockStaffDirectory } from './whom'

const PAGE = 20

export interface ClockRoutesParts {
  log: Log
  list: ReadModel<ClocksModel>
  rules: WatchRules
  staff: Pick<ClockStaffDirectory, 'names'>
  clock: Clock
}

/** Which lists there are for somebody, the one they look at first in front. */
export function scopesOf({ handles, reaches, standsInFor }: StaffMember): ClockScope[] {
  const reach = (of: string): boolean => reaches.some(({ cases_of }) => cases_of === of)
  return [
    ...(handles.length > 0 || standsInFor.length > 0 ? ['mine' as const] : []),
    ...(reach('department') ? ['department' as const] : []),
    ...(reach('court') ? ['court' as const] : []),
    'told',
  ]
}

export function createClockRoutes({ log, list, rules, staff, clock }: ClockRoutesParts): Route[] {
  const presenter = createClocksPresenter(rules)

  const route = defineRoute({
    method: 'get', path: '/clocks', summary: 'What is due in the cases the reader reaches, the soonest first', tag: '期限 clocks',
    policy: listClocks, limit: 'read', query: ClocksQuerySchema, answer: ClocksSchema, can: ClocksAbilitiesSchema,
    async handle({ actor, query: { scope: asked, overdue, page } }) {
      const member = memberOf(actor as StaffActor)
      const scopes = scopesOf(member)
      const scope = asked ?? scopes[0]!
      assertThat(scopes.includes(scope), 'access.forbidden')
      const now = clock.now().toISOString()
      const inScope = filterOf(scope, member)
      const isOver = { $and: [inScope, { soonestAt: trusted({ $ne: null, $lte: now }) }] }
      const isDue = { $and: [inScope, { soonestAt: trusted({ $ne: null }) }] }
      const [found, overdueCases] = await log.reading([list], concerning(log, actor), () =>
        Promise.all([
          list.documents().find(overdue ? isOver : isDue).sort({ soonestAt: 1, _id: 1 }).skip((page - 1) * PAGE).limit(PAGE + 1).lean<ClocksDocument[]>(),
          list.documents().countDocuments(isOver),
        ]))
      const shown = found.slice(0, PAGE)
      const names = await staff.names(shown.flatMap(({ officerIds, judgeId }) => [...officerIds, judgeId]))
      const cases = shown.map((document) => presenter.caseView(document, member, names, now))
      return { data: { asOf: now, scope, overdueCases, cases, hasMore: found.length > PAGE }, can: { scopes } }
    },
  })
  return [route] as Route[]
}

function filterOf(scope: ClockScope, { id, department, standsInFor }: StaffMember): object {
  const answersFor = trusted({ $in: [id, ...standsInFor] })
  switch (scope) {
    case 'mine': return { $or: [{ officerIds: answersFor }, { judgeId: answersFor }] }
    case 'department': return { department }
    case 'court': return {}
    case 'told': return { toldIds: id }
  }
}
