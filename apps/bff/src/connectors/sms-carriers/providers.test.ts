import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { placesOf, SMS_TEMPLATE_NAMES, type SmsConfig, SmsConfigSchema } from '@zhixin/shared/rules'
import { type SmsDouble, startAliyunSmsDouble, startSmsDouble, startTencentSmsDouble } from '../../../../../test/doubles'
import { createLogger } from '../../platform/logger'
import { CallbackError } from '../../ports/callback-error'
import { type ProviderCall, SmsError, type SmsMessage, type SmsReply, type SmsReport } from '../../ports/sms'
import { createTestClock } from '../../test-support/clock'
import { testSms } from '../../test-support/identity'
import type { SmsAccount } from './accounts'
import { checkOwnNumbers, createSms, createSmsCallbacks } from '.'

const SIGNATURE = '示范法院'
const SECRET = 'sixteen-letters-secret'
const TOKEN = 'a-secret-piece-of-the-address'

/** Each text under the numbers that a carrier would have given it. */
const config: SmsConfig = SmsConfigSchema.parse({
  ...testSms(),
  templates: Object.fromEntries(Object.entries(testSms().templates).map(([name, one], i) => [name, { ...one, tencent: String(1000 + i), aliyun: `SMS_${1000 + i}` }])),
})
const registered = (number: 'tencent' | 'aliyun', place: (name: string, i: number) => string): Record<string, string> =>
  Object.fromEntries(SMS_TEMPLATE_NAMES.map((name) => {
    const { text, [number]: id } = config.templates[name]
    return [id!, placesOf(text).reduce((said, param, i) => said.replace(`{${param}}`, place(param, i)), text)]
  }))

interface Carrier {
  provider: SmsAccount['provider']
  start(now: () => number): Promise<SmsDouble>
  account(origin: string, changed?: { id?: string; secret?: string; signature?: string }): SmsAccount
  /** What comes back of what we gave it. */
  names: ('reference' | 'providerId')[]
  /** A number that has opted out is refused, or taken and reported as not delivered. */
  optedOut: 'refused' | 'reported'
  code: { signature: string; arrears: string; limited: string; secret: string; id: string }
}

const CARRIERS: Carrier[] = [
  {
    provider: 'gateway',
    start: (now) => startSmsDouble({ keyId: 'k1', secret: SECRET, now }),
    account: (url, { id = 'k1', secret = SECRET, signature = SIGNATURE } = {}) => ({ provider: 'gateway', url, keyId: id, secret, signature }),
    names: ['reference', 'providerId'],
    optedOut: 'refused',
    code: { signature: '', arrears: 'ARREARS', limited: 'LIMITED', secret: 'BAD_SIGNATURE', id: 'BAD_SIGNATURE' },
  },
  {
    provider: 'tencent',
    start: () => startTencentSmsDouble({ secretId: 'k1', secretKey: SECRET, appId: '1400000000', signs: [SIGNATURE], templates: registered('tencent', (_, i) => `{${i + 1}}`) }),
    account: (endpoint, { id = 'k1', secret = SECRET, signature = SIGNATURE } = {}) =>
      ({ provider: 'tencent', secretId: id, secretKey: secret, appId: '1400000000', signature, region: 'ap-guangzhou', endpoint }),
    names: ['providerId'],
    optedOut: 'refused',
    code: {
      signature: 'FailedOperation.SignatureIncorrectOrUnapproved', arrears: 'FailedOperation.InsufficientBalanceInSmsPackage',
      limited: 'LimitExceeded.PhoneNumberDailyLimit', secret: 'AuthFailure.SignatureFailure', id: 'AuthFailure.SecretIdNotFound',
    },
  },
  {
    provider: 'aliyun',
    start: () => startAliyunSmsDouble({ accessKeyId: 'k1', accessKeySecret: SECRET, signs: [SIGNATURE], templates: registered('aliyun', (name) => `\${${name}}`) }),
    account: (endpoint, { id = 'k1', secret = SECRET, signature = SIGNATURE } = {}) =>
      ({ provider: 'aliyun', accessKeyId: id, accessKeySecret: secret, signature, region: 'cn-hangzhou', endpoint }),
    names: ['reference', 'providerId'],
    optedOut: 'reported',
    code: {
      signature: 'isv.SMS_SIGNATURE_ILLEGAL', arrears: 'isv.AMOUNT_NOT_ENOUGH', limited: 'isv.BUSINESS_LIMIT_CONTROL', secret: 'SignatureDoesNotMatch',
      id: 'InvalidAccessKeyId.NotFound',
    },
  },
]

/** An address of this machine at which nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

const failure = (go: Promise<unknown>): Promise<unknown> =>
  go.then(() => 'sent', (error: unknown) => (error instanceof SmsError ? { reason: error.reason, maybeSent: error.maybeSent, code: error.code } : error))
const thrown = (go: () => unknown): unknown => {
  try {
    return go()
  } catch (error) {
    return error instanceof CallbackError ? error.reason : error
  }
}

describe.each(CARRIERS)('texts through $provider', ({ provider, start, account, names, optedOut, code }) => {
  const clock = createTestClock()
  let double: SmsDouble
  let next = 0
  /** A number of its own for each text, since a number gets only so many. */
  const message = (changed: Partial<SmsMessage> = {}): SmsMessage => ({
    phone: `1380001${String(next++).padStart(4, '0')}`, reference: `r${next}`, template: 'notice_progress',
    params: { case_number: '（2026）虚01执123号', label: '网络查控', day: '2026-03-10', hotline: '12368' }, ...changed,
  })
  const sms = (changed: Parameters<Carrier['account']>[1] = {}) => createSms(account(double.origin, changed), { config, clock })

  const calls: ProviderCall[] = []
  const ours = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString('utf8')))
    request.on('end', () => {
      calls.push({ token: request.url!.split('/').at(-1)!, headers: request.headers, body })
      response.end(JSON.stringify(callbacks().accepted))
    })
  })
  const callbacks = () => createSmsCallbacks(account(double.origin), { token: TOKEN, clock })
  beforeAll(async () => {
    double = await start(() => clock.now().getTime())
    await new Promise<void>((resolve) => ours.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(ours.address() as AddressInfo).port}`
    double.callBack({ reports: `${origin}/reports/${TOKEN}`, replies: `${origin}/replies/${TOKEN}` })
  })
  afterAll(async () => {
    await double.close()
    await new Promise((resolve) => ours.close(resolve))
  })
  afterEach(() => {
    double.fail(undefined)
    calls.length = 0
  })

  test('a text goes out under the court’s signature, with what fills its places', async () => {
    const one = message({ template: 'code_sign_in', params: { code: '123456', minutes: '5' } })
    const { providerId } = await sms().send(one)
    expect(double.lastText(one.phone)).toMatch(/^【示范法院】验证码 123456，5 分钟内有效/)
    expect([typeof providerId, double.countOf(one.reference)]).toEqual(['string', 1])
  })

  test('what is too long for the carrier is cut, the case number from its front; a telephone number is never cut', async () => {
    const one = message()
    await sms().send(one)
    expect(double.lastText(one.phone)).toContain(provider === 'tencent' ? '您的案件…执123号有新进展：网络查控，3月10日。' : '您的案件（2026）虚01执123号有新进展：网络查控，2026年3月10日。')
    const first = message({ template: 'notice_progress_first', params: { ...message().params, misconduct: '000-0000-0041' } })
    expect(await failure(sms().send(first))).toEqual(provider === 'tencent' ? { reason: 'misconfigured', maybeSent: false, code: 'too_long_misconduct' } : 'sent')
  })

  test('a link, an account or an identity number never goes into a place', async () => {
    for (const label of ['见 https://x.cn/1', '领奖 www.a.com', 'court-pay.top', '账号 6222021234567890128', '11010519491231002X']) {
      const one = message({ params: { ...message().params, label } })
      expect(await failure(sms().send(one))).toEqual({ reason: 'rejected', maybeSent: false, code: 'forbidden_content' })
      expect(double.lastText(one.phone)).toBeNull()
    }
  })

  test('a wrong number and one that got too many are told apart', async () => {
    expect(await failure(sms().send(message({ phone: '123' })))).toMatchObject({ reason: 'rejected', maybeSent: false })
    const one = message()
    for (let i = 0; i < 20; i++) await sms().send(one)
    expect(await failure(sms().send(one))).toEqual({ reason: 'busy', maybeSent: false, code: code.limited })
  })

  test('a wrong key, secret or signature, and an account without money, are ours to put right', async () => {
    expect(await failure(sms({ id: 'k2' }).send(message()))).toEqual({ reason: 'misconfigured', maybeSent: false, code: code.id })
    expect(await failure(sms({ secret: 'another-secret-------' }).send(message()))).toEqual({ reason: 'misconfigured', maybeSent: false, code: code.secret })
    // A gateway of a court's own puts in front what it is told.
    if (code.signature !== '') {
      expect(await failure(sms({ signature: '别家法院' }).send(message()))).toEqual({ reason: 'misconfigured', maybeSent: false, code: code.signature })
    }
    double.fail('ARREARS')
    expect(await failure(sms().send(message()))).toEqual({ reason: 'misconfigured', maybeSent: false, code: code.arrears })
  })

  test('a carrier that is busy has not sent it; where the connection broke it may have', async () => {
    double.fail('BUSY')
    expect(await failure(sms().send(message()))).toMatchObject({ reason: 'busy', maybeSent: false })
    double.fail('hang_up')
    expect(await failure(sms().send(message()))).toMatchObject({ reason: 'busy', maybeSent: true })
    double.fail('lost_answer')
    const one = message()
    expect(await failure(sms().send(one))).toMatchObject({ reason: 'busy', maybeSent: true })
    // And it is not tried again by anybody but the caller.
    expect(double.countOf(one.reference)).toBe(1)
  })

  test('a carrier that says nothing is not waited for, and may have it', async () => {
    double.fail('silent')
    const hurried = createSms(account(double.origin), { config, clock, answerWithinMs: 200 })
    expect(await failure(hurried.send(message()))).toMatchObject({ reason: 'busy', maybeSent: true })
  })

  test('where nobody takes the connection it has not gone', async () => {
    const gone = createSms(account(await nowhere()), { config, clock })
    expect(await failure(gone.send(message()))).toMatchObject({ reason: 'busy', maybeSent: false })
  })

  test('what became of it is reported, named as this carrier names it', async () => {
    const [one, off] = [message(), message({ phone: '13800018888' })]
    const { providerId } = await sms().send(one)
    await sms().send(off)
    await double.idle()
    const reports = calls.flatMap((call) => callbacks().parseReports(call))
    const named = (report: SmsReport): object => Object.fromEntries(names.map((name) => [name, report[name]]))
    expect(reports.map(({ phone, delivered }) => [phone, delivered]).sort()).toEqual([[one.phone, true], [off.phone, false]].sort())
    const mine = reports.find(({ phone }) => phone === one.phone)!
    expect(named(mine)).toEqual(Object.fromEntries(names.map((name) => [name, name === 'reference' ? one.reference : providerId])))
    expect(new Date(mine.at).toISOString()).toBe(mine.at)
  })

  test('a number that has opted out is refused, or reported as not delivered', async () => {
    const one = message({ phone: '13800009999' })
    expect(await failure(sms().send(one))).toEqual(optedOut === 'refused' ? expect.objectContaining({ reason: 'rejected', maybeSent: false }) : 'sent')
    await double.idle()
    expect(calls.flatMap((call) => callbacks().parseReports(call)).map(({ delivered }) => delivered)).toEqual(optedOut === 'refused' ? [] : [false])
    expect(double.lastText(one.phone)).toBeNull()
  })

  test('who writes back is heard', async () => {
    double.reply('13800000001', '找错人了')
    await double.idle()
    const replies: SmsReply[] = calls.flatMap((call) => callbacks().parseReplies(call))
    expect(replies).toMatchObject([{ phone: '13800000001', text: '找错人了' }])
    expect(double.refused()).toBe(0)
  })

  test('a report from somebody who does not know the address, or that is no report, is not believed', async () => {
    await sms().send(message())
    await double.idle()
    const [call] = calls
    expect(thrown(() => callbacks().parseReports({ ...call!, token: `${TOKEN}x` }))).toBe('forged')
    expect(thrown(() => callbacks().parseReports({ ...call!, token: '' }))).toBe('forged')
    const changed = { ...call!, body: call!.body.replace('1380001', '1390001') }
    expect(thrown(() => callbacks().parseReports(changed))).toEqual(provider === 'gateway' ? 'forged' : [expect.objectContaining({ phone: expect.stringMatching(/^139/) })])
    if (provider === 'gateway') return
    for (const body of ['', '{', '{}', '[{}]', 'null', '[{"phone_number":1}]']) expect(thrown(() => callbacks().parseReports({ ...call!, body }))).toBe('unreadable')
  })

  test('neither phone, code nor secret stands in an error or in the logs', async () => {
    const written: string[] = []
    const logger = createLogger('warn', { write: (line) => void written.push(line) })
    const one = message({ phone: '13800001234', template: 'code_sign_in', params: { code: '654321', minutes: '5' } })
    const told: unknown[] = []
    for (const how of ['BUSY', 'ARREARS', 'hang_up', 'lost_answer'] as const) {
      double.fail(how)
      await sms().send(one).catch((error: unknown) => told.push(error))
    }
    double.fail(undefined)
    await sms({ secret: 'another-secret-------' }).send(one).catch((error: unknown) => told.push(error))
    await createSms(account(await nowhere()), { config, clock }).send(one).catch((error: unknown) => told.push(error))
    for (const err of told) logger.warn({ err }, 'a text did not go')
    const all = inspect(told, { depth: 10 }) + written.join('')
    expect([told.length, written.length]).toEqual([6, 6])
    for (const secret of ['13800001234', '654321', SECRET, 'another-secret', TOKEN]) expect(all).not.toContain(secret)
  })
})

test('a court whose texts have no number with its carrier does not start', () => {
  for (const provider of ['tencent', 'aliyun'] as const) {
    const { account } = CARRIERS.find((one) => one.provider === provider)!
    expect(() => createSms(account('https://carrier.example'), { config: testSms(), clock: createTestClock() })).toThrow(`no number of ${provider}: code_sign_in, `)
  }
})

test('a court whose own number has no room in its place does not start, and is told which text', () => {
  const numbers = { hotline: '12368', misconduct: '000-0000-0041' }
  for (const provider of ['gateway', 'aliyun'] as const) expect(() => checkOwnNumbers(config, provider, numbers)).not.toThrow()
  expect(() => checkOwnNumbers(config, 'tencent', numbers)).toThrow(/templates\.notice_progress_first\.text: \{misconduct\} is 000-0000-0041, and tencent takes 6/)
  expect(() => checkOwnNumbers({ ...config, place_max: { ...config.place_max, tencent: 13 } }, 'tencent', numbers)).not.toThrow()
})
