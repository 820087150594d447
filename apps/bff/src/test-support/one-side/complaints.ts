import { form, PNG } from '../court'
import type { Stir } from './bustle'
import type { Deed } from './deeds'
import { CASES, type Session } from './session'

const { first } = CASES
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
let written = 0
const newId = (): string => `m_k${String(++written).padStart(20, '0')}`
const noTicket = { receipt: 'ABCD-EFGH', followUp: 'ABCDE-FGHJK' }
const STREAMS = ['feedback', 'petition', 'inquiry', 'discipline'] as const
const contact = { name: '某某', phone: '19900000336' }

type Ticket = { receipt: string; followUp: string }
const ticketIn = ({ data }: { data: Record<string, unknown> }): Ticket =>
  typeof data.receipt === 'string' && typeof data.followUp === 'string' ? { receipt: data.receipt, followUp: data.followUp } : noTicket
const own = (me: Session, n: number) => me.ask('POST', '/complaints/mine', {
  commandId: me.nextId(), stream: pick(STREAMS, n), by: 'person', matter: '两个月没有回音', ...(n % 2 === 0 && { caseId: pick(me.mine, 0) }),
})
/** One of the observed person's own; there is one, since it has just been sent. */
async function mineId(me: Session): Promise<string> {
  await own(me, 0)
  const { data } = await me.ask('GET', '/complaints/mine')
  const list = (Array.isArray(data.complaints) ? data.complaints : []) as { complaintId: string }[]
  return list[0]?.complaintId ?? 'k_00000000'
}

/** The observed person complains under their name and without, asks how it stands, adds to it, and tries numbers that are nobody's. */
export const COMPLAINT_DEEDS: Record<string, Deed> = {
  'complain and follow it up': {
    ways: [4, 10],
    async run(me, a, b) {
      switch (b) {
        case 0: return own(me, a)
        case 1: return me.ask('GET', '/complaints/mine')
        case 2: return me.ask('GET', '/complaints/options')
        case 3: {
          const ticket = ticketIn(await me.ask('POST', '/complaints', { commandId: me.nextId(), stream: pick(STREAMS, a), by: 'named', contact, matter: '没有人接待' }))
          await me.ask('POST', '/complaints/lookup', ticket)
          return me.ask('POST', '/complaints/lookup/supplements', { ...ticket, commandId: me.nextId(), text: '补充一句', files: [] })
        }
        case 4: return me.ask('POST', '/complaints/uploads', form(PNG, 'a.png', { commandId: me.nextId(), stream: pick(STREAMS, a), kind: 'picture' }))
        case 5: {
          const ticket = ticketIn(await me.ask('POST', '/complaints', { commandId: me.nextId(), stream: 'feedback', by: 'named', contact, matter: '拖着不办' }))
          await me.ask('POST', '/complaints/lookup/uploads', form(PNG, 'a.png', { ...ticket, kind: 'picture' }))
          return me.ask('POST', '/complaints/lookup/steps', { ...ticket, commandId: me.nextId(), step: 'not_satisfied' })
        }
        case 6: return me.ask('POST', `/complaints/mine/${await mineId(me)}/supplements`, { commandId: me.nextId(), text: '再补充一句', files: [] })
        case 7: return me.ask('POST', `/complaints/mine/${await mineId(me)}/steps`, { commandId: me.nextId(), step: 'not_satisfied' })
        case 8: return me.ask('POST', `/complaints/mine/${await mineId(me)}/uploads`, form(PNG, 'a.png', { kind: 'picture' }))
        default: return me.ask('POST', '/complaints/lookup', noTicket)
      }
    },
  },
}

const command = { commandId: 'm_00000000000000000081' }
const at = (base: string): (readonly [string, string, object?])[] => [
  ['GET', base], ['POST', `${base}/steps`, { ...command, step: 'reply' }], ['POST', `${base}/supplements`, { ...command, text: '记一句', files: [] }],
  ['POST', `${base}/explanations`, { ...command, text: '说明', files: [] }], ['POST', `${base}/hand-over`, { ...command, toDepartment: '执行局' }],
  ['POST', `${base}/case`, { ...command, caseNumber: '（2026）虚01执1号' }], ['POST', `${base}/about`, { ...command, about: ['s_0000'] }],
  ['POST', `${base}/uploads`, form(PNG, 'a.png', { kind: 'picture' })], ['GET', `${base}/attachments/a_0000000000000000000`],
]
/** All that the court's staff do with such files, as the observed person tries it. */
export const COMPLAINT_STAFF_ROUTES: readonly (readonly [string, string, object?])[] = [
  ['GET', '/complaint-files'], ['GET', '/complaint-files/people'],
  ['POST', '/complaint-files', { ...command, stream: 'petition', channel: 'letter', by: 'named', contact, matter: '来信' }],
  ['POST', '/complaint-files/uploads', form(PNG, 'a.png', { ...command, stream: 'petition', kind: 'picture' })],
  ...at('/complaint-files/petition/k_00000000'),
  ['GET', '/discipline/reports'], ['GET', '/discipline/reports/people'], ...at('/discipline/reports/k_00000000'),
  ['POST', '/discipline/reports/k_00000000/links', { ...command, receipt: 'ABCD-EFGH' }], ['GET', '/discipline/reports/k_00000000/openings'],
]

/** Others complain of the observed person's case, by its number and in their name, and guess at receipts. */
export const COMPLAINT_STIRS: Record<string, Stir> = {
  'complain': async (all, me, n) => {
    const who = pick(all.litigants, n)
    const said = { matter: `关于${me.papers.name}的案子`, caseNumber: '（2026）虚01执1号' }
    const { data } = await all.ask(who, 'POST', '/complaints', { commandId: newId(), stream: pick(STREAMS, n), by: 'named', contact: { name: me.papers.name }, ...said })
    await all.ask(who, 'POST', '/complaints/mine', { commandId: newId(), stream: 'petition', by: 'person', ...said, caseId: first })
    await all.ask(who, 'POST', '/complaints', { commandId: newId(), stream: 'discipline', by: 'anonymous', ...said })
    return all.ask(who, 'POST', '/complaints/lookup', { receipt: String(data.receipt ?? noTicket.receipt), followUp: noTicket.followUp })
  },
}
