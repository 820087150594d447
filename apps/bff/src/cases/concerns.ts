import { parseChain } from '@zhixin/shared/ids'
import type { Entry } from '@zhixin/shared/log'
import { type CaseState, everTookPart, evolveCase, FILING_ENTRIES, noCase, PROGRESS_ENTRIES, SUPERVISION_ENTRIES, TERMINATION_ENTRIES } from '@zhixin/shared/rules'
import type { Concerns, Fold, Log } from '../log'
import type { Actor } from '../platform/http/actor'

/**
 * Which entries say something that lists and pages show this actor, of all cases or of one. A participant waits for their own thread and
 * for what their case's own chain says to them, never for what somebody else's thread says, nor for what the court writes about others:
 * else the wait would tell them of it. The court's side waits for every thread and case, and for what it notes of what was said.
 */
export function concerning(log: Pick<Log, 'state'>, actor: Actor, ofCase?: string): Concerns {
  return async (chain, index) => {
    const place = parseChain(chain)
    if (place?.kind !== 'thread' && place?.kind !== 'case' && place?.kind !== 'conduct') return false
    if (ofCase !== undefined && place.caseId !== ofCase) return false
    if (actor.kind !== 'person') return actor.kind === 'staff'
    if (place.kind === 'conduct') return false
    if (place.kind === 'thread') return place.personId === actor.personId
    const { file, toAll, to } = await log.state(shownFold, chain)
    return everTookPart(file, actor.personId) && index <= Math.max(toAll, to[actor.personId] ?? -1)
  }
}

/** The last entry of a case's chain that changed what lists and pages show everybody in the case, and what they show each of them alone. */
interface Shown {
  file: CaseState
  toAll: number
  to: Readonly<Record<string, number>>
}

/**
 * Is shown in no list: the page that has it asks the chain. Whoever pays is told of a change, and whoever is to know of a node is told of it, by
 * an entry of their own thread.
 */
const IN_NO_LIST = new Set([
  'payment.set', 'case.transfer_sent', 'case.transfer_recall_asked', ...Object.keys(PROGRESS_ENTRIES), ...Object.keys(FILING_ENTRIES),
  ...Object.keys(SUPERVISION_ENTRIES), ...Object.keys(TERMINATION_ENTRIES),
])
/** Lists name the parties, and to each their own relations: who stands for somebody else is shown to nobody else. */
const OF_ONE = new Set(['relation.began', 'relation.ended'])

const shownFold: Fold<Shown> = {
  name: 'case-shown',
  initial: { file: noCase, toAll: -1, to: {} },
  evolve(before: Shown, entry: Entry): Shown {
    const { type, index } = entry
    const file = evolveCase(before.file, entry)
    if (IN_NO_LIST.has(type)) return { ...before, file }
    const sameParties = file.parties.every((party, i) => party === before.file.parties[i])
    // A relation taken back as a mistake may take its party with it, and that everybody sees.
    if (!OF_ONE.has(type) || !sameParties) return { ...before, file, toAll: index }
    const changed = file.relations.filter((relation) => !before.file.relations.includes(relation))
    return { file, toAll: before.toAll, to: { ...before.to, ...Object.fromEntries(changed.map(({ personId }) => [personId, index])) } }
  },
}
