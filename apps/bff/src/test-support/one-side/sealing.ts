import type { Stir } from './bustle'
import type { Deed } from './deeds'
import { CASES } from './session'

const { first, second } = CASES
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
let written = 0
const newId = (): string => `m_z${String(++written).padStart(20, '0')}`

/** Sealing, and what is for the handler alone, in the observed person's own threads. */
export const SEALING_DEEDS: Record<string, Deed> = {
  'seal and confide': {
    ways: [3, 9],
    async run(me, a, b, { officer, leader }) {
      const thread = `/threads/${pick(me.mine, a)}/${me.id}`
      const command = { commandId: me.nextId() }
      const told = async (what: string, by: typeof officer, path: string, body: object): Promise<void> =>
        void me.note(`${what}: ${(await by.insist('POST', `${thread}/messages/0/${path}`, { ...command, ...body })).status}`)
      switch (b) {
        case 0: return me.ask('POST', `${thread}/messages`, { clientMessageId: me.nextId(), text: '只跟您说', confidential: true })
        case 1: return me.ask('POST', `${thread}/messages/0/seal-request`, { ...command, reason: 'wrong_case' })
        case 2: return told('the court refused or not', leader, 'seal-request/refusal', { reason: 'belongs_here' })
        case 3: return me.ask('POST', `${thread}/messages/0/confinement`, command)
        case 4: return told('the court released or not', officer, 'release', { reason: '已核实' })
        case 5: return me.ask('POST', `${thread}/messages/0/seal-request`, { ...command, reason: 'not_related' })
        case 6: {
          await me.live()
          const { data } = await me.ask('POST', `${thread}/messages`, { clientMessageId: me.nextId(), text: '发错了' })
          const message = `${thread}/messages/${Number(data.index ?? 0)}/seal-request`
          await me.ask('POST', message, { ...command, reason: 'wrong_case' })
          me.note(`the court sealed or not: ${(await leader.insist('POST', `${message}/approval`, command)).status}`)
          return me.ask('GET', `${thread}/entries`)
        }
        case 7: return me.ask('GET', `${thread}/entries`)
        default: {
          const others = me.court.id(me.who === 'opponent' ? 'owner' : 'opponent')
          return me.ask('POST', '/threads/kept', { threads: [...me.mine.map((caseId) => ({ caseId, personId: me.id })), { caseId: first, personId: others }] })
        }
      }
    },
  },
}

export const SEALING_STAFF_ROUTES = [
  ['GET', '/seal-requests'],
  ['POST', `/threads/${first}/:me/messages/0/seal-request/approval`, { commandId: 'm_00000000000000000021' }],
  ['POST', `/threads/${first}/:me/messages/0/seal-request/refusal`, { commandId: 'm_00000000000000000022', reason: 'belongs_here' }],
  ['GET', `/threads/${first}/:me/messages/0/under-seal`],
  ['GET', `/threads/${first}/:me/messages/0/under-seal/attachments/a_0000000000000000000`],
  ['POST', `/threads/${first}/:me/messages/0/release`, { commandId: 'm_00000000000000000023', reason: '已核实' }],
] as const

/** The others have messages of theirs sealed, confined and released; leaders look at them. */
export const SEALING_STIRS: Record<string, Stir> = {
  'have messages sealed, confined and released': async (all, me, n) => {
    const who = pick(all.litigants, n)
    const thread = `/threads/${pick([first, second], n)}/${me.court.id(who)}`
    const { data } = await all.ask(who, 'POST', `${thread}/messages`, { clientMessageId: newId(), text: `发错了${n}`, confidential: n % 2 === 0 })
    const message = `${thread}/messages/${Number(data.index ?? 0)}`
    await all.ask(who, 'POST', `${message}/confinement`, { commandId: newId() })
    await all.ask('officer', 'POST', `${message}/release`, { commandId: newId(), reason: '已核实' })
    await all.ask(pick([who, 'officer'] as const, n), 'POST', `${message}/seal-request`, { commandId: newId(), reason: 'wrong_case' })
    await all.ask('leader', 'GET', '/seal-requests')
    await all.ask('leader', 'GET', `${message}/under-seal`)
    await all.ask('leader', 'POST', `${message}/seal-request/${n % 3 === 0 ? 'refusal' : 'approval'}`, { commandId: newId(), ...(n % 3 === 0 && { reason: 'belongs_here' }) })
    return all.ask(who, 'POST', '/threads/kept', { threads: [{ caseId: first, personId: me.id }] })
  },
}
