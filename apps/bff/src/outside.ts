import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { TemplateOf, WechatDouble } from '@zhixin/doubles'
import { API_PREFIX } from '@zhixin/shared/contract'
import { SmsConfigSchema } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import { createHttpCourtFile } from './connectors/court-file-http'
import { checkOwnNumbers, createSms, createSmsCallbacks, type SmsAccount } from './connectors/sms-carriers'
import { createAccessTokens, createWechat, createWechatCallbacks } from './connectors/wechat-api'
import type { Clock } from './platform/clock'
import { readConfig } from './platform/config-file'
import type { Env } from './platform/env'
import type { CourtFile } from './ports/court-file'
import type { KeyStore } from './ports/key-store'
import type { Sms, SmsCallbacks } from './ports/sms'
import type { Wechat, WechatCallbacks } from './ports/wechat'

export interface Outside {
  wechat: Wechat
  /** How WeChat calls us; absent where no token is configured. */
  wechatCallbacks?: WechatCallbacks
  sms: Sms
  /** How the provider of the texts calls us; absent where no secret piece of the address is configured. */
  smsCallbacks?: SmsCallbacks
  /** The court's electronic file over HTTP, where there is one. */
  courtFile?: CourtFile
  /** Only in demo mode: what the double 'sent' to a phone last. */
  lastSms?(phone: string): string | null
  /** Only in demo mode: WeChat's double, for what somebody would do in WeChat. */
  demoWechat?: Pick<WechatDouble, 'choose' | 'turnOff' | 'quotaOf'>
  /** Tells doubles where to call us back, once we listen there. */
  listeningAt?(origin: string): void
  close(): Promise<void>
}

export interface OutsideParts {
  clock: Clock
  /** Where instances share what they need of outside services, sealed. */
  connection: Connection
  keyStore: KeyStore
  /** The court's own numbers as texts name them: they must have room in their places. */
  numbers?: { hotline: string; misconduct: string }
  /** For WeChat's double: the templates that the court would have registered. */
  templates?: Readonly<Record<string, TemplateOf>>
}

const DEMO_SECRET = 'demo-mode-only-secret'
const DEMO_APP = 'demo'

/** The outside services of this installation: the real ones, or in demo mode doubles that answer as they do. */
export async function connectOutside(env: Env, parts: OutsideParts): Promise<Outside> {
  const { clock, connection, keyStore } = parts
  const config = readConfig(path.join(env.configDir, 'sms.yaml'), SmsConfigSchema)
  if (env.wechat && env.sms) {
    checkOwnNumbers(config, env.sms.provider, parts.numbers ?? {})
    return {
      wechat: createWechat(env.wechat, createAccessTokens({ app: env.wechat, connection, keyStore, clock })),
      ...(env.wechatCallbacks && { wechatCallbacks: createWechatCallbacks(env.wechatCallbacks, clock) }),
      sms: createSms(env.sms, { config, clock }),
      ...(env.smsCallbackToken && { smsCallbacks: createSmsCallbacks(env.sms, { token: env.smsCallbackToken, clock }) }),
      ...(env.courtFile && { courtFile: createHttpCourtFile(env.courtFile, clock) }),
      close: async () => undefined,
    }
  }
  if (!env.demo) throw new Error('outside services are not configured')
  const now = (): number => clock.now().getTime()
  const { startCourtFileDouble, startSmsDouble, startWechatDouble } = await import('@zhixin/doubles')
  const [wechat, sms, file] = await Promise.all([
    startWechatDouble({ appId: DEMO_APP, secret: DEMO_SECRET, now, templates: parts.templates ?? {} }),
    startSmsDouble({ keyId: DEMO_APP, secret: DEMO_SECRET, now }),
    startCourtFileDouble({ keyId: DEMO_APP, secret: DEMO_SECRET, now }),
  ])
  const app = { appId: DEMO_APP, secret: DEMO_SECRET, origin: wechat.origin }
  const account: SmsAccount = { provider: 'gateway', url: sms.origin, keyId: DEMO_APP, secret: DEMO_SECRET, signature: '演示' }
  const [token, key] = [randomBytes(16).toString('hex'), demoEncodingKey()]
  return {
    courtFile: createHttpCourtFile({ url: file.origin, keyId: DEMO_APP, secret: DEMO_SECRET }, clock),
    wechat: createWechat(app, createAccessTokens({ app, connection, keyStore, clock })),
    wechatCallbacks: createWechatCallbacks({ appId: DEMO_APP, token, encodingKey: key }, clock),
    sms: createSms(account, { config, clock }),
    smsCallbacks: createSmsCallbacks(account, { token, clock }),
    lastSms: sms.lastText,
    demoWechat: wechat,
    listeningAt(origin) {
      wechat.callBack({ url: `${origin}${API_PREFIX}/wechat/events`, token, key })
      sms.callBack({ reports: `${origin}${API_PREFIX}/sms/reports/${token}`, replies: `${origin}${API_PREFIX}/sms/replies/${token}` })
    },
    close: async () => void (await Promise.all([wechat.close(), sms.close(), file.close()])),
  }
}

/** 43 letters and digits, which are 32 bytes in base64 but for its last sign. */
const demoEncodingKey = (): string => randomBytes(64).toString('base64').replace(/[^A-Za-z0-9]/g, '').slice(0, 42).padEnd(42, 'A') + 'A'
