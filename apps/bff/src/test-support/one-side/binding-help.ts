import { form, PNG } from '../court'
import type { Stir } from './bustle'
import type { Deed } from './deeds'
import { CASES, type Session } from './session'

const { first } = CASES
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
let written = 0
const newId = (): string => `m_h${String(++written).padStart(20, '0')}`
const NEW_PHONE = '19900000333'
/** The others' own, so that a text to it is none of the observed person's. */
const OTHERS_PHONE = '19900000334'
const HELP_NEEDS = { needs: ['ears'], note: '别人说的', agreed: true }
const checks = ['document_original', 'face_matches'] as const

const NO_PHONES: { id: string }[] = []
/** A second phone, beside the one that the court has; the codes come to both. */
async function addPhone(me: Session): Promise<unknown> {
  const { data } = await me.ask('GET', '/me')
  const [phone] = Array.isArray(data.phones) ? (data.phones as { id: string }[]) : NO_PHONES
  await me.ask('POST', '/me/phones/codes', { phone: NEW_PHONE })
  await me.ask('POST', '/me/phones/codes', { phoneId: phone?.id ?? 'nosuchphoneid' })
  const [code, oldCode] = [await me.court.codeSentTo(NEW_PHONE), await me.court.codeSentTo(me.papers.phone)]
  return me.ask('POST', '/me/phones', { phone: NEW_PHONE, code, old: { phoneId: phone?.id ?? 'nosuchphoneid', code: oldCode } })
}

/** The observed person asks for another phone, follows a slip, and looks up numbers that are theirs and nobody's. */
export const BINDING_HELP_DEEDS: Record<string, Deed> = {
  'ask for help and change phones': {
    ways: [1, 10],
    async run(me, _a, b, { window }) {
      const { name, identityNumber } = me.papers
      const asked = { reason: 'phone_change', name, identityNumber, ...(b % 2 === 0 && { helpNeeds: { needs: ['eyes'], agreed: true } }) }
      const ask = () => me.ask('POST', '/binding-help', { commandId: me.nextId(), ...asked, phone: NEW_PHONE })
      switch (b) {
        case 0: return ask()
        // Asked anew each time, so that whatever came before, there is a request; one that waits already is the same.
        case 1:
          await ask()
          return me.ask('POST', '/binding-help/mine/papers', form(PNG, '证件.png', { commandId: me.nextId() }))
        case 2: return me.ask('GET', '/binding-help/mine')
        case 3:
          await ask()
          return me.ask('POST', '/binding-help/mine/withdrawal', { commandId: me.nextId() })
        case 4: return addPhone(me)
        case 5: return me.ask('POST', '/me/phones', { phone: NEW_PHONE, code: '000000' })
        case 6: {
          const { token } = await me.court.rooms.bindingHelp.slips.issue({ caseId: pick(me.mine, 0), personId: me.id, issuedBy: 's_0000' })
          return me.ask('POST', '/slips/open', { slip: token })
        }
        case 7: {
          const { data } = await window.insist('POST', '/desk/binding-help', { commandId: newId(), way: 'telephone', ...asked })
          return me.ask('POST', '/binding-help/lookup', { receipt: data.receipt, followUp: data.followUp })
        }
        case 8: return me.ask('POST', '/binding-help/lookup', { receipt: 'MYRECEPT', followUp: '22222222' })
        default: return me.ask('GET', '/binding-help/options')
      }
    },
  },
}

const CHECKED = { name: '某某', identityNumber: '000000199001010099', checks }
export const BINDING_HELP_STAFF_ROUTES = [
  ['GET', '/desk/binding-help'],
  ['POST', '/desk/binding-help', { commandId: 'm_00000000000000000031', way: 'window', reason: 'other', name: '某某', identityNumber: '000000199001010099' }],
  ['GET', '/desk/binding-help/r_00000000'], ['GET', '/desk/binding-help/r_00000000/papers/a_0000000000000000000'],
  ['POST', '/desk/binding-help/r_00000000/taking', { commandId: 'm_00000000000000000032' }],
  ['POST', '/desk/binding-help/r_00000000/refusal', { commandId: 'm_00000000000000000033', reason: '没有证件原件' }],
  ['POST', '/desk/binding-help/r_00000000/code', { ...CHECKED, commandId: 'm_00000000000000000034', handedOver: 'in_person' }],
  ['POST', '/desk/binding-help/r_00000000/phone-codes', { phone: NEW_PHONE }],
  ['POST', '/desk/binding-help/r_00000000/phone', { ...CHECKED, commandId: 'm_00000000000000000035', phone: NEW_PHONE, code: '000000', endsOthers: true }],
  ['GET', `/cases/${first}/slips/:me`], ['POST', '/desk/slips/search', { caseNumber: '（2026）虚01执1号' }],
] as const

/** Others ask for help in the observed person's name, the desk looks and refuses, and a slip of theirs is printed and tried. */
export const BINDING_HELP_STIRS: Record<string, Stir> = {
  'ask for help as the observed person': async (all, me, n) => {
    const who = pick(all.litigants, n)
    const { name, identityNumber } = me.papers
    await all.ask(who, 'POST', '/binding-help', { commandId: newId(), reason: 'phone_change', name, identityNumber, phone: OTHERS_PHONE, helpNeeds: HELP_NEEDS })
    const { data } = await all.ask('window', 'POST', '/desk/binding-help', { commandId: newId(), way: 'telephone', reason: 'wrong_phone', name, identityNumber, helpNeeds: HELP_NEEDS })
    const request = `/desk/binding-help/${String(data.requestId ?? 'r_00000000')}`
    await all.ask('window', 'POST', `${request}/taking`, { commandId: newId() })
    await all.ask('window', 'POST', `${request}/code`, {
      commandId: newId(), name, identityNumber, handedOver: 'call_back', calledNumber: OTHERS_PHONE, checks: ['called_known_number', 'case_facts'],
    })
    await all.ask('window', 'POST', `${request}/phone`, { commandId: newId(), name, identityNumber, phone: OTHERS_PHONE, code: '000000', endsOthers: true, checks })
    await all.ask('window', 'POST', `${request}/refusal`, { commandId: newId(), reason: '没有证件原件，请本人到窗口。' })
    await all.ask(who, 'POST', '/binding-help/lookup', { receipt: String(data.receipt ?? 'WRONG222'), followUp: String(data.followUp ?? 'WRONG222') })
    await all.ask(who, 'POST', '/me/phones/codes', { phone: OTHERS_PHONE })
    return all.ask(who, 'POST', '/slips/open', { slip: 'B'.repeat(22) })
  },
}
