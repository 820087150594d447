import { createTestHttp } from '../test-support/http'
import { clientOf, openTestIdentity, type TestIdentity, tokensIn } from '../test-support/identity'

const PHONE = '13800000001'
const DESK = { number: '0001', password: 'a-long-password', phone: '13900000001' }
let t: TestIdentity
let handler: ReturnType<typeof createTestHttp>['handler']
let network = 0
/** A client at an address nobody has used before, so that locks of one test do not reach another. */
const client = (options: { token?: string; device?: string; address?: string } = {}) =>
  clientOf(handler, { address: `203.0.113.${++network}`, ...options })
let staffId: string

beforeAll(async () => {
  t = await openTestIdentity()
  handler = createTestHttp({ routes: t.identity.routes, authenticate: t.identity.authenticate, env: { trustProxy: 1 } }).handler
  staffId = await t.identity.staff.save({ ...DESK, name: '演示甲', roles: ['officer'], department: '执行一队', officePhone: '000-1' })
})
afterAll(() => t.close())
beforeEach(() => t.clock.advance({ days: 1 }))

const signInBySms = async (phone: string, options: Parameters<typeof client>[0] = {}) => {
  const phoneClient = client(options)
  await phoneClient.post('/auth/sms-codes', { phone })
  return phoneClient.post('/auth/sms', { phone, code: await t.codeSentTo(phone) })
}
const signInAtDesk = async ({ number, password, phone } = DESK) => {
  const desk = client()
  const challenge = await desk.post('/auth/staff', { number, password })
  return desk.post('/auth/staff/verification', { challengeId: challenge.body.data.challengeId, code: await t.codeSentTo(phone) })
}
const refusal = ({ status, body }: { status: number; body: { error?: { code: string; field?: string } } }) => [status, body.error?.code, body.error?.field]

describe('by text message', () => {
  test('a phone and the code sent to it sign in', async () => {
    const answer = await signInBySms('138 0000 0001')
    expect([answer.status, tokensIn(answer).kind, tokensIn(answer).expiresIn]).toEqual([200, 'account', 900])
    const me = await client({ token: tokensIn(answer).accessToken }).get('/me')
    expect(me.body).toEqual({ data: { kind: 'account', phoneMasked: '138****0001' }, can: expect.objectContaining({ bind: true, workList: false, issueWindowCode: false, activatePhone: false, may: [] }) })
  })

  test('a code is good once, for five minutes, and not for another phone', async () => {
    const phone = client()
    await phone.post('/auth/sms-codes', { phone: PHONE })
    const code = await t.codeSentTo(PHONE)
    expect(refusal(await phone.post('/auth/sms', { phone: '13800000002', code }))).toEqual([401, 'auth.failed', undefined])
    expect((await phone.post('/auth/sms', { phone: PHONE, code })).status).toBe(200)
    expect(refusal(await phone.post('/auth/sms', { phone: PHONE, code }))[1]).toBe('auth.failed')
    t.clock.advance({ minutes: 2 })
    await phone.post('/auth/sms-codes', { phone: PHONE })
    t.clock.advance({ minutes: 6 })
    expect(refusal(await phone.post('/auth/sms', { phone: PHONE, code: await t.codeSentTo(PHONE) }))[1]).toBe('auth.failed')
  })

  test('a code that was used makes room for the next at once: for binding right after signing in', async () => {
    await signInBySms(PHONE)
    const sent = t.sms.count()
    await client().post('/auth/sms-codes', { phone: PHONE })
    await t.identity.idle()
    expect(t.sms.count()).toBe(sent + 1)
  })

  test('of two who send the right code at once, one gets in', async () => {
    const phone = client()
    await phone.post('/auth/sms-codes', { phone: PHONE })
    const code = await t.codeSentTo(PHONE)
    const answers = await Promise.all([phone.post('/auth/sms', { phone: PHONE, code }), phone.post('/auth/sms', { phone: PHONE, code })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
  })

  test('asking again at once, too often a day, or when the gateway is down gets the very same answer', async () => {
    const phone = client()
    const ask = () => phone.post('/auth/sms-codes', { phone: '13800000009' })
    const first = await ask()
    await t.identity.idle()
    const sent = t.sms.count()
    const again = await ask()
    await t.identity.idle()
    expect(t.sms.count()).toBe(sent)
    for (let i = 0; i < 12; i++) {
      t.clock.advance({ minutes: 2 })
      await ask()
    }
    await t.identity.idle()
    expect(t.sms.count()).toBe(sent + 9)
    t.clock.advance({ days: 1 })
    t.sms.fail('hang_up')
    const down = await ask()
    await t.identity.idle()
    t.sms.fail(undefined)
    expect([again.text, down.text, down.status]).toEqual([first.text, first.text, first.status])
  })

  test('many requests at once send one text', async () => {
    const phone = client()
    const before = t.sms.count()
    await Promise.all(Array.from({ length: 10 }, () => phone.post('/auth/sms-codes', { phone: '13800000008' })))
    await t.identity.idle()
    expect(t.sms.count()).toBe(before + 1)
  })

  test('after five wrong tries the right code is no good either', async () => {
    const phone = client()
    await phone.post('/auth/sms-codes', { phone: PHONE })
    const code = await t.codeSentTo(PHONE)
    const wrong = code === '000000' ? '000001' : '000000'
    for (let i = 0; i < 5; i++) await phone.post('/auth/sms', { phone: PHONE, code: wrong })
    expect(refusal(await phone.post('/auth/sms', { phone: PHONE, code }))[1]).toBe('auth.failed')
  })

  test('too many failures lock the phone’s account for a while, known or not, wherever they come from', async () => {
    const tried: string[][] = []
    for (const phone of ['13800000001', '13811111111']) {
      const answers = []
      for (let i = 0; i < 9; i++) answers.push(await client().post('/auth/sms', { phone, code: '000000' }))
      expect(refusal(answers[7]!)[1]).toBe('auth.failed')
      expect(refusal(answers[8]!).slice(0, 2)).toEqual([429, 'auth.locked'])
      expect(answers[8]!.headers['retry-after']).toBe('900')
      tried.push(answers.map(({ text }) => text))
    }
    expect(tried[0]).toEqual(tried[1])
    t.clock.advance({ minutes: 16 })
    expect((await signInBySms(PHONE)).status).toBe(200)
  })

  test('a locked one who goes on trying is not locked for longer', async () => {
    for (let i = 0; i < 9; i++) await client().post('/auth/sms', { phone: PHONE, code: '000000' })
    t.clock.advance({ minutes: 10 })
    expect((await client().post('/auth/sms', { phone: PHONE, code: '000000' })).headers['retry-after']).toBe('300')
  })

  test('guesses at many phones from one address lock the address; another address goes on', async () => {
    const address = '198.51.100.7'
    for (let i = 0; i < 60; i++) await client({ address }).post('/auth/sms', { phone: `139${String(10_000_000 + i)}`, code: '000000' })
    expect(refusal(await client({ address }).post('/auth/sms', { phone: PHONE, code: '000000' }))[1]).toBe('auth.locked')
    expect(refusal(await client().post('/auth/sms', { phone: PHONE, code: '000000' }))[1]).toBe('auth.failed')
  })

  test('all guesses of a burst are counted', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => client().post('/auth/sms', { phone: '13822222222', code: '000000' })))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(8)
  })
})

describe('by WeChat', () => {
  test('a new openid is a new account, and the same one again the same account', async () => {
    const phone = client()
    const [first, second] = [await phone.post('/auth/wechat', { code: t.wechat.issueCode('openid-a') }), await phone.post('/auth/wechat', { code: t.wechat.issueCode('openid-a') })]
    expect(tokensIn(first).kind).toBe('account')
    expect(JSON.stringify(first.body)).not.toMatch(/openid-a|session_key/)
    const ids = await Promise.all([first, second].map(async (answer) => (await t.identity.authenticate(tokensIn(answer).accessToken)).actor))
    expect(ids[0]).toMatchObject({ kind: 'account' })
    expect(ids[0]).toMatchObject({ accountId: (ids[1] as { accountId: string }).accountId })
  })

  test('a used or made-up code and a risky user are refused alike; a busy WeChat says when to come back', async () => {
    const phone = client()
    const code = t.wechat.issueCode('openid-b')
    await phone.post('/auth/wechat', { code })
    t.wechat.flag('openid-risky')
    const refused = [await phone.post('/auth/wechat', { code }), await phone.post('/auth/wechat', { code: 'x' }), await phone.post('/auth/wechat', { code: t.wechat.issueCode('openid-risky') })]
    expect(refused.map(refusal)).toEqual(Array(3).fill([401, 'auth.wechat_rejected', undefined]))
    t.wechat.fail('busy')
    const busy = await phone.post('/auth/wechat', { code: 'x' })
    t.wechat.fail(undefined)
    expect([busy.status, busy.body.error.code, busy.headers['retry-after']]).toEqual([503, 'auth.wechat_busy', '10'])
  })

  test('ten first sign-ins of one openid at once make one account', async () => {
    const codes = Array.from({ length: 10 }, () => t.wechat.issueCode('openid-burst'))
    const answers = await Promise.all(codes.map((code) => client().post('/auth/wechat', { code })))
    const actors = await Promise.all(answers.map((answer) => t.identity.authenticate(tokensIn(answer).accessToken)))
    expect(new Set(actors.map(({ actor }) => (actor as { accountId: string }).accountId)).size).toBe(1)
  })
})

describe('staff', () => {
  test('number, password and the code sent to the phone on record', async () => {
    const answer = await signInAtDesk()
    expect([answer.status, tokensIn(answer).kind]).toEqual([200, 'staff'])
    const me = await client({ token: tokensIn(answer).accessToken }).get('/me')
    expect(me.body).toEqual({
      data: { kind: 'staff', staffId, name: '演示甲', number: '0001', roles: ['officer'], titles: ['执行人员'], department: '执行一队', officePhone: '000-1', wechatBound: false },
      can: expect.objectContaining({ bind: false, workList: true, issueWindowCode: false, activatePhone: true, mustChangePassword: false }),
    })
  })

  test('a wrong password and an unknown number get a challenge like the right one, and no text goes', async () => {
    const before = t.sms.count()
    const answers = [await client().post('/auth/staff', { number: '0001', password: 'wrong' }), await client().post('/auth/staff', { number: '9999', password: 'wrong' })]
    await t.identity.idle()
    expect(t.sms.count()).toBe(before)
    const right = await client().post('/auth/staff', DESK_PASSWORD)
    const shape = (text: string) => text.replace(/h_[0-9a-z]{16}/, 'h_')
    expect(answers.map(({ text, status }) => [status, shape(text)])).toEqual(Array(2).fill([right.status, shape(right.text)]))
    const tries = [...answers, right].map(({ body }) => client().post('/auth/staff/verification', { challengeId: body.data.challengeId, code: '000000' }))
    const refused = [...(await Promise.all(tries)), await client().post('/auth/staff/verification', { challengeId: 'h_unknown', code: '000000' })]
    expect(new Set(refused.map(({ text, status }) => `${status} ${text}`)).size).toBe(1)
  })

  test('too many tries lock the number, the right password too, known or not alike', async () => {
    for (const number of ['0001', '9999']) {
      const answers = []
      for (let i = 0; i < 9; i++) answers.push(await client().post('/auth/staff', { number, password: 'wrong' }))
      expect(answers.map(({ status }) => status)).toEqual([...Array(8).fill(200), 429])
    }
    expect(refusal(await client().post('/auth/staff', DESK_PASSWORD))[1]).toBe('auth.locked')
  })

  test('a day of right sign-ins locks nobody', async () => {
    for (let i = 0; i < 12; i++) expect((await signInAtDesk()).status).toBe(200)
  })

  test('operators are no number', async () => {
    const answer = await client().post('/auth/staff', { number: { $gt: '' }, password: { $ne: null } })
    expect(refusal(answer)).toEqual([400, 'input.invalid', 'body.number'])
  })

  test('the phone is tied by a one-time code from the desk, and then WeChat signs in as staff', async () => {
    const desk = client({ token: tokensIn(await signInAtDesk()).accessToken })
    const { code, expiresAt } = (await desk.post('/staff/activation-codes')).body.data
    expect(new Date(expiresAt).getTime() - t.clock.now().getTime()).toBe(600_000)
    const activate = (activationCode: string) => client().post('/auth/staff/activation', { wechatCode: t.wechat.issueCode('openid-officer'), activationCode })
    expect(refusal(await activate('WRONGONE'))).toEqual([401, 'auth.failed', undefined])
    const phone = await activate(`${code.slice(0, 4)} ${code.slice(4).toLowerCase()}`)
    expect([phone.status, tokensIn(phone).kind]).toEqual([200, 'staff'])
    expect(refusal(await activate(code))[1]).toBe('auth.failed')
    const again = await client().post('/auth/wechat', { code: t.wechat.issueCode('openid-officer') })
    expect(tokensIn(again).kind).toBe('staff')
    expect((await desk.get('/me')).body.data.wechatBound).toBe(true)

    const onPhone = client({ token: tokensIn(again).accessToken })
    expect((await onPhone.get('/me')).body.can.activatePhone).toBe(false)
    expect(refusal(await onPhone.post('/staff/activation-codes'))).toEqual([403, 'access.forbidden', undefined])

    const next = (await desk.post('/staff/activation-codes')).body.data.code
    await client().post('/auth/staff/activation', { wechatCode: t.wechat.issueCode('openid-new-phone'), activationCode: next })
    expect((await onPhone.get('/me')).status).toBe(401)
    expect(tokensIn(await client().post('/auth/wechat', { code: t.wechat.issueCode('openid-officer') })).kind).toBe('account')
  })

  test('one who is no longer active is out at once and does not get in again', async () => {
    const who = { number: '0002', password: 'another-password', phone: '13900000002', name: '演示乙', roles: ['window' as const], department: '窗口', officePhone: '' }
    await t.identity.staff.save(who)
    const ended: string[] = []
    t.identity.sessions.onEnded((sessionId) => ended.push(sessionId))
    const token = tokensIn(await signInAtDesk(who)).accessToken
    expect((await client({ token }).get('/me')).status).toBe(200)
    await t.identity.staff.save({ ...who, active: false })
    expect(ended).toHaveLength(1)
    expect(refusal(await client({ token }).get('/me')).slice(0, 2)).toEqual([401, 'auth.expired'])
  })

  describe('who is stopped', () => {
    const refreshed = (refreshToken: string) => client().post('/auth/refresh', { refreshToken })
    const shape = (text: string) => text.replace(/h_[0-9a-z]{16}/, 'h_')
    let people = 100
    const somebody = async () => {
      const number = String(++people)
      const who = { number, password: `password-of-${number}`, phone: `13900000${number}`, name: '演示丙', roles: ['window' as const], department: '窗口', officePhone: '' }
      await t.identity.staff.save(who)
      return { ...who, stop: () => t.identity.staff.save({ ...who, active: false }), comeBack: () => t.identity.staff.save(who) }
    }

    test('hears so at the door once number, password and code were right, which is used up by it', async () => {
      const who = await somebody()
      await who.stop()
      const asked = await client().post('/auth/staff', { number: who.number, password: who.password })
      const verification = { challengeId: asked.body.data.challengeId, code: await t.codeSentTo(who.phone) }
      expect(refusal(await client().post('/auth/staff/verification', verification))).toEqual([401, 'auth.stopped', undefined])
      expect(refusal(await client().post('/auth/staff/verification', verification))[1]).toBe('auth.failed')
      await who.comeBack()
      expect((await signInAtDesk(who)).status).toBe(200)
    })

    test('is told so by the app that was open and holds the last token; nothing is said for any other token', async () => {
      const who = await somebody()
      const first = tokensIn(await signInAtDesk(who)).refreshToken
      const second = tokensIn(await refreshed(first)).refreshToken
      const last = tokensIn(await refreshed(second)).refreshToken
      const left = tokensIn(await signInAtDesk(who))
      await client({ token: left.accessToken }).post('/auth/sign-out')
      await who.stop()
      const answers = []
      for (const token of [last, first, left.refreshToken, `${last.split('.')[0]}.${'A'.repeat(43)}.${'x'.repeat(43)}`]) answers.push(refusal(await refreshed(token))[1])
      expect(answers).toEqual(['auth.stopped', 'auth.expired', 'auth.expired', 'auth.expired'])
      await who.comeBack()
      expect(refusal(await refreshed(last))[1]).toBe('auth.expired')
    })

    test('is told so on the phone by the code from the desk; by WeChat alone they are whoever they are outside the court', async () => {
      const who = await somebody()
      const desk = client({ token: tokensIn(await signInAtDesk(who)).accessToken })
      const activationCode = (await desk.post('/staff/activation-codes')).body.data.code
      await who.stop()
      const activate = () => client().post('/auth/staff/activation', { wechatCode: t.wechat.issueCode('openid-stopped'), activationCode })
      expect([refusal(await activate())[1], refusal(await activate())[1]]).toEqual(['auth.stopped', 'auth.failed'])
      expect(tokensIn(await client().post('/auth/wechat', { code: t.wechat.issueCode('openid-stopped') })).kind).toBe('account')
    })

    test('is not found out by guessing: a wrong password and a wrong code are answered as for anybody, and no text goes', async () => {
      const who = await somebody()
      await who.stop()
      const sent = t.sms.count()
      const answers = []
      for (const number of [who.number, '9998', DESK.number]) answers.push(await client().post('/auth/staff', { number, password: 'wrong' }))
      await t.identity.idle()
      expect(t.sms.count()).toBe(sent)
      expect(new Set(answers.map(({ status, text }) => `${status} ${shape(text)}`)).size).toBe(1)
      const right = await client().post('/auth/staff', { number: who.number, password: who.password })
      const tries = [...answers, right].map(({ body }) => client().post('/auth/staff/verification', { challengeId: body.data.challengeId, code: '000000' }))
      expect(new Set((await Promise.all(tries)).map(({ status, text }) => `${status} ${text}`))).toEqual(new Set([expect.stringContaining('401')]))
    })
  })

  test('who is still being let in is nobody, whatever password is tried', async () => {
    await t.store.connection.collection('identity_staff').insertOne({ _id: 's_halfway00000000', number: '0999', passwordHash: 'none', isActive: false, recordedUpTo: 0 } as never)
    const [halfway, unknown] = [await client().post('/auth/staff', { number: '0999', password: 'none' }), await client().post('/auth/staff', { number: '9997', password: 'none' })]
    expect([halfway.status, halfway.text.replace(/h_[0-9a-z]{16}/, '')]).toEqual([unknown.status, unknown.text.replace(/h_[0-9a-z]{16}/, '')])
  })
})

const DESK_PASSWORD = { number: DESK.number, password: DESK.password }
