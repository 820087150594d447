import { aSound } from '../../demo/sound'
import { form, PNG, type TestCourt } from '../court'
import { CASES, type Client, createClient, type Litigant, LITIGANTS, type Session, type Staff } from './session'
import { APPLICATION_STIRS } from './applications'
import { BINDING_HELP_STIRS } from './binding-help'
import { BULLETIN_STIRS } from './bulletins'
import { FILING_STIRS } from './filing'
import { COMPLAINT_STIRS } from './complaints'
import { HOTLINE_STIRS } from './hotline'
import { NOTICE_STIRS } from './notices'
import { PAPER_STIRS } from './papers'
import { PROGRESS_STIRS } from './progress'
import { RECORD_STIRS } from './record-nodes'
import { SEALING_STIRS } from './sealing'
import { SERVICE_STIRS } from './service'
import { TERMINATION_STIRS } from './termination'
import { TO_DO_STIRS } from './to-do'
import { STAFFING_STIRS } from './staffing'
import { SUPERVISION_STIRS } from './supervision'
import { STANDING_STIRS } from './standing'

const { first, second, closed, others } = CASES
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!

/** Everybody but the observed person, each on a network of their own. */
export function createOthers(court: TestCourt, observed: Litigant) {
  const known = new Map<string, Client>()
  function client(who: Litigant | Staff): Client {
    const made = known.get(who) ?? createClient(court, who)
    known.set(who, made)
    return made
  }
  return {
    litigants: LITIGANTS.filter((who) => who !== observed),
    async client(who: Litigant): Promise<Client> {
      const speaker = client(who)
      if (!speaker.holds()) await speaker.signIn()
      return speaker
    },
    ask: (who: Litigant | Staff, ...request: Parameters<Client['insist']>) => client(who).insist(...request),
    close: () => known.forEach((one) => one.close()),
  }
}
type Others = ReturnType<typeof createOthers>

/** What one of the others does: `n` chooses who and how. */
export type Stir = (others: Others, me: Session, n: number) => Promise<unknown>

const caseOf = (n: number): string => pick([first, second, closed, others], n)
let written = 0
const newId = (): string => `m_x${String(++written).padStart(20, '0')}`

function ofOthers(all: Others, me: Session, n: number): { who: Litigant; thread: string } {
  const who = pick(all.litigants, n)
  return { who, thread: `/threads/${caseOf(n)}/${me.court.id(who)}` }
}

/**
 * All that others may do to change what the observed person gets: the other side, co-parties, agents, and the court towards them.
 * Left out, since the one who asks is meant to see it: what the court does in the observed person's own thread or to the whole case.
 * Left out, since the product does not stand up to it yet (docs/security.md): guessing at codes for the observed person's own phone,
 * and using up the limits of a network address that both share.
 */
export const STIRS: Record<string, Stir> = {
  ...STANDING_STIRS,
  ...SEALING_STIRS,
  ...BINDING_HELP_STIRS,
  ...COMPLAINT_STIRS,
  ...HOTLINE_STIRS,
  ...TO_DO_STIRS,
  ...STAFFING_STIRS,
  ...SUPERVISION_STIRS,
  ...FILING_STIRS, ...BULLETIN_STIRS, ...NOTICE_STIRS,
  ...PROGRESS_STIRS,
  ...RECORD_STIRS,
  ...TERMINATION_STIRS,
  ...PAPER_STIRS,
  ...APPLICATION_STIRS,
  ...SERVICE_STIRS,
  'write in their own thread': (all, me, n) => {
    const { who, thread } = ofOthers(all, me, n)
    return all.ask(who, 'POST', `${thread}/messages`, { clientMessageId: newId(), text: `催问${n}`, mark: pick(['ordinary', 'irregularity', 'property_clue'], n) })
  },
  'write under the ids the observed person uses': (all, me, n) => {
    const { who, thread } = ofOthers(all, me, n)
    return Promise.all([0, 1, 2].map((i) => all.ask(who, 'POST', `${thread}/messages`, { clientMessageId: `m_${String(n + i).padStart(20, '0')}`, text: '同号' })))
  },
  'raise an urgent clue, which somebody takes and settles': async (all, me, n) => {
    const { who, thread } = ofOthers(all, me, n)
    const place = thread.replace('/threads/', '/urgent/')
    await all.ask(who, 'POST', place, { commandId: newId(), what: `他在装车${n}` })
    await all.ask(who, 'GET', place)
    if (n % 3 === 0) return undefined
    await all.ask('officer', 'POST', `${place}/taking`, { commandId: newId() })
    await all.ask('officer', 'POST', `${place}/words`, { commandId: newId(), text: '已派人' })
    return n % 3 === 1 ? undefined : all.ask('officer', 'POST', `${place}/settlement`, { commandId: newId(), summary: '已查封' })
  },
  'send what is refused': (all, me, n) => {
    const { who, thread } = ofOthers(all, me, n)
    const bodies = [{ clientMessageId: newId(), text: '' }, { text: 7 }, { clientMessageId: newId(), text: '长'.repeat(5_000) }, { clientMessageId: newId(), text: '卡6222021234567890128' }]
    return all.ask(who, 'POST', `${thread}/messages`, pick(bodies, n))
  },
  'send broken bytes': (all, me, n) => {
    const { who, thread } = ofOthers(all, me, n)
    return all.ask(who, 'POST', `${thread}/messages`, undefined, { body: Buffer.from('{"'), headers: { 'Content-Type': 'application/json' } })
  },
  'upload, and send it': async (all, me, n) => {
    const { who, thread } = ofOthers(all, me, n)
    const { data } = await all.ask(who, 'POST', `${thread}/attachments`, form(PNG, '照片.png', { kind: 'picture' }))
    return all.ask(who, 'POST', `${thread}/messages`, { clientMessageId: newId(), text: '', attachments: [{ id: data.id, name: '照片.png', kind: 'picture' }] })
  },
  'say how to be talked with, send a voice, and have it put into words': async (all, me, n) => {
    const { who, thread } = ofOthers(all, me, n)
    await all.ask(who, 'PUT', '/me/help-needs', { needs: ['ears'], agreed: true })
    await all.ask(who, 'PUT', '/me/display', { size: 'large', elder: n % 2 === 0 })
    const { data } = await all.ask(who, 'POST', `${thread}/attachments`, form(aSound(1), '语音.mp3', { kind: 'voice', durationMs: '1000' }))
    const sent = await all.ask(who, 'POST', `${thread}/messages`, { clientMessageId: newId(), text: '', attachments: [{ id: data.id, name: '语音.mp3', kind: 'voice', durationMs: 1_000 }] })
    if (n % 3 === 0) return undefined
    await all.ask('officer', 'GET', thread)
    return all.ask('officer', 'POST', `${thread}/messages/${Number(sent.data.index ?? 0)}/voice-summary`, { commandId: newId(), attachmentId: data.id, summary: '问进展' })
  },
  'read what is theirs': async (all, me, n) => {
    const { who, thread } = ofOthers(all, me, n)
    for (const target of ['/cases', `/cases/${caseOf(n)}`, thread, `${thread}/entries`]) await all.ask(who, 'GET', target)
    return all.ask(who, 'POST', `${thread}/read`, { upTo: 0 })
  },
  'knock at the observed person’s door': async (all, me, n) => {
    const who = pick([...all.litigants, 'stranger'] as const, n)
    const theirs = `/threads/${caseOf(n)}/${me.id}`
    await all.ask(who, 'GET', `${theirs}/entries`)
    await all.ask(who, 'POST', `${theirs}/messages`, { clientMessageId: newId(), text: '你还钱' })
    await all.ask(who, 'POST', `${theirs}/read`, { upTo: 0 })
    return all.ask(who, 'POST', `${theirs}/attachments`, form(PNG, 'x.png', { kind: 'picture' }))
  },
  'ask too often': async (all, me, n) => {
    const { who, thread } = ofOthers(all, me, n)
    for (let i = 0; i < 45; i++) await (n % 2 ? all.ask(who, 'GET', '/me') : all.ask(who, 'POST', `${thread}/messages`, {}))
  },
  'sign in wrongly': async (all, me, n) => {
    const who = pick(all.litigants, n)
    const { phone } = me.court.papersOf(who)
    const speaker = await all.client(who)
    for (let i = 0; i < 10; i++) await speaker.ask('POST', '/auth/sms', { phone, code: '000000' })
    await speaker.ask('POST', '/auth/staff', { number: 'Z0', password: 'a wrong one' })
    await speaker.ask('POST', '/auth/wechat', { code: 'wrong' })
    return speaker.ask('POST', '/auth/refresh', { refreshToken: 'f_0000000000000000.made-up-made-up-made-up' })
  },
  'try to bind as the observed person': async (all, me, n) => {
    const speaker = await all.client(pick(all.litigants, n))
    const held = speaker.holds()
    speaker.hold((await speaker.ask('POST', '/auth/wechat', { code: me.court.wechatCode(`somebody ${n}`) })).data)
    const { name, identityNumber } = me.papers
    for (let i = 0; i < 6; i++) await speaker.ask('POST', '/bindings/window-code', { name, identityNumber, windowCode: `WRONG22${i}` })
    await speaker.ask('POST', '/bindings', { name, identityNumber, phone: me.court.papersOf('outsider').phone, code: '000000' })
    speaker.hold(held)
  },
  'sign in, renew and sign out': async (all, _, n) => {
    const speaker = await all.client(pick(all.litigants, n))
    await speaker.signIn()
    const { refreshToken = '' } = speaker.holds() ?? {}
    await speaker.ask('POST', '/auth/refresh', { refreshToken })
    return speaker.ask('POST', '/auth/sign-out')
  },
  'hold a socket': async (all, me, n) => {
    const { who } = ofOthers(all, me, n)
    const speaker = await all.client(who)
    const socket = speaker.socket()
    await socket.until(() => socket.seen.includes('open'))
    const thread = { caseId: caseOf(n), personId: me.court.id(who) }
    const theirs = { caseId: caseOf(n), personId: me.id }
    if (n % 3 > 0) socket.say({ type: 'auth', token: speaker.holds()?.accessToken ?? '' })
    socket.say({ type: 'send', ref: newId(), ...thread, message: { clientMessageId: newId(), text: '在吗' } })
    socket.say({ type: 'after', ...theirs, index: -1 })
    socket.say({ type: 'read', ...theirs, upTo: 0 })
    if (n % 2 > 0) socket.say(Buffer.from([0]))
    socket.say({ type: 'ping' })
    await socket.until(() => socket.seen.some((line) => line.includes('"pong"')))
    socket.terminate()
  },
  'leave a socket half open': async (all, _, n) => {
    const socket = (await all.client(pick(all.litigants, n))).socket()
    await socket.until(() => socket.seen.includes('open'))
  },
  'get an answer from the court': async (all, me, n) => {
    const { who, thread } = ofOthers(all, me, n)
    await all.ask('officer', 'GET', thread)
    await all.ask('officer', 'POST', `${thread}/messages`, { clientMessageId: newId(), text: `正在办理${who}`, offHoursReason: '当事人急问' })
    await all.ask('officer', 'POST', `${thread}/read`, { upTo: 0 })
    return all.ask('judge', 'POST', `${thread}/contacts`, { commandId: newId(), kind: 'visit', summary: '当面说明' })
  },
  'have the court decide on their matter': async (all, me, n) => {
    const { thread } = ofOthers(all, me, n)
    await all.ask('officer', 'POST', `${thread}/messages/0/mark`, { commandId: newId(), mark: 'settlement' })
    return all.ask('judge', 'POST', `${thread}/matter/dismissal`, { commandId: newId(), reason: '重复询问' })
  },
  'let staff look': async (all, me, n) => {
    const who = pick(['officer', 'judge', 'leader'] as const, n)
    for (const target of ['/work-list', `/cases/${caseOf(n)}`, `/threads/${caseOf(n)}/${me.id}`, `/threads/${caseOf(n)}/${me.id}/entries`]) await all.ask(who, 'GET', target)
    return all.ask(who, 'POST', '/quick-replies', { title: '好', text: '好的' })
  },
  'have their own case handed over': (all, me, n) => {
    const officerIds = [me.court.id(pick(['colleague', 'officer'], n))]
    return all.ask('leader', 'POST', `/cases/${others}/hand-overs`, { commandId: newId(), officerIds, judgeId: me.court.id('judge'), reason: '工作调整' })
  },
  // What the court notes of the observed person's own messages is for the court alone.
  'have messages flagged, the observed person’s too': async (all, me, n) => {
    const { thread } = ofOthers(all, me, n)
    for (const target of [thread, `/threads/${caseOf(n)}/${me.id}`]) {
      await all.ask('officer', 'POST', `${target}/messages/0/flags`, { commandId: newId(), kind: pick(['threat', 'self_harm', 'insult'], n), note: '言语激烈' })
      const flags = (await all.ask(pick(['leader', 'judge'] as const, n), 'GET', `${target}/flags`)).data.flags as { id: number }[] | undefined
      if (n % 2 === 0 && flags?.[0]) await all.ask('leader', 'POST', `${target}/flags/${flags[0].id}/withdrawal`, { commandId: newId(), reason: '问清楚了' })
    }
    return all.ask('leader', 'GET', '/flags')
  },
  'be slowed down themselves': (all, me, n) => {
    const { thread } = ofOthers(all, me, n)
    return all.ask('leader', 'POST', `${thread}/slow-mode`, { commandId: newId(), days: 2, perDay: 3, reason: '一天发了两百条' })
  },
  // Passed on among themselves only: what the court tells the observed person they are meant to see.
  'talk of settlement among themselves': async (all, me, n) => {
    const { who, thread } = ofOthers(all, me, n)
    const { data } = await all.ask(who, 'POST', `${thread}/messages`, { clientMessageId: newId(), text: `愿意谈${n}`, mark: 'settlement' })
    const message = `${thread}/messages/${Number(data.index ?? 0)}`
    await all.ask('officer', 'POST', `${message}/consent-request`, { commandId: newId() })
    await all.ask(who, 'POST', `${message}/consent`, { commandId: newId() })
    const toPersonId = me.court.id(pick(all.litigants.filter((other) => other !== who), n))
    return all.ask('officer', 'POST', `${message}/pass-on`, { commandId: newId(), toPersonId, text: '对方愿意谈', offHoursReason: '当事人急问' })
  },
}
