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
  expect(failuresOf({ NODE_ENV: 'production', DEMO: '1' }).map((failure) => failure.split(':')[0])).toEqual(['DEMO', 'MONGODB_URI', 'MASTER_KEY_FILE', 'PUBLIC_ORIGIN'])
  const whole = { ...outside, NODE_ENV: 'production', MONGODB_URI: 'mongodb://db/zhixin', MASTER_KEY_FILE: '/run/key', PUBLIC_ORIGIN: 'https://court.example/' }
  expect(loadEnv(whole)).toMatchObject({ production: true, wechat: { origin: 'https://api.weixin.qq.com' }, masterKeyFile: '/run/key', publicOrigin: 'https://court.example' })
  expect(failuresOf({ ...whole, SMS_GATEWAY_URL: 'http://sms.example' })).toEqual(['SMS_GATEWAY_URL: must be https in production'])
})

test('a secret may stand in a file, but not in both places', () => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'env-')), 'secret')
  writeFileSync(file, 'from-a-file\n')
  const { WECHAT_SECRET: _, ...rest } = outside
  expect(loadEnv({ ...rest, WECHAT_SECRET_FILE: file }).wechat?.secret).toBe('from-a-file')
  expect(failuresOf({ ...outside, WECHAT_SECRET_FILE: file })).toHaveLength(1)
  expect(failuresOf({ ...rest, WECHAT_SECRET_FILE: '/nowhere' })).toContain('WECHAT_SECRET_FILE: cannot be read (ENOENT)')
})
