import { type UncoveredCase, UncoveredAbilitiesSchema, UncoveredQuerySchema, UncoveredSchema } from '@zhixin/shared/contract'
import { concerning } from '../cases'
import { defineRoute, type Route } from '../platform/http/route'
import { asStaff, type StaffingParts } from './parts'
import { seeUncovered } from './policy'
import { absenceViews, namedOf } from './present'

const PAGE = 30

/**
 * What the director looks at: open cases that nobody answers now, and absences for which nobody was named. Leaders of the court see it
 * too; it says nothing of what was written, and no party's name.
 */
export function createUncoveredRoute({ log, identity: { staff, records, offices }, cases, clock }: StaffingParts): Route {
  return defineRoute({
    method: 'get', path: '/director/uncovered', summary: 'Open cases without anybody to answer, and absences without a deputy', tag: '局长看板 director',
    policy: seeUncovered, limit: 'read', query: UncoveredQuerySchema, answer: UncoveredSchema, can: UncoveredAbilitiesSchema,
    async handle({ actor, query: { page } }) {
      const now = clock.now().toISOString()
      const [all, moment] = await Promise.all([staff.all(), offices.all()])
      const gone = new Map(all.flatMap(({ id }) => {
        const why = moment.uncovered(id)
        return why ? [[id, why] as const] : []
      }))
      const named = await log.reading([cases.list], concerning(log, actor), () => cases.namedIn([...gone.keys()]))
      const without = named.flatMap(({ _id: caseId, caseNumber, cause, department, officerIds, judgeId }): UncoveredCase[] => {
        const officersGone = officerIds.every((id) => gone.has(id))
        const missing = [
          ...(officersGone ? officerIds.map((id) => ({ id, title: '执行人员' as const })) : []),
          ...(gone.has(judgeId) ? [{ id: judgeId, title: '员额法官' as const }] : []),
        ].map(({ id, title }) => ({ name: namedOf([id], all)[0]?.name ?? '', title, why: gone.get(id)! }))
        return missing.length > 0 ? [{ caseId, caseNumber, cause, department, missing }] : []
      })
      const files = await Promise.all(all.map(({ id }) => records.file(id)))
      const absences = all.flatMap((one, i) => (one.active && one.handles.length > 0 ? absenceViews(one, files[i]!, all, moment, now) : []))
      const me = asStaff(actor)
      const reaches = (me.office as { reaches: readonly unknown[] }).reaches.length > 0
      return {
        data: {
          cases: without.slice((page - 1) * PAGE, page * PAGE),
          hasMore: without.length > page * PAGE,
          absences: absences.filter(({ deputy }) => deputy === null).sort((a, b) => a.from.localeCompare(b.from)),
          onDuty: namedOf(moment.onDuty(), all),
        },
        can: { handOver: reaches },
      }
    },
  })
}
