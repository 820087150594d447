import net from 'node:net'
import { CodedError } from '@zhixin/shared/errors'
import request from 'supertest'
import { z } from 'zod'
import { createTestHttp, generousLimits, listen } from '../../test-support/http'
import { createRateLimits } from '../rate-limit'
import type { Actor } from './actor'
import { authorize, definePolicy } from './policy'
import { defineRoute, type Route } from './route'
import { serverOf } from './server'

const openPolicy = definePolicy({ action: 'thing.look', audience: ['anyone'] })
const ownPolicy = definePolicy({ action: 'thing.open', audience: ['person', 'staff'], granted: true, relations: ['owner'], seenBy: ['guest'] })
const actors: Record<string, Actor> = {
  account: { kind: 'account', accountId: 'u_1', sessionId: 'f_1' },
  person: { kind: 'person', accountId: 'u_2', personId: 'p_2', sessionId: 'f_2' },
  officer: { kind: 'staff', staffId: 's_1', name: '甲', roles: ['officer'], department: '一队', sessionId: 'f_3', may: new Set(['thing.open']), office: {} },
  clerk: { kind: 'staff', staffId: 's_2', name: '乙', roles: ['window'], department: '窗口', sessionId: 'f_4', may: new Set(), office: {} },
}
const relations: Record<string, string> = { mine: 'owner', shown: 'guest' }

const open = defineRoute({
  method: 'get', path: '/things/:thing', summary: 'Open a thing', tag: 'things', policy: ownPolicy, limit: 'read',
  params: z.strictObject({ thing: z.string().regex(/^[a-z]+$/) }),
  query: z.strictObject({ page: z.coerce.number().int().min(1).default(1) }),
  answer: z.object({ thing: z.string(), page: z.number() }),
  can: z.object({ change: z.boolean() }),
  handle: async ({ actor, params, query }) => {
    authorize(ownPolicy, actor, relations[params.thing])
    return { data: { thing: params.thing, page: query.page, secret: 'stays here' }, can: { change: true, other: 1 } }
  },
})
const write = defineRoute({
  method: 'post', path: '/things', summary: 'Write', tag: 'things', policy: openPolicy, limit: 'write',
  body: z.strictObject({ text: z.string().max(10), nested: z.strictObject({ deep: z.string() }).optional() }),
  answer: z.object({ text: z.string() }),
  handle: async ({ body }) => {
    if (body.text === 'boom') throw new Error('password=hunter2')
    if (body.text === 'taken') throw new CodedError('binding.already_bound')
    return { data: { text: body.text }, status: 201, headers: { 'X-Extra': 'yes' } }
  },
})
const upload = defineRoute({
  method: 'put', path: '/files', summary: 'Upload', tag: 'things', policy: openPolicy, limit: 'upload', upload: { maxBytes: 1000 },
  body: z.strictObject({ kind: z.enum(['picture']) }), answer: z.object({ name: z.string(), size: z.number() }),
  handle: async ({ file }) => ({ data: { name: file!.name, size: file!.bytes.length } }),
})
const forgetful = defineRoute({
  method: 'get', path: '/forgetful', summary: 'Forgets to authorize', tag: 'things', policy: ownPolicy, limit: 'read', answer: z.object({}),
  handle: async () => ({ data: {} }),
})
const wrong = defineRoute({
  method: 'get', path: '/wrong', summary: 'Answers wrongly', tag: 'things', policy: openPolicy, limit: 'read', answer: z.object({ count: z.number() }),
  handle: async () => ({ data: { count: 'seven' as unknown as number } }),
})
const raw = defineRoute({
  method: 'get', path: '/raw', summary: 'Bytes', tag: 'things', policy: openPolicy, limit: 'read', answer: z.unknown(), raw: true,
  handle: async ({ ctx }) => {
    ctx.body = Buffer.from('bytes')
    return { data: null }
  },
})
const address = defineRoute({
  method: 'get', path: '/address', summary: 'Who asks', tag: 'things', policy: openPolicy, limit: 'read', answer: z.object({ address: z.string() }),
  handle: async (asked) => ({ data: { address: asked.address } }),
})
const routes: Route[] = [open, write, upload, forgetful, wrong, raw, address] as Route[]
const server = serverOf(createTestHttp({ routes, actors }))
const get = (path: string, token?: string) => request(server).get(`/api/v1${path}`).set(token ? { Authorization: `Bearer ${token}` } : {})
const post = (body: string | object) => request(server).post('/api/v1/things').set('Content-Type', 'application/json').send(body)

beforeAll(() => listen(server))
afterAll(() => new Promise((resolve) => server.close(resolve)))

describe('who may', () => {
  test.each([
    ['nobody signed in', undefined, '/things/mine', 401, 'auth.required'],
    ['an unknown token', 'forged', '/things/mine', 401, 'auth.expired'],
    ['an account that has bound nobody', 'account', '/things/mine', 403, 'binding.required'],
    ['staff without the role', 'clerk', '/things/mine', 403, 'access.forbidden'],
    ['someone who may only know of it', 'person', '/things/shown', 403, 'access.forbidden'],
    ['someone it is nothing to', 'person', '/things/theirs', 404, 'input.not_found'],
  ])('%s is refused', async (_, token, path, status, code) => {
    const answer = await get(path, token)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
    expect(answer.body.error.message).toMatch(/。$/)
  })

  test('unknown and not mine are the same answer', async () => {
    const [unknown, theirs] = [await get('/things/nothing', 'person'), await get('/things/theirs', 'person')]
    expect(unknown.text).toBe(theirs.text)
  })

  test('the right one gets what is declared and what they may do next, and nothing else', async () => {
    const answer = await get('/things/mine?page=2', 'officer')
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ data: { thing: 'mine', page: 2 }, can: { change: true } })
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  test('a right is looked at before the input is', async () => {
    expect((await get('/things/MINE')).status).toBe(401)
    expect((await get('/things/MINE', 'clerk')).status).toBe(403)
    expect((await get('/things/MINE', 'person')).status).toBe(400)
  })

  test('a handler that forgets to authorize fails, whoever asks', async () => {
    expect((await get('/forgetful', 'officer')).body).toEqual({ error: { code: 'server.internal', message: expect.any(String) } })
  })
})

describe('bad input', () => {
  test.each([
    [{}, 'body.text', '有必填的内容没有填写。'],
    [{ text: '12345678901' }, 'body.text', '内容太长，或数值太大。'],
    [{ text: { $gt: '' } }, 'body.text', '填写的内容有误，请按提示修改。'],
    [{ text: 'x', admin: true }, 'body.admin', '含有不认识的内容，请更新后重试。'],
    [{ text: 'x', nested: { deep: 7 } }, 'body.nested.deep', '填写的内容有误，请按提示修改。'],
    [[], 'body', '填写的内容有误，请按提示修改。'],
  ])('%j is refused with its field', async (body, field, message) => {
    const answer = await post(body)
    expect([answer.status, answer.body]).toEqual([400, { error: { code: 'input.invalid', field, message } }])
  })

  test.each(['{"text":', '{"__proto__":{"a":1},"text":"x"}', '"text"', '\u0000'])('broken JSON %j is refused', async (body) => {
    const answer = await post(body)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'input.malformed'])
  })

  test.each(['/things/mine?page=0', '/things/mine?page=1&page=2', '/things/mine?page[$gt]=1', '/things/mine?other=1'])('%s is refused', async (path) => {
    expect((await get(path, 'person')).body.error).toMatchObject({ code: 'input.invalid', field: expect.stringMatching(/^query\./) })
  })

  test('too large is 413, and the same connection goes on', async () => {
    const agent = request.agent(server)
    expect((await agent.post('/api/v1/things').send({ text: 'x'.repeat(100_000) })).body.error.code).toBe('input.too_large')
    expect((await agent.post('/api/v1/things').send({ text: 'x' })).status).toBe(201)
  })

  test('an unknown path is 404, another method 405, both in the one shape', async () => {
    expect((await get('/nowhere')).body.error.code).toBe('input.not_found')
    const answer = await request(server).delete('/api/v1/things')
    expect([answer.status, answer.body.error.code]).toEqual([405, 'input.method_not_allowed'])
    expect((await get('/%E0%A4%A')).body.error.code).toMatch(/^input\./)
  })
})

describe('answers', () => {
  test('a fault of ours says nothing about itself', async () => {
    const answer = await post({ text: 'boom' })
    expect(answer.status).toBe(500)
    expect(answer.text).not.toContain('hunter2')
  })

  test('an answer that does not fit its schema is a fault of ours', async () => {
    expect((await get('/wrong')).status).toBe(500)
  })

  test('a coded error keeps its code; status and headers of a success are the handler’s', async () => {
    expect((await post({ text: 'taken' })).body.error.code).toBe('binding.already_bound')
    const answer = await post({ text: 'fine' })
    expect([answer.status, answer.headers['x-extra']]).toEqual([201, 'yes'])
  })

  test('a raw answer is bytes', async () => {
    expect((await get('/raw')).body.toString()).toBe('bytes')
  })
})

describe('uploads', () => {
  const send = () => request(server).put('/api/v1/files')

  test('a file arrives under the Chinese name it has', async () => {
    const answer = await send().field('kind', 'picture').attach('file', Buffer.alloc(10), '判决书.png')
    expect(answer.body).toEqual({ data: { name: '判决书.png', size: 10 } })
  })

  test('a file that WeChat sends under its own temporary name arrives under the name that is told with it', async () => {
    const answer = await send().field('kind', 'picture').field('fileName', '判决书.png').attach('file', Buffer.alloc(10), 'tmp_9f3c.png')
    expect(answer.body).toEqual({ data: { name: '判决书.png', size: 10 } })
  })

  test.each([
    ['too large', () => send().field('kind', 'picture').attach('file', Buffer.alloc(1001), 'a'), 413, 'input.too_large'],
    ['far too large', () => send().field('kind', 'picture').attach('file', Buffer.alloc(100_000), 'a'), 413, 'input.too_large'],
    ['without a file', () => send().field('kind', 'picture'), 400, 'input.invalid'],
    ['with a wrong field', () => send().field('kind', 'film').attach('file', Buffer.alloc(1), 'a'), 400, 'input.invalid'],
    ['with a part nobody asked for', () => send().attach('other', Buffer.alloc(1), 'a'), 400, 'input.malformed'],
    ['that is no multipart message', () => send().send({ kind: 'picture' }), 400, 'input.malformed'],
    ['cut off in the middle', () => send().set('Content-Type', 'multipart/form-data; boundary=b').send('--b\r\nContent-Disposition: form-data; name="file"'), 400, 'input.malformed'],
  ])('one %s is refused', async (_, go, status, code) => {
    const answer = await go()
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })

  test('a phone that hangs up in the middle of an upload harms nobody', async () => {
    const { port } = server.address() as net.AddressInfo
    const socket = net.connect(port, '127.0.0.1')
    socket.write('PUT /api/v1/files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 900\r\n\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf')
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    expect((await send().field('kind', 'picture').attach('file', Buffer.alloc(1), 'a')).status).toBe(200)
  })
})

describe('too often', () => {
  const fewPerAddress = { per_address: { times: 2, seconds: 60 } }
  const limited = (trustProxy: number) =>
    createTestHttp({ routes, actors, env: { trustProxy }, limits: createRateLimits(generousLimits({ read: fewPerAddress })) }).handler

  test('is 429 with Retry-After, and a made-up X-Forwarded-For does not help', async () => {
    const handler = limited(0)
    for (const forged of ['203.0.113.1', '203.0.113.2']) {
      expect((await request(handler).get('/api/v1/address').set('X-Forwarded-For', forged)).body.data.address).toMatch(/127\.0\.0\.1|::1/)
    }
    const answer = await request(handler).get('/api/v1/address').set('X-Forwarded-For', '203.0.113.3')
    expect([answer.status, answer.body.error.code]).toEqual([429, 'rate.limited'])
    expect(Number(answer.headers['retry-after'])).toBe(answer.body.error.retryAfterSeconds)
  })

  test('counts an actor wherever they come from, and nobody else', async () => {
    const few = { per_address: { times: 1000, seconds: 60 }, per_actor: { times: 2, seconds: 60 } }
    const { handler } = createTestHttp({ routes, actors, env: { trustProxy: 1 }, limits: createRateLimits(generousLimits({ read: few })) })
    const ask = (token: string, address: string) =>
      request(handler).get('/api/v1/things/mine').set('Authorization', `Bearer ${token}`).set('X-Forwarded-For', address)
    const statuses = []
    for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) statuses.push((await ask('person', address)).status)
    expect([...statuses, (await ask('officer', '203.0.113.3')).status]).toEqual([200, 200, 429, 200])
  })

  test('behind one trusted proxy the address is the one that the proxy saw', async () => {
    const answer = await request(limited(1)).get('/api/v1/address').set('X-Forwarded-For', '198.51.100.9, 203.0.113.7')
    expect(answer.body.data.address).toBe('203.0.113.7')
  })
})
