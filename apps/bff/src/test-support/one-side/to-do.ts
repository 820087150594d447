import { setPayment } from '../../cases'
import type { Stir } from './bustle'
import type { Deed } from './deeds'
import { CASES, type Session } from './session'

const { first, second } = CASES
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
let written = 0
const newId = (): string => `m_y${String(++written).padStart(20, '0')}`

const NONE = { real_estate: [], vehicles: [], deposits: [], wages: [], claims: [], shares: [], others: [] }
const report = (name: string) => ({ form: 'property_report', version: 1, values: { as_of: '2026-01-06', reporter: name, ...NONE } })
const PAYMENT = { payee: '示范法院', bank: '示范银行', source: '执行通知书' }
const relief = { form: 'relief_request', version: 1, values: { kind: 'lift', about: 'both', reason: '已付清', proof: '凭证' } }
const account = (me: Session, more: object) => ({
  partyId: me.id, holder: me.papers.name, bank: '示范银行', account: '4111111111111111', phone: 'nosuchphone', code: '000000', ...more,
})

/** What somebody must do, the forms they hand in, and the account they are paid into. */
export const TO_DO_DEEDS: Record<string, Deed> = {
  'see to what is to be done': {
    ways: [3, 10],
    async run(me, a, b, { officer }) {
      const thread = `/threads/${pick(me.mine, a)}/${me.id}`
      switch (b) {
        case 0: return me.ask('GET', `${thread}/to-do`)
        case 1: return me.ask('POST', `${thread}/forms`, { commandId: me.nextId(), ...report(me.papers.name) })
        case 2: return me.ask('POST', `${thread}/forms`, { commandId: me.nextId(), ...relief })
        case 3: return me.ask('POST', `${thread}/forms`, { commandId: me.lastId(), ...relief })
        case 4: {
          const asked = { commandId: me.nextId(), kind: 'appear', what: '请到法院来一趟', offHoursReason: '临时通知' }
          return void me.note(`asked: ${(await officer.insist('POST', `${thread}/tasks`, asked)).status}`)
        }
        case 9: {
          await setPayment(me.court.rooms.log, pick(me.mine, a), `n${b}`, { ...PAYMENT, account: `620000000000${1000 + a}` })
          return me.ask('GET', `${thread}/to-do`)
        }
        case 5: return me.ask('GET', `${thread}/receiving-account`)
        case 6: return me.ask('POST', `${thread}/receiving-account`, { commandId: me.nextId(), ...account(me, {}) })
        case 7: {
          const { data } = await me.ask('GET', `${thread}/receiving-account`)
          const ref = ((data.phones ?? []) as { ref: string }[])[0]?.ref ?? 'nosuchphone'
          await me.ask('POST', `${thread}/receiving-account/codes`, { phone: ref })
          const proof = { phone: ref, code: await me.court.codeSentTo(me.papers.phone) }
          return me.ask('POST', `${thread}/receiving-account`, { commandId: me.nextId(), ...account(me, proof) })
        }
        default: return me.ask('GET', '/forms/property_report')
      }
    },
  },
}

export const TO_DO_STAFF_ROUTES = [
  ['POST', `/threads/${first}/:me/tasks`, { commandId: 'm_00000000000000000031', kind: 'pay', what: '请付款' }],
  ['POST', `/threads/${first}/:me/tasks/t_00000000000000000031/done`, { commandId: 'm_00000000000000000032', how: '已付' }],
  ['GET', `/cases/${first}/receiving-accounts`], ['GET', `/cases/${first}/receiving-accounts/b_00000000/number`],
] as const

/** The others are asked things, hand in forms, and set accounts of their own. */
export const TO_DO_STIRS: Record<string, Stir> = {
  'are asked to do things, hand in forms and set accounts': async (all, me, n) => {
    const who = pick(all.litigants, n)
    const id = me.court.id(who)
    const thread = `/threads/${pick([first, second], n)}/${id}`
    await all.ask('officer', 'POST', `${thread}/tasks`, { commandId: newId(), kind: 'report_property', what: `请报告财产${n}`, dueOn: '2099-01-01', offHoursReason: '临时通知' })
    await all.ask(who, 'POST', `${thread}/forms`, { commandId: newId(), ...report(`报告人${n}`) })
    await all.ask(who, 'POST', `${thread}/forms`, { commandId: newId(), ...relief })
    await all.ask(who, 'GET', `${thread}/to-do`)
    const { data } = await all.ask(who, 'GET', `${thread}/receiving-account`)
    const [phone] = (data.phones ?? []) as { ref: string }[]
    if (phone) {
      await all.ask(who, 'POST', `${thread}/receiving-account/codes`, { phone: phone.ref })
      const { name, phone: number } = me.court.papersOf(who)
      const proof = { phone: phone.ref, code: await me.court.codeSentTo(number) }
      await all.ask(who, 'POST', `${thread}/receiving-account`, { commandId: newId(), partyId: id, holder: name, bank: '示范银行', account: '4111111111111111', ...proof })
    }
    await all.ask('officer', 'GET', `/cases/${pick([first, second], n)}/receiving-accounts`)
    // Knocking at the observed person's door with their own id.
    return all.ask(who, 'POST', `/threads/${first}/${me.id}/forms`, { commandId: newId(), ...relief })
  },
}
