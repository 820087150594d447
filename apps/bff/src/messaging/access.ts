import { parseChain, type ThreadKey } from '@zhixin/shared/ids'
import { type CaseState, everTookPart, keepsHistoryOf, type Relation, relationOfPerson } from '@zhixin/shared/rules'
import { relationOf } from '../cases'
import type { Actor } from '../platform/http/actor'

/**
 * What an actor is to one thread: to the case as its chain says now — but a participant has nothing to do with anybody's thread but
 * their own and those whose history they keep, and a thread of someone who never took part does not exist.
 */
export function threadRelation(actor: Actor, file: CaseState, key: ThreadKey, now: string): Relation {
  if (!everTookPart(file, key.personId)) return 'none'
  if (actor.kind !== 'person') return relationOf(actor, file, now)
  if (actor.personId === key.personId) return relationOfPerson(file, actor.personId, now)
  return keepsHistoryOf(file, actor.personId, key.personId, now) ? 'keeper' : 'none'
}

/** The thread a chain's name stands for. Throws on any other chain. */
export function threadOf(chain: string): ThreadKey {
  const place = parseChain(chain)
  if (place?.kind !== 'thread') throw new TypeError(`${chain} is no thread`)
  return { caseId: place.caseId, personId: place.personId }
}
