import { createTestHttp } from '../test-support/http'
import { clientOf, openTestIdentity, type TestIdentity, tokensIn } from '../test-support/identity'
import type { Route } from '../platform/http/route'
import type { DemoIdentity } from '.'

let t: TestIdentity
let routes: readonly Route[]
let handler: ReturnType<typeof createTestHttp>['handler']

beforeAll(async () => {
  t = await openTestIdentity({ demo: true })
  const personId = await t.identity.people.import({ name: '演示王', identityNumber: '110101199001011237', phones: [] })
  const staffId = await t.identity.staff.save({ number: '1', name: '演示钱', password: 'a-long-password', roles: ['team_leader'], department: '一队', phone: '13900000001', officePhone: '1' })
  const people: DemoIdentity[] = [
    { id: 'applicant', name: '演示王', what: '申请执行人', audience: 'litigant', personId },
    { id: 'leader', name: '演示钱', what: '队长', audience: 'staff', staffId },
  ]
  routes = [...t.identity.routes, ...t.identity.demoRoutes({ people, lastSms: t.sms.lastText })]
  handler = createTestHttp({ routes, authenticate: t.identity.authenticate }).handler
})
afterAll(() => t.close())
const client = (token?: string) => clientOf(handler, token ? { token } : {})

test('every route that is not for anyone answers 401 without a token; every body that is not there is 400', async () => {
  for (const { method, path, policy, body } of routes) {
    const answer = await client().call(method, path)
    if (!policy.audience.includes('anyone')) expect([path, answer.status]).toEqual([path, 401])
    else if (body) expect([path, answer.status, answer.body.error.field]).toEqual([path, 400, expect.stringMatching(/^body\.\w+$/)])
  }
})

test('/about tells the court and whether this is a demo', async () => {
  expect((await client().get('/about')).body.data).toEqual({
    court: { name: expect.any(String), window: { place: expect.any(String), hours: expect.any(String), phone: expect.any(String) }, hotline: '12368',
    phones: {
      command_centre: { label: '执行指挥中心', numbers: [expect.any(String), expect.any(String), expect.any(String)], hours: expect.any(String) },
      duty: { label: '24小时值班电话', numbers: [expect.any(String)], hours: '全天' },
      misconduct: { label: '违纪违法举报', numbers: [expect.any(String)], hours: expect.any(String) },
    } }, demo: true,
  })
})

describe('demo', () => {
  test('one picks a person and is them; nobody’s ids leave', async () => {
    const { people } = (await client().get('/demo/people')).body.data
    expect(people).toEqual([
      { id: 'applicant', name: '演示王', what: '申请执行人', audience: 'litigant' },
      { id: 'leader', name: '演示钱', what: '队长', audience: 'staff' },
    ])
    for (const [id, kind] of [['applicant', 'person'], ['applicant', 'person'], ['leader', 'staff']] as const) {
      const tokens = tokensIn(await client().post('/demo/sign-in', { id }))
      expect([tokens.kind, (await client(tokens.accessToken).get('/me')).body.data.kind]).toEqual([kind, kind])
    }
    expect((await client().post('/demo/sign-in', { id: 'nobody' })).status).toBe(404)
  })

  test('the last text to a phone can be read', async () => {
    expect((await client().get('/demo/sms?phone=13800000001')).body.data).toEqual({ text: null })
    await client().post('/auth/sms-codes', { phone: '13800000001' })
    await t.identity.idle()
    expect((await client().get('/demo/sms?phone=13800000001')).body.data.text).toMatch(/验证码 \d{6}/)
    expect((await client().get('/demo/sms')).body.error.field).toBe('query.phone')
  })

  test('the last text to one of the staff can be read by their number, and says nothing where there is none', async () => {
    expect((await client().get('/demo/sms?staffNumber=1')).body.data).toEqual({ text: null })
    await client().post('/auth/staff', { number: '1', password: 'a-long-password' })
    await t.identity.idle()
    expect((await client().get('/demo/sms?staffNumber=1')).body.data.text).toMatch(/验证码 \d{6}/)
    expect((await client().get('/demo/sms?staffNumber=99')).body.data).toEqual({ text: null })
    expect((await client().get('/demo/sms?staffNumber=1&phone=13800000001')).status).toBe(400)
  })

  test('outside demo mode there are no such routes', async () => {
    const real = await openTestIdentity()
    expect(() => real.identity.demoRoutes({ people: [], lastSms: () => null })).toThrow('demo mode only')
    const { handler: plain } = createTestHttp({ routes: real.identity.routes, authenticate: real.identity.authenticate })
    expect((await clientOf(plain).get('/demo/people')).status).toBe(404)
    await real.close()
  })
})

describe('staff records', () => {
  const who = { number: '7', name: '演示孙', roles: ['officer' as const, 'judge' as const], department: '二队', phone: '13900000007', officePhone: '000-7' }

  test('are found by id and department; saving the same number again changes the same person', async () => {
    const id = await t.identity.staff.save({ ...who, password: 'a-long-password' })
    expect(await t.identity.staff.save({ ...who, name: '演示孙二' })).toBe(id)
    const record = { id, number: '7', name: '演示孙二', roles: ['officer', 'judge'], handles: ['officer', 'judge'], department: '二队', officePhone: '000-7', active: true, confirmed: true }
    expect(await t.identity.staff.byId(id)).toEqual(record)
    expect(await t.identity.staff.find([id, id, 's_none'])).toEqual([record])
    expect(await t.identity.staff.inDepartment('二队')).toEqual([record])
    await t.identity.staff.save({ ...who, active: false })
    expect(await t.identity.staff.inDepartment('二队')).toEqual([])
  })

  test('a short password, and somebody new without one, are refused', async () => {
    await expect(t.identity.staff.save({ ...who, password: 'short' })).rejects.toThrow('at least 10')
    await expect(t.identity.staff.save({ ...who, number: '8' })).rejects.toThrow('needs a password')
  })
})
