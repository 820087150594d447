import { parseChain } from '@zhixin/shared/ids'
import { everTookPart } from '@zhixin/shared/rules'
import type { Concerns, Log } from '../log'
import type { Actor } from '../platform/http/actor'
import { caseFold } from './fold'

/**
 * Which chains say something that lists and pages show this actor, of all cases or of one. A participant waits for their own thread
 * and their cases' own chains, never for what somebody else's thread says; the court's side for every thread and case.
 */
export function concerning(log: Pick<Log, 'state'>, actor: Actor, ofCase?: string): Concerns {
  return async (chain) => {
    const place = parseChain(chain)
    if (place?.kind !== 'thread' && place?.kind !== 'case') return false
    if (ofCase !== undefined && place.caseId !== ofCase) return false
    if (actor.kind !== 'person') return actor.kind === 'staff'
    if (place.kind === 'thread') return place.personId === actor.personId
    return everTookPart(await log.state(caseFold, chain), actor.personId)
  }
}
