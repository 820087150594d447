import { clientOf, openTestIdentity, type TestIdentity } from '../test-support/identity'
import { createTestHttp } from '../test-support/http'

const DESK = { number: '1', password: 'a-long-password', phone: '13900000001' }
let t: TestIdentity
beforeAll(async () => {
  t = await openTestIdentity()
  await t.identity.staff.save({ ...DESK, name: '演示钱', roles: ['officer'], department: '一队', officePhone: '1' })
})
afterAll(() => t.close())

test('outside a demonstration no way in makes somebody a member of staff by number and password, or by their phone, alone', async () => {
  const { handler } = createTestHttp({ routes: t.identity.routes, authenticate: t.identity.authenticate })
  const client = clientOf(handler)
  await client.post('/auth/sms-codes', { phone: DESK.phone })
  const code = await t.codeSentTo(DESK.phone)
  const { challengeId } = (await client.post('/auth/staff', { number: DESK.number, password: DESK.password })).body.data
  // All that one factor gives: the password, what came to the phone for another purpose, a WeChat that nobody activated.
  const tries: Record<string, object> = {
    '/auth/wechat': { code: t.wechat.issueCode('somebody') },
    '/auth/sms-codes': { phone: DESK.phone },
    '/auth/sms': { phone: DESK.phone, code },
    '/auth/staff': { number: DESK.number, password: DESK.password },
    '/auth/staff/verification': { challengeId, code: '000000' },
    '/auth/staff/activation': { wechatCode: t.wechat.issueCode('somebody'), activationCode: 'WRONG222' },
    '/auth/refresh': { refreshToken: 'made-up-made-up-made-up' },
  }
  const ways = t.identity.routes.filter(({ path, policy }) => policy.audience.includes('anyone') && path !== '/about').map(({ path }) => path)
  expect(Object.keys(tries).sort()).toEqual(ways.sort())
  for (const [path, body] of Object.entries(tries)) {
    const { data } = (await client.post(path, body)).body
    expect([path, data?.kind ?? 'nothing']).not.toEqual([path, 'staff'])
    if (!data?.accessToken) continue
    expect((await clientOf(handler, { token: data.accessToken }).get('/me')).body.data.kind).toBe('account')
  }
})
