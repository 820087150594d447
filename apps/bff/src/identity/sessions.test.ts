import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { createTestHttp } from '../test-support/http'
import { clientOf, openTestIdentity, type TestIdentity, testKeyStore, tokensIn } from '../test-support/identity'
import { createIdentity } from '.'

let t: TestIdentity
let handler: ReturnType<typeof createTestHttp>['handler']
let people = 0
const ended: string[] = []

beforeAll(async () => {
  t = await openTestIdentity()
  handler = createTestHttp({ routes: t.identity.routes, authenticate: t.identity.authenticate }).handler
  t.identity.sessions.onEnded((sessionId) => ended.push(sessionId))
})
afterAll(() => t.close())

const client = (options: { token?: string; device?: string } = {}) => clientOf(handler, options)
const signIn = async () => tokensIn(await client().post('/auth/wechat', { code: t.wechat.issueCode(`openid-${++people}`) }))
const refresh = (refreshToken: string, device?: string) => client(device ? { device } : {}).post('/auth/refresh', { refreshToken })
const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [status, body.error?.code]
const sessionOf = (token: string): string => String((jwt.decode(token) as jwt.JwtPayload).sid)

describe('refresh tokens', () => {
  test('each is good once and gives a successor', async () => {
    const first = await signIn()
    const second = tokensIn(await refresh(first.refreshToken))
    expect(second.kind).toBe('account')
    expect(second.refreshToken).not.toBe(first.refreshToken)
    expect((await client({ token: second.accessToken }).get('/me')).status).toBe(200)
    const third = await refresh(second.refreshToken)
    expect(third.status).toBe(200)
  })

  test('the predecessor, within 30 seconds and from the same device, gets the same successor: also when asked twice at once', async () => {
    const first = await signIn()
    const answers = await Promise.all([refresh(first.refreshToken), refresh(first.refreshToken), refresh(first.refreshToken)])
    t.clock.advance({ seconds: 30 })
    answers.push(await refresh(first.refreshToken))
    expect(new Set(answers.map((answer) => tokensIn(answer).refreshToken)).size).toBe(1)
  })

  test.each([
    ['after 30 seconds', 31, undefined],
    ['from another device', 0, 'another-device'],
  ])('the predecessor %s ends the whole family', async (_, seconds, device) => {
    const first = await signIn()
    const second = tokensIn(await refresh(first.refreshToken))
    t.clock.advance({ seconds })
    expect(codeOf(await refresh(first.refreshToken, device))).toEqual([401, 'auth.refresh_reused'])
    expect(codeOf(await refresh(second.refreshToken))).toEqual([401, 'auth.expired'])
    expect(codeOf(await client({ token: second.accessToken }).get('/me'))).toEqual([401, 'auth.expired'])
    expect(ended).toContain(sessionOf(first.accessToken))
  })

  test('an old one from further back ends the family at once', async () => {
    const first = await signIn()
    const second = tokensIn(await refresh(first.refreshToken))
    const third = tokensIn(await refresh(second.refreshToken))
    expect(codeOf(await refresh(first.refreshToken))).toEqual([401, 'auth.refresh_reused'])
    expect(codeOf(await refresh(third.refreshToken))).toEqual([401, 'auth.expired'])
  })

  test('one made up for somebody’s family does not end it', async () => {
    const { refreshToken, accessToken } = await signIn()
    const [family, , tag] = refreshToken.split('.')
    for (const forged of [`${family}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.${tag}`, `${refreshToken}x`, 'x'.repeat(40), `${family}..`.padEnd(40, '.')]) {
      expect(codeOf(await refresh(forged))).toEqual([401, 'auth.expired'])
    }
    expect((await client({ token: accessToken }).get('/me')).status).toBe(200)
  })

  test('operators are no token', async () => {
    expect(codeOf(await client().post('/auth/refresh', { refreshToken: { $gt: '' } }))).toEqual([400, 'input.invalid'])
  })

  test('a sign-in ends after its days, however often it was renewed', async () => {
    let { refreshToken } = await signIn()
    for (let day = 0; day < 29; day++) {
      t.clock.advance({ days: 1 })
      refreshToken = tokensIn(await refresh(refreshToken)).refreshToken
    }
    t.clock.advance({ days: 1 })
    expect(codeOf(await refresh(refreshToken))).toEqual([401, 'auth.expired'])
  })
})

describe('sign-out', () => {
  test('ends the session at once, for the access token too, and no other', async () => {
    const [mine, other] = [await signIn(), await signIn()]
    expect((await client({ token: mine.accessToken }).post('/auth/sign-out')).body).toEqual({ data: {} })
    expect(codeOf(await client({ token: mine.accessToken }).get('/me'))).toEqual([401, 'auth.expired'])
    expect(codeOf(await refresh(mine.refreshToken))).toEqual([401, 'auth.expired'])
    expect(ended.at(-1)).toBe(sessionOf(mine.accessToken))
    expect((await client({ token: other.accessToken }).get('/me')).status).toBe(200)
    expect((await client().post('/auth/sign-out')).status).toBe(401)
  })
})

describe('access tokens', () => {
  const me = (token: string) => client({ token }).get('/me')
  /** What a good token says, to be signed wrongly. */
  const partsOf = (token: string) => {
    const { header, payload } = jwt.decode(token, { complete: true })!
    return { kid: String(header.kid), claims: payload as jwt.JwtPayload }
  }

  test('last fifteen minutes and name nobody', async () => {
    const { accessToken, expiresIn } = await signIn()
    const { claims } = partsOf(accessToken)
    expect([expiresIn, Object.keys(claims).sort()]).toEqual([900, ['aud', 'exp', 'iat', 'iss', 'sid']])
    t.clock.advance({ minutes: 14 })
    expect((await me(accessToken)).status).toBe(200)
    t.clock.advance({ minutes: 1 })
    expect(codeOf(await me(accessToken))).toEqual([401, 'auth.expired'])
  })

  test('alg none, HS256 with the public key, another key under our kid, an unknown kid and a bent one are refused', async () => {
    const { accessToken } = await signIn()
    const { kid, claims } = partsOf(accessToken)
    const stored = await t.store.connection.db!.collection<{ _id: string; publicPem: string }>('identity_signing_keys').findOne({ _id: kid })
    const publicPem = stored!.publicPem
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const [head, body, signature] = accessToken.split('.')
    const { createHmac } = await import('node:crypto')
    const hs256 = `${segment({ alg: 'HS256', typ: 'JWT', kid })}.${segment(claims)}`
    const forged = [
      `${segment({ alg: 'none', typ: 'JWT', kid })}.${segment(claims)}.`,
      `${segment({ alg: 'none', typ: 'JWT', kid })}.${segment(claims)}.${signature}`,
      `${hs256}.${createHmac('sha256', publicPem).update(hs256).digest('base64url')}`,
      jwt.sign(claims, privateKey, { algorithm: 'ES256', keyid: kid }),
      jwt.sign(claims, privateKey, { algorithm: 'ES256', keyid: 'k_0000000000000000' }),
      jwt.sign(claims, privateKey, { algorithm: 'ES256', keyid: '../../etc' }),
      jwt.sign(claims, privateKey, { algorithm: 'ES256' }),
      `${head}.${segment({ ...claims, sid: 'f_0000000000000000' })}.${signature}`,
      `${head}.${body}.`, `${head}.bm90IGpzb24.${signature}`, `${segment({ alg: 'ES256', typ: 'JWT', kid: { $ne: 1 } })}.${body}.${signature}`, 'x', 'a.b.c',
    ]
    expect(createPublicKey(publicPem).asymmetricKeyType).toBe('ec')
    for (const token of forged) expect(codeOf(await me(token))).toEqual([401, 'auth.required'])
    expect((await me(accessToken)).status).toBe(200)
  })

  test('after a change of the signing key, and in a process started anew, earlier tokens stay good', async () => {
    const before = await signIn()
    await t.identity.sessions.rotateSigningKey()
    const after = await signIn()
    expect(partsOf(before.accessToken).kid).not.toBe(partsOf(after.accessToken).kid)
    const another = await createIdentity(t.parts)
    for (const { accessToken } of [before, after]) {
      expect((await me(accessToken)).status).toBe(200)
      expect((await another.authenticate(accessToken)).actor.kind).toBe('account')
    }
    await expect(createIdentity({ ...t.parts, keyStore: { ...testKeyStore, byId: async (id) => ({ id, secret: Buffer.alloc(32, 8) }) } })).rejects.toThrow('does not open')
  })
})

test('what is over is forgotten, what runs is not', async () => {
  const running = await signIn()
  await t.identity.sweep()
  expect((await client({ token: running.accessToken }).get('/me')).status).toBe(200)
  t.clock.advance({ days: 40 })
  await t.identity.sweep()
  const left = await t.store.connection.db!.collection('identity_sessions').countDocuments()
  expect(left).toBe(0)
})
