import { UncoveredAbilitiesSchema, UncoveredQuerySchema, UncoveredSchema } from '@zhixin/shared/contract'
import { concerning } from '../cases'
import { defineRoute, type Route } from '../platform/http/route'
import { asStaff, type StaffingParts } from './parts'
import { seeUncovered } from './policy'
import { namedOf } from './present'
import { whatIsUncovered } from './uncovered'

const PAGE = 30

/**
 * What the director looks at: open cases that nobody answers now, and absences for which nobody was named. Leaders of the court see it
 * too; it says nothing of what was written, and no party's name.
 */
export function createUncoveredRoute(parts: StaffingParts): Route {
  const { log } = parts
  return defineRoute({
    method: 'get', path: '/director/uncovered', summary: 'Open cases without anybody to answer, and absences without a deputy', tag: '局长看板 director',
    policy: seeUncovered, limit: 'read', query: UncoveredQuerySchema, answer: UncoveredSchema, can: UncoveredAbilitiesSchema,
    async handle({ actor, query: { page } }) {
      const { all, moment, cases: without, absences } = await whatIsUncovered(parts, () => concerning(log, actor))
      const me = asStaff(actor)
      const reaches = (me.office as { reaches: readonly unknown[] }).reaches.length > 0
      return {
        data: {
          cases: without.slice((page - 1) * PAGE, page * PAGE).map(({ staffIds: _staffIds, ...one }) => one),
          hasMore: without.length > page * PAGE,
          absences,
          onDuty: namedOf(moment.onDuty(), all),
        },
        can: { handOver: reaches },
      }
    },
  })
}
