import path from 'node:path'
import { ClientFrameSchema, ServerFrameSchema } from '@zhixin/shared/contract'
import { type StaffRole, THREAD_ENTRIES } from '@zhixin/shared/rules'
import { closeCase, registerCase } from '../cases'
import { createSmsCallbacks } from '../connectors/sms-carriers'
import { createWechatCallbacks } from '../connectors/wechat-api'
import { type CourtConfig, loadCourtConfig } from '../court-config'
import type { Clock } from '../platform/clock'
import { openDatabase } from '../platform/database'
import type { Route } from '../platform/http/route'
import { createHttp, serverOf } from '../platform/http/server'
import { createLive } from '../platform/live'
import { createLogger } from '../platform/logger'
import { createMetrics } from '../platform/metrics'
import { createRateLimits, type RateLimits } from '../platform/rate-limit'
import type { CourtDoor } from '../ports/court-door'
import type { CourtFile, DropBox } from '../ports/court-file'
import { type Signable, signatureOf } from '../integration'
import { openRooms, type Rooms } from '../rooms'
import { createTestHttp, generousLimits, listen } from './http'
import type { IntegrationKey } from '../ports/integration-keys'
import { GATEWAY, openTestIdentity, testKeyStore, testSecurity, WECHAT } from './identity'

export const CONFIG_DIR = path.resolve(__dirname, '../../../../config')
let count = 0
/** One key of the court's own system for each algorithm, and one whose time is over. */
export const TEST_KEYS: IntegrationKey[] = [
  { id: 'sm3-1', system: 'court-system', algorithm: 'hmac-sm3', secret: Buffer.alloc(32, 1) },
  { id: 'sha-2', system: 'court-system', algorithm: 'hmac-sha256', secret: Buffer.alloc(32, 2), from: '2026-01-01T00:00:00.000Z' },
  { id: 'old-0', system: 'court-system', algorithm: 'hmac-sm3', secret: Buffer.alloc(32, 3), until: '2026-03-01T00:00:00.000Z' },
]

export const CALLBACK_TOKEN = 'callbackToken00'
const ENCODING_KEY = 'A'.repeat(43)
const callbacksOf = (clock: Clock, url: string) => ({
  wechatCallbacks: createWechatCallbacks({ appId: WECHAT.appId, token: CALLBACK_TOKEN, encodingKey: ENCODING_KEY }, clock),
  smsCallbacks: createSmsCallbacks({ provider: 'gateway', ...GATEWAY, url }, { token: CALLBACK_TOKEN, clock }),
})

export const CASE = 'c_casealpha'
export const OTHER_CASE = 'c_casebravo'
export const CLOSED_CASE = 'c_casecharl'
export const TEAM = '执行实施一团队'
export const ELSEWHERE = '执行实施二团队'

/** `special`, `clerk`, `heir` and `former` are in no case until a test says so. */
const PEOPLE = { owner: 1, agent: 2, opponent: 3, outsider: 4, coparty: 5, special: 6, clerk: 7, heir: 8, former: 9 } as const
const STAFF: Record<string, { roles: StaffRole[]; department: string }> = {
  officer: { roles: ['officer'], department: TEAM },
  judge: { roles: ['judge'], department: TEAM },
  colleague: { roles: ['officer'], department: TEAM },
  leader: { roles: ['team_leader'], department: TEAM },
  stranger: { roles: ['officer'], department: ELSEWHERE },
  otherJudge: { roles: ['judge'], department: ELSEWHERE },
  otherLeader: { roles: ['team_leader'], department: ELSEWHERE },
  window: { roles: ['window'], department: '执行接待窗口' },
  director: { roles: ['bureau_director'], department: '执行局' },
  president: { roles: ['president'], department: '院领导' },
  duty: { roles: ['duty'], department: '执行指挥中心' },
  hotline: { roles: ['hotline_clerk'], department: '诉讼服务中心' },
  inspector: { roles: ['discipline_inspector'], department: '监察室' },
  systemAdmin: { roles: ['system_admin'], department: '信息中心' },
  securityAdmin: { roles: ['security_admin'], department: '信息中心' },
  auditor: { roles: ['audit_admin'], department: '信息中心' },
  liaison: { roles: ['liaison'], department: TEAM },
  vice: { roles: ['vice_president'], department: '院领导' },
}
export type Persona =
  | 'anyone' | 'account' | keyof typeof PEOPLE
  | 'officer' | 'judge' | 'colleague' | 'leader' | 'stranger' | 'otherJudge' | 'otherLeader' | 'window' | 'director' | 'president' | 'duty' | 'hotline'
  | 'inspector' | 'systemAdmin' | 'securityAdmin' | 'auditor' | 'liaison' | 'vice'

/** What a person's identity card says, and the phone they gave the court. */
const papersOf = (person: keyof typeof PEOPLE) => ({
  name: `当事人${PEOPLE[person]}号`, identityNumber: `00000019900101000${PEOPLE[person]}`, phone: `1990000000${PEOPLE[person]}`,
})

export interface Answer {
  status: number
  headers: Headers
  text: string
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of every shape, and fail where it is another
  body: any
}

/** What a test may have otherwise than usual. */
export interface TestCourtOptions {
  /** How many proxies are believed about the client's address: 1 lets each person of a test have a network of their own. */
  trustProxy?: number
  /** With a proxy that is believed: from where each call comes. */
  addressOfCall?(): string
  limits?: RateLimits
  /** Puts other routes in the place of the court's, for a test that wants to see a fault found. */
  routes?(routes: Route[], rooms: Rooms): Route[]
  marksEveryMs?: number
  config?: CourtConfig
  integrationKeys?: readonly IntegrationKey[]
  /** Where files are exchanged with the court's own system. */
  dropsDir?: string
  /** In the place of the folders. */
  drops?: DropBox
  /** Other courts' doors, by their ids. */
  courtDoors?: ReadonlyMap<string, CourtDoor>
  /** The court's electronic file; none unless said. */
  courtFile?: CourtFile
  /** Doubles tell us what became of messages, as WeChat and a carrier do. */
  callbacks?: boolean
  /** The same for what is said to open sockets. */
  broadcast?(live: Broadcast): Broadcast
}
type Broadcast = Parameters<Rooms['messaging']['broadcastTo']>[0]

/** A whole court on a real store, served on a real port: three cases, their people, and staff of every role. The clock stands at Tuesday, ten. */
export async function openTestCourt(options: TestCourtOptions = {}) {
  const { trustProxy = 0, limits = createRateLimits(generousLimits()), routes: changed = (all: Route[]) => all, broadcast = (all: Broadcast) => all } = options
  // The doubles and the store come with the identity fixture; the rooms open their own identity on the same store.
  const base = await openTestIdentity()
  const { clock, store } = base
  const config = options.config ?? loadCourtConfig(CONFIG_DIR)
  const logger = createLogger(process.env.TEST_LOG ?? 'silent')
  const { wechat, sms } = base.parts
  const connection = await openDatabase(store.uri)
  const rooms = await openRooms({
    connection, config, security: testSecurity(), clock, logger, keyStore: testKeyStore, wechat, sms, demo: true,
    ...(options.callbacks && callbacksOf(clock, base.sms.origin)),
    integrationKeys: options.integrationKeys ?? TEST_KEYS,
    ...(options.dropsDir !== undefined && { dropsDir: options.dropsDir }),
    ...(options.marksEveryMs !== undefined && { marksEveryMs: options.marksEveryMs }),
    ...(options.courtFile && { courtFile: options.courtFile }), ...(options.drops && { drops: options.drops }),
    ...(options.courtDoors && { courtDoors: options.courtDoors }),
  })
  const ids: Record<string, string> = {}
  /** Types in threads of which nobody has said whether they can be sealed. */
  const undecided = new Set<string>()
  rooms.log.onAppended((entries) => {
    for (const { chain, type } of entries) if (chain.startsWith('thread:') && !(type in THREAD_ENTRIES)) undecided.add(type)
  })

  await Promise.all([
    ...(Object.keys(PEOPLE) as (keyof typeof PEOPLE)[]).map(async (person) => {
      const { phone, ...papers } = papersOf(person)
      ids[person] = await rooms.identity.people.import({ ...papers, phones: [{ number: phone, source: 'self', at: '2026-01-01T00:00:00.000Z' }] })
    }),
    ...Object.entries(STAFF).map(async ([name, { roles, department }], i) => {
      ids[name] = await rooms.identity.staff.save({
        number: `Z${i}`, name: `工作人员${i}号`, password: 'correct horse battery', roles, department, phone: `199000000${10 + i}`, officePhone: `000-0000-00${10 + i}`,
      })
    }),
  ])
  const id = (name: string): string => ids[name]!
  const participants = [
    { personId: id('owner'), side: 'applicant' as const, role: 'principal' as const },
    { personId: id('agent'), side: 'applicant' as const, role: 'agent' as const, authority: 'general' as const, principalId: id('owner') },
    { personId: id('opponent'), side: 'respondent' as const, role: 'principal' as const },
  ]
  const registration = { cause: '买卖合同纠纷', filedOn: '2026-01-05', department: TEAM, officerIds: [id('officer')], judgeId: id('judge') }
  await registerCase(rooms.log, { ...registration, caseId: CASE, caseNumber: '（2026）虚01执1号', participants })
  await registerCase(rooms.log, {
    ...registration, caseId: OTHER_CASE, caseNumber: '（2026）虚01执2号', department: ELSEWHERE, officerIds: [id('stranger')], judgeId: id('otherJudge'),
    participants: [{ personId: id('outsider'), side: 'applicant', role: 'principal' }],
  })
  await registerCase(rooms.log, { ...registration, caseId: CLOSED_CASE, caseNumber: '（2025）虚01执3号', participants: participants.slice(0, 1) })
  await closeCase(rooms.log, CLOSED_CASE, { way: '执行完毕', closedOn: '2026-02-01' })

  const demo = rooms.identity.demoRoutes({
    people: [
      ...Object.keys(PEOPLE).map((name) => ({ id: name, name, what: '', audience: 'litigant' as const, personId: id(name) })),
      ...Object.keys(STAFF).map((name) => ({ id: name, name, what: '', audience: 'staff' as const, staffId: id(name) })),
    ],
    lastSms: base.sms.lastText,
  })
  const routes = changed([...rooms.routes, ...demo], rooms)
  const { authenticate } = rooms.identity
  const metrics = createMetrics()
  const live = createLive({
    authenticate, frameSchema: ClientFrameSchema, answerSchema: ServerFrameSchema, handlers: rooms.messaging.frames,
    limits, clock, logger, metrics, trustProxy,
  })
  rooms.messaging.broadcastTo(broadcast(live))
  rooms.staffing.broadcastTo(broadcast(live))
  rooms.urgent.broadcastTo(broadcast(live))
  rooms.clocks.broadcastTo(broadcast(live))
  rooms.supervision.broadcastTo(broadcast(live))
  rooms.bulletins.broadcastTo(broadcast(live))
  rooms.termination.broadcastTo(broadcast(live))
  rooms.identity.sessions.onEnded(live.endSession)
  const { authenticate: authenticateSigned } = rooms.integration
  const server = serverOf(createHttp({ routes, authenticate, authenticateSigned, env: { trustProxy }, logger, metrics, limits, checks: {} }))
  live.attach(server)
  const port = await listen(server)
  const origin = `http://127.0.0.1:${port}`
  if (options.callbacks) {
    base.wechat.callBack({ url: `${origin}/api/v1/wechat/events`, token: CALLBACK_TOKEN, key: ENCODING_KEY })
    const sms = (what: string): string => `${origin}/api/v1/sms/${what}/${CALLBACK_TOKEN}`
    base.sms.callBack({ reports: sms('reports'), replies: sms('replies') })
  }

  const tokens = new Map<Persona, string>()
  async function call(persona: Persona, method: string, target: string, body?: object): Promise<Answer> {
    const isForm = body instanceof FormData
    const token = await tokenOf(persona)
    const response = await fetch(`${origin}/api/v1${target}`, {
      method,
      headers: {
        ...(options.addressOfCall && { 'X-Forwarded-For': options.addressOfCall() }),
        ...(token && { Authorization: `Bearer ${token}` }), ...(body && !isForm && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined }
  }

  /** As the court's own system: signed over exactly these bytes, unless a test says otherwise of anything. */
  type Changed = Partial<Signable> & { key?: IntegrationKey; headers?: Record<string, string>; sentAs?: string }
  async function send(target: string, body: object | string, changed: Changed = {}): Promise<Answer> {
    const { key = TEST_KEYS[0]!, headers = {}, sentAs = 'POST', ...other } = changed
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const timestamp = String(Math.floor(clock.now().getTime() / 1000))
    const nonce = `nonce-${(++count).toString(36).padStart(20, '0')}`
    const signable = { method: sentAs, path: `/api/v1${target}`, timestamp, nonce, body: Buffer.from(text), ...other }
    const response = await fetch(`${origin}/api/v1${target}`, {
      method: sentAs,
      headers: {
        'Content-Type': 'application/json', 'X-Key-Id': key.id, 'X-Timestamp': signable.timestamp, 'X-Nonce': signable.nonce,
        'X-Signature': signatureOf(signable, key), ...headers,
      },
      ...(!['GET', 'DELETE'].includes(sentAs) && { body: text }),
    })
    const said = await response.text()
    return { status: response.status, headers: response.headers, text: said, body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(said) : undefined }
  }

  async function tokenOf(persona: Persona): Promise<string | undefined> {
    if (persona === 'anyone') return undefined
    const known = tokens.get(persona)
    if (known) return known
    const [target, body] =
      persona === 'account' ? ['/auth/wechat', { code: base.wechat.issueCode('somebody') }] : ['/demo/sign-in', { id: persona }]
    const answer = await call('anyone', 'POST', target, body)
    tokens.set(persona, answer.body.data.accessToken)
    return answer.body.data.accessToken
  }

  return {
    rooms, routes, clock, config, connection, origin, port, id, tokenOf, call, send,
    /** WeChat and the carrier, as doubles. */
    wechat: base.wechat,
    sms: base.sms,
    /** What wx.login would give a user of WeChat. */
    wechatCode: base.wechat.issueCode,
    /** The last text that went to a phone. */
    lastText: base.sms.lastText,
    /** How many texts went to the gateway in all. */
    textsSent: base.sms.count,
    /** The gateway's next answers, see the double. */
    failTexts: base.sms.fail,
    async codeSentTo(phone: string): Promise<string> {
      await rooms.identity.idle()
      return base.codeSentTo(phone)
    },
    papersOf,
    /** Identity on the same store, of a server in which no other room hears of anything: as if the one that does had just ended. */
    identityAlone: createTestHttp({ routes: base.identity.routes, authenticate: base.identity.authenticate }).handler,
    socketUrl: `ws://127.0.0.1:${port}/live`,
    /** Another case with the same people in it, for a test that wants its chains empty. */
    async newCase(): Promise<string> {
      const caseId = `c_case${(++count).toString(36).padStart(8, '0')}`
      await registerCase(rooms.log, { ...registration, caseId, caseNumber: `（2026）虚01执${1000 + count}号`, participants })
      return caseId
    },
    /** Everybody signs in again: for tests that move the clock. */
    forgetTokens: () => tokens.clear(),
    /** Moves the clock; tokens of before have ended. Returns what moves it back. */
    later(time: Parameters<typeof clock.advance>[0]): () => void {
      clock.advance(time)
      tokens.clear()
      return () => {
        clock.advance({ seconds: -(time.seconds ?? 0), minutes: -(time.minutes ?? 0), days: -(time.days ?? 0) })
        tokens.clear()
      }
    },
    /** The rooms of another server on the same store, with the same clock. */
    async anotherServer(): Promise<{ rooms: Rooms; close(): Promise<void> }> {
      const other = await openDatabase(store.uri)
      const second = await openRooms({ connection: other, config, security: testSecurity(), clock, logger, keyStore: testKeyStore, wechat, sms, demo: true })
      return {
        rooms: second,
        async close() {
          await second.close()
          await other.close()
        },
      }
    },
    /** Lets other rooms on the same store build every read model anew from the whole log in one go, in the place of what was there. */
    async rebuildReadModels(): Promise<void> {
      const other = await openDatabase(store.uri)
      const parts = { connection: other, config, security: testSecurity(), clock, logger, keyStore: testKeyStore, wechat, sms, demo: true, follow: false }
      const rebuilt = await openRooms(parts)
      for (const model of rebuilt.readModels) await model.rebuild()
      await rebuilt.close()
      await other.close()
    },
    /** Read models have taken in everything that is in the log. */
    async settled(): Promise<void> {
      const tails = [
        rooms.cases.tail, ...rooms.messaging.tails, ...rooms.standing.tails, ...rooms.receivingAccounts.tails,
        rooms.urgent.list.tail, rooms.clocks.list.tail, rooms.applications.list.tail, rooms.applications.docketed,
        rooms.bindingHelp.list.tail, rooms.hotline.list.tail,
        rooms.told.tail, rooms.inbox.list.tail, ...rooms.push.tails, rooms.filing.list.tail, rooms.electronicService.tail,
        rooms.supervision.list.tail, rooms.bulletins.list.tail,
        rooms.termination.tail, ...rooms.complaints.tails,
      ]
      // Tails append in their turn what follows from an entry: until nothing more comes.
      for (let head = -2; head !== (await rooms.log.courtHead()); ) {
        head = await rooms.log.courtHead()
        await Promise.all(tails.map((tail) => tail.reached(head, 10_000)))
        await rooms.urgent.idle()
      }
    },
    async close(): Promise<void> {
      await live.close()
      await new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      })
      await rooms.close()
      await rooms.identity.idle()
      await connection.close()
      await base.close()
      if (undecided.size > 0) throw new Error(`not in rules/parts/sealable: ${[...undecided].join(', ')}`)
    },
  }
}
export type TestCourt = Awaited<ReturnType<typeof openTestCourt>>

/** A command id that no other of this run has. */
export const newCommandId = (): string => `m_${(++count).toString(36).padStart(20, '0')}`
export const message = (text: string, more: object = {}): object => ({ clientMessageId: newCommandId(), text, ...more })
export const form = (bytes: Uint8Array, name: string, fields: Record<string, string>): FormData => {
  const data = new FormData()
  for (const [field, value] of Object.entries(fields)) data.set(field, value)
  data.set('file', new Blob([Uint8Array.from(bytes)]), name)
  return data
}
/** The smallest PNG there is. */
export const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
