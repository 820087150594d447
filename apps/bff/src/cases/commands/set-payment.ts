import { assertThat } from '@zhixin/shared/errors'
import { caseChain } from '@zhixin/shared/ids'
import { COURT_SYSTEM, type JsonObject } from '@zhixin/shared/log'
import { type Payment, PaymentSetSchema } from '@zhixin/shared/rules'
import type { Log } from '../../log'
import { caseFold } from '../fold'

/**
 * Where the respondent's side pays, as the court's own system says: the only way such an account gets in. `importId` is that system's own
 * number of what it says. Returns whether anything was written: nothing where it stands there already. Does not check that the account is the court's.
 */
export async function setPayment(log: Log, caseId: string, importId: string, payment: Payment): Promise<boolean> {
  const body = PaymentSetSchema.parse(payment)
  const chain = caseChain(caseId)
  const entry = await log.append({
    chain,
    key: `payment/${caseId}/${importId}`,
    async decide({ state }) {
      const { status, payment: there } = await state(caseFold, chain)
      assertThat(status !== 'none', 'input.not_found')
      if (there && FIELDS.every((field) => there[field] === body[field])) return undefined
      return { type: 'payment.set', actor: COURT_SYSTEM, body: body as unknown as JsonObject }
    },
  })
  return entry !== undefined
}
const FIELDS = ['payee', 'bank', 'account', 'remark', 'source'] as const
