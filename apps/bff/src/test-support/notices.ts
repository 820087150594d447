import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { threadChain } from '@zhixin/shared/ids'
import { startSmsDouble, startWechatDouble } from '../../../../test/doubles'
import { trusted } from 'mongoose'
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
import { openTestStore } from './store'

const CONFIG_DIR = path.resolve(__dirname, '../../../../config')
const APP = { appId: 'wx0000000000000000', secret: 'wechat-secret' }
const GATEWAY = { keyId: 'k1', secret: 'sixteen-letters-', signature: '示范法院' }
const TOKEN = 'callbackToken00'
const KEY = 'A'.repeat(43)
const TEMPLATE = 'progress'
const AT_ONCE = 50

interface Options {
  concurrency?: number
  /** Where the clock stands. */
  at?: string
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
 * A court whose people all have WeChat and a phone, for many notices at once: rooms on a store of their own, real connectors, doubles that call back.
 * For the bench and the fault test; nothing here asks who may.
 */
export async function openNoticeCourt({ concurrency, at }: Options = {}) {
  const store = await openTestStore()
  const clock = createTestClock(at)
  const now = (): number => clock.now().getTime()
  const templates = registeredTemplates(testNotices())
  const [wechat, sms] = await Promise.all([startWechatDouble({ ...APP, now, templates }), startSmsDouble({ ...GATEWAY, now })])
  const { rooms, connection, api, config } = await roomsOn({ uri: store.uri, wechat: wechat.origin, sms: sms.origin }, clock, concurrency)
  const { log, push } = rooms
  const http = createTestHttp({ routes: rooms.routes, authenticate: rooms.identity.authenticate })
  const templateId = config.notices.wechat_templates[TEMPLATE]!.id
  const people: { caseId: string; personId: string; openid: string }[] = []
  const documents = () => push.list.documents()

  async function addPerson(i: number, quota: number): Promise<void> {
    const number = String(i).padStart(5, '0')
    const openid = `openid_${number}`
    const personId = await rooms.identity.people.import({
      name: `当事人${number}号`, identityNumber: `0000001990010${number}`, phones: [{ number: `199000${number}`, source: 'self', at: '2026-01-01T00:00:00.000Z' }],
    })
    await rooms.identity.bindDemoWechat(openid, personId)
    const caseId = `c_notice${number}`
    await registerCase(log, {
      caseId, caseNumber: `（2026）虚01执${number}号`, cause: '买卖合同纠纷', filedOn: '2026-01-05', department: '执行实施一团队', officerIds: ['s_00000001'], judgeId: 's_00000002',
      participants: [{ personId, side: 'applicant', role: 'principal' }],
    })
    wechat.allow(openid, templateId, 10 * quota)
    for (let n = 0; n < quota; n++) await push.quota.grant(personId, templateId, 'one_time', `allowed/${n}`)
    people.push({ caseId, personId, openid })
  }

  const projected = async (): Promise<void> => {
    for (let head = -2; head !== (await log.courtHead()); ) {
      head = await log.courtHead()
      await Promise.all(push.tails.map((tail) => tail.reached(head, 120_000)))
    }
  }

  return {
    rooms, push, clock, wechat, sms, people, uri: store.uri, templateId,
    handler: (request: IncomingMessage, response: ServerResponse): void => http.handler(request, response),
    listensAt(origin: string): void {
      wechat.callBack({ url: `${origin}/api/v1/wechat/events`, token: TOKEN, key: KEY })
      const call = (what: string): string => `${origin}/api/v1/sms/${what}/${TOKEN}`
      sms.callBack({ reports: call('reports'), replies: call('replies') })
    },
    async addPeople(count: number, quota: number): Promise<void> {
      for (let from = 0; from < count; from += AT_ONCE) {
        await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => addPerson(from + i, quota)))
      }
    },
    /** The connector alone. */
    bareCall(n: number) {
      const { openid } = people[n % people.length]!
      const fields = { thing1: '法院', character_string2: '1', thing3: '进展', date4: '2026年3月9日', thing5: '查看' }
      return api.sendSubscribeMessage({ openid, templateId, page: `sub-case/pages/thread/index?bare=${n}`, fields })
    },
    /** So many nodes, told to everybody in turns. */
    async tell(count: number): Promise<void> {
      const one = (n: number) => {
        const { caseId, personId } = people[n % people.length]!
        const body = { ref: `n_told${String(n).padStart(8, '0')}`, node: 'online_sale', label: '启动网络拍卖', on: '2026-03-09', text: '已启动', means: '', cite: '' }
        return log.append({
          chain: threadChain({ caseId, personId }), key: `told/${n}`,
          decide: async () => ({ type: 'node.told', actor: { kind: 'system', id: 'told', role: 'notice' }, body }),
        })
      }
      for (let from = 0; from < count; from += 500) await Promise.all(Array.from({ length: Math.min(500, count - from) }, (_, i) => one(from + i)))
    },
    projected,
    countTried: () => documents().countDocuments({ type: 'node.told', 'notice.tries.0': trusted({ $exists: true }) }),
    countUntried: () => documents().countDocuments({ type: 'node.told', final: null, 'notice.tries': [] }),
    countOpen: () => documents().countDocuments({ type: 'node.told', final: null }),
    /** All that is due, and what comes of it, at this hour. */
    async settle(): Promise<void> {
      for (let i = 0; i < 3; i++) {
        await push.dispatch()
        await Promise.all([wechat.idle(), sms.idle()])
        await push.settleReports()
        await projected()
      }
    },
    async finals(): Promise<Record<string, number>> {
      const found = await documents().find({ type: 'node.told' }).select('final').lean()
      const counts: Record<string, number> = {}
      for (const { final } of found) if (final) counts[final.as] = (counts[final.as] ?? 0) + 1
      return counts
    },
    /** Messages that the double took more than once. */
    duplicates: (): number => wechat.duplicates(),
    async close(): Promise<void> {
      await rooms.close()
      await rooms.identity.idle()
      await connection.close()
      await Promise.all([wechat.close(), sms.close(), store.close()])
    },
  }
}
export type NoticeCourt = Awaited<ReturnType<typeof openNoticeCourt>>
