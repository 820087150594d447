import { caseChain } from '@zhixin/shared/ids'
import { COURT_SYSTEM } from '@zhixin/shared/log'
import type { Log } from '../../log'
import { caseFold } from '../fold'

/** Records that a case is closed, as the court's own system says. Its threads stay open, owned by the department (rules B-17). */
export async function closeCase(log: Log, caseId: string, closing: { way: string; closedOn: string }): Promise<void> {
  const chain = caseChain(caseId)
  await log.append({
    chain,
    key: `close/${caseId}`,
    async decide({ state }) {
      if ((await state(caseFold, chain)).status !== 'open') return undefined
      return { type: 'case.closed', actor: COURT_SYSTEM, body: { ...closing } }
    },
  })
}
