import { caseChain } from '@zhixin/shared/ids'
import { canonicalBytes, COURT_SYSTEM, type JsonObject } from '@zhixin/shared/log'
import { CaseRegisteredSchema } from '@zhixin/shared/rules'
import type { z } from 'zod'
import type { Log } from '../../log'
import { caseFold } from '../fold'

export type CaseRegistration = z.infer<typeof CaseRegisteredSchema>

/**
 * Takes a case over from the court's own system: the first entry of its chain. The same case again changes nothing. Returns
 * whether this is what it was registered with. Does not check that the people and staff named exist: the importer has resolved them.
 */
export async function registerCase(log: Log, registration: CaseRegistration): Promise<boolean> {
  const body = CaseRegisteredSchema.parse(registration)
  const chain = caseChain(body.caseId)
  const entry = await log.append({
    chain,
    key: `register/${body.caseId}`,
    async decide({ state }) {
      if ((await state(caseFold, chain)).status !== 'none') return undefined
      return { type: 'case.registered', actor: COURT_SYSTEM, body: body as unknown as JsonObject }
    },
  })
  return entry !== undefined && same(entry.body, body)
}
const same = (a: unknown, b: unknown): boolean => Buffer.from(canonicalBytes(a)).equals(canonicalBytes(b))
