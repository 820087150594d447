import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { encrypted, type EventsTo, signedQuery, startWechatDouble, type WechatDouble } from '../../../../../test/doubles'
import { CallbackError } from '../../ports/callback-error'
import type { WechatEvent, WechatQuery } from '../../ports/wechat'
import { createTestClock } from '../../test-support/clock'
import { createAccessTokens, createWechat, createWechatCallbacks } from '.'
import { testKeyStore } from '../../test-support/identity'
import { openTestStore, type TestStore } from '../../test-support/store'

const APP = 'wx0000000000000000'
const TOKEN = 'tokenOfOurs'
const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const ONCE = 'one-time-template'

const clock = createTestClock()
const now = (): number => clock.now().getTime()
const plain = createWechatCallbacks({ appId: APP, token: TOKEN }, clock)
const safe = createWechatCallbacks({ appId: APP, token: TOKEN, encodingKey: KEY }, clock)

const queryOf = (params: URLSearchParams): WechatQuery => Object.fromEntries(params)
const refused = (go: () => unknown): unknown => {
  try {
    return go()
  } catch (error) {
    return error instanceof CallbackError ? error.reason : error
  }
}

/** An event as WeChat would send it, to be changed. */
const sentXml = (more = ''): string =>
  `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[openid-1]]></FromUserName><CreateTime>1773108000</CreateTime>`
  + '<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe_msg_sent_event]]></Event><SubscribeMsgSentEvent><List>'
  + `<TemplateId><![CDATA[${ONCE}]]></TemplateId><MsgID>1864323726461255680</MsgID><ErrorCode>0</ErrorCode><ErrorStatus><![CDATA[success]]></ErrorStatus>`
  + `</List></SubscribeMsgSentEvent>${more}</xml>`
const SENT: WechatEvent = { kind: 'sent', openid: 'openid-1', templateId: ONCE, messageId: '1864323726461255680', ok: true, code: '0', status: 'success' }

describe('the address', () => {
  test('shows WeChat that it is ours by saying its word back', () => {
    const query = signedQuery(TOKEN, now())
    query.set('echostr', '6277892416584926354')
    expect(plain.echo(queryOf(query))).toBe('6277892416584926354')
    expect(refused(() => plain.echo({ ...queryOf(query), signature: '0'.repeat(40) }))).toBe('forged')
    expect(refused(() => plain.echo({ ...queryOf(query), echostr: '<script>1</script>' }))).toBe('unreadable')
    expect(refused(() => plain.echo(queryOf(signedQuery(TOKEN, now()))))).toBe('unreadable')
  })

  test('believes nobody who does not know the token, who is late, or who leaves something out', () => {
    const query = queryOf(signedQuery(TOKEN, now()))
    expect(plain.isGenuine(query)).toBe(true)
    expect(plain.isGenuine(queryOf(signedQuery('anotherToken', now())))).toBe(false)
    expect(plain.isGenuine(queryOf(signedQuery(TOKEN, now() - 11 * 60_000)))).toBe(false)
    for (const name of ['signature', 'timestamp', 'nonce']) {
      expect(plain.isGenuine({ ...query, [name]: undefined })).toBe(false)
      expect(plain.isGenuine({ ...query, [name]: [query[name] as string, query[name] as string] })).toBe(false)
    }
    expect(plain.isGenuine({ ...query, timestamp: 'NaN' })).toBe(false)
    expect(refused(() => plain.parse(sentXml(), { ...query, nonce: '1' }))).toBe('forged')
  })
})

describe('a plain body', () => {
  const parse = (body: string) => refused(() => plain.parse(body, queryOf(signedQuery(TOKEN, now()))))

  test('tells what became of a message, its long id whole, in XML and in JSON', () => {
    expect(parse(sentXml())).toEqual([SENT])
    const said = { TemplateId: ONCE, MsgID: '1864323726461255680', ErrorCode: 0, ErrorStatus: 'success' }
    const json = (List: unknown) => JSON.stringify({ FromUserName: 'openid-1', Event: 'subscribe_msg_sent_event', List })
    expect(parse(json(said))).toEqual([SENT])
    expect(parse(json([said, { ...said, ErrorCode: '43101', ErrorStatus: 'failed' }]))).toEqual([SENT, { ...SENT, ok: false, code: '43101', status: 'failed' }])
    // A number longer than a double holds.
    expect(parse(json(said).replace('"1864323726461255680"', '1864323726461255680'))).toEqual([SENT])
  })

  test('of another event says nothing; of one of these that is not whole is unreadable', () => {
    for (const body of ['<xml><Event>enter_session</Event><FromUserName>o</FromUserName></xml>', '{}', '{"Event":"constructor","FromUserName":"o"}']) {
      expect(parse(body)).toEqual([])
    }
    for (const body of [
      '', 'x', '<xml>', '<a></a>', '[]', 'null', sentXml().replace(/<MsgID>.*<\/MsgID>/, ''), '{"Event":"subscribe_msg_sent_event","FromUserName":"o"}',
      '{"Event":"subscribe_msg_popup_event","FromUserName":"o","List":{"TemplateId":["a"]}}',
    ]) expect([body, parse(body)]).toEqual([body, 'unreadable'])
  })

  test('that would read a file or grow without end is not read', () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]>`
    expect(parse(bomb + sentXml('<A>&b;</A>'))).toBe('unreadable')
    expect(parse(`<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>${sentXml('<A>&a;</A>')}`)).toBe('unreadable')
    expect(parse(sentXml('<__proto__><polluted>1</polluted></__proto__>'))).toEqual(expect.anything())
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('is not believed where the encrypted mode is configured', () => {
    expect(refused(() => safe.parse(sentXml(), queryOf(signedQuery(TOKEN, now()))))).toBe('forged')
  })
})

describe('an encrypted body', () => {
  const wrap = (cipher: string): string => `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[${cipher}]]></Encrypt></xml>`
  const told = (cipher: string, query = signedQuery(TOKEN, now(), cipher), body = wrap(cipher)) => refused(() => safe.parse(body, queryOf(query)))

  test('is opened, whether XML or JSON, and where plain fields stand beside it they do not count', () => {
    const cipher = encrypted(sentXml(), { key: KEY, appId: APP })
    expect(told(cipher)).toEqual([SENT])
    expect(told(cipher, undefined, JSON.stringify({ ToUserName: 'gh_1', Encrypt: cipher }))).toEqual([SENT])
    const mixed = sentXml(`<Encrypt><![CDATA[${cipher}]]></Encrypt>`).replace('openid-1', 'openid-9')
    expect(told(cipher, undefined, mixed)).toEqual([SENT])
  })

  test('that somebody changed, took from another app, or sealed with another key is not believed', () => {
    const cipher = encrypted(sentXml(), { key: KEY, appId: APP })
    const another = encrypted(sentXml().replace('openid-1', 'openid-2'), { key: KEY, appId: APP })
    expect(told(another, signedQuery(TOKEN, now(), cipher))).toBe('forged')
    expect(told(cipher, signedQuery(TOKEN, now()))).toBe('forged')
    expect(told(encrypted(sentXml(), { key: KEY, appId: 'wx1' }))).toBe('forged')
    const strange = told(encrypted(sentXml(), { key: KEY.replace('abc', 'xyz'), appId: APP }))
    expect(['forged', 'unreadable']).toContain(strange)
    for (const broken of ['', 'AAAA', cipher.slice(4), Buffer.alloc(64).toString('base64')]) expect(['forged', 'unreadable']).toContain(told(broken))
  })

  test('is signed as WeChat writes it down', () => {
    const query = queryOf(signedQuery(TOKEN, now(), 'cipher'))
    const said = [TOKEN, query.timestamp, query.nonce, 'cipher'].sort().join('')
    expect(query.msg_signature).toBe(createHash('sha1').update(said).digest('hex'))
  })
})

describe('what happens in WeChat is told to us', () => {
  let double: WechatDouble
  let store: TestStore
  const heard: WechatEvent[] = []
  let answer = 'success'
  let reader = plain
  const ours = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString('utf8')))
    request.on('end', () => {
      heard.push(...reader.parse(body, queryOf(new URL(request.url!, 'http://ours').searchParams)))
      response.end(answer)
    })
  })
  let url: string
  beforeAll(async () => {
    store = await openTestStore()
    double = await startWechatDouble({ appId: APP, secret: 's', now, templates: { [ONCE]: { kind: 'one_time', fields: ['thing1'] }, other: { kind: 'one_time', fields: ['thing1'] } } })
    await new Promise<void>((resolve) => ours.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(ours.address() as AddressInfo).port}/events`
  })
  afterAll(async () => {
    await Promise.all([double.close(), store.close()])
    await new Promise((resolve) => ours.close(resolve))
  })
  beforeEach(() => {
    heard.length = 0
    answer = 'success'
  })

  test.each<[string, Partial<EventsTo>]>([
    ['plain XML', {}], ['plain JSON', { format: 'json' }], ['encrypted XML', { key: KEY }], ['encrypted JSON', { key: KEY, format: 'json' }],
  ])('in %s', async (_, mode) => {
    reader = mode.key ? safe : plain
    double.callBack({ url, token: TOKEN, ...mode })
    const app = { appId: APP, secret: 's', origin: double.origin }
    const wechat = createWechat(app, createAccessTokens({ app, connection: store.connection, keyStore: testKeyStore, clock }))
    double.choose('openid-1', { [ONCE]: 'accept', other: 'reject' })
    const { messageId } = await wechat.sendSubscribeMessage({ openid: 'openid-1', templateId: ONCE, page: 'p', fields: { thing1: '一' } })
    double.turnOff('openid-1', ONCE)
    await double.idle()
    expect(heard).toHaveLength(4)
    expect(heard).toEqual(expect.arrayContaining([
      { kind: 'popup', openid: 'openid-1', templateId: ONCE, accepted: true },
      { kind: 'popup', openid: 'openid-1', templateId: 'other', accepted: false },
      { kind: 'sent', openid: 'openid-1', templateId: ONCE, messageId, ok: true, code: '0', status: 'success' },
      { kind: 'change', openid: 'openid-1', templateId: ONCE, accepted: false },
    ]))
    expect(double.refused()).toBe(0)
  })

  test('a message that WeChat took and could not bring is told so', async () => {
    reader = plain
    double.callBack({ url, token: TOKEN })
    double.allow('openid-7', ONCE)
    double.block('openid-7')
    const app = { appId: APP, secret: 's', origin: double.origin }
    await createWechat(app, createAccessTokens({ app, connection: store.connection, keyStore: testKeyStore, clock }))
      .sendSubscribeMessage({ openid: 'openid-7', templateId: ONCE, page: 'p', fields: { thing1: '一' } })
    await double.idle()
    expect(heard).toMatchObject([{ kind: 'sent', openid: 'openid-7', ok: false, code: '43101' }])
  })

  test('again where nobody said that it was heard', async () => {
    reader = plain
    answer = 'no'
    double.callBack({ url, token: TOKEN })
    double.turnOff('openid-1', ONCE)
    await double.idle()
    expect([heard.length, double.refused()]).toEqual([3, 1])
  })
})
