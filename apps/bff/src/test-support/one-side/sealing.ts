import { aSound } from '../../demo/sound'
import { form } from '../court'
import type { Stir } from './bustle'
import type { Deed } from './deeds'
import { CASES } from './session'

const { first, second } = CASES
const NO_ATTACHMENT = 'a_0000000000000000000'
const RELIEF = { form: 'relief_request', version: 1, values: { kind: 'lift', about: 'both', reason: '已付清', proof: '凭证' } }
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
let written = 0
const newId = (): string => `m_z${String(++written).padStart(20, '0')}`

/** Sealing of messages, and what is for the handler alone, in the observed person's own threads. */
const MESSAGE_DEEDS: Record<string, Deed> = {
  'seal and confide': {
    ways: [3, 9],
    async run(me, a, b, { officer, leader }) {
      const thread = `/threads/${pick(me.mine, a)}/${me.id}`
      const command = { commandId: me.nextId() }
      const told = async (what: string, by: typeof officer, path: string, body: object): Promise<void> =>
        void me.note(`${what}: ${(await by.insist('POST', `${thread}/messages/0/${path}`, { ...command, ...body })).status}`)
      const ownMessage = async (text: string): Promise<string> => {
        const { data } = await me.ask('POST', `${thread}/messages`, { clientMessageId: me.nextId(), text })
        return `${thread}/messages/${Number(data.index ?? 0)}`
      }
      switch (b) {
        case 0: return me.ask('POST', `${thread}/messages`, { clientMessageId: me.nextId(), text: '只跟您说', confidential: true })
        // One of their own, whatever else stands at the beginning of the thread by now.
        case 1: return me.ask('POST', `${await ownMessage('发到别的案子里了')}/seal-request`, { ...command, reason: 'wrong_case' })
        case 2: return told('the court refused or not', leader, 'seal-request/refusal', { reason: 'belongs_here' })
        case 3: return me.ask('POST', `${await ownMessage('这句只给您看')}/confinement`, command)
        case 4: return told('the court released or not', officer, 'release', { reason: '已核实' })
        case 5: return me.ask('POST', `${thread}/messages/0/seal-request`, { ...command, reason: 'not_related' })
        case 6: {
          await me.live()
          const message = `${await ownMessage('发错了')}/seal-request`
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

/** Of what one wrote otherwise than as a message: what a leader then seals. */
const storedIndex = ({ index, stored }: Record<string, unknown>): number => Number(index ?? (stored as { index: number } | null | undefined)?.index ?? 0)

/** A form, a clue, a note of a call and what was written down of a voice: in the observed person's own threads, and sealed. */
const OTHER_WORDS: Record<string, Deed> = {
  'have other words than messages sealed': {
    ways: [3, 5],
    async run(me, a, b, { officer, leader }) {
      const caseId = pick(me.mine, a)
      const thread = `/threads/${caseId}/${me.id}`
      const seal = async (index: number): Promise<void> => {
        const target = `${thread}/messages/${index}/seal-request`
        await officer.insist('POST', target, { commandId: me.nextId(), reason: 'wrong_case' })
        me.note(`the court sealed or not: ${(await leader.insist('POST', `${target}/approval`, { commandId: me.nextId() })).status}`)
      }
      await me.live()
      switch (b) {
        case 0: {
          const { data } = await me.ask('POST', `${thread}/forms`, { commandId: me.nextId(), ...RELIEF })
          await seal(storedIndex(data))
          return me.ask('GET', `${thread}/to-do`)
        }
        case 1: {
          const { data } = await me.ask('POST', `/urgent/${caseId}/${me.id}`, { commandId: me.nextId(), what: '在装车' })
          await seal(storedIndex(data))
          return me.ask('GET', `/urgent/${caseId}/${me.id}`)
        }
        case 2: {
          const { data } = await officer.insist('POST', `${thread}/contacts`, { commandId: me.nextId(), kind: 'phone', summary: '电话里说了别的案子', settles: false })
          await seal(storedIndex(data))
          return me.ask('GET', thread)
        }
        case 3: {
          const { data: file } = await me.ask('POST', `${thread}/attachments`, form(aSound(1), '语音.mp3', { kind: 'voice', durationMs: '1000' }))
          const voice = { id: file.id ?? NO_ATTACHMENT, name: '语音.mp3', kind: 'voice', durationMs: 1000 }
          const { data } = await me.ask('POST', `${thread}/messages`, { clientMessageId: me.nextId(), text: '', attachments: [voice] })
          const summary = { commandId: me.nextId(), attachmentId: voice.id, summary: '听错了' }
          await seal(storedIndex((await officer.insist('POST', `${thread}/messages/${storedIndex(data)}/voice-summary`, summary)).data))
          return me.ask('GET', `${thread}/entries`)
        }
        default: return me.ask('GET', `${thread}/entries`)
      }
    },
  },
}
export const SEALING_DEEDS: Record<string, Deed> = { ...MESSAGE_DEEDS, ...OTHER_WORDS }

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
  'have forms, clues and notes of calls sealed': async (all, me, n) => {
    const who = pick(all.litigants, n)
    const caseId = pick([first, second], n)
    const id = me.court.id(who)
    const thread = `/threads/${caseId}/${id}`
    const written = [
      await all.ask(who, 'POST', `${thread}/forms`, { commandId: newId(), ...RELIEF }),
      await all.ask(who, 'POST', `/urgent/${caseId}/${id}`, { commandId: newId(), what: `在装车${n}` }),
      await all.ask('officer', 'POST', `${thread}/contacts`, { commandId: newId(), kind: 'phone', summary: `电话${n}`, settles: false }),
    ]
    for (const { data } of written) {
      const target = `${thread}/messages/${storedIndex(data)}/seal-request`
      await all.ask('officer', 'POST', target, { commandId: newId(), reason: 'wrong_case' })
      await all.ask('leader', 'POST', `${target}/approval`, { commandId: newId() })
    }
    return all.ask(who, 'GET', `${thread}/entries`)
  },
}
