import { mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { EnvError, loadEnv } from './env'

const outside = {
  WECHAT_APP_ID: 'wx0000000000000000', WECHAT_SECRET: 'secret', SMS_GATEWAY_URL: 'https://sms.example/send',
  SMS_KEY_ID: 'k', SMS_SECRET: 'sixteen-letters-', SMS_SIGNATURE: '示范法院',
}
const failuresOf = (source: Record<string, string>): readonly string[] => {
  try {
    loadEnv(source)
  } catch (error) {
    if (error instanceof EnvError) return error.failures
  }
  return []
}

test('demo mode needs nothing else', () => {
  const env = loadEnv({ DEMO: '1' })
  expect(env).toMatchObject({ demo: true, production: false, port: 8080, trustProxy: 0 })
  expect(env.wechat).toBeUndefined()
})

test('every failure is listed at once, and no value is told', () => {
  const failures = failuresOf({ PORT: 'many', LOG_LEVEL: 'loud', SMS_SECRET: 'short', MONGODB_URI: 'http://x' })
  expect(failures.map((failure) => failure.split(':')[0])).toEqual(['PORT', 'MONGODB_URI', 'LOG_LEVEL', 'SMS_SECRET'])
  expect(failures.join()).not.toContain('short')
})

test('without demo mode each outside service must be configured', () => {
  expect(failuresOf({}).map((failure) => failure.split(':')[0])).toEqual(Object.keys(outside))
})

test('production refuses demo mode, the embedded store and a key made up on the spot', () => {
  expect(failuresOf({ NODE_ENV: 'production', DEMO: '1' }).map((failure) => failure.split(':')[0])).toEqual(['DEMO', 'MONGODB_URI', 'MASTER_KEY_FILE', 'DISCIPLINE_KEY_FILE', 'PUBLIC_ORIGIN'])
  const whole = {
    ...outside, WECHAT_CALLBACK_TOKEN: 'token', WECHAT_CALLBACK_KEY: 'k'.repeat(43), SMS_CALLBACK_TOKEN: 'a-secret-piece-of-the-address', NODE_ENV: 'production',
    MONGODB_URI: 'mongodb://db/zhixin', MASTER_KEY_FILE: '/run/key', DISCIPLINE_KEY_FILE: '/run/other', PUBLIC_ORIGIN: 'https://court.example/',
  }
  expect(loadEnv(whole)).toMatchObject({ production: true, wechat: { origin: 'https://api.weixin.qq.com' }, masterKeyFiles: { court: '/run/key', inspectors: '/run/other' }, publicOrigin: 'https://court.example' })
  expect(failuresOf({ ...whole, SMS_GATEWAY_URL: 'http://sms.example' })).toEqual(['SMS_GATEWAY_URL: must be https in production'])
})

describe('what became of messages', () => {
  const callbacks = { WECHAT_CALLBACK_TOKEN: 'tokenOfOurs', WECHAT_CALLBACK_KEY: 'k'.repeat(43), SMS_CALLBACK_TOKEN: 'a-secret-piece-of-the-address' }
  const production = { ...outside, NODE_ENV: 'production', MONGODB_URI: 'mongodb://db/zhixin', MASTER_KEY_FILE: '/run/key', DISCIPLINE_KEY_FILE: '/run/other', PUBLIC_ORIGIN: 'https://court.example/' }

  test('must be able to come back in production, encrypted; a trial does without', () => {
    expect(failuresOf(production).map((failure) => failure.split(':')[0])).toEqual(Object.keys(callbacks))
    expect(loadEnv({ ...production, ...callbacks })).toMatchObject({
      wechatCallbacks: { appId: outside.WECHAT_APP_ID, token: 'tokenOfOurs', encodingKey: callbacks.WECHAT_CALLBACK_KEY }, smsCallbackToken: callbacks.SMS_CALLBACK_TOKEN,
    })
    expect(loadEnv(outside)).not.toHaveProperty('wechatCallbacks')
    expect(failuresOf({ ...outside, WECHAT_CALLBACK_KEY: callbacks.WECHAT_CALLBACK_KEY })).toEqual(['WECHAT_CALLBACK_TOKEN: required with WECHAT_CALLBACK_KEY'])
  })

  test('no word that could be guessed or is not WeChat’s', () => {
    const failures = failuresOf({ ...outside, WECHAT_CALLBACK_TOKEN: 'a b', WECHAT_CALLBACK_KEY: 'short', SMS_CALLBACK_TOKEN: 'guess-me' })
    expect(failures.map((failure) => failure.split(':')[0])).toEqual(Object.keys(callbacks))
    for (const value of ['a b', 'short', 'guess-me']) expect(failures.join()).not.toContain(value)
  })
})

describe('who sends the texts', () => {
  const { SMS_GATEWAY_URL: _, ...rest } = outside

  test('Tencent Cloud needs its application, Aliyun nothing more; both have their usual addresses', () => {
    expect(failuresOf({ ...rest, SMS_PROVIDER: 'tencent' })).toEqual(['SMS_APP_ID: required with SMS_PROVIDER=tencent'])
    expect(loadEnv({ ...rest, SMS_PROVIDER: 'tencent', SMS_APP_ID: '1400000000' }).sms).toEqual({
      provider: 'tencent', secretId: 'k', secretKey: 'sixteen-letters-', appId: '1400000000', signature: '示范法院', region: 'ap-guangzhou', endpoint: 'https://sms.tencentcloudapi.com',
    })
    expect(loadEnv({ ...rest, SMS_PROVIDER: 'aliyun' }).sms).toEqual({
      provider: 'aliyun', accessKeyId: 'k', accessKeySecret: 'sixteen-letters-', signature: '示范法院', region: 'cn-hangzhou', endpoint: 'https://dysmsapi.aliyuncs.com',
    })
    expect(failuresOf({ ...rest, SMS_PROVIDER: 'pigeon' }).map((failure) => failure.split(':')[0])).toEqual(['SMS_PROVIDER'])
  })

  test('is reached encrypted in production', () => {
    const failures = failuresOf({ ...rest, NODE_ENV: 'production', SMS_PROVIDER: 'aliyun', SMS_ENDPOINT: 'http://127.0.0.1:1' })
    expect(failures).toContain('SMS_ENDPOINT: must be https in production')
  })
})

test('a secret may stand in a file, but not in both places', () => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'env-')), 'secret')
  writeFileSync(file, 'from-a-file\n')
  const { WECHAT_SECRET: _, ...rest } = outside
  expect(loadEnv({ ...rest, WECHAT_SECRET_FILE: file }).wechat?.secret).toBe('from-a-file')
  expect(failuresOf({ ...outside, WECHAT_SECRET_FILE: file })).toHaveLength(1)
  expect(failuresOf({ ...rest, WECHAT_SECRET_FILE: '/nowhere' })).toContain('WECHAT_SECRET_FILE: cannot be read (ENOENT)')
})
