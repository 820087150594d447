import type { Stir } from './bustle'
import type { Deed } from './deeds'
import { CASES } from './session'

const { first } = CASES
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
let written = 0
const newId = (): string => `m_h${String(++written).padStart(20, '0')}`
const NEW_PHONE = '19900000333'
const checks = ['document_original', 'face_matches'] as const

/** The observed person asks for another phone, follows a slip, and looks up numbers that are nobody's. */
export const BINDING_HELP_DEEDS: Record<string, Deed> = {
  'ask for help and change phones': {
    ways: [1, 8],
    async run(me, _a, b) {
      const { name, identityNumber } = me.papers
      switch (b) {
        case 0: return me.ask('POST', '/binding-help', { commandId: me.nextId(), reason: 'phone_change', name, identityNumber, phone: NEW_PHONE })
        case 1: return me.ask('GET', '/binding-help/mine')
        case 2: return me.ask('POST', '/binding-help/mine/withdrawal', { commandId: me.nextId() })
        case 3: return me.ask('POST', '/me/phones/codes', { phone: NEW_PHONE })
        case 4: return me.ask('POST', '/me/phones', { phone: NEW_PHONE, code: '000000' })
        case 5: return me.ask('POST', '/slips/open', { slip: 'A'.repeat(22) })
        case 6: return me.ask('POST', '/binding-help/lookup', { receipt: 'MYRECEPT', followUp: '22222222' })
        default: return me.ask('GET', '/binding-help/options')
      }
    },
  },
}

export const BINDING_HELP_STAFF_ROUTES = [
  ['GET', '/desk/binding-help'],
  ['POST', '/desk/binding-help', { commandId: 'm_00000000000000000031', way: 'window', reason: 'other', name: '某某', identityNumber: '000000199001010099' }],
  ['GET', '/desk/binding-help/r_00000000'], ['GET', '/desk/binding-help/r_00000000/papers/a_0000000000000000000'],
  ['POST', '/desk/binding-help/r_00000000/taking', { commandId: 'm_00000000000000000032' }],
  ['GET', `/cases/${first}/slips/:me`], ['POST', '/desk/slips/search', { caseNumber: '（2026）虚01执1号' }],
] as const

/** Others ask for help in the observed person's name, the desk looks and refuses, and a slip of theirs is printed and tried. */
export const BINDING_HELP_STIRS: Record<string, Stir> = {
  'ask for help as the observed person': async (all, me, n) => {
    const who = pick(all.litigants, n)
    const { name, identityNumber } = me.papers
    await all.ask(who, 'POST', '/binding-help', { commandId: newId(), reason: 'phone_change', name, identityNumber, phone: NEW_PHONE })
    const { data } = await all.ask('window', 'POST', '/desk/binding-help', { commandId: newId(), way: 'telephone', reason: 'wrong_phone', name, identityNumber })
    const request = `/desk/binding-help/${String(data.requestId ?? 'r_00000000')}`
    await all.ask('window', 'POST', `${request}/taking`, { commandId: newId() })
    await all.ask('window', 'POST', `${request}/code`, {
      commandId: newId(), name, identityNumber, handedOver: 'call_back', calledNumber: NEW_PHONE, checks: ['called_known_number', 'case_facts'],
    })
    await all.ask('window', 'POST', `${request}/phone`, { commandId: newId(), name, identityNumber, phone: NEW_PHONE, code: '000000', endsOthers: true, checks })
    await all.ask('window', 'POST', `${request}/refusal`, { commandId: newId(), reason: '没有证件原件，请本人到窗口。' })
    await all.ask(who, 'POST', '/binding-help/lookup', { receipt: String(data.receipt ?? 'WRONG222'), followUp: String(data.followUp ?? 'WRONG222') })
    await all.ask(who, 'POST', '/me/phones/codes', { phone: NEW_PHONE })
    return all.ask(who, 'POST', '/slips/open', { slip: 'B'.repeat(22) })
  },
}
