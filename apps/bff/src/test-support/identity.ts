import path from 'node:path'
import type { SessionTokens } from '@zhixin/shared/contract'
import {
  type CourtProfile, CourtProfileSchema, HelpNeedsConfigSchema, type NoticesConfig, NoticesConfigSchema, type RolesConfig, RolesConfigSchema, type SmsConfig,
  SmsConfigSchema,
} from '@zhixin/shared/rules'
import request from 'supertest'
import { startSmsDouble, startWechatDouble } from '../../../../test/doubles'
import { createSms } from '../connectors/sms-carriers'
import { createAccessTokens, createWechat } from '../connectors/wechat-api'
import { createIdentity, type IdentityParts, type SecurityConfig, SecurityConfigSchema } from '../identity'
import { openLog } from '../log'
import { registeredTemplates } from '../notices'
import { readConfig } from '../platform/config-file'
import { createLogger } from '../platform/logger'
import type { KeyStore } from '../ports/key-store'
import { createTestClock } from './clock'
import { openTestStore } from './store'

const CONFIG_DIR = path.resolve(__dirname, '../../../../config')
export const testKeyStore: KeyStore = {
  current: async () => ({ id: 'k1', secret: Buffer.alloc(32, 7) }),
  byId: async (id) => ({ id, secret: Buffer.alloc(32, 7) }),
  inspectors: { current: async () => ({ id: 'd1', secret: Buffer.alloc(32, 8) }), byId: async (id) => ({ id, secret: Buffer.alloc(32, 8) }) },
}

/** The installation's own settings, with a password hash that is cheap. */
export function testSecurity(): SecurityConfig {
  const config = readConfig(path.join(CONFIG_DIR, 'security.yaml'), SecurityConfigSchema)
  return { ...config, password: { ...config.password, cost: 10 } }
}
export const testCourt = (): CourtProfile => readConfig(path.join(CONFIG_DIR, 'court/court.yaml'), CourtProfileSchema)

export const testSms = (): SmsConfig => readConfig(path.join(CONFIG_DIR, 'sms.yaml'), SmsConfigSchema)

export const testNotices = (): NoticesConfig => readConfig(path.join(CONFIG_DIR, 'court/notices.yaml'), NoticesConfigSchema)

export const WECHAT = { appId: 'wx0000000000000000', secret: 'wechat-secret' }
export const GATEWAY = { keyId: 'k1', secret: 'sixteen-letters-', signature: '示范法院' }

export const testRoles = (): RolesConfig => readConfig(path.join(CONFIG_DIR, 'court/roles.yaml'), RolesConfigSchema)

/** Identity on a real store, with the real connectors talking to the doubles. */
export async function openTestIdentity(changed: Partial<IdentityParts> = {}) {
  const store = await openTestStore()
  const clock = createTestClock()
  const now = (): number => clock.now().getTime()
  const templates = registeredTemplates(testNotices())
  const [wechat, sms] = await Promise.all([startWechatDouble({ ...WECHAT, now, templates }), startSmsDouble({ ...GATEWAY, now })])
  const app = { ...WECHAT, origin: wechat.origin }
  const log = await openLog({ court: testCourt().id, db: store.connection.db!, keyStore: testKeyStore, clock, logger: createLogger('silent') })
  const parts: IdentityParts = {
    log, connection: store.connection, keyStore: testKeyStore, clock, logger: createLogger('silent'), config: testSecurity(), court: testCourt(), roles: testRoles(), demo: false,
    helpNeeds: readConfig(path.join(CONFIG_DIR, 'court/help-needs.yaml'), HelpNeedsConfigSchema),
    wechat: createWechat(app, createAccessTokens({ app, connection: store.connection, keyStore: testKeyStore, clock })),
    sms: createSms({ provider: 'gateway', ...GATEWAY, url: sms.origin }, { config: testSms(), clock }), ...changed,
  }
  const identity = await createIdentity(parts)
  return {
    identity, parts, store, clock, wechat, sms,
    /** The code in the last text to a phone. */
    async codeSentTo(phone: string): Promise<string> {
      await identity.idle()
      return /\d{6}/.exec(sms.lastText(phone.replace(/\s/g, '')) ?? '')?.[0] ?? 'none'
    },
    async close() {
      await identity.idle()
      await log.close()
      await Promise.all([store.close(), wechat.close(), sms.close()])
    },
  }
}
export type TestIdentity = Awaited<ReturnType<typeof openTestIdentity>>

type Handler = Parameters<typeof request>[0]
/** A client that speaks the API as one device, with a token or without. */
export function clientOf(handler: Handler, { token, device = 'test-device', address }: { token?: string; device?: string; address?: string } = {}) {
  const dressed = (call: request.Test): request.Test => {
    call.set('X-Zhixin-Device', device)
    if (token) call.set('Authorization', `Bearer ${token}`)
    if (address) call.set('X-Forwarded-For', address)
    return call
  }
  return {
    get: (path: string) => dressed(request(handler).get(`/api/v1${path}`)),
    /** A request as a route declares it; one that can have a body has an empty one. */
    call: (method: 'get' | 'post' | 'put' | 'delete', path: string) =>
      method === 'get' ? dressed(request(handler).get(`/api/v1${path}`)) : dressed(request(handler)[method](`/api/v1${path}`)).send({}),
    post: (path: string, body: object = {}) => dressed(request(handler).post(`/api/v1${path}`)).send(body),
  }
}
export const tokensIn = (answer: request.Response): SessionTokens => (answer.body as { data: SessionTokens }).data
