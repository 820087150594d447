import { form, PNG } from '../court'
import { CASES, type Client, type Session } from './session'
import { APPLICATION_DEEDS, APPLICATION_STAFF_ROUTES } from './applications'
import { BINDING_HELP_DEEDS, BINDING_HELP_STAFF_ROUTES } from './binding-help'
import { BULLETIN_STAFF_ROUTES } from './bulletins'
import { COMPLAINT_DEEDS, COMPLAINT_STAFF_ROUTES } from './complaints'
import { FILING_STAFF_ROUTES } from './filing'
import { HOTLINE_STAFF_ROUTES } from './hotline'
import { NOTICE_DEEDS, NOTICE_STAFF_ROUTES } from './notices'
import { PAPER_STAFF_ROUTES } from './papers'
import { PROGRESS_DEEDS } from './progress'
import { RECORD_STAFF_ROUTES } from './record-nodes'
import { TERMINATION_STAFF_ROUTES } from './termination'
import { SERVICE_DEEDS, SERVICE_STAFF_ROUTES } from './service'
import { SEALING_DEEDS, SEALING_STAFF_ROUTES } from './sealing'
import { TO_DO_DEEDS, TO_DO_STAFF_ROUTES } from './to-do'
import { STAFFING_STAFF_ROUTES } from './staffing'
import { SUPERVISION_STAFF_ROUTES } from './supervision'
import { STANDING_DEEDS, STANDING_STAFF_ROUTES } from './standing'

/** What the observed person, or the court towards them, may do; `a` and `b` choose among the ways of doing it. */
export interface Deed {
  ways: [a: number, b: number]
  run(session: Session, a: number, b: number, court: Record<'officer' | 'judge' | 'leader' | 'window', Client>): Promise<unknown>
}

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
const { first, second, closed, others } = CASES
const WRONG_CODE = '000000'
const TEXT = Buffer.from('收入证明：每月三千元。')
const NOBODY = 'p_0000000000000000'
const NO_ATTACHMENT = 'a_0000000000000000000'

const thread = (me: Session, n: number): string => `/threads/${pick(me.mine, n)}/${me.id}`

/** The uploads a person has made, by case: what may be named in a message. */
const uploads = new WeakMap<Session, Map<string, string>>()
function uploadsOf(me: Session): Map<string, string> {
  const known = uploads.get(me) ?? new Map<string, string>()
  uploads.set(me, known)
  return known
}

const smsCode = async (me: Session): Promise<string> => {
  await me.ask('POST', '/auth/sms-codes', { phone: me.papers.phone })
  return me.court.codeSentTo(me.papers.phone)
}
/** Whoever has come in by a way that is not tied to a person yet ties it. */
async function bindBySms(me: Session): Promise<void> {
  const { name, identityNumber, phone } = me.papers
  await me.ask('GET', '/cases')
  await me.ask('POST', '/bindings', { name, identityNumber, phone, code: WRONG_CODE })
  await me.ask('POST', '/bindings', { name, identityNumber, phone, code: await smsCode(me) })
}

const messages = [
  (id: string) => ({ clientMessageId: id, text: `我想分期还${id}` }),
  (id: string) => ({ clientMessageId: id, text: '承办人不回复', mark: 'irregularity' }),
  (id: string) => ({ clientMessageId: id, text: '   ' }),
  (id: string) => ({ clientMessageId: id, text: '卡号6222 0212 3456 7890 128' }),
  (id: string) => ({ clientMessageId: id, text: '长'.repeat(5_000) }),
  (id: string) => ({ clientMessageId: id, text: '您好', seq: 1 }),
  () => ({ text: 7 }),
  (id: string) => ({ clientMessageId: id, text: '', attachments: [{ id: NO_ATTACHMENT, name: '照片.png', kind: 'picture' }] }),
  (id: string, upload?: string) => ({ clientMessageId: id, text: '请看', attachments: upload ? [{ id: upload, name: '照片.png', kind: 'picture' }] : [] }),
]
/** New ones of every kind; then the last one's id again, with the same words and with others. */
const messageOf = (me: Session, a: number, b: number): object => {
  if (b < messages.length) return messages[b]!(me.nextId(), uploadsOf(me).get(pick(me.mine, a)))
  return b === messages.length ? messages[0]!(me.lastId()) : { clientMessageId: me.lastId(), text: '别的话' }
}
const MESSAGE_WAYS = messages.length + 2

/**
 * A mark is written at most every three real seconds and the rest is put off, so what is said twice must say nothing new: the first
 * in a case is as far as there is, or too far; the next stay behind it, or are not said.
 */
const marked = new WeakMap<Session, Map<string, 'done' | 'too far'>>()
async function mark(me: Session, kind: string, n: number, say: (upTo: number) => Promise<unknown>): Promise<unknown> {
  const known = marked.get(me) ?? new Map<string, 'done' | 'too far'>()
  marked.set(me, known)
  const key = `${kind} ${n % me.mine.length}`
  const before = known.get(key)
  if (before) return before === 'done' ? say(0) : undefined
  const head = await me.headOf(pick(me.mine, n))
  known.set(key, head < 0 ? 'too far' : 'done')
  return say(head < 0 ? 99 : head)
}

/** Doors that are not a party's, with what would be a good body. */
export const STAFF_ROUTES: readonly (readonly [method: string, target: string, body?: object])[] = [
  ['GET', `/cases/${first}/colleagues`],
  ['POST', `/cases/${first}/hand-overs`, { commandId: 'm_00000000000000000000', officerIds: ['s_0000'], judgeId: 's_0000', reason: '工作调整' }],
  ['POST', `/threads/${first}/:me/messages/0/mark`, { commandId: 'm_00000000000000000001', mark: 'settlement' }],
  ['POST', `/threads/${first}/:me/matter/dismissal`, { commandId: 'm_00000000000000000002', reason: '重复询问' }],
  ['POST', `/threads/${first}/:me/contacts`, { commandId: 'm_00000000000000000003', kind: 'phone', summary: '电话说明' }],
  ['GET', '/urgent'], ['GET', '/urgent-calls'], ['POST', `/urgent-calls/${first}/:me/s_0000`, { commandId: 'm_00000000000000000004', outcome: 'reached' }],
  ['POST', `/urgent/${first}/:me/taking`, { commandId: 'm_00000000000000000005' }], ['POST', `/urgent/${first}/:me/return`, { commandId: 'm_00000000000000000006', reason: '不是我的' }],
  ['POST', `/urgent/${first}/:me/words`, { commandId: 'm_00000000000000000007', text: '已派人' }],
  ['POST', `/urgent/${first}/:me/settlement`, { commandId: 'm_00000000000000000008', summary: '已查封' }],
  ['GET', '/flags'], ['GET', `/threads/${first}/:me/flags`], ['GET', `/threads/${first}/:me/other-side`],
  ['POST', `/threads/${first}/:me/slow-mode`, { commandId: 'm_00000000000000000009', days: 1, perDay: 3, reason: '刷屏' }],
  ['POST', `/threads/${first}/:me/slow-mode/lifting`, { commandId: 'm_00000000000000000010', reason: '已约见' }],
  ['POST', `/threads/${first}/:me/messages/0/flags`, { commandId: 'm_00000000000000000011', kind: 'threat' }],
  ['POST', `/threads/${first}/:me/flags/1/withdrawal`, { commandId: 'm_00000000000000000012', reason: '问清楚了' }],
  ['POST', `/threads/${first}/:me/messages/0/consent-request`, { commandId: 'm_00000000000000000013' }],
  ['POST', `/threads/${first}/:me/messages/0/pass-on`, { commandId: 'm_00000000000000000014', toPersonId: NOBODY, text: '对方愿意谈' }],
  ...STANDING_STAFF_ROUTES, ...SEALING_STAFF_ROUTES, ...BINDING_HELP_STAFF_ROUTES, ...TO_DO_STAFF_ROUTES, ...STAFFING_STAFF_ROUTES, ...FILING_STAFF_ROUTES,
  ...SUPERVISION_STAFF_ROUTES, ...BULLETIN_STAFF_ROUTES, ...PAPER_STAFF_ROUTES,
  ...COMPLAINT_STAFF_ROUTES,
  ...HOTLINE_STAFF_ROUTES, ...RECORD_STAFF_ROUTES, ...TERMINATION_STAFF_ROUTES, ...APPLICATION_STAFF_ROUTES, ...NOTICE_STAFF_ROUTES, ...SERVICE_STAFF_ROUTES,
  ['POST', `/threads/${first}/:me/messages/0/voice-summary`, { commandId: 'm_00000000000000000015', attachmentId: NO_ATTACHMENT, summary: '问进度' }],
  ['GET', '/work-list'], ['GET', '/quick-replies'], ['POST', '/quick-replies', { title: '好', text: '好的' }],
  ['PUT', '/quick-replies/q_00000000', { title: '好', text: '好的' }], ['DELETE', '/quick-replies/q_00000000'],
  ['POST', '/window/binding-codes', { name: '某某', identityNumber: '000000199001010099', checkedCard: true }], ['POST', '/staff/activation-codes'],
]

const PAGES = [
  ['GET', '/me'], ['GET', '/about'], ['GET', '/demo/people'], ['GET', '/demo/sms?phone='], ['GET', '//openapi.json'], ['GET', '//docs'], ['GET', '//healthz'],
  ['GET', '//readyz'], ['GET', '//metrics'], ['GET', '/nothing-here'], ['DELETE', '/me'], ['OPTIONS', '/cases'], ['HEAD', '/about'], ['GET', '//%zz'],
] as const

const ENTRY_RANGES = [
  '', '?after=-1&limit=2', '?after=1', '?before=3&limit=2', '?before=0', '?after=0&before=3', '?limit=0', '?limit=201', '?after=x', '?seq=1', '?after=99',
]

const FRAMES = [
  (me: Session, n: number) => ({ type: 'after', caseId: pick(me.mine, n), personId: me.id, index: -1 }),
  (me: Session, n: number) => ({ type: 'after', caseId: pick(me.mine, n), personId: me.id, index: 1 }),
  (me: Session) => ({ type: 'after', caseId: first, personId: me.court.id(me.who === 'owner' ? 'opponent' : 'owner'), index: -1 }),
  (me: Session) => ({ type: 'after', caseId: others, personId: me.id, index: -1 }),
  (me: Session) => ({ type: 'after', caseId: first, personId: me.id, index: 'x' }),
  (me: Session) => ({ type: 'auth', token: me.client.holds()?.accessToken ?? '' }),
  () => ({ type: 'auth', token: 'made.up.token' }),
  () => 'no frame',
  () => ({ type: 'no_such_frame' }),
  () => Buffer.from([1, 2, 3]),
  () => ({ type: 'ping', text: 'x'.repeat(40_000) }),
] as const

const longAgo = new WeakMap<Session, string>()

const windowCodes = new WeakMap<Session, unknown>()
/** The person comes to the window with their card, and goes home with a code. */
async function fetchWindowCode(me: Session, court: Record<'window', Client>): Promise<void> {
  const { name, identityNumber } = me.papers
  windowCodes.set(me, (await court.window.insist('POST', '/window/binding-codes', { name, identityNumber, checkedCard: true })).data.code)
}

async function upload(me: Session, a: number, b: number): Promise<unknown> {
  const target = `${thread(me, a)}/attachments`
  if (b === 4) return me.ask('POST', target, { kind: 'picture' })
  if (b === 5) return me.ask('POST', target, undefined, { cutOff: true, headers: { 'Content-Type': 'multipart/form-data; boundary=x', 'Content-Length': '11000000' } })
  const [bytes, kind] = pick([[PNG, 'picture'], [TEXT, 'file'], [TEXT, 'picture'], [Buffer.alloc(0), 'file']] as const, b)
  const { data } = await me.ask('POST', target, form(bytes, '收入证明.png', { kind }))
  if (b === 0 && typeof data.id === 'string') uploadsOf(me).set(pick(me.mine, a), data.id)
  return data
}

export const DEEDS: Record<string, Deed> = {
  ...STANDING_DEEDS,
  ...SEALING_DEEDS,
  ...BINDING_HELP_DEEDS,
  ...COMPLAINT_DEEDS,
  ...TO_DO_DEEDS,
  ...PROGRESS_DEEDS, ...NOTICE_DEEDS,
  ...APPLICATION_DEEDS,
  ...SERVICE_DEEDS,
  'come in': {
    ways: [8, 1],
    async run(me, a, _, court) {
      const { name, identityNumber, phone } = me.papers
      const enter = async (target: string, body: object): Promise<void> => {
        const { data } = await me.ask('POST', target, body)
        if (data.accessToken) me.client.hold(data)
      }
      switch (a) {
        case 0: return enter('/demo/sign-in', { id: me.who })
        case 1:
          await enter('/auth/wechat', { code: me.court.wechatCode('me') })
          return bindBySms(me)
        case 2:
          await enter('/auth/sms', { phone, code: await smsCode(me) })
          return bindBySms(me)
        case 3: {
          await enter('/auth/wechat', { code: me.court.wechatCode('me again') })
          if (!windowCodes.has(me)) await fetchWindowCode(me, court)
          await me.ask('POST', '/bindings/window-code', { name, identityNumber, windowCode: 'WRONG222' })
          return me.ask('POST', '/bindings/window-code', { name, identityNumber, windowCode: windowCodes.get(me) })
        }
        case 4: return me.ask('POST', '/auth/sms', { phone, code: WRONG_CODE })
        case 5: return me.ask('POST', '/auth/staff', { number: 'Z0', password: 'a wrong one' })
        case 6: return me.ask('POST', '/auth/staff/verification', { challengeId: 'h_0000000000000000', code: WRONG_CODE })
        default:
          await me.ask('POST', '/demo/sign-in', { id: 'nobody' })
          await me.ask('POST', '/auth/wechat', { code: 'wrong' })
          return me.ask('POST', '/auth/staff/activation', { wechatCode: me.court.wechatCode('me'), activationCode: 'WRONG22' })
      }
    },
  },
  'fetch a code from the window': { ways: [1, 1], run: (me, _a, _b, court) => fetchWindowCode(me, court) },
  'renew the session': {
    ways: [4, 1],
    async run(me, a) {
      const held = me.client.holds()
      const renew = async (refreshToken: string) => (await me.ask('POST', '/auth/refresh', { refreshToken })).data
      if (a === 0) return renew('f_0000000000000000.made-up-made-up-made-up')
      longAgo.set(me, held?.refreshToken ?? 'none-none-none-none-none')
      const next = await renew(longAgo.get(me)!)
      if (next.accessToken) me.client.hold(next)
      if (a === 1) return undefined
      // What was used already: in time it gives the same successor, later it ends the session.
      if (a === 3) me.court.clock.advance({ seconds: 31 })
      await renew(longAgo.get(me)!)
      await me.ask('GET', '/me')
      return a === 3 ? me.client.hold((await me.ask('POST', '/demo/sign-in', { id: me.who })).data) : undefined
    },
  },
  'sign out': {
    ways: [1, 1],
    async run(me) {
      await me.ask('POST', '/auth/sign-out')
      await me.ask('GET', '/cases')
      me.client.hold((await me.ask('POST', '/demo/sign-in', { id: me.who })).data)
    },
  },
  'look around': {
    ways: [PAGES.length, 1],
    run: (me, a) => me.ask(PAGES[a]![0], PAGES[a]![1] + (PAGES[a]![1].endsWith('phone=') ? me.papers.phone : '')),
  },
  'list cases': {
    ways: [7, 1],
    run: (me, a) => me.ask('GET', `/cases${pick(['', '?page=2', '?search=1号', '?search=虚01', '?page=0', '?by=seq', '?search=没有'].map(encodeURI), a)}`),
  },
  'open a case': { ways: [6, 1], run: (me, a) => me.ask('GET', `/cases/${pick([first, second, closed, others, 'c_nosuchcase', '1'], a)}`) },
  'open a thread': {
    ways: [3, 3],
    run: (me, a, b) => me.ask('GET', `/threads/${pick(me.mine, a)}/${pick([me.id, me.court.id(me.who === 'opponent' ? 'owner' : 'opponent'), NOBODY], b)}`),
  },
  'page through entries': { ways: [3, ENTRY_RANGES.length], run: (me, a, b) => me.ask('GET', `${thread(me, a)}/entries${ENTRY_RANGES[b]}`) },
  'read elsewhere': { ways: [1, 1], run: (me) => me.ask('GET', `/threads/${first}/${me.court.id(me.who === 'agent' ? 'owner' : 'agent')}/entries`) },
  'send': { ways: [3, MESSAGE_WAYS], run: (me, a, b) => me.ask('POST', `${thread(me, a)}/messages`, messageOf(me, a, b)) },
  'send where it is not theirs': {
    ways: [2, 1],
    run: (me, a) => me.ask('POST', `/threads/${pick([others, first], a)}/${a === 0 ? me.id : NOBODY}/messages`, { clientMessageId: me.nextId(), text: '您好' }),
  },
  'send broken JSON': {
    ways: [2, 1],
    run: (me, a) => me.ask('POST', `${thread(me, 0)}/messages`, undefined, { body: Buffer.from(a ? `"${'x'.repeat(70_000)}"` : '{'), headers: { 'Content-Type': 'application/json' } }),
  },
  'upload': { ways: [3, 6], run: upload },
  'download': {
    ways: [2, 4],
    async run(me, a, b) {
      if (a === 0 && !uploadsOf(me).has(first)) await upload(me, 0, 0)
      const target = `/threads/${first}/${me.id}/attachments/${(a === 0 && uploadsOf(me).get(first)) || NO_ATTACHMENT}`
      const headers = pick<Record<string, string>>([{}, { Range: 'bytes=0-3' }, { 'If-None-Match': '*' }], b)
      return me.ask(b === 3 ? 'HEAD' : 'GET', target, undefined, { headers })
    },
  },
  'raise an urgent clue': {
    ways: [3, 5],
    run: (me, a, b) => me.ask('POST', `/urgent/${pick(me.mine, a)}/${b === 4 ? NOBODY : me.id}`, pick<object>([
      { commandId: me.nextId(), what: '他在装车', where: '示范路' }, { commandId: me.lastId(), what: '他在装车', where: '示范路' }, { commandId: me.nextId(), what: '' },
      { commandId: me.nextId(), what: '', attachments: [{ id: NO_ATTACHMENT, name: '车.png', kind: 'picture' }] }, { commandId: me.nextId(), what: '他在装车' },
    ], b)),
  },
  'look after an urgent clue': {
    ways: [3, 3],
    run: (me, a, b) => me.ask('GET', `/urgent/${pick(me.mine, a)}/${pick([me.id, NOBODY, `${me.id}/attachments/${NO_ATTACHMENT}`], b)}`),
  },
  'say what is delivered': { ways: [3, 1], run: (me, a) => mark(me, 'delivered', a, (upTo) => me.ask('POST', `${thread(me, a)}/delivered`, { upTo })) },
  'say what is read': { ways: [3, 1], run: (me, a) => mark(me, 'read', a, (upTo) => me.ask('POST', `${thread(me, a)}/read`, { upTo })) },
  'do what only staff may': {
    ways: [STAFF_ROUTES.length, 1],
    run: (me, a) => me.ask(STAFF_ROUTES[a]![0], STAFF_ROUTES[a]![1].replace(':me', me.id), STAFF_ROUTES[a]![2]),
  },
  'send over the socket': {
    ways: [3, MESSAGE_WAYS],
    run: (me, a, b) => {
      const message = messageOf(me, a, b)
      return me.say({ type: 'send', ref: me.lastId(), caseId: pick(me.mine, a), personId: me.id, message })
    },
  },
  'mark over the socket': {
    ways: [3, 2],
    run: (me, a, b) => {
      const type = pick(['delivered', 'read'], b)
      return mark(me, type, a, (upTo) => me.say({ type, caseId: pick(me.mine, a), personId: me.id, upTo }))
    },
  },
  'speak on the socket': { ways: [3, FRAMES.length], run: (me, a, b) => me.say(FRAMES[b]!(me, a)) },
  'open a socket': {
    ways: [3, 1],
    async run(me, a) {
      const socket = await (a === 0 ? me.live() : me.open())
      if (a === 1) socket.say({ type: 'ping' })
      if (a === 2) socket.say({ type: 'auth', token: 'made.up.token' })
      if (a > 0) await socket.until(() => false)
    },
  },
  'ask too often': {
    ways: [4, 1],
    async run(me, a) {
      if (a === 3) return flood(() => me.say({ type: 'after', caseId: first, personId: me.id, index: 99 }))
      return flood(() => pick([() => me.ask('GET', '/me'), () => me.ask('POST', `${thread(me, 0)}/messages`, {}), () => me.ask('POST', `${thread(me, 0)}/attachments`, {})], a)())
    },
  },
  'hear from the court': {
    ways: [3, 8],
    async run(me, a, b, { officer, judge }) {
      const by = a === 2 || b === 3 ? judge : officer
      // One that goes too far would hold back the next for three real seconds.
      if ([1, 5].includes(b) && (await me.headOf(pick(me.mine, a))) < 0) return
      const commandId = me.nextId()
      const [target, body] = pick<[string, object]>([
        ['messages', { clientMessageId: commandId, text: '收到，请写书面申请。', offHoursReason: '当事人急问' }],
        ['read', { upTo: 0 }],
        ['contacts', { commandId, kind: 'phone', summary: '已电话说明', settles: a === 0 }],
        ['matter/dismissal', { commandId, reason: '重复询问' }],
        ['messages/0/mark', { commandId, mark: 'settlement' }],
        ['delivered', { upTo: 0 }],
        ['attachments', form(PNG, '通知.png', { kind: 'picture' })],
        ['messages', { clientMessageId: commandId, text: '已收到。', offHoursReason: '当事人急问' }],
      ], b)
      const { status } = await by.insist('POST', `${thread(me, a)}/${target}`, body)
      me.note(`the court did something: ${status}`)
    },
  },
  'talk of settlement': {
    ways: [3, 8],
    async run(me, a, b, { officer, leader }) {
      const proposals = (await me.ask('GET', thread(me, a))).data.proposals as { index: number }[] | undefined
      const index = proposals?.at(-1)?.index ?? 0
      const to = (what: string) => `${thread(me, a)}/messages/${b === 7 ? 99 : index}/${what}`
      const command = { commandId: me.nextId() }
      const propose = () => me.ask('POST', `${thread(me, a)}/messages`, { clientMessageId: me.nextId(), text: '每月还两千', mark: 'settlement' })
      const passing = { ...command, toPersonId: me.court.id(me.who === 'opponent' ? 'owner' : 'opponent'), text: '对方愿意谈', offHoursReason: '当事人急问' }
      switch (b) {
        case 0: return propose()
        case 1: return me.note(`the court asked: ${(await officer.insist('POST', to('consent-request'), command)).status}`)
        // A proposal of one's own, so that whatever came before, there is something to agree to and take back.
        case 3: {
          const lifting = { commandId: me.nextId(), reason: '已约见' }
          me.note(`not slowed any more: ${(await leader.insist('POST', `${thread(me, a)}/slow-mode/lifting`, lifting)).status}`)
          const { data } = await propose()
          const message = `${thread(me, a)}/messages/${Number(data.index ?? 0)}`
          await me.ask('POST', `${message}/consent`, { commandId: me.nextId() })
          return me.ask('POST', `${message}/consent-withdrawal`, command)
        }
        case 5: return me.note(`the court passed it on: ${(await officer.insist('POST', to('pass-on'), passing)).status}`)
        case 6: return me.ask('POST', to('consent-withdrawal'), command)
        default: return me.ask('POST', to('consent'), command)
      }
    },
  },
  'say how to be talked with, and how to draw': {
    ways: [4, 1],
    async run(me, a) {
      if (a === 0) await me.ask('PUT', '/me/help-needs', { needs: ['eyes'], note: '请上午打电话', agreed: true })
      if (a === 1) await me.ask('DELETE', '/me/help-needs')
      if (a === 2) await me.ask('PUT', '/me/display', { size: 'largest', elder: true })
      await me.ask('GET', '/me/display')
      return me.ask(a === 3 ? 'POST' : 'GET', a === 3 ? '/desk/help-needs' : '/me/help-needs', a === 3 ? { name: '某某', identityNumber: '000000199001010099' } : undefined)
    },
  },
  'be slowed down': {
    ways: [3, 3],
    async run(me, a, b, { leader }) {
      const command = { commandId: me.nextId() }
      const [path, body] = b === 2 ? ['slow-mode/lifting', { ...command, reason: '已约见' }] : ['slow-mode', { ...command, days: b + 1, perDay: 3, reason: '一天发了两百条' }]
      me.note(`the thread is slowed or not: ${(await leader.insist('POST', `${thread(me, a)}/${path}`, body)).status}`)
      await me.ask('GET', thread(me, a))
      for (let n = 0; n < 4 && b === 0; n++) await me.ask('POST', `${thread(me, a)}/messages`, { clientMessageId: me.nextId(), text: `催${n}` })
      return me.ask('POST', `${thread(me, a)}/messages`, { clientMessageId: me.nextId(), text: '要紧', mark: 'objection' })
    },
  },
  'see the case handed over': {
    ways: [2, 1],
    async run(me, a, _, { judge }) {
      const body = { commandId: me.nextId(), officerIds: [me.court.id(a === 0 ? 'colleague' : 'officer')], judgeId: me.court.id('judge'), reason: '工作调整' }
      const { status } = await judge.insist('POST', `/cases/${second}/hand-overs`, body)
      me.note(`the case was handed over: ${status}`)
    },
  },
  'let time pass': {
    ways: [4, 1],
    async run(me, a) {
      // Back, too: machines' clocks are set right by seconds now and then.
      me.court.clock.advance(pick([{ seconds: 1 }, { seconds: 70 }, { seconds: -3 }, { minutes: 16 }], a))
      if (a !== 3) return
      await me.ask('GET', '/me')
      const { refreshToken = 'none-none-none-none-none' } = me.client.holds() ?? {}
      me.client.hold((await me.ask('POST', '/auth/refresh', { refreshToken })).data)
    },
  },
}

/** More than any limit of this test's lets through. */
async function flood(once: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < 45; n++) await once()
}
