import type { AbsenceView, UncoveredCase } from '@zhixin/shared/contract'
import type { Moment, StaffRecord } from '../identity'
import type { Concerns } from '../log'
import type { StaffingParts } from './parts'
import { absenceViews, namedOf } from './present'

export interface Uncovered {
  all: StaffRecord[]
  moment: Moment
  /** Open cases in which nobody answers for somebody who is named there, the oldest first, with those who are named. */
  cases: (UncoveredCase & { staffIds: string[] })[]
  /** Absences that run or are to come and for which nobody was named, the next first. */
  absences: AbsenceView[]
}

/** What nobody answers for now: one answer for the director's list and for whatever counts it. Throws CodedError `read.behind`. */
export async function whatIsUncovered(
  { log, identity: { staff, records, offices }, cases, clock }: Pick<StaffingParts, 'log' | 'identity' | 'cases' | 'clock'>, concerns: () => Concerns,
): Promise<Uncovered> {
  const now = clock.now().toISOString()
  const [all, moment] = await Promise.all([staff.all(), offices.all()])
  const gone = new Map(all.flatMap(({ id }) => {
    const why = moment.uncovered(id)
    return why ? [[id, why] as const] : []
  }))
  const named = await log.reading([cases.list], concerns(), () => cases.namedIn([...gone.keys()]))
  const without = named.flatMap(({ _id: caseId, caseNumber, cause, department, officerIds, judgeId }): Uncovered['cases'] => {
    const officersGone = officerIds.every((id) => gone.has(id))
    const missing = [
      ...(officersGone ? officerIds.map((id) => ({ id, title: '执行人员' as const })) : []),
      ...(gone.has(judgeId) ? [{ id: judgeId, title: '员额法官' as const }] : []),
    ].map(({ id, title }) => ({ name: namedOf([id], all)[0]?.name ?? '', title, why: gone.get(id)! }))
    return missing.length > 0 ? [{ caseId, caseNumber, cause, department, missing, staffIds: [...officerIds, judgeId] }] : []
  })
  const files = await Promise.all(all.map(({ id }) => records.file(id)))
  const absences = all.flatMap((one, i) => (one.active && one.handles.length > 0 ? absenceViews(one, files[i]!, all, moment, now) : []))
  return { all, moment, cases: without, absences: absences.filter(({ deputy }) => deputy === null).sort((a, b) => a.from.localeCompare(b.from)) }
}
