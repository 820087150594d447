import { inspect } from 'node:util'
import { startWechatDouble, type WechatDouble } from '../../../../../test/doubles'
import { createLogger } from '../../platform/logger'
import { type SubscribeMessage, WechatError } from '../../ports/wechat'
import { createTestClock } from '../../test-support/clock'
import { testKeyStore } from '../../test-support/identity'
import { openTestStore, type TestStore } from '../../test-support/store'
import { createAccessTokens, createWechat } from '.'

const app = { appId: 'wx0000000000000000', secret: 'wechat-secret' }
const ONCE = 'one-time-template'
const ALWAYS = 'long-term-template'
const FIELDS = ['thing1', 'time2', 'character_string3']

const clock = createTestClock()
const now = (): number => clock.now().getTime()
let store: TestStore
let double: WechatDouble
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store.close())
beforeEach(async () => {
  await store.connection.collection('outside_tokens').deleteMany({})
  double = await startWechatDouble({
    ...app, now, pages: ['sub-case/case/index'],
    templates: { [ONCE]: { kind: 'one_time', fields: FIELDS }, [ALWAYS]: { kind: 'long_term', fields: FIELDS } },
  })
})
afterEach(() => double.close())

const tokensOf = (changed: Partial<typeof app> = {}) =>
  createAccessTokens({ app: { ...app, ...changed, origin: double.origin }, connection: store.connection, keyStore: testKeyStore, clock })
/** Another one of these has another memory: as another process would. */
const wechat = (changed: Partial<typeof app> = {}) => createWechat({ ...app, ...changed, origin: double.origin }, tokensOf(changed))
const partsOf = ({ reason, errcode, maybeSent, field }: WechatError): unknown[] => [reason, errcode, maybeSent, field].filter((part) => part !== undefined)
const failure = (go: Promise<unknown>): Promise<unknown> =>
  go.then((said) => said, (error: unknown) => (error instanceof WechatError ? partsOf(error) : error))

describe('sign-in', () => {
  const ask = (code: string, changed: Partial<typeof app> = {}) => failure(wechat(changed).code2Session(code))

  test('a code tells who it is, once, and the session key stays behind', async () => {
    const code = double.issueCode('openid-1')
    expect(await ask(code)).toEqual({ openid: 'openid-1' })
    expect(await ask(code)).toEqual(['rejected', 40163, false])
  })

  test('a made-up code and one older than five minutes are invalid', async () => {
    expect(await ask('made-up')).toEqual(['rejected', 40029, false])
    const code = double.issueCode('openid-1')
    clock.advance({ minutes: 6 })
    expect(await ask(code)).toEqual(['rejected', 40029, false])
  })

  test('a risky user is rejected; one who signs in too often, and a busy WeChat, come back later', async () => {
    double.flag('openid-risky')
    expect(await ask(double.issueCode('openid-risky'))).toEqual(['rejected', 40226, false])
    for (let i = 0; i < 100; i++) await ask(double.issueCode('openid-2'))
    expect(await ask(double.issueCode('openid-2'))).toEqual(['busy', 45011, false])
    double.fail('busy')
    expect(await ask('x')).toEqual(['busy', -1, false])
    double.fail('hang_up')
    expect(await ask('x')).toMatchObject(['busy', true])
  })

  test('our own mistakes are told apart', async () => {
    expect(await ask('x', { appId: 'wx1' })).toEqual(['misconfigured', 40013, false])
    expect(await ask('x', { secret: 'wrong-secret' })).toEqual(['misconfigured', 40125, false])
  })
})

describe('a subscription message', () => {
  const message = (changed: Partial<SubscribeMessage> = {}): SubscribeMessage => ({
    openid: 'openid-1', templateId: ONCE, page: 'sub-case/case/index?id=c_1&entry=7',
    fields: { thing1: '网络查控', time2: '2026年3月10日', character_string3: '(2026)0101-1' }, ...changed,
  })

  test('goes to who allowed it, once for each time they did, under an id that nothing was rounded off', async () => {
    double.allow('openid-1', ONCE, 2)
    const { messageId } = await wechat().sendSubscribeMessage(message())
    expect(double.messages()).toEqual([expect.objectContaining({ openid: 'openid-1', fields: message().fields, page: message().page, messageId })])
    expect(Number.isSafeInteger(Number(messageId))).toBe(false)
    await wechat().sendSubscribeMessage(message())
    expect(await failure(wechat().sendSubscribeMessage(message()))).toEqual(['no_quota', 43101, false])
    expect(double.timesTaken('openid-1', ONCE, message().page)).toBe(2)
  })

  test('of a long-term template goes as often as the court wants until it is turned off', async () => {
    double.choose('openid-1', { [ALWAYS]: 'accept' })
    for (let i = 0; i < 3; i++) await wechat().sendSubscribeMessage(message({ templateId: ALWAYS }))
    double.turnOff('openid-1', ALWAYS)
    expect(await failure(wechat().sendSubscribeMessage(message({ templateId: ALWAYS })))).toEqual(['no_quota', 43101, false])
  })

  test('is refused with what is wrong with it', async () => {
    double.allow('openid-1', ONCE, 10)
    const sent = (changed: Partial<SubscribeMessage>) => failure(wechat().sendSubscribeMessage(message(changed)))
    expect(await sent({ openid: '?' })).toEqual(['rejected', 40003, false])
    expect(await sent({ templateId: 'none' })).toEqual(['misconfigured', 40037, false])
    expect(await sent({ page: 'pages/none' })).toEqual(['misconfigured', 41030, false])
    const fields = (changed: Record<string, string>) => sent({ fields: { ...message().fields, ...changed } })
    expect(await fields({ thing1: '一'.repeat(21) })).toEqual(['bad_field', 47003, false, 'thing1'])
    expect(await fields({ time2: '3月10日' })).toEqual(['bad_field', 47003, false, 'time2'])
    expect(await fields({ character_string3: '（2026）虚01执1号' })).toEqual(['bad_field', 47003, false, 'character_string3'])
    expect(await fields({ thing1: '' })).toEqual(['bad_field', 47003, false, 'thing1'])
    expect(await fields({ thing9: '多了一个' })).toEqual(['bad_field', 47003, false, 'thing9'])
    expect(await fields({})).toEqual({ messageId: expect.stringMatching(/^\d{19}$/) })
  })

  test('where WeChat is busy has not gone; where the connection broke it may have', async () => {
    double.allow('openid-1', ONCE, 10)
    const sender = wechat()
    await sender.sendSubscribeMessage(message({ page: 'sub-case/case/index?first' }))
    double.fail('busy')
    expect(await failure(sender.sendSubscribeMessage(message()))).toEqual(['busy', -1, false])
    double.fail('hang_up')
    expect(await failure(sender.sendSubscribeMessage(message()))).toEqual(['busy', true])
    expect(double.timesTaken('openid-1', ONCE, message().page)).toBe(0)
    double.fail('lost_answer')
    expect(await failure(sender.sendSubscribeMessage(message()))).toEqual(['busy', true])
    expect(double.timesTaken('openid-1', ONCE, message().page)).toBe(1)
    await double.close()
    expect(await failure(sender.sendSubscribeMessage(message()))).toEqual(['busy', false])
    double = await startWechatDouble({ ...app, now })
  })

  test('neither secret nor token nor who it is for stands in an error or in the logs', async () => {
    const lines: string[] = []
    const logger = createLogger('warn', { write: (line) => void lines.push(line) })
    const told: unknown[] = []
    const tokens = tokensOf()
    const token = await tokens.get()
    for (const how of ['busy', 'hang_up', 'lost_answer'] as const) {
      double.fail(how)
      await createWechat({ ...app, origin: double.origin }, tokens).sendSubscribeMessage(message()).catch((error: unknown) => told.push(error))
      await wechat().code2Session('the-code-of-somebody').catch((error: unknown) => told.push(error))
    }
    double.fail(undefined)
    await wechat({ secret: 'another-secret' }).code2Session('x').catch((error: unknown) => told.push(error))
    await store.connection.collection('outside_tokens').deleteMany({})
    await wechat({ secret: 'another-secret' }).sendSubscribeMessage(message()).catch((error: unknown) => told.push(error))
    for (const err of told) logger.warn({ err }, 'a message did not go')
    const all = inspect(told, { depth: 10 }) + lines.join('')
    expect([told.length, lines.length]).toEqual([8, 8])
    for (const secret of [app.secret, 'another-secret', token, 'openid-1', 'the-code-of-somebody']) expect(all).not.toContain(secret)
  })
})

describe('the access token', () => {
  const raw = () => store.connection.collection('outside_tokens').findOne({})

  test('is asked for once by all who want it at once, and by all instances together', async () => {
    const [one, other] = [tokensOf(), tokensOf()]
    const got = await Promise.all([one.get(), one.get(), other.get(), other.get(), tokensOf().get()])
    expect([new Set(got).size, double.tokenCalls.normal]).toEqual([1, 1])
    await tokensOf().get()
    expect(double.tokenCalls).toEqual({ normal: 1, forced: 0 })
  })

  test('those who ask at once look into the store once', async () => {
    await tokensOf().get()
    let looks = 0
    const counting = { ...testKeyStore, byId: (id: string) => (looks++, testKeyStore.byId(id)) }
    const tokens = createAccessTokens({ app: { ...app, origin: double.origin }, connection: store.connection, keyStore: counting, clock })
    await Promise.all(Array.from({ length: 20 }, () => tokens.get()))
    expect(looks).toBe(1)
  })

  test('whoever looked a moment too early does not ask WeChat again', async () => {
    await tokensOf().get()
    clock.advance({ minutes: 116 })
    let go: () => void = () => undefined
    const held = new Promise<void>((resolve) => (go = resolve))
    const slow = { ...testKeyStore, byId: async (id: string) => (await held, testKeyStore.byId(id)) }
    const late = createAccessTokens({ app: { ...app, origin: double.origin }, connection: store.connection, keyStore: slow, clock }).get()
    // What it will read after this is old; the other one is through by then.
    await new Promise((resolve) => setTimeout(resolve, 200))
    const fresh = await tokensOf().get()
    go()
    expect([await late, double.tokenCalls.normal]).toEqual([fresh, 2])
  })

  test('lies sealed in the store', async () => {
    const token = await tokensOf().get()
    expect(token.length).toBeGreaterThan(60)
    expect(JSON.stringify(await raw())).not.toContain(token)
  })

  test('is asked for anew five minutes before its end, and not before', async () => {
    const tokens = tokensOf()
    const first = await tokens.get()
    clock.advance({ minutes: 114 })
    expect(await tokens.get()).toBe(first)
    clock.advance({ minutes: 2 })
    const second = await tokens.get()
    expect([second === first, double.tokenCalls]).toEqual([false, { normal: 2, forced: 0 }])
  })

  test('while WeChat is busy the old one is used to its end', async () => {
    const tokens = tokensOf()
    const first = await tokens.get()
    clock.advance({ minutes: 116 })
    double.fail('busy')
    expect([await tokens.get(), await tokensOf().get()]).toEqual([first, first])
    clock.advance({ minutes: 5 })
    expect(await failure(tokens.get())).toEqual(['busy', -1, false])
    double.fail(undefined)
    expect(await tokens.get()).not.toBe(first)
  })

  test('that WeChat no longer takes, since another system had a new one made, is exchanged once by all who find that out, and every message goes', async () => {
    double.allow('openid-1', ONCE, 100)
    const senders = [wechat(), wechat()]
    const message = (i: number) => ({ openid: 'openid-1', templateId: ONCE, page: `sub-case/case/index?${i}`, fields: { thing1: '一', time2: '12:00', character_string3: 'x' } })
    for (const [i, sender] of senders.entries()) await sender.sendSubscribeMessage(message(i))
    double.dropToken()
    await Promise.all(Array.from({ length: 20 }, (_, i) => senders[i % 2]!.sendSubscribeMessage(message(10 + i))))
    expect([double.messages().length, double.duplicates(), double.tokenCalls]).toEqual([22, 0, { normal: 2, forced: 0 }])
  })

  test('that WeChat gives again although it does not take it is forced, within 30 seconds and 20 a day', async () => {
    const tokens = tokensOf()
    let bad = await tokens.get()
    for (let i = 0; i < 20; i++) {
      const better = await tokens.renew(bad)
      expect(better).not.toBe(bad)
      if (i === 0) expect(await failure(tokens.renew(better))).toEqual(['busy', false])
      bad = better
      clock.advance({ seconds: 31 })
    }
    expect(double.tokenCalls.forced).toBe(20)
    expect(await failure(tokensOf().renew(bad))).toEqual(['busy', false])
    expect(double.tokenCalls.forced).toBe(20)
    clock.advance({ days: 1 })
    const next = await tokens.get()
    expect(await tokens.renew(next)).not.toBe(next)
    expect(double.tokenCalls.forced).toBe(21)
  })

  test('whoever died while asking for it holds the others up no longer than their lease', async () => {
    const _id = `wechat/${app.appId}` as never
    const lease = { by: 'who-died', until: new Date(now() + 12_000) }
    await store.connection.collection('outside_tokens').insertOne({ _id, lease })
    const waiting = tokensOf().get()
    expect(double.tokenCalls.normal).toBe(0)
    clock.advance({ seconds: 13 })
    expect(await waiting).toEqual(expect.any(String))
    expect((await raw())?.lease.by).not.toBe('who-died')
  })

  test('while one asks, the others go on with the old one', async () => {
    const first = await tokensOf().get()
    clock.advance({ minutes: 116 })
    await store.connection.collection('outside_tokens').updateOne({}, { $set: { lease: { by: 'who-asks', until: new Date(now() + 12_000) } } })
    expect(await tokensOf().get()).toBe(first)
    expect(double.tokenCalls.normal).toBe(1)
  })

  test('under a master key that is gone is asked for anew', async () => {
    await tokensOf().get()
    const others = { ...testKeyStore, byId: async () => ({ id: 'k9', secret: Buffer.alloc(32, 9) }) }
    const tokens = createAccessTokens({ app: { ...app, origin: double.origin }, connection: store.connection, keyStore: others, clock })
    expect(await tokens.get()).toEqual(expect.any(String))
  })

  test('where the store does not answer nothing has gone', async () => {
    const failing = { ...testKeyStore, current: () => Promise.reject(new Error('the key file is gone')) }
    const app2 = { ...app, origin: double.origin }
    const sender = createWechat(app2, createAccessTokens({ app: app2, connection: store.connection, keyStore: failing, clock }))
    double.allow('openid-1', ALWAYS)
    expect(await failure(sender.sendSubscribeMessage({ openid: 'openid-1', templateId: ALWAYS, page: 'sub-case/case/index', fields: {} }))).toEqual(['busy', false])
    // And the lease is not left behind.
    expect(await tokensOf().get()).toEqual(expect.any(String))
  })

  test('a wrong secret is ours to put right', async () => {
    expect(await failure(tokensOf({ secret: 'wrong' }).get())).toEqual(['misconfigured', 40125, false])
    expect(await failure(tokensOf({ appId: 'wx1' }).get())).toEqual(['misconfigured', 40013, false])
  })
})
