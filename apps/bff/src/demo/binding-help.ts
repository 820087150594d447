import { createHash } from 'node:crypto'
import type { Rooms } from '../rooms'

/** Somebody whose account is bound to nobody, asking in the app: their phone is not the one on record. Invented, as all of it. */
const ASKED = { reason: 'wrong_phone', name: '周样例', documentKind: 'resident_id', identityNumber: '000000198802020077' } as const
const PHONE = '19900000096'

/** One request that waits at the desk. The same again changes nothing. */
export async function seedBindingHelp(rooms: Rooms): Promise<void> {
  const commandId = `m_${createHash('sm3').update('binding-help/demo').digest('hex').slice(0, 24)}`
  await rooms.bindingHelp.requests.ask(
    { kind: 'account', accountId: 'u_demohelp00000000', sessionId: 'seed' },
    { commandId, ...ASKED, phone: PHONE, caseNumber: null, note: '原来的手机号不用了，收不到验证码。', helpNeeds: { needs: ['ears'] } },
  )
}
