import { caseChain } from '@zhixin/shared/ids'
import { COURT_SYSTEM } from '@zhixin/shared/log'
import { type CaseCorrected, CaseCorrectedSchema } from '@zhixin/shared/rules'
import type { Log } from '../../log'
import { caseFold } from '../fold'

/**
 * Takes over what the court's own system says of a case now: what differs becomes one entry, what does not becomes none. `key` is unique for
 * ever. Returns whether anything was written. Does not check the matter.
 */
export async function correctCase(log: Log, caseId: string, key: string, wanted: CaseCorrected): Promise<boolean> {
  const body = CaseCorrectedSchema.parse(wanted)
  const chain = caseChain(caseId)
  const entry = await log.append({
    chain,
    key,
    async decide({ state }) {
      const file = await state(caseFold, chain)
      if (file.status === 'none') return undefined
      const differs = Object.entries(body).filter(([field, value]) => value !== undefined && file[field as keyof CaseCorrected] !== value)
      if (differs.length === 0) return undefined
      return { type: 'case.corrected', actor: COURT_SYSTEM, body: Object.fromEntries(differs) }
    },
  })
  return entry !== undefined
}
