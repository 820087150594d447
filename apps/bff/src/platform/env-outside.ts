import { z } from 'zod'

const Text = z.string().min(1)

/** The settings of the services outside: WeChat and whoever sends the texts. */
export const OUTSIDE_SETTINGS = {
  WECHAT_APP_ID: Text.optional(),
  WECHAT_SECRET: Text.optional(),
  WECHAT_ORIGIN: z.url().default('https://api.weixin.qq.com'),
  /** The token (令牌) beside our address in WeChat's settings for pushed messages: `PUBLIC_ORIGIN/api/v1/wechat/events`. Letters and digits. */
  WECHAT_CALLBACK_TOKEN: z.string().regex(/^[A-Za-z0-9]{3,32}$/, 'must be 3 to 32 letters and digits').optional(),
  /** EncodingAESKey (消息加密密钥) from there, in the encrypted mode (安全模式). */
  WECHAT_CALLBACK_KEY: z.string().regex(/^[A-Za-z0-9]{43}$/, 'must be 43 letters and digits').optional(),
  /** Who sends the texts: a gateway of the court's own, Tencent Cloud, or Aliyun. */
  SMS_PROVIDER: z.enum(['gateway', 'tencent', 'aliyun']).default('gateway'),
  /** Of a gateway. */
  SMS_GATEWAY_URL: z.url().optional(),
  /** The key's id: of the gateway, SecretId of Tencent Cloud, AccessKeyId of Aliyun. */
  SMS_KEY_ID: Text.optional(),
  SMS_SECRET: z.string().min(16).optional(),
  /** The signature (签名) that the carrier registered for the court. */
  SMS_SIGNATURE: Text.optional(),
  /** Of Tencent Cloud: the application in the SMS console (SdkAppId). */
  SMS_APP_ID: z.string().regex(/^\d+$/, 'must be a number').optional(),
  /** Of Tencent Cloud and Aliyun; unset: ap-guangzhou, cn-hangzhou. */
  SMS_REGION: Text.optional(),
  /** Of Tencent Cloud and Aliyun: another address of theirs than the usual one. */
  SMS_ENDPOINT: z.url().optional(),
  /** The secret piece of the addresses at which delivery reports and replies come in: `…/api/v1/sms/reports/<it>`. */
  SMS_CALLBACK_TOKEN: z.string().regex(/^[\w-]{24,128}$/, 'must be 24 to 128 letters, digits, - and _').optional(),
}
type Settings = z.infer<z.ZodObject<typeof OUTSIDE_SETTINGS>>
type Name = keyof Settings

/** Which of them may stand in a file. */
export const OUTSIDE_SECRETS = ['WECHAT_SECRET', 'WECHAT_CALLBACK_TOKEN', 'WECHAT_CALLBACK_KEY', 'SMS_SECRET', 'SMS_CALLBACK_TOKEN'] as const
/** Addresses that production wants encrypted. */
export const OUTSIDE_ADDRESSES = ['WECHAT_ORIGIN', 'SMS_GATEWAY_URL', 'SMS_ENDPOINT'] as const

const ALWAYS: readonly Name[] = ['WECHAT_APP_ID', 'WECHAT_SECRET']
const OF_PROVIDER: Record<Settings['SMS_PROVIDER'], readonly Name[]> = {
  gateway: ['SMS_GATEWAY_URL', 'SMS_KEY_ID', 'SMS_SECRET', 'SMS_SIGNATURE'],
  tencent: ['SMS_KEY_ID', 'SMS_SECRET', 'SMS_SIGNATURE', 'SMS_APP_ID'],
  aliyun: ['SMS_KEY_ID', 'SMS_SECRET', 'SMS_SIGNATURE'],
}
/** Without these nobody is told what became of a message: a trial does without, a court does not. */
const CALLBACKS: readonly Name[] = ['WECHAT_CALLBACK_TOKEN', 'WECHAT_CALLBACK_KEY', 'SMS_CALLBACK_TOKEN']

/** What is missing. */
export function missingOutside(raw: Settings, { demo, production }: { demo: boolean; production: boolean }): string[] {
  const unset = (names: readonly Name[], why: string): string[] => names.filter((name) => raw[name] === undefined).map((name) => `${name}: ${why}`)
  return [
    ...(demo ? [] : unset(ALWAYS, 'required unless DEMO=1')),
    ...(demo ? [] : unset(OF_PROVIDER[raw.SMS_PROVIDER], raw.SMS_PROVIDER === 'gateway' ? 'required unless DEMO=1' : `required with SMS_PROVIDER=${raw.SMS_PROVIDER}`)),
    ...(production && !demo ? unset(CALLBACKS, 'required in production') : []),
    ...(raw.WECHAT_CALLBACK_KEY !== undefined && raw.WECHAT_CALLBACK_TOKEN === undefined && !production ? ['WECHAT_CALLBACK_TOKEN: required with WECHAT_CALLBACK_KEY'] : []),
  ]
}

interface Cloud {
  signature: string
  region: string
  endpoint: string
}
export type SmsEnv =
  | { provider: 'gateway'; url: string; keyId: string; secret: string; signature: string }
  | ({ provider: 'tencent'; secretId: string; secretKey: string; appId: string } & Cloud)
  | ({ provider: 'aliyun'; accessKeyId: string; accessKeySecret: string } & Cloud)

export interface OutsideEnv {
  /** Absent in demo mode only. */
  wechat?: { appId: string; secret: string; origin: string }
  /** How WeChat calls us; absent: not at all. */
  wechatCallbacks?: { appId: string; token: string; encodingKey?: string }
  /** Absent in demo mode only. */
  sms?: SmsEnv
  smsCallbackToken?: string
}

export function presentOutside(raw: Settings): OutsideEnv {
  const { WECHAT_APP_ID: appId, WECHAT_SECRET: secret, WECHAT_ORIGIN: origin, WECHAT_CALLBACK_TOKEN: token, WECHAT_CALLBACK_KEY: encodingKey } = raw
  const sms = smsOf(raw)
  return {
    ...(appId && secret && { wechat: { appId, secret, origin } }),
    ...(appId && token && { wechatCallbacks: { appId, token, ...(encodingKey && { encodingKey }) } }),
    ...(sms && { sms }),
    ...(raw.SMS_CALLBACK_TOKEN && { smsCallbackToken: raw.SMS_CALLBACK_TOKEN }),
  }
}

function smsOf({ SMS_PROVIDER: provider, SMS_KEY_ID: id, SMS_SECRET: secret, SMS_SIGNATURE: signature, ...raw }: Settings): SmsEnv | undefined {
  if (!id || !secret || !signature) return undefined
  const { SMS_GATEWAY_URL: url, SMS_APP_ID: appId, SMS_REGION: region, SMS_ENDPOINT: endpoint } = raw
  if (provider === 'gateway') return url ? { provider, url, keyId: id, secret, signature } : undefined
  if (provider === 'aliyun') {
    return { provider, accessKeyId: id, accessKeySecret: secret, signature, region: region ?? 'cn-hangzhou', endpoint: endpoint ?? 'https://dysmsapi.aliyuncs.com' }
  }
  return appId ? { provider, secretId: id, secretKey: secret, appId, signature, region: region ?? 'ap-guangzhou', endpoint: endpoint ?? 'https://sms.tencentcloudapi.com' } : undefined
}
