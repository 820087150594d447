import { createTestHttp } from '../test-support/http'
import { clientOf, openTestIdentity, type TestIdentity, tokensIn } from '../test-support/identity'

const OLD = '13800090001'
const NEW = '13900090001'
const AT = '2026-01-05T01:00:00.000Z'
let t: TestIdentity
let handler: ReturnType<typeof createTestHttp>['handler']
let count = 0
type Client = ReturnType<typeof clientOf>
interface Somebody { client: Client; name: string; identityNumber: string; old: string; next: string; personId: string }

beforeAll(async () => {
  t = await openTestIdentity()
  handler = createTestHttp({ routes: t.identity.routes, authenticate: t.identity.authenticate, env: { trustProxy: 1 } }).handler
})
afterAll(() => t.close())
beforeEach(() => t.clock.advance({ days: 1 }))

const anyone = (token?: string): Client => clientOf(handler, { address: `203.0.113.${++count % 250}`, ...(token && { token }) })
const account = async (): Promise<Client> => anyone(tokensIn(await anyone().post('/auth/wechat', { code: t.wechat.issueCode(`openid-${++count}`) })).accessToken)

/** Somebody who is bound, and whose phones the court has as given. */
async function somebody(phones: { source: 'self' | 'opponent' }[] = [{ source: 'self' }]): Promise<Somebody> {
  const n = String(++count).padStart(4, '0')
  const papers = { name: `演示${n}`, identityNumber: `11010119900101${n}` }
  const personId = await t.identity.people.import({ ...papers, phones: phones.map(({ source }, i) => ({ number: `138${i}000${n}`, source, at: AT })) })
  const desk = await t.identity.help.issueCode(personId, 's_0000', 'r_00000000')
  const client = await account()
  expect((await client.post('/bindings/window-code', { ...papers, windowCode: desk.code })).status).toBe(200)
  return { client, ...papers, personId, old: `1380000${n}`, next: `1390000${n}` }
}
interface Shown { id: string; masked: string; source: string; confirmedAt: string }
const phonesOf = async ({ client }: Pick<Somebody, 'client'>): Promise<Shown[]> => (await client.get('/me')).body.data.phones
async function newCode({ client }: Pick<Somebody, 'client'>, phone: string): Promise<string> {
  await client.post('/me/phones/codes', { phone })
  return t.codeSentTo(phone)
}
async function oldCode(who: Somebody, phoneId: string, number: string): Promise<string> {
  await who.client.post('/me/phones/codes', { phoneId })
  return t.codeSentTo(number)
}
const told = async (phone: string): Promise<string> => {
  await t.identity.idle()
  return t.sms.lastText(phone) ?? ''
}
const ALERT = /手机号有变动。如果不是您本人办的，请马上拨打12368/

test('a code to the new number and one to the old: both are confirmed, with source and date, and the old one is told', async () => {
  const me = await somebody()
  const [first] = await phonesOf(me)
  expect(first).toEqual({ id: expect.any(String), masked: `${me.old.slice(0, 3)}****${me.old.slice(-4)}`, source: 'self', confirmedAt: AT })
  const old = { phoneId: first!.id, code: await oldCode(me, first!.id, me.old) }
  const answer = await me.client.post('/me/phones', { phone: me.next, code: await newCode(me, me.next), old })
  expect([answer.status, answer.body.data.phones.map(({ source, confirmedAt }: Shown) => [source, confirmedAt])]).toEqual([200, [['self', AT], ['app', t.clock.now().toISOString()]]])
  expect(await told(me.old)).toMatch(ALERT)
  expect(await told(me.old)).not.toMatch(/执行|案/)
  expect(await told(me.next)).not.toMatch(ALERT)
})

test('one in place of the old: the old one no longer binds anybody, and is told', async () => {
  const me = await somebody()
  const [first] = await phonesOf(me)
  const old = { phoneId: first!.id, code: await oldCode(me, first!.id, me.old) }
  await me.client.post('/me/phones', { phone: me.next, code: await newCode(me, me.next), old, replaces: first!.id })
  expect((await phonesOf(me)).map(({ source }) => source)).toEqual(['app'])
  expect(await told(me.old)).toMatch(ALERT)
  const bindBy = async (phone: string) => {
    t.clock.advance({ minutes: 2 })
    const other = await account()
    await other.post('/auth/sms-codes', { phone })
    return other.post('/bindings', { name: me.name, identityNumber: me.identityNumber, phone, code: await t.codeSentTo(phone) })
  }
  expect([(await bindBy(me.old)).status, (await bindBy(me.next)).status]).toEqual([409, 200])
  // What the court's system still has from before does not bring it back; what the person tells the court later does.
  await t.identity.people.import({ name: me.name, identityNumber: me.identityNumber, phones: [{ number: me.old, source: 'self', at: AT }] })
  expect((await bindBy(me.old)).status).toBe(409)
  await t.identity.people.import({ name: me.name, identityNumber: me.identityNumber, phones: [{ number: me.old, source: 'self', at: t.clock.now().toISOString() }] })
  expect((await bindBy(me.old)).status).toBe(200)
})

describe('attacks', () => {
  test('somebody with the unlocked phone in hand, who does not get what is sent to the old number, adds nothing', async () => {
    const me = await somebody()
    const [first] = await phonesOf(me)
    const code = await newCode(me, me.next)
    const wrong: object[] = [
      { phone: me.next, code },
      { phone: me.next, code, old: { phoneId: first!.id, code: '000000' } },
      { phone: me.next, code, old: { phoneId: 'nosuchphoneid', code } },
      { phone: me.next, code, old: { phoneId: first!.id, code } },
      { phone: me.next, code, replaces: first!.id },
    ]
    const answers = []
    for (const body of wrong) answers.push(await me.client.post('/me/phones', body))
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set([expect.stringContaining('409 {"error":{"code":"phones.failed"')]))
    expect((await phonesOf(me)).length).toBe(1)
  })

  test('a code that was sent for signing in changes no phone, and the other way round', async () => {
    const me = await somebody()
    const [first] = await phonesOf(me)
    await anyone().post('/auth/sms-codes', { phone: me.old })
    const signIn = await t.codeSentTo(me.old)
    const refused = await me.client.post('/me/phones', { phone: me.next, code: await newCode(me, me.next), old: { phoneId: first!.id, code: signIn } })
    expect(refused.body.error.code).toBe('phones.failed')
    const code = await oldCode(me, first!.id, me.old)
    expect((await anyone().post('/auth/sms', { phone: me.old, code })).status).toBe(401)
  })

  test('one cannot have a code sent to, nor use, a phone of somebody else’s', async () => {
    const [me, other] = [await somebody(), await somebody()]
    const [theirs] = await phonesOf(other)
    expect((await me.client.post('/me/phones/codes', { phoneId: theirs!.id })).body.error.code).toBe('input.not_found')
    const old = { phoneId: theirs!.id, code: await oldCode(other, theirs!.id, other.old) }
    expect((await me.client.post('/me/phones', { phone: me.next, code: await newCode(me, me.next), old })).body.error.code).toBe('phones.failed')
  })

  test('guesses lock the person’s account for this, not their sign-in', async () => {
    const me = await somebody()
    const answers = []
    for (let i = 0; i < 9; i++) answers.push(await me.client.post('/me/phones', { phone: me.next, code: '000000' }))
    expect(answers.at(-1)!.body.error.code).toBe('auth.locked')
    expect((await me.client.get('/me')).status).toBe(200)
  })

  test('what an opponent told the court is none of the person’s phones: it is not shown and proves nothing', async () => {
    const me = await somebody([{ source: 'opponent' }])
    expect(await phonesOf(me)).toEqual([])
    const answer = await me.client.post('/me/phones', { phone: me.next, code: await newCode(me, me.next) })
    expect([answer.status, (await phonesOf(me)).map(({ source }) => source)]).toEqual([200, ['app']])
    expect(await told(me.old)).toBe('')
  })
})

test('the court’s own import of another number tells the old ones; the same import again tells nobody', async () => {
  const papers = { name: '演示李', identityNumber: '110101199001019996' }
  const first = { number: OLD, source: 'self' as const, at: AT }
  await t.identity.people.import({ ...papers, phones: [first] })
  await t.identity.people.import({ ...papers, phones: [first, { number: '13700000001', source: 'opponent', at: AT }] })
  expect(await told(OLD)).toBe('')
  const both = [first, { number: NEW, source: 'self' as const, at: t.clock.now().toISOString() }]
  await t.identity.people.import({ ...papers, phones: both })
  expect(await told(OLD)).toMatch(ALERT)
  expect(await told('13700000001')).toBe('')
  const sent = t.sms.count()
  await t.identity.people.import({ ...papers, phones: both })
  await t.identity.sweep()
  await t.identity.idle()
  expect(t.sms.count()).toBe(sent)
})

test('an alert that did not go is sent by the next round', async () => {
  const papers = { name: '演示孙', identityNumber: '110101199001019988' }
  const number = '13800009988'
  await t.identity.people.import({ ...papers, phones: [{ number, source: 'self', at: AT }] })
  t.sms.fail('BUSY')
  await t.identity.people.import({ ...papers, phones: [{ number: '13900009988', source: 'self', at: AT }] })
  expect(await told(number)).toBe('')
  t.sms.fail(undefined)
  await t.identity.sweep()
  expect(await told(number)).toMatch(ALERT)
})

test.each([
  ['/me/phones/codes', {}, 'body'], ['/me/phones/codes', { phone: '1' }, 'body.phone'], ['/me/phones', { phone: NEW }, 'body.code'], ['/me/phones', { phone: NEW, code: '123456', personId: 'p_1' }, 'body.personId'],
])('%s %j is refused', async (path, body, field) => {
  const { client } = await somebody()
  const answer = await client.post(path, body)
  expect([answer.status, answer.body.error.code, answer.body.error.field]).toEqual([400, 'input.invalid', field])
})

test('nobody but a person who is bound has phones to change', async () => {
  for (const path of ['/me/phones/codes', '/me/phones']) {
    expect((await anyone().post(path, {})).status).toBe(401)
    expect((await (await account()).post(path, {})).body.error.code).toBe('binding.required')
  }
})

test('papers of two kinds with the same number are two people', async () => {
  const number = 'AB1234567'
  const [one, two] = [{ name: '演示甲', documentKind: 'passport', identityNumber: number }, { name: '演示乙', documentKind: 'foreigner_residence', identityNumber: number }]
  const ids = [await t.identity.people.import({ ...one, phones: [] }), await t.identity.people.import({ ...two, phones: [] })]
  expect(new Set(ids).size).toBe(2)
  const { code } = await t.identity.help.issueCode(ids[0]!, 's_0000', 'r_00000000')
  const bind = async (papers: object) => (await account()).post('/bindings/window-code', { ...papers, windowCode: code })
  expect((await bind(two)).status).toBe(409)
  expect((await bind({ ...one, documentKind: 'foreigner_residence' })).status).toBe(409)
  const bound = await bind({ ...one, identityNumber: ' ab 1234567' })
  expect([bound.status, bound.body.data.identityNumberMasked]).toEqual([200, 'A******67'])
})
