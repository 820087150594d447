import type { CaseStanding } from '@zhixin/shared/contract'
import { COURT_SYSTEM } from '@zhixin/shared/log'
import { changeStanding } from '../../cases'
import { form, PNG } from '../court'
import type { Stir } from './bustle'
import type { Deed } from './deeds'
import { CASES, type Litigant, type Session } from './session'

const { first, second, others } = CASES
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!

/** What a person has asked last, to look at it again. */
const asked = new WeakMap<Session, { requestId: string; pictureId: string }>()
const NOTHING = { requestId: 'r_000000000000000000000000', pictureId: 'a_0000000000000000000' }
const peopleIn = (data: Record<string, unknown>) => ((data.parties ?? []) as CaseStanding['parties']).flatMap(({ people }) => people)

/** As whom one asks: as an agent; as an heir; for a company that bought the claim. */
const AS = [
  { standing: 'agent', authority: 'general' }, { standing: 'successor' },
  { standing: 'successor', unitName: '虚构受让有限公司', unitCode: '91000000XUG0U0001U' },
]

async function askToStand(me: Session, a: number, b: number): Promise<void> {
  const commandId = me.nextId()
  const { data: upload } = await me.ask('POST', `/standing-requests/${commandId}/attachments`, form(PNG, '委托书.png', { kind: 'picture' }))
  const caseNumber = a === 0 ? '（2026）虚01执9876号' : ((await me.ask('GET', `/cases/${pick(me.mine, a)}`)).data.caseNumber ?? '（2026）虚01执2号')
  const attachments = typeof upload.id === 'string' ? [upload.id] : []
  const { data } = await me.ask('POST', '/standing-requests', {
    commandId, kind: 'stand', caseNumber, partyName: '当事人1号', attachments, ...pick(AS, b),
  })
  if (typeof data.requestId === 'string') asked.set(me, { requestId: data.requestId, pictureId: attachments[0] ?? NOTHING.pictureId })
}

/** The court's own system says that somebody acts for the observed person from now on. */
async function giveAnAgent(me: Session, caseId: string): Promise<void> {
  if (me.who === 'agent') return
  const relationId = `l_${caseId.slice(2, 6)}${me.id.slice(2, 14)}`
  const relation = { relationId, personId: me.court.id('clerk'), partyId: me.id, standing: 'agent' as const, authority: 'general' as const, evidence: { kind: 'court_system' as const } }
  await changeStanding(me.court.rooms.log, { caseId, key: `test/${relationId}`, command: { type: 'BeginRelation', relation }, by: () => COURT_SYSTEM })
}

export const STANDING_DEEDS: Record<string, Deed> = {
  'ask to stand for somebody': { ways: [3, 3], run: askToStand },
  'look after what was asked': {
    ways: [3, 5],
    async run(me, a, b) {
      const { requestId, pictureId } = asked.get(me) ?? NOTHING
      const target = `/standing-requests/${a === 2 ? NOTHING.requestId : requestId}`
      switch (b) {
        case 0: return me.ask('GET', target)
        case 1: return me.ask('GET', `${target}/attachments/${pictureId}`)
        case 2: return me.ask('POST', `${target}/withdrawal`, { commandId: me.nextId() })
        case 3: return me.ask('POST', '/standing-requests', { commandId: me.nextId(), kind: 'stand', caseNumber: '1', partyName: '某' })
        default: return me.ask('GET', '/standing-requests')
      }
    },
  },
  'see who stands for whom': {
    ways: [4, 3],
    async run(me, a, b) {
      const caseId = pick([...me.mine, others], a)
      if (b === 2) await giveAnAgent(me, pick(me.mine, a))
      const { data } = await me.ask('GET', `/cases/${caseId}/standing`)
      const person = peopleIn(data).find(({ mayAskEnd }) => mayAskEnd)
      if (b === 1) await me.ask('POST', '/standing-requests', { commandId: me.nextId(), kind: 'end', caseId, relationId: person?.relationId ?? 'l_0000000000000000' })
    },
  },
}

export const STANDING_STAFF_ROUTES: readonly (readonly [method: string, target: string, body?: object])[] = [
  ['GET', '/window/standing-requests'],
  ['POST', `/cases/${first}/standing/l_0000000000000000/end`, { commandId: 'm_00000000000000000101', because: 'revoked', note: '来函' }],
  ['POST', `/standing-requests/${NOTHING.requestId}/grant`, { commandId: 'm_00000000000000000102' }],
  ['POST', `/standing-requests/${NOTHING.requestId}/refusal`, { commandId: 'm_00000000000000000103', reason: '没有委托书' }],
]

/**
 * Left out, since they are meant to be seen: by the one whose party it is, who begins or ends to stand for the observed person; by everybody in
 * the case, who comes in as a party or is one no longer.
 */
export const STANDING_STIRS: Record<string, Stir> = {
  'ask to stand for another, and be decided on': async (all, me, n) => {
    const who = pick(all.litigants, n)
    const commandId = `m_s${String(n).padStart(4, '0')}${String(++count).padStart(16, '0')}`
    const caseNumber = (await all.ask('officer', 'GET', `/cases/${pick([first, second], n)}`)).data.caseNumber
    const { data } = await all.ask(who, 'POST', '/standing-requests', {
      commandId, kind: 'stand', caseNumber: caseNumber ?? '（2026）虚01执1号', partyName: '当事人3号', standing: 'agent', authority: 'special',
    })
    await all.ask('officer', 'GET', '/standing-requests')
    const partyId = me.court.id(pick((['owner', 'opponent'] as Litigant[]).filter((one) => one !== me.who), n))
    const target = `/standing-requests/${String(data.requestId)}`
    return n % 3 === 0 ? all.ask('leader', 'POST', `${target}/refusal`, { commandId: `${commandId}r`, reason: '没有委托书' })
      : all.ask('officer', 'POST', `${target}/grant`, { commandId: `${commandId}g`, partyId })
  },
  'stand for another no longer': async (all, me, n) => {
    const caseId = pick([first, second], n)
    const { data } = await all.ask('officer', 'GET', `/cases/${caseId}/standing`)
    const parties = ((data.parties ?? []) as CaseStanding['parties']).filter(({ partyId }) => partyId !== me.id)
    const person = parties.flatMap(({ people }) => people).find(({ personId, mayEnd }) => mayEnd && personId !== me.id)
    if (!person) return undefined
    return all.ask('officer', 'POST', `/cases/${caseId}/standing/${person.relationId}/end`, { commandId: `m_e${String(++count).padStart(20, '0')}`, because: 'revoked', note: '当事人来函' })
  },
}
let count = 0
