import path from 'node:path'
import { SmsConfigSchema } from '@zhixin/shared/rules'
import { createHttpCourtFile } from './connectors/court-file-http'
import { createSms } from './connectors/sms'
import { createWechat } from './connectors/wechat'
import type { Clock } from './platform/clock'
import { readConfig } from './platform/config-file'
import type { Env } from './platform/env'
import type { CourtFile } from './ports/court-file'
import type { Sms } from './ports/sms'
import type { Wechat } from './ports/wechat'

export interface Outside {
  wechat: Wechat
  sms: Sms
  /** The court's electronic file over HTTP, where there is one. */
  courtFile?: CourtFile
  /** Only in demo mode: what the double 'sent' to a phone last. */
  lastSms?(phone: string): string | null
  close(): Promise<void>
}

const DEMO_SECRET = 'demo-mode-only-secret'

/** The outside services of this installation: the real ones, or in demo mode doubles that answer as they do. */
export async function connectOutside(env: Env, clock: Clock): Promise<Outside> {
  const config = readConfig(path.join(env.configDir, 'sms.yaml'), SmsConfigSchema)
  if (env.wechat && env.sms) {
    return {
      wechat: createWechat(env.wechat), sms: createSms(env.sms, { config, clock }),
      ...(env.courtFile && { courtFile: createHttpCourtFile(env.courtFile, clock) }), close: async () => undefined,
    }
  }
  if (!env.demo) throw new Error('outside services are not configured')
  const { startCourtFileDouble, startSmsDouble, startWechatDouble } = await import('@zhixin/doubles')
  const wechat = await startWechatDouble({ appId: 'demo', secret: DEMO_SECRET })
  const sms = await startSmsDouble({ keyId: 'demo', secret: DEMO_SECRET })
  const file = await startCourtFileDouble({ keyId: 'demo', secret: DEMO_SECRET, now: () => clock.now().getTime() })
  return {
    courtFile: createHttpCourtFile({ url: file.origin, keyId: 'demo', secret: DEMO_SECRET }, clock),
    wechat: createWechat({ appId: 'demo', secret: DEMO_SECRET, origin: wechat.origin }),
    sms: createSms({ provider: 'gateway', url: sms.origin, keyId: 'demo', secret: DEMO_SECRET, signature: '演示' }, { config, clock }),
    lastSms: sms.lastText,
    close: async () => void (await Promise.all([wechat.close(), sms.close(), file.close()])),
  }
}
