import { parseChain, type ThreadKey } from '@zhixin/shared/ids'
import { type CaseState, participantOf, type Relation } from '@zhixin/shared/rules'
import { relationOf } from '../cases'
import type { Actor } from '../platform/http/actor'

/**
 * What an actor is to one thread: to the case as its chain says now — but a participant has nothing to do with anybody's thread
 * but their own, and a thread of someone who is no participant does not exist.
 */
export function threadRelation(actor: Actor, file: CaseState, key: ThreadKey): Relation {
  if (!participantOf(file, key.personId)) return 'none'
  if (actor.kind === 'person' && actor.personId !== key.personId) return 'none'
  return relationOf(actor, file)
}

/** The thread a chain's name stands for. Throws on any other chain. */
export function threadOf(chain: string): ThreadKey {
  const place = parseChain(chain)
  if (place?.kind !== 'thread') throw new TypeError(`${chain} is no thread`)
  return { caseId: place.caseId, personId: place.personId! }
}
