import type { ThreadKey } from '@zhixin/shared/ids'
import {
  type CaseState, everTookPart, HANDLERS, LEADERS, type LitigantSide, openUrgent, type Relation, relationOfPerson, relationsOf, type RingsState,
  type ThreadState, wasRung,
} from '@zhixin/shared/rules'
import { relationOf } from '../cases'
import type { Actor } from '../platform/http/actor'

/**
 * What somebody is to the urgent clues of a thread. Beside what they are to the case: `taker` has the open matter, `rung` was rung for it,
 * `duty` is on duty now; those three, and leaders, only while a matter is open. `other_side`: whose thread it is, on a side that raises none.
 */
export type UrgentRelation = Relation | 'taker' | 'rung' | 'duty' | 'other_side'

export interface UrgentSight {
  file: CaseState
  thread: Pick<ThreadState, 'parts'>
  rings: RingsState
  /** Who is on duty now. */
  onDuty: readonly string[]
  /** Who raises them. */
  sides: readonly LitigantSide[]
}

/** None of it opens the thread itself: an urgent matter is read, answered and settled by its own routes. */
export function urgentRelation(actor: Actor, key: ThreadKey, { file, thread, rings, onDuty, sides }: UrgentSight, now: string): UrgentRelation {
  if (!everTookPart(file, key.personId)) return 'none'
  if (actor.kind === 'person') {
    if (actor.personId !== key.personId) return 'none'
    const relation = relationOfPerson(file, actor.personId, now)
    if (relation === 'none') return 'none'
    return relationsOf(file, actor.personId, now).some(({ side }) => sides.includes(side)) ? relation : 'other_side'
  }
  if (actor.kind !== 'staff') return 'none'
  const standing = relationOf(actor, file, now)
  if (HANDLERS.includes(standing)) return standing
  const open = openUrgent(thread.parts.urgent)
  if (!open) return 'none'
  if (LEADERS.includes(standing)) return standing
  if (open.taken?.staffId === actor.staffId) return 'taker'
  if (onDuty.includes(actor.staffId)) return 'duty'
  return rings.round === open.round && wasRung(rings, actor.staffId) ? 'rung' : 'none'
}
