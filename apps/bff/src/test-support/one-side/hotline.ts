import type { Stir } from './bustle'
import { CASES } from './session'

const { first } = CASES
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
let written = 0
const newId = (): string => `m_l${String(++written).padStart(20, '0')}`
const call = 'h_00000000000000000000'
const command = { commandId: 'm_00000000000000000071' }

/** All that the desk does, as the observed person tries it. */
export const HOTLINE_STAFF_ROUTES = [
  ['GET', '/hotline/desk'], ['GET', '/hotline/first-contact'], ['POST', '/hotline/calls', { ...command, line: 'hotline' }], ['POST', '/hotline/misconduct-calls', command],
  ['GET', `/hotline/calls/${call}`], ['PUT', `/hotline/calls/${call}/draft`, { kind: 'petition', fields: {} }],
  ['POST', `/hotline/calls/${call}/search`, { ...command, by: 'name', words: '某某' }],
  ['POST', `/hotline/calls/${call}/check`, { ...command, name: '某某', caseNumber: '（2026）虚01执1号', lastFour: '0000' }],
  ['POST', `/hotline/calls/${call}/call-back`, { ...command, name: '某某', identityNumber: '000000199001010099' }], ['POST', `/hotline/call-backs/${call}`, command],
  ['POST', `/hotline/calls/${call}/called-back`, { ...command, number: '19900000001', checks: ['case_facts'] }], ['GET', `/hotline/calls/${call}/cases`],
  ['POST', `/hotline/calls/${call}/telling`, { ...command, caseId: first, what: ['progress'] }],
  ['POST', `/hotline/calls/${call}/registration`, { ...command, kind: 'opinion', fields: { name: '某某', matter: '窗口太少' }, text: false }],
  ['POST', `/hotline/calls/${call}/complaint`, { ...command, receipt: 'ABCD2345' }],
  ['POST', `/hotline/calls/${call}/complaint/supplements`, { ...command, receipt: 'ABCD2345', text: '还有一句' }],
  ['POST', `/hotline/calls/${call}/end`, { ...command, how: 'answered' }],
] as const

/** Others ring the hotline: as themselves, and as the observed person, whom they cannot prove to be; what they bring is registered. */
export const HOTLINE_STIRS: Record<string, Stir> = {
  'ring the hotline': async (all, me, n) => {
    const who = pick(all.litigants, n)
    const own = me.court.papersOf(who)
    const at = async (target: string, body: object): Promise<Record<string, unknown>> => (await all.ask('hotline', 'POST', `/hotline${target}`, { commandId: newId(), ...body })).data
    const pickUp = async (): Promise<string> => `/calls/${String((await at('/calls', { line: 'hotline', number: '19900000335' })).callId)}`
    const caseNumber = '（2026）虚01执1号'
    const impostor = await pickUp()
    await at(`${impostor}/search`, { by: 'name', words: me.papers.name })
    await at(`${impostor}/check`, { name: me.papers.name, caseNumber, lastFour: '9999' })
    await at(`${impostor}/call-back`, { name: me.papers.name, identityNumber: me.papers.identityNumber })
    await at(`${impostor}/end`, { how: 'to_call_back' })
    const back = `/calls/${String((await at(`/call-backs/${impostor.slice('/calls/'.length)}`, {})).callId ?? call)}`
    // Somebody else answered: nothing was checked, and nothing is.
    await at(`${back}/called-back`, { number: '19900000334', checks: ['called_known_number', 'case_facts'] })
    await at(`${back}/end`, { how: 'somebody_else' })
    const caller = await pickUp()
    await at(`${caller}/check`, { name: own.name, caseNumber, lastFour: own.identityNumber.slice(-4) })
    await all.ask('hotline', 'GET', `/hotline${caller}/cases`)
    await at(`${caller}/telling`, { caseId: first, what: ['progress'] })
    const draft = { kind: 'opinion', fields: { name: '某某', matter: `窗口太少${n}` } }
    await all.ask('hotline', 'PUT', `/hotline${caller}/draft`, draft)
    const { receipt, followUp } = await at(`${caller}/registration`, { ...draft, text: false })
    await at(`${caller}/complaint`, { receipt, followUp })
    await at(`${caller}/complaint/supplements`, { receipt, followUp, text: `还有一句${n}` })
    await at(`${caller}/end`, { how: 'registered' })
    await at('/misconduct-calls', {})
    await all.ask('hotline', 'GET', `/hotline${caller}`)
    await all.ask('hotline', 'GET', '/hotline/first-contact')
    return all.ask('hotline', 'GET', '/hotline/desk')
  },
}
