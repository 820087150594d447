import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startSmsDouble, startWechatDouble, type SmsDouble, type WechatDouble } from '../../../../test/doubles'
import { SmsError } from '../ports/sms'
import { WechatError } from '../ports/wechat'
import { createTestClock } from '../test-support/clock'
import { testSms } from '../test-support/identity'
import { createFileKeyStore } from './file-key-store'
import { createSms } from './sms'
import { createWechat } from './wechat'

const clock = createTestClock()
const app = { appId: 'wx0000000000000000', secret: 'wechat-secret' }
const gateway = { keyId: 'k1', secret: 'sixteen-letters-', signature: '示范法院' }
let wechatDouble: WechatDouble
let smsDouble: SmsDouble
beforeAll(async () => {
  const now = () => clock.now().getTime()
  wechatDouble = await startWechatDouble({ ...app, now })
  smsDouble = await startSmsDouble({ ...gateway, now })
})
afterAll(() => Promise.all([wechatDouble.close(), smsDouble.close()]))

describe('WeChat', () => {
  const wechat = (changed: Partial<typeof app> = {}) => createWechat({ ...app, ...changed, origin: wechatDouble.origin })
  const failure = (go: Promise<unknown>) => go.then(() => undefined, (error: unknown) => (error instanceof WechatError ? [error.reason, error.errcode] : error))

  test('a code tells who it is, once, and the session key stays behind', async () => {
    const code = wechatDouble.issueCode('openid-1')
    expect(await wechat().code2Session(code)).toEqual({ openid: 'openid-1' })
    expect(await failure(wechat().code2Session(code))).toEqual(['rejected', 40163])
  })

  test('a made-up code and one older than five minutes are invalid', async () => {
    expect(await failure(wechat().code2Session('made-up'))).toEqual(['rejected', 40029])
    const code = wechatDouble.issueCode('openid-1')
    clock.advance({ minutes: 6 })
    expect(await failure(wechat().code2Session(code))).toEqual(['rejected', 40029])
  })

  test('a risky user is rejected; one who signs in too often, and a busy WeChat, come back later', async () => {
    wechatDouble.flag('openid-risky')
    expect(await failure(wechat().code2Session(wechatDouble.issueCode('openid-risky')))).toEqual(['rejected', 40226])
    for (let i = 0; i < 100; i++) await wechat().code2Session(wechatDouble.issueCode('openid-2'))
    expect(await failure(wechat().code2Session(wechatDouble.issueCode('openid-2')))).toEqual(['busy', 45011])
    wechatDouble.fail('busy')
    expect(await failure(wechat().code2Session('x'))).toEqual(['busy', -1])
    wechatDouble.fail('hang_up')
    expect(await failure(wechat().code2Session('x'))).toEqual(['busy', undefined])
    wechatDouble.fail(undefined)
  })

  test('our own mistakes are told apart, and no error holds the secret', async () => {
    expect(await failure(wechat({ appId: 'wx1' }).code2Session('x'))).toEqual(['misconfigured', 40013])
    const error: unknown = await wechat({ secret: 'wrong-secret' }).code2Session('x').catch((caught: unknown) => caught)
    expect(error).toMatchObject({ reason: 'misconfigured', errcode: 40125 })
    expect(String((error as Error).stack)).not.toContain('wrong-secret')
  })
})

describe('SMS gateway', () => {
  const to = (phone: string) => ({ phone, template: 'phone_changed' as const, params: { hotline: '12368' }, reference: 'r1' })
  const sms = (changed: Partial<typeof gateway> = {}) => createSms({ provider: 'gateway', ...gateway, ...changed, url: smsDouble.origin }, { config: testSms(), clock })
  const failure = (go: Promise<unknown>) => go.then(() => undefined, (error: unknown) => (error instanceof SmsError ? error.reason : error))

  test('a text goes out under the court’s signature', async () => {
    await sms().send(to('13800000001'))
    expect(smsDouble.lastText('13800000001')).toEqual(expect.stringMatching(/^【示范法院】您留在本院的联系手机号有变动.*拨打12368/))
    expect(smsDouble.lastText('13800000002')).toBeNull()
  })

  test('a wrong number, one that has opted out and one that got too many are told apart from our own mistakes', async () => {
    expect(await failure(sms().send(to('123')))).toBe('rejected')
    expect(await failure(sms().send(to('13800009999')))).toBe('rejected')
    for (let i = 0; i < 20; i++) await sms().send(to('13800000003'))
    expect(await failure(sms().send(to('13800000003')))).toBe('busy')
    expect(await failure(sms({ secret: 'another-secret--' }).send(to('13800000001')))).toBe('misconfigured')
  })

  test('a busy or broken gateway is busy', async () => {
    for (const how of ['BUSY', 'hang_up'] as const) {
      smsDouble.fail(how)
      expect(await failure(sms().send(to('13800000001')))).toBe('busy')
    }
    smsDouble.fail(undefined)
  })
})

describe('key file', () => {
  const file = () => path.join(mkdtempSync(path.join(os.tmpdir(), 'keys-')), 'deep', 'key.json')

  test('is made once, for its owner alone, and stays the same', async () => {
    const name = file()
    const first = await createFileKeyStore(name, { create: true }).current()
    expect((await createFileKeyStore(name, { create: true }).current()).secret.equals(first.secret)).toBe(true)
    expect([first.secret.length, statSync(name).mode & 0o777]).toEqual([32, 0o600])
  })

  test('an older key is still found after a change; an unknown one is not', async () => {
    const name = file()
    const old = await createFileKeyStore(name, { create: true }).current()
    const content = JSON.parse(readFileSync(name, 'utf8')) as { keys: Record<string, string> }
    writeFileSync(name, JSON.stringify({ current: 'k2', keys: { ...content.keys, k2: 'ab'.repeat(32) } }))
    const store = createFileKeyStore(name, { create: false })
    expect((await store.current()).id).toBe('k2')
    expect((await store.byId(old.id)).secret.equals(old.secret)).toBe(true)
    await expect(store.byId('constructor')).rejects.toThrow('no master key')
  })

  test('one that others may read, that is missing or no key file is refused', () => {
    const name = file()
    expect(() => createFileKeyStore(name, { create: false })).toThrow('ENOENT')
    createFileKeyStore(name, { create: true })
    chmodSync(name, 0o644)
    expect(() => createFileKeyStore(name, { create: true })).toThrow('others may read it')
    chmodSync(name, 0o600)
    writeFileSync(name, '{}')
    expect(() => createFileKeyStore(name, { create: true })).toThrow('is no key file')
  })
})
