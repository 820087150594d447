import { type CaseState, relationsOf } from '@zhixin/shared/rules'
import { titlesOf } from '../cases'

/** What the person of a thread is to the case, in words; what they were last, where they are nothing any more. */
export function roleOf(file: Pick<CaseState, 'relations'>, personId: string, now: string): string {
  const current = relationsOf(file, personId, now)
  if (current.length > 0) return titlesOf(current)
  const last = file.relations.findLast((relation) => relation.personId === personId)
  return last ? `${titlesOf([last])}（已结束）` : ''
}
