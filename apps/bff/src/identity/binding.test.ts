import { createTestHttp } from '../test-support/http'
import { clientOf, openTestIdentity, type TestIdentity, tokensIn } from '../test-support/identity'
import type { Bound } from '.'

const OWN_PHONE = '13800000001'
const TOLD_BY_OPPONENT = '13800000002'
const TOLD_BY_AGENT = '13800000003'
const PERSON = { name: '买买提·演示', identityNumber: '110101199001011237' }
const OTHER = { name: '演示张', identityNumber: '110101199001011245' }
let t: TestIdentity
let handler: ReturnType<typeof createTestHttp>['handler']
let personId: string
let people = 0
let network = 0
const bound: Bound[] = []
type Client = ReturnType<typeof clientOf>

beforeAll(async () => {
  t = await openTestIdentity()
  handler = createTestHttp({ routes: t.identity.routes, authenticate: t.identity.authenticate, env: { trustProxy: 1 } }).handler
  const at = '2026-01-05T01:00:00.000Z'
  personId = await t.identity.people.import({
    ...PERSON,
    phones: [{ number: OWN_PHONE, source: 'self', at }, { number: TOLD_BY_OPPONENT, source: 'opponent', at }, { number: TOLD_BY_AGENT, source: 'agent', at }],
  })
  await t.identity.people.import({ ...OTHER, phones: [] })
  t.identity.people.onBound((event) => void bound.push(event))
})
afterAll(() => t.close())
beforeEach(() => t.clock.advance({ days: 1 }))

const anyone = (token?: string) => clientOf(handler, { address: `203.0.113.${++network}`, ...(token && { token }) })
async function account(): Promise<Client> {
  const code = t.wechat.issueCode(`openid-${++people}`)
  return anyone(tokensIn(await anyone().post('/auth/wechat', { code })).accessToken)
}
async function staff(roles: ('officer' | 'window')[]): Promise<Client> {
  const who = { number: `9${++people}`, password: 'a-long-password', phone: `139${String(10_000_000 + people)}` }
  await t.identity.staff.save({ ...who, name: '演示窗口', roles, department: '窗口', officePhone: '' })
  const desk = anyone()
  const { challengeId } = (await desk.post('/auth/staff', { number: who.number, password: who.password })).body.data
  return anyone(tokensIn(await desk.post('/auth/staff/verification', { challengeId, code: await t.codeSentTo(who.phone) })).accessToken)
}
async function codeFor(phone: string): Promise<string> {
  t.clock.advance({ minutes: 2 })
  await anyone().post('/auth/sms-codes', { phone })
  return t.codeSentTo(phone)
}
const wrongOf = (code: string): string => (code === '000000' ? '000001' : '000000')

describe('by a phone that the person gave the court', () => {
  test('name, identity number, phone and code bind; the answer says who one is now, numbers masked', async () => {
    const me = await account()
    const answer = await me.post('/bindings', { ...PERSON, phone: OWN_PHONE, code: await codeFor(OWN_PHONE) })
    expect([answer.status, answer.body]).toEqual([200, {
      data: {
        kind: 'person', personId, name: PERSON.name, identityNumberMasked: '110***********1237', boundAt: t.clock.now().toISOString(),
        phones: [{ id: expect.any(String), masked: '138****0001', source: 'self', confirmedAt: '2026-01-05T01:00:00.000Z' }],
      },
      can: expect.objectContaining({ bind: false, workList: false, issueWindowCode: false, activatePhone: false, may: [] }),
    }])
    expect((await me.get('/me')).body).toEqual(answer.body)
    expect(bound.at(-1)).toMatchObject({ personId, by: 'phone', at: t.clock.now().toISOString() })
    expect((await me.post('/bindings', { ...PERSON, phone: OWN_PHONE, code: '000000' })).body.error.code).toBe('binding.already_bound')
  })

  test('a name is the same however its dot and blanks are typed', async () => {
    const me = await account()
    expect((await me.post('/bindings', { ...PERSON, name: ' 买买提•演示 ', phone: OWN_PHONE, code: await codeFor(OWN_PHONE) })).status).toBe(200)
  })

  test('whatever is wrong, the answer is the very same', async () => {
    const wrong: [string, object][] = []
    for (const phone of [TOLD_BY_OPPONENT, TOLD_BY_AGENT]) wrong.push([`a phone that ${phone} told`, { ...PERSON, phone, code: await codeFor(phone) }])
    const code = await codeFor(OWN_PHONE)
    wrong.push(
      ['name', { ...PERSON, name: '别人', phone: OWN_PHONE, code }],
      ['identity number', { ...PERSON, identityNumber: '110101199001011253', phone: OWN_PHONE, code }],
      ['somebody else’s identity number', { ...PERSON, identityNumber: OTHER.identityNumber, phone: OWN_PHONE, code }],
      ['code', { ...PERSON, phone: OWN_PHONE, code: wrongOf(code) }],
    )
    wrong.push(['a phone nobody has', { ...PERSON, phone: '13812345678', code: await codeFor('13812345678') }])
    const answers = []
    for (const [, body] of wrong) answers.push(await (await account()).post('/bindings', body))
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set([expect.stringContaining('409 {"error":{"code":"binding.failed"')]))
    expect((await (await account()).post('/bindings', { ...PERSON, phone: OWN_PHONE, code })).status).toBe(200)
  })

  test('failures lock the account that tries and nobody else: the identity number stays free', async () => {
    const attacker = await account()
    for (let i = 0; i < 8; i++) await attacker.post('/bindings', { ...PERSON, phone: OWN_PHONE, code: '000000' })
    const locked = await attacker.post('/bindings', { ...PERSON, phone: OWN_PHONE, code: '000000' })
    expect([locked.status, locked.body.error.code, locked.headers['retry-after']]).toEqual([429, 'auth.locked', '900'])
    expect((await (await account()).post('/bindings', { ...PERSON, phone: OWN_PHONE, code: await codeFor(OWN_PHONE) })).status).toBe(200)
  })

  test('an address that tries many identity numbers is locked', async () => {
    const address = '198.51.100.9'
    const answers = []
    for (let i = 0; i < 61; i++) {
      const token = tokensIn(await anyone().post('/auth/wechat', { code: t.wechat.issueCode(`openid-many-${i}`) })).accessToken
      answers.push(await clientOf(handler, { token, address }).post('/bindings', { ...PERSON, phone: OWN_PHONE, code: '000000' }))
    }
    expect(answers.at(-2)?.status).toBe(409)
    expect(answers.at(-1)?.body.error.code).toBe('auth.locked')
  })

  test.each([
    [{}, 'body.name'],
    [{ ...PERSON, name: '王', phone: OWN_PHONE, code: '123456' }, 'body.name'],
    [{ ...PERSON, identityNumber: { $gt: '' }, phone: OWN_PHONE, code: '123456' }, 'body.identityNumber'],
    [{ ...PERSON, phone: '12345', code: '123456' }, 'body.phone'],
    [{ ...PERSON, phone: OWN_PHONE }, 'body.code'],
    [{ ...PERSON, phone: OWN_PHONE, code: '123456', personId: 'p_00000000' }, 'body.personId'],
  ])('%j is refused with its field', async (body, field) => {
    const answer = await (await account()).post('/bindings', body)
    expect([answer.status, answer.body.error.code, answer.body.error.field]).toEqual([400, 'input.invalid', field])
  })

  test('without signing in 401; staff 403', async () => {
    expect((await anyone().post('/bindings', {})).status).toBe(401)
    expect((await (await staff(['window'])).post('/bindings', {})).status).toBe(403)
  })
})

describe('by a code of the reception window', () => {
  const issue = async (desk: Client, who: typeof PERSON = PERSON) => desk.post('/window/binding-codes', { ...who, checkedCard: true })

  test('the window issues it after a look at the card; it binds once', async () => {
    const { code, expiresAt } = (await issue(await staff(['window']))).body.data
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/)
    expect(new Date(expiresAt).getTime() - t.clock.now().getTime()).toBe(120 * 60_000)
    const answer = await (await account()).post('/bindings/window-code', { ...PERSON, windowCode: ` ${code.toLowerCase()} ` })
    expect([answer.status, answer.body.data.kind, bound.at(-1)?.by]).toEqual([200, 'person', 'window_code'])
    expect((await (await account()).post('/bindings/window-code', { ...PERSON, windowCode: code })).body.error.code).toBe('binding.failed')
  })

  test('wrong name, number or code, one that is over, one that was replaced: the very same answer', async () => {
    const desk = await staff(['window'])
    const replaced = (await issue(desk)).body.data.code
    const { code } = (await issue(desk)).body.data
    const bodies = [
      { ...PERSON, windowCode: replaced }, { ...PERSON, windowCode: '22222222' }, { ...PERSON, name: '别人', windowCode: code },
      { ...OTHER, windowCode: code }, { name: '无此人', identityNumber: '110101199001011261', windowCode: code },
    ]
    const answers = []
    for (const body of bodies) answers.push(await (await account()).post('/bindings/window-code', body))
    const late = await account()
    t.clock.advance({ minutes: 121 })
    const again = await staff(['window'])
    await issue(again, OTHER)
    const token = tokensIn(await anyone().post('/auth/wechat', { code: t.wechat.issueCode('openid-late') })).accessToken
    answers.push(await anyone(token).post('/bindings/window-code', { ...PERSON, windowCode: code }))
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers[0]?.status).toBe(409)
    expect((await late.get('/me')).status).toBe(401)
  })

  test('what others try under somebody’s name and number does not use up that person’s code', async () => {
    const { code } = (await issue(await staff(['window']))).body.data
    for (let n = 0; n < 3; n++) {
      const stranger = await account()
      for (let tries = 0; tries < 4; tries++) expect((await stranger.post('/bindings/window-code', { ...PERSON, windowCode: `WRNG222${tries}` })).status).toBe(409)
    }
    expect((await (await account()).post('/bindings/window-code', { ...PERSON, windowCode: code })).status).toBe(200)
  })

  test('of two accounts with the same code at once, one is bound', async () => {
    const { code } = (await issue(await staff(['window']))).body.data
    const both = [await account(), await account()]
    const answers = await Promise.all(both.map((client) => client.post('/bindings/window-code', { ...PERSON, windowCode: code })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('only window staff issue one, for somebody the court knows, and only having looked at the card', async () => {
    expect((await issue(anyone())).status).toBe(401)
    expect((await issue(await account())).status).toBe(403)
    expect((await issue(await staff(['officer']))).body.error.code).toBe('access.forbidden')
    const desk = await staff(['window'])
    expect((await desk.post('/window/binding-codes', { ...PERSON, checkedCard: false })).body.error.field).toBe('body.checkedCard')
    expect((await issue(desk, { ...PERSON, name: '别人' })).body.error.code).toBe('binding.person_unknown')
  })
})

test('a binding that is ended is out with the next request', async () => {
  const signIn = async () => tokensIn(await anyone().post('/auth/wechat', { code: t.wechat.issueCode('openid-ending') }))
  const { accessToken } = await signIn()
  const me = anyone(accessToken)
  await me.post('/bindings', { ...PERSON, phone: OWN_PHONE, code: await codeFor(OWN_PHONE) })
  const { actor } = await t.identity.authenticate(accessToken)
  if (actor.kind !== 'person') throw new Error('not bound')
  await t.identity.people.endBinding(actor.accountId)
  expect((await me.get('/me')).status).toBe(401)
  expect((await signIn()).kind).toBe('account')
})

describe('import', () => {
  const at = '2026-01-05T01:00:00.000Z'

  test('the same again, in any order or at once, is one person; a new phone is added with its source', async () => {
    const who = { name: '演示李', identityNumber: '11010119900101127x' }
    const ids = await Promise.all(Array.from({ length: 8 }, (_, i) => t.identity.people.import({ ...who, phones: [{ number: `1370000000${i % 4}`, source: 'self', at }] })))
    expect(new Set(ids).size).toBe(1)
    expect(await t.identity.people.namesOf([ids[0]!, ids[0]!, 'p_00000000'])).toEqual(new Map([[ids[0], '演示李']]))
    for (const phone of ['13700000000', '13700000003']) {
      expect((await (await account()).post('/bindings', { ...who, phone, code: await codeFor(phone) })).status).toBe(200)
    }
  })

  test('a number told by the opponent first binds once the person has confirmed it themselves', async () => {
    const who = { name: '演示赵', identityNumber: '110101199001011288' }
    const number = '13700000009'
    await t.identity.people.import({ ...who, phones: [{ number, source: 'opponent', at }] })
    expect((await (await account()).post('/bindings', { ...who, phone: number, code: await codeFor(number) })).status).toBe(409)
    await t.identity.people.import({ ...who, phones: [{ number, source: 'self', at }] })
    const answer = await (await account()).post('/bindings', { ...who, phone: number, code: await codeFor(number) })
    expect(answer.body.data.phones).toEqual([{ id: expect.any(String), masked: '137****0009', source: 'self', confirmedAt: at }])
  })

  test('no identity number, phone or openid stands in the store as it is', async () => {
    const db = t.store.connection.db!
    const all = await Promise.all((await db.listCollections().toArray()).map(({ name }) => db.collection(name).find().toArray()))
    // A digest's digits may look like a number by chance.
    const text = JSON.stringify(all).replace(/[0-9a-f]{64}/g, '')
    expect(text).toContain(personId)
    expect(text).not.toMatch(/1[3-9]\d{9}(?!\d)|110101199001|openid-/)
  })
})
