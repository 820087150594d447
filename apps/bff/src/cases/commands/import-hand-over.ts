import { assertThat } from '@zhixin/shared/errors'
import { caseChain } from '@zhixin/shared/ids'
import { COURT_SYSTEM } from '@zhixin/shared/log'
import type { Fold, Log } from '../../log'
import { caseFold } from '../fold'
import { hasHandlers } from '../handlers'

export interface ImportedHandOver {
  caseId: string
  /** Unique for ever; see `AppendCommand`. */
  key: string
  officerIds: string[]
  judgeId: string
  reason: string
  /** When the court's own system came to say so: a hand-over made here since then stays. */
  asOf?: string | undefined
}

/** When somebody here gave the case to others last. */
const givenHere: Fold<{ at: string }> = {
  name: 'given-here',
  initial: { at: '' },
  evolve: (before, { type, actor, at }) => (type === 'case.handed_over' && actor.kind === 'staff' ? { at } : before),
}

/**
 * Gives a case to others because the court's own system says so. Returns whether anything was written: nothing where they have it already, or
 * where somebody here gave it away later than that system knew. Does not check the people: the importer has resolved them.
 */
export async function importHandOver(log: Log, { caseId, key, officerIds, judgeId, reason, asOf }: ImportedHandOver): Promise<boolean> {
  const chain = caseChain(caseId)
  const entry = await log.append({
    chain,
    key,
    isSame: ({ body }) => String(body.officerIds) === String(officerIds) && body.judgeId === judgeId,
    async decide({ state }) {
      const file = await state(caseFold, chain)
      assertThat(file.status === 'open', 'cases.closed')
      if (hasHandlers(file, { officerIds, judgeId }) || (asOf !== undefined && (await state(givenHere, chain)).at > asOf)) return undefined
      return { type: 'case.handed_over', actor: COURT_SYSTEM, body: { officerIds, judgeId, from: file.officerIds, reason } }
    },
  })
  return entry !== undefined
}
