import net from 'node:net'
import { CodedError } from '@zhixin/shared/errors'
import request from 'supertest'
import WebSocket from 'ws'
import { z } from 'zod'
import { createTestHttp, generousLimits, listen } from '../../test-support/http'
import { systemClock } from '../clock'
import type { Actor } from '../http/actor'
import { authorize, definePolicy } from '../http/policy'
import { serverOf } from '../http/server'
import { createLogger } from '../logger'
import { createRateLimits } from '../rate-limit'
import { createLive, type FrameHandlers, type LiveParts } from './index'

const frameSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('auth'), token: z.string() }),
  z.strictObject({ type: z.literal('ping') }),
  z.strictObject({ type: z.literal('say'), ref: z.string(), text: z.string() }),
  z.strictObject({ type: z.literal('forget') }),
])
type Said = z.infer<typeof frameSchema>
const answerSchema = z.object({
  type: z.string(),
  ref: z.string().nullable().optional(),
  text: z.string().optional(),
  error: z.object({ code: z.string(), field: z.string().optional() }).optional(),
})
type Answered = z.infer<typeof answerSchema>

const policy = definePolicy({ action: 'thing.say', audience: ['person'], relations: ['owner'] })
const handlers: FrameHandlers<Said, Answered> = {
  say: {
    policy,
    handle: async ({ actor, send }, frame) => {
      if (frame.text === 'boom') throw new Error('secret')
      authorize(policy, actor, frame.text === 'theirs' ? undefined : 'owner')
      send({ type: 'said', text: frame.text, ref: frame.ref, hidden: 1 } as Answered)
    },
  },
  forget: { policy, handle: async ({ send }) => send({ type: 'forgotten' }) },
}

let actors: Record<string, Actor>
let lasts = 900_000
const open: (() => Promise<unknown>)[] = []
async function start(parts: Partial<LiveParts<Said, Answered>> = {}) {
  const live = createLive<Said, Answered>({
    authenticate: async (token) => {
      const actor = actors[token]
      if (!actor) throw new CodedError('auth.expired')
      return { actor: { ...actor }, expiresAt: new Date(Date.now() + lasts) }
    },
    frameSchema, answerSchema, handlers, clock: systemClock, logger: createLogger('silent'), limits: createRateLimits(generousLimits()), trustProxy: 0, ...parts,
  })
  const server = serverOf(createTestHttp({ routes: [] }))
  live.attach(server)
  const port = await listen(server)
  open.push(() => live.close(), () => new Promise((resolve) => server.close(resolve)))
  return { live, server, port, connect: (path = '/live') => connect(`ws://127.0.0.1:${port}${path}`) }
}

function connect(url: string) {
  const socket = new WebSocket(url)
  const got: Answered[] = []
  const waiting: ((frame: Answered) => void)[] = []
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as Answered
    const waiter = waiting.shift()
    if (waiter) waiter(frame)
    else got.push(frame)
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  const opened = new Promise<void>((resolve, reject) => socket.on('open', resolve).on('error', reject))
  opened.catch(() => undefined)
  const next = async (): Promise<Answered> => got.shift() ?? new Promise((resolve) => waiting.push(resolve))
  const say = async (frame: unknown): Promise<void> => {
    await opened
    socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
  }
  const ask = async (frame: unknown): Promise<Answered> => {
    await say(frame)
    return next()
  }
  return { socket, opened, closed, next, say, ask, signIn: (token = 'a') => ask({ type: 'auth', token }) }
}

beforeEach(() => {
  lasts = 900_000
  actors = {
    a: { kind: 'person', accountId: 'u_1', personId: 'p_1', sessionId: 'f_1' },
    b: { kind: 'person', accountId: 'u_2', personId: 'p_2', sessionId: 'f_2' },
    clerk: { kind: 'staff', staffId: 's_1', name: '甲', roles: [], department: '', sessionId: 'f_3', may: new Set(), office: {} },
  }
})
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

describe('a table of frames that does not fit keeps the server from starting', () => {
  test.each([
    ['a frame without a handler', { say: handlers.say }, 'frame forget: has no policy'],
    ['a handler without a policy', { ...handlers, forget: { handle: handlers.forget.handle } }, 'frame forget: has no policy'],
    ['a handler for no frame', { ...handlers, shout: handlers.say }, 'frame shout: is handled but not declared'],
  ])('%s', async (_, table, message) => {
    await expect(start({ handlers: table as FrameHandlers<Said, Answered> })).rejects.toThrow(message)
  })
})

describe('signing in', () => {
  test('the first frame is auth; then frames are answered with what is declared', async () => {
    const client = (await start()).connect()
    expect((await client.signIn()).type).toBe('ready')
    expect(await client.ask({ type: 'say', ref: 'm1', text: 'x' })).toEqual({ type: 'said', text: 'x', ref: 'm1' })
    expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' })
  })

  test.each([[{ type: 'say', ref: 'm', text: 'x' }], [{ type: 'ping' }], [{ type: 'auth', token: 'forged' }]])('%j before signing in closes with 4401', async (frame) => {
    const client = (await start()).connect()
    await client.say(frame)
    expect(await client.closed).toBe(4401)
  })

  test('whoever says nothing is closed', async () => {
    expect(await (await start({ authWithinMs: 20 })).connect().closed).toBe(4401)
  })

  test('at the end of the token the socket closes; another auth before keeps it', async () => {
    const client = (await start()).connect()
    lasts = 60
    await client.signIn()
    lasts = 900_000
    await client.signIn()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await client.ask({ type: 'ping' })).type).toBe('pong')
    lasts = 20
    await client.signIn()
    expect(await client.closed).toBe(4401)
  })

  test('a token in the URL is refused, and so is another path', async () => {
    const { connect: to } = await start()
    await expect(to('/live?token=a').opened).rejects.toThrow('404')
    await expect(to('/other').opened).rejects.toThrow('404')
  })
})

describe('rights', () => {
  test('are asked anew for every frame: one that ended between two of them has ended', async () => {
    const client = (await start()).connect()
    await client.signIn()
    delete actors.a
    await client.say({ type: 'say', ref: 'm', text: 'x' })
    expect(await client.closed).toBe(4401)
  })

  test('what is nothing to me is refused like what does not exist, and the socket stays', async () => {
    const client = (await start()).connect()
    await client.signIn()
    expect(await client.ask({ type: 'say', ref: 'm', text: 'theirs' })).toMatchObject({ type: 'refused', ref: 'm', error: { code: 'input.not_found' } })
    expect((await client.ask({ type: 'ping' })).type).toBe('pong')
  })

  test('whoever is not of the audience is refused', async () => {
    const client = (await start()).connect()
    await client.signIn('clerk')
    expect((await client.ask({ type: 'say', ref: 'm', text: 'x' })).error?.code).toBe('access.forbidden')
  })

  test('a handler that forgets to authorize fails', async () => {
    const client = (await start()).connect()
    await client.signIn()
    await client.ask({ type: 'forget' })
    expect((await client.next()).error).toEqual({ code: 'server.internal' })
  })

  test('a session that ended closes its sockets and no others', async () => {
    const { live, connect: to } = await start()
    const [mine, other] = [to(), to()]
    await Promise.all([mine.signIn('a'), other.signIn('b')])
    live.endSession('f_1')
    expect(await mine.closed).toBe(4401)
    expect((await other.ask({ type: 'ping' })).type).toBe('pong')
  })
})

describe('a bunch of frames', () => {
  const later = new Map<string, () => void>()
  const slow: typeof handlers = {
    ...handlers,
    say: {
      policy,
      handle: async ({ actor, send }, { ref, text }) => {
        authorize(policy, actor, text === 'theirs' ? undefined : 'owner')
        const answered = new Promise<void>((resolve) => later.set(ref, resolve)).then(() => {
          if (text === 'lost') throw new CodedError('log.unavailable')
          send({ type: 'said', text: `${text} by ${(actor as { personId?: string }).personId}`, ref })
        })
        return { answered }
      },
    },
  }
  const say = (ref: string, text = ref) => ({ type: 'say', ref, text })

  test('an answer that takes long holds up neither the next frame nor its answer', async () => {
    const client = (await start({ handlers: slow })).connect()
    await client.signIn()
    await client.say(say('m1'))
    await client.say(say('m2', 'lost'))
    expect(await client.ask({ type: 'ping' })).toEqual({ type: 'pong' })
    later.get('m2')!()
    expect(await client.next()).toMatchObject({ type: 'refused', ref: 'm2', error: { code: 'log.unavailable' } })
    later.get('m1')!()
    expect(await client.next()).toEqual({ type: 'said', text: 'm1 by p_1', ref: 'm1' })
  })

  test('what comes behind an auth speaks for whoever that was, even in the same breath', async () => {
    const client = (await start({ handlers: slow })).connect()
    await client.signIn()
    for (const frame of [say('m1'), { type: 'auth', token: 'b' }, say('m2'), { type: 'auth', token: 'a' }, say('m3')]) await client.say(frame)
    expect([await client.next(), await client.next()].map(({ type }) => type)).toEqual(['ready', 'ready'])
    await client.ask({ type: 'ping' })
    for (const ref of ['m1', 'm2', 'm3']) later.get(ref)!()
    expect([await client.next(), await client.next(), await client.next()].map(({ text }) => text)).toEqual(['m1 by p_1', 'm2 by p_2', 'm3 by p_1'])
  })

  test('behind an auth that is refused nothing is heard any more', async () => {
    const client = (await start({ handlers: slow })).connect()
    await client.signIn()
    later.clear()
    for (const frame of [{ type: 'auth', token: 'forged' }, say('m1')]) await client.say(frame)
    expect(await client.closed).toBe(4401)
    expect(later.size).toBe(0)
  })

  test('frames that wait for their answers count: too many of them close the socket', async () => {
    const client = (await start({ handlers: slow })).connect()
    await client.signIn()
    for (let i = 0; i <= 100; i++) await client.say(say(`m${i}`))
    expect(await client.closed).toBe(4429)
  })
})

describe('bad frames hurt neither the process nor anybody else', () => {
  test.each([
    ['no JSON', '{"type":'],
    ['no object', '7'],
    ['no message', '{"text":"x"}'],
    ['an unknown type', '{"type":"__proto__"}'],
    ['too large', JSON.stringify({ type: 'say', ref: 'm', text: 'x'.repeat(40_000) })],
    ['binary', Buffer.from('{"type":"ping"}')],
  ])('%s closes with 4400', async (_, frame) => {
    const { connect: to, server } = await start()
    const [bad, good] = [to(), to()]
    await Promise.all([bad.signIn(), good.signIn('b')])
    await bad.say(frame)
    expect(await bad.closed).toBe(4400)
    expect((await good.ask({ type: 'ping' })).type).toBe('pong')
    expect((await request(server).get('/healthz')).status).toBe(200)
  })

  test('one that is far too large is cut off before it is read', async () => {
    const client = (await start()).connect()
    await client.signIn()
    await client.say('x'.repeat(1_000_000))
    expect(await client.closed).toBe(1009)
  })

  test('a message with a wrong field is refused with the field, under its ref; operators are no text', async () => {
    const client = (await start()).connect()
    await client.signIn()
    expect(await client.ask({ type: 'say', ref: 'm', text: { $gt: '' } })).toMatchObject({ ref: 'm', error: { code: 'input.invalid', field: 'frame.text' } })
    expect(await client.ask({ type: 'say', ref: { $ne: 1 }, text: 'x' })).toMatchObject({ ref: null, error: { code: 'input.invalid', field: 'frame.ref' } })
  })

  test('a fault of ours says nothing about itself', async () => {
    const client = (await start()).connect()
    await client.signIn()
    expect((await client.ask({ type: 'say', ref: 'm', text: 'boom' })).error).toEqual({ code: 'server.internal' })
  })

  test('a connection cut in the middle of a handshake', async () => {
    const { port, connect: to } = await start()
    const raw = net.connect(port, '127.0.0.1')
    raw.write('GET /live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bad\r\n\r\n')
    await new Promise((resolve) => raw.on('close', resolve).on('data', () => raw.destroy()))
    expect((await to().signIn()).type).toBe('ready')
  })
})

describe('too much', () => {
  test('too many frames are refused for a while; too many connections get 429', async () => {
    const few = { per_address: { times: 3, seconds: 60 } }
    const { connect: to } = await start({ limits: createRateLimits(generousLimits({ live_frame: few, live_connect: few })) })
    const client = to()
    await client.signIn()
    for (let i = 0; i < 2; i++) await client.ask({ type: 'ping' })
    expect((await client.ask({ type: 'ping' })).error?.code).toBe('rate.limited')
    await Promise.all([to().opened, to().opened])
    await expect(to().opened).rejects.toThrow('429')
  })

  test('more than five sockets of one actor close the oldest', async () => {
    const { live, connect: to } = await start()
    const clients = []
    for (let i = 0; i < 6; i++) {
      const client = to()
      await client.signIn()
      clients.push(client)
    }
    expect(await clients[0]!.closed).toBe(4429)
    expect(live.sessionsOf('person:p_1')).toHaveLength(5)
  })

  test('a client that does not read is cut off', async () => {
    const { live, connect: to } = await start()
    const client = to()
    await client.signIn()
    client.socket.pause()
    const frame = { type: 'said', text: 'x'.repeat(500_000) }
    for (let i = 0; i < 40 && live.sessionsOf('person:p_1').length > 0; i++) {
      live.sendTo('person:p_1', frame)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(live.sessionsOf('person:p_1')).toHaveLength(0)
    client.socket.terminate()
  })

  test('a client that no longer answers pings is cut off', async () => {
    const client = (await start({ heartbeatMs: 20 })).connect()
    await client.signIn()
    client.socket.pause()
    await new Promise((resolve) => setTimeout(resolve, 100))
    client.socket.resume()
    expect(await client.closed).toBe(1006)
  })
})

test('what is sent to an actor reaches all their sockets and nobody else’s, and only what is declared', async () => {
  const { live, connect: to } = await start()
  const [phone, desk, other] = [to(), to(), to()]
  await Promise.all([phone.signIn('a'), desk.signIn('a'), other.signIn('b')])
  live.sendTo('person:p_1', { type: 'said', text: 'for you', nonce: 'x' } as Answered)
  expect(await Promise.all([phone.next(), desk.next()])).toEqual([{ type: 'said', text: 'for you' }, { type: 'said', text: 'for you' }])
  expect((await other.ask({ type: 'ping' })).type).toBe('pong')
})
