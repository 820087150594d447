import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { pushChain, threadChain } from '@zhixin/shared/ids'
import { trusted } from 'mongoose'
import { type SmsDouble, startSmsDouble, startWechatDouble, type TemplateOf, type WechatDouble } from '../../../../test/doubles'
import { registerCase } from '../cases'
import { createSms, createSmsCallbacks } from '../connectors/sms-carriers'
import { createAccessTokens, createWechat, createWechatCallbacks } from '../connectors/wechat-api'
import { loadCourtConfig } from '../court-config'
import { registeredTemplates } from '../notices'
import { createLogger } from '../platform/logger'
import type { Clock } from '../platform/clock'
import { openDatabase } from '../platform/database'
import { openRooms } from '../rooms'
import { createTestClock } from './clock'
import { createTestHttp } from './http'
import { testKeyStore, testNotices, testSecurity } from './identity'
import { type NoticePerson, nodeOf, phoneOf, type SituationName, situationOf } from './notice-people'
import { verdictsOf } from './notice-verdict'
import { openTestStore } from './store'

export { SITUATIONS } from './notice-people'
export { tallyOf } from './notice-verdict'

const CONFIG_DIR = path.resolve(__dirname, '../../../../config')
const APP = { appId: 'wx0000000000000000', secret: 'wechat-secret' }
const GATEWAY = { keyId: 'k1', secret: 'sixteen-letters-', signature: '示范法院' }
const TOKEN = 'callbackToken00'
const KEY = 'A'.repeat(43)
const TEMPLATE = 'progress'
const AT_ONCE = 50

/** Controls of a double that may run in a process of its own: each is answered when it was carried out. */
type Remote<T> = { [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => R | Promise<Awaited<R>> : T[K] }
type Controls<T, K extends keyof T> = Remote<Pick<T, K>>
export interface NoticeDoubles {
  wechat: Controls<WechatDouble, 'origin' | 'allow' | 'callBack' | 'weather' | 'idle' | 'duplicates' | 'close'>
  sms: Controls<SmsDouble, 'origin' | 'callBack' | 'weather' | 'idle' | 'duplicates' | 'close'>
  /** What time it is for them, in milliseconds. */
  setTime(now: number): void | Promise<void>
}
export interface DoublesParts {
  app: { appId: string; secret: string }
  gateway: { keyId: string; secret: string }
  templates: Readonly<Record<string, TemplateOf>>
  now: number
}

interface Options {
  concurrency?: number
  /** Where the clock stands. */
  at?: string
  /** Where WeChat and the carrier run; in this process unless said. */
  doubles?: (parts: DoublesParts) => Promise<NoticeDoubles>
}

export async function startDoubles({ app, gateway, templates, now: at }: DoublesParts): Promise<NoticeDoubles> {
  let time = at
  const now = (): number => time
  const [wechat, sms] = await Promise.all([startWechatDouble({ ...app, now, templates }), startSmsDouble({ ...gateway, now })])
  return { wechat, sms, setTime: (next) => void (time = next) }
}

interface Place {
  uri: string
  wechat: string
  sms: string
}

/** Rooms on a store that stands, with the real connectors, talking to doubles that stand. */
async function roomsOn({ uri, wechat, sms }: Place, clock: Clock, concurrency?: number) {
  const config = loadCourtConfig(CONFIG_DIR)
  const connection = await openDatabase(uri)
  const app = { ...APP, origin: wechat }
  const account = { provider: 'gateway' as const, ...GATEWAY, url: sms }
  const api = createWechat(app, createAccessTokens({ app, connection, keyStore: testKeyStore, clock }))
  const rooms = await openRooms({
    connection, config, security: testSecurity(), clock, logger: createLogger(process.env.TEST_LOG ?? 'silent'), keyStore: testKeyStore, demo: true,
    wechat: api, sms: createSms(account, { config: config.sms, clock }),
    wechatCallbacks: createWechatCallbacks({ appId: APP.appId, token: TOKEN, encodingKey: KEY }, clock),
    smsCallbacks: createSmsCallbacks(account, { token: TOKEN, clock }),
    ...(concurrency !== undefined && { noticesAtOnce: concurrency }),
  })
  return { rooms, connection, api, config }
}

/** A second process on the store and the doubles of a court: dispatches until it is killed. */
export async function dispatchUntilKilled(place: Place & { at: string }, concurrency: number): Promise<never> {
  const { rooms } = await roomsOn(place, createTestClock(place.at), concurrency)
  process.stdout.write('DISPATCHING\n')
  for (;;) {
    await rooms.push.dispatch()
    await new Promise((done) => setTimeout(done, 5))
  }
}

/**
 * A court that has much to tell, to people who can be reached in different ways: rooms on a store of their own, real connectors, doubles that call
 * back. For the bench and the fault test; nothing here asks who may.
 */
export async function openNoticeCourt({ concurrency, at, doubles = startDoubles }: Options = {}) {
  const store = await openTestStore()
  const clock = createTestClock(at)
  const now = (): number => clock.now().getTime()
  const { wechat, sms, setTime } = await doubles({ app: APP, gateway: GATEWAY, templates: registeredTemplates(testNotices()), now: now() })
  const { rooms, connection, api, config } = await roomsOn({ uri: store.uri, wechat: wechat.origin, sms: sms.origin }, clock, concurrency)
  const { log, push } = rooms
  const http = createTestHttp({ routes: rooms.routes, authenticate: rooms.identity.authenticate })
  const templateId = config.notices.wechat_templates[TEMPLATE]!.id
  const people: NoticePerson[] = []
  let told = 0
  const documents = () => push.list.documents()

  async function addPerson(i: number, situation: SituationName, quota: number): Promise<void> {
    const { wechat: wechatOf, phone } = situationOf(situation)
    const number = String(i).padStart(5, '0')
    const [openid, caseId] = [`openid_${number}`, `c_notice${number}`]
    const personId = await rooms.identity.people.import({
      name: `当事人${number}号`, identityNumber: `0000001990010${number}`,
      phones: phone ? [{ number: phoneOf(i, phone.ending), source: phone.source, at: '2026-01-01T00:00:00.000Z' }] : [],
    })
    await registerCase(log, {
      caseId, caseNumber: `（2026）虚01执${number}号`, cause: '买卖合同纠纷', filedOn: '2026-01-05', department: '执行实施一团队', officerIds: ['s_00000001'], judgeId: 's_00000002',
      participants: [{ personId, side: 'applicant', role: 'principal' }],
    })
    if (wechatOf) {
      await rooms.identity.bindDemoWechat(openid, personId)
      // Ten times as many, for the calls that are measured bare.
      await wechat.allow(openid, templateId, wechatOf.allowed ? 10 * quota : 0)
      if (wechatOf.counted) for (let n = 0; n < quota; n++) await push.quota.grant(personId, templateId, 'one_time', `allowed/${n}`)
    }
    people.push({ i, situation, caseId, personId, openid })
  }

  /** One node, told as the room of told does it. */
  const tellOne = (n: number, person: NoticePerson, must: boolean) => log.append({
    chain: threadChain(person), key: `told/${n}`,
    decide: async () => ({ type: 'node.told', actor: { kind: 'system', id: 'told', role: 'notice' }, body: nodeOf(n, must) }),
  })

  const projected = async (): Promise<void> => {
    for (let head = -2; head !== (await log.courtHead()); ) {
      head = await log.courtHead()
      await Promise.all(push.tails.map((tail) => tail.reached(head, 120_000)))
    }
  }
  const later = async (time: Parameters<typeof clock.advance>[0]): Promise<void> => {
    clock.advance(time)
    await setTime(now())
  }

  /** The hotline rings whoever is on its list by now. */
  async function ring(): Promise<void> {
    const listed = await documents().find({ callAt: trusted({ $ne: null, $lte: clock.now().toISOString() }) }).select('caseId personId of notice').lean()
    const byPerson = new Map(people.map((person) => [person.personId, person]))
    await Promise.all(listed.map(async ({ caseId, personId, of, notice: { round, calls } }) => {
      const outcome = situationOf(byPerson.get(personId)!.situation).rung ?? 'reached'
      const body = { of, round, outcome, ...(outcome !== 'no_number' && { to: 'a-number' }), ...(outcome === 'reached' && { identityChecked: true }) }
      await log.append({
        chain: pushChain({ caseId, personId }), key: `rung/${caseId}/${of}/${calls.length}`,
        decide: async () => ({ type: 'push.called', actor: { kind: 'staff', id: 's_00000003', role: 'desk' }, body }),
      })
    }))
  }

  return {
    rooms, push, clock, wechat, sms, people, uri: store.uri,
    handler: (request: IncomingMessage, response: ServerResponse): void => http.handler(request, response),
    async listensAt(origin: string): Promise<void> {
      const call = (what: string): string => `${origin}/api/v1/sms/${what}/${TOKEN}`
      await wechat.callBack({ url: `${origin}/api/v1/wechat/events`, token: TOKEN, key: KEY })
      await sms.callBack({ reports: call('reports'), replies: call('replies') })
    },
    async addPeople(situation: SituationName, count: number, quota: number): Promise<void> {
      const first = people.length
      for (let from = 0; from < count; from += AT_ONCE) {
        await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => addPerson(first + from + i, situation, quota)))
      }
    },
    /** The connector alone. */
    bareCall(n: number) {
      const able = people.filter(({ situation }) => situation === 'wechat')
      const { openid } = able[n % able.length]!
      const fields = { thing1: '法院', character_string2: '1', thing3: '进展', date4: '2026年3月9日', thing5: '查看' }
      return api.sendSubscribeMessage({ openid, templateId, page: `sub-case/pages/thread/index?bare=${n}`, fields })
    },
    /** So many nodes to everybody, every other one of which the court must get across. Some read them at once. */
    async tell(each: number): Promise<number> {
      const all = Array.from({ length: each }, (_, turn) => people.map((person) => ({ person, must: turn % 2 === 0 }))).flat()
      for (let from = 0; from < all.length; from += 500) await Promise.all(all.slice(from, from + 500).map(({ person, must }) => tellOne(told++, person, must)))
      const reading = people.filter(({ situation }) => situationOf(situation).reads)
      await Promise.all(reading.map((person) => log.append({
        chain: threadChain(person), key: `read/${told}/${person.personId}`,
        decide: async () => ({ type: 'message.read', actor: { kind: 'person', id: person.personId, role: 'principal' }, body: { upTo: each - 1 } }),
      })))
      return all.length
    },
    projected,
    later,
    countTried: () => documents().countDocuments({ type: 'node.told', 'notice.tries.0': trusted({ $exists: true }) }),
    /** Nothing has been begun about them yet. */
    countWaiting: () => documents().countDocuments({ type: 'node.told', final: null, 'notice.tries': [], callAt: null }),
    countOpen: () => documents().countDocuments({ type: 'node.told', final: null }),
    /** All that is due at this hour, and what comes of it, with the hotline's calls. */
    async settle(): Promise<void> {
      for (let i = 0; i < 3; i++) {
        await push.dispatch()
        await Promise.all([wechat.idle(), sms.idle()])
        await push.settleReports()
        await projected()
        if (i > 0) await ring()
        await projected()
      }
    },
    /** What became of each, from the chains; with what the list of notices says otherwise. */
    async verdicts() {
      const verdicts = await verdictsOf(log, people)
      const listed = new Map((await documents().find({ type: 'node.told' }).select('final').lean()).map(({ _id, final }) => [_id, final?.as]))
      for (const { person: { caseId, personId }, of, finals, faults } of verdicts) {
        if (listed.get(`${caseId}/${personId}/${of}`) !== finals[0]) faults.push('the list says otherwise')
      }
      return verdicts
    },
    /** Messages that the doubles took more than once. */
    duplicates: async (): Promise<number> => (await wechat.duplicates()) + (await sms.duplicates()),
    async close(): Promise<void> {
      await rooms.close()
      await rooms.identity.idle()
      await connection.close()
      await Promise.all([wechat.close(), sms.close(), store.close()])
    },
  }
}
export type NoticeCourt = Awaited<ReturnType<typeof openNoticeCourt>>
