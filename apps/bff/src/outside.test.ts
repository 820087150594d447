import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SmsReport } from './ports/sms'
import type { WechatEvent } from './ports/wechat'
import { connectOutside } from './outside'
import { loadEnv } from './platform/env'
import { createTestClock } from './test-support/clock'
import { testKeyStore } from './test-support/identity'
import { openTestStore, type TestStore } from './test-support/store'

const clock = createTestClock()
let store: TestStore
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store.close())

test('in demo mode messages go to doubles, which tell what became of them where we listen', async () => {
  const templates = { progress: { kind: 'one_time' as const, fields: ['thing1'] } }
  const outside = await connectOutside(loadEnv({ DEMO: '1' }), { clock, connection: store.connection, keyStore: testKeyStore, templates })
  const [events, reports]: [WechatEvent[], SmsReport[]] = [[], []]
  let heard = (): void => undefined
  const ours = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString('utf8')))
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url!, 'http://ours')
      const token = pathname.split('/').at(-1)!
      if (pathname === '/api/v1/wechat/events') events.push(...outside.wechatCallbacks!.parse(body, Object.fromEntries(searchParams)))
      if (pathname.startsWith('/api/v1/sms/reports/')) reports.push(...outside.smsCallbacks!.parseReports({ token, headers: request.headers, body }))
      response.end(pathname.startsWith('/api/v1/sms/') ? JSON.stringify(outside.smsCallbacks!.accepted) : 'success')
      heard()
    })
  })
  await new Promise<void>((resolve) => ours.listen(0, '127.0.0.1', resolve))
  outside.listeningAt!(`http://127.0.0.1:${(ours.address() as AddressInfo).port}`)
  const all = new Promise<void>((resolve) => (heard = () => (events.length + reports.length === 3 ? resolve() : undefined)))

  outside.demoWechat!.choose('demo-openid', { progress: 'accept' })
  const { messageId } = await outside.wechat.sendSubscribeMessage({ openid: 'demo-openid', templateId: 'progress', page: 'p', fields: { thing1: '一' } })
  await outside.sms.send({ phone: '13800000001', template: 'notice_neutral', params: { hotline: '12368' }, reference: 'r1' })
  await all

  expect(outside.lastSms!('13800000001')).toMatch(/^【演示】本院有一件事情想和您联系，请您拨打12368核实/)
  expect(events.map(({ kind }) => kind).sort()).toEqual(['popup', 'sent'])
  expect(events).toContainEqual({ kind: 'sent', openid: 'demo-openid', templateId: 'progress', messageId, ok: true, code: '0', status: 'success' })
  expect(reports).toMatchObject([{ reference: 'r1', delivered: true }])
  await outside.close()
  await new Promise((resolve) => ours.close(resolve))
})

test('a court that sends through a carrier does not start before its texts are registered there, or where its numbers have no room', async () => {
  const env = loadEnv({
    WECHAT_APP_ID: 'wx', WECHAT_SECRET: 's', SMS_PROVIDER: 'tencent', SMS_APP_ID: '1', SMS_KEY_ID: 'k', SMS_SECRET: 'sixteen-letters-', SMS_SIGNATURE: '示范法院',
  })
  const parts = { clock, connection: store.connection, keyStore: testKeyStore }
  await expect(connectOutside(env, parts)).rejects.toThrow('these texts have no number of tencent: code_sign_in')
  const numbers = { hotline: '12368', misconduct: '000-0000-0041' }
  await expect(connectOutside(env, { ...parts, numbers })).rejects.toThrow('{misconduct} is 000-0000-0041, and tencent takes 6 characters')
})
