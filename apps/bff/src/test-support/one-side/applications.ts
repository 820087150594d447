import type { Stir } from './bustle'
import type { Deed } from './deeds'
import { CASES, type Session } from './session'

const { first, second } = CASES
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
let written = 0
const newId = (): string => `m_a${String(++written).padStart(20, '0')}`

const clue = (urgent = 'no') => ({ form: 'property_clue', version: 1, values: { kind: 'vehicle', what: '一辆货车', urgent } })
const objection = { form: 'objection', version: 1, values: { asks: '请求改正', facts: '事实', proof: '证据', address: '某处' } }
const resumption = { form: 'resumption', version: 1, values: { because: 'property', facts: '有一辆车', address: '某处' } }
const refusal = { reason: '不符合受理条件' }
const correction = { items: [{ text: '裁定书照片' }] }
const docketing = { caseNumber: '（2026）虚01执异1号', docketedOn: '2026-01-05' }

const indexOf = ({ data }: Awaited<ReturnType<Session['ask']>>): number | undefined => data.index as number | undefined

/** What somebody hands in that must be answered, and the answers. */
export const APPLICATION_DEEDS: Record<string, Deed> = {
  'hand in what must be answered': {
    ways: [3, 7],
    async run(me, a, b, { officer, window }) {
      const caseId = pick(me.mine, a)
      const thread = `/threads/${caseId}/${me.id}`
      const hand = (form: object) => me.ask('POST', `${thread}/forms`, { commandId: me.nextId(), ...form })
      const last = async (): Promise<number> => ((await me.ask('GET', `${thread}/applications`)).data.applications as { index: number }[] | undefined)?.[0]?.index ?? 0
      switch (b) {
        case 0: return hand(clue())
        case 1: return hand(objection)
        case 2: return hand(resumption)
        case 3: return me.ask('GET', `${thread}/applications`)
        case 4: return me.note(`answered: ${(await officer.insist('POST', `${thread}/applications/${await last()}/answer`, { commandId: newId(), result: 'checked', words: '已核实' })).status}`)
        case 5: {
          const index = indexOf(await hand(objection)) ?? 0
          me.note(`asked for more: ${(await window.insist('POST', `/applications/${caseId}/${me.id}/${index}/correction`, { commandId: newId(), ...correction })).status}`)
          return me.ask('POST', `${thread}/applications/${index}/supply`, { commandId: me.nextId(), parts: [{ item: 1, words: '见照片' }] })
        }
        default: return me.note(`refused: ${(await window.insist('POST', `/applications/${caseId}/${me.id}/${await last()}/refusal`, { commandId: newId(), ...refusal })).status}`)
      }
    },
  },
}

export const APPLICATION_STAFF_ROUTES = [
  ['GET', '/applications'],
  ['GET', `/applications/${first}/:me/0`], ['GET', `/applications/${first}/:me/0/attachments/a_0000000000000000000`],
  ['POST', `/applications/${first}/:me/0/docketing`, { commandId: 'm_00000000000000000061', ...docketing }],
  ['POST', `/applications/${first}/:me/0/refusal`, { commandId: 'm_00000000000000000062', ...refusal }],
  ['POST', `/applications/${first}/:me/0/correction`, { commandId: 'm_00000000000000000064', ...correction }],
  ['POST', `/applications/${first}/:me/0/return`, { commandId: 'm_00000000000000000065', reason: '逾期没有补正' }],
  ['POST', `/threads/${first}/:me/applications/0/answer`, { commandId: 'm_00000000000000000063', result: 'checked', words: '已核实' }],
] as const

/** The others hand in clues and applications of theirs, which are answered. */
export const APPLICATION_STIRS: Record<string, Stir> = {
  'hand in clues and applications that are answered': async (all, me, n) => {
    const who = pick(all.litigants, n)
    const [caseId, id] = [pick([first, second], n), me.court.id(who)]
    const thread = `/threads/${caseId}/${id}`
    const given = indexOf(await all.ask(who, 'POST', `${thread}/forms`, { commandId: newId(), ...clue(pick(['yes', 'no'], n)) }))
    const applied = indexOf(await all.ask(who, 'POST', `${thread}/forms`, { commandId: newId(), ...pick([objection, resumption], n) }))
    await all.ask('officer', 'GET', '/applications')
    if (given !== undefined) await all.ask('officer', 'POST', `${thread}/applications/${given}/answer`, { commandId: newId(), result: 'controlled', words: '已经查封' })
    await all.ask('window', 'GET', '/applications')
    if (applied !== undefined) {
      await all.ask('window', 'GET', `/applications/${caseId}/${id}/${applied}`)
      if (n % 3 === 0) {
        await all.ask('window', 'POST', `/applications/${caseId}/${id}/${applied}/correction`, { commandId: newId(), ...correction })
        await all.ask(who, 'POST', `${thread}/applications/${applied}/supply`, { commandId: newId(), parts: [{ item: 1, words: '见照片' }] })
      }
      // Not docketed: of that the catalogue tells both sides of the case.
      await all.ask('window', 'POST', `/applications/${caseId}/${id}/${applied}/refusal`, { commandId: newId(), ...refusal })
    }
    await all.ask(who, 'GET', `${thread}/applications`)
    // Knocking at the observed person's door.
    return all.ask(who, 'GET', `/threads/${first}/${me.id}/applications`)
  },
}
