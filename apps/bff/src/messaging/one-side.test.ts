import { ClientFrameSchema, EntryViewSchema, ServerFrameSchema } from '@zhixin/shared/contract'
import { bodyHash, entryHash, headerOf } from '@zhixin/shared/log'
import * as fc from 'fast-check'
import { sm3 } from '../log'
import type { Route } from '../platform/http/route'
import { typesOf } from '../platform/live/frames'
import { createRateLimits } from '../platform/rate-limit'
import type { Rooms } from '../rooms'
import { CASE, message, openTestCourt, type TestCourtOptions } from '../test-support/court'
import { generousLimits } from '../test-support/http'
import { STIRS } from '../test-support/one-side/bustle'
import { DEEDS } from '../test-support/one-side/deeds'
import { LIMITS, type Noise, play, type Step } from '../test-support/one-side/play'
import { createSession, type Litigant, type Session } from '../test-support/one-side/session'

/** How many sessions are made up. `SIDE_RUNS=200 npx jest …` for the long run; `SIDE_SEED` repeats one. */
const RUNS = Number(process.env.SIDE_RUNS ?? 4)
const SEED = process.env.SIDE_SEED === undefined ? {} : { seed: Number(process.env.SIDE_SEED) }
const WAYS = 12

const step: fc.Arbitrary<Step> = fc.record({ deed: fc.constantFrom(...Object.keys(DEEDS)), a: fc.nat(WAYS), b: fc.nat(WAYS) })
const noise: fc.Arbitrary<Noise> = fc.record({ stir: fc.constantFrom(...Object.keys(STIRS)), n: fc.nat(WAYS), at: fc.nat(20), during: fc.boolean() })
const comeIn: fc.Arbitrary<Step> = fc.record({ deed: fc.constant('come in'), a: fc.nat(3), b: fc.constant(0) })
const observed = fc.constantFrom<Litigant>('owner', 'agent', 'coparty', 'opponent')
const script = fc.record({
  who: observed,
  steps: fc.tuple(comeIn, fc.array(step, { minLength: 4, maxLength: 14 })).map(([first, rest]) => [first, ...rest]),
  stirs: fc.array(noise, { minLength: 3, maxLength: 12 }),
})

const IN: Step = { deed: 'come in', a: 0, b: 0 }
const FLOODS = 'ask too often'
const waysOf = (deed: string): Step[] => {
  const [as, bs] = DEEDS[deed]!.ways
  return Array.from({ length: Math.max(as, bs) }, (_, i) => ({ deed, a: i % as, b: i % bs }))
}
/** Every way of doing everything at least once, well mixed. */
const ALL_WAYS = Object.keys(DEEDS).filter((deed) => deed !== FLOODS).flatMap(waysOf)
const TOUR = [IN, ...ALL_WAYS.map((_, i) => ALL_WAYS[(i * 101) % ALL_WAYS.length]!)]
const EVERYTHING = Object.keys(STIRS).flatMap((stir, i) => [0, 1, 2, 3, 4].map((n) => ({ stir, n: i + n, at: 3 + i * 6 + n * 19, during: n % 2 === 1 })))

/** A short session with something of everything, and others who write while the clock stands ahead of where it will stand soon. */
const way = (deed: string, a = 0, b = 0): Step => ({ deed, a, b })
const SHORT = [
  IN, way('send'), way('open a socket'), way('send over the socket', 1), way('hear from the court'), way('let time pass', 1), way('look around'),
  way('let time pass', 2), way('send', 1), way('say what is read'), way('open a case'), way('open a thread'), way('list cases'),
]
const AT_THE_WINDOW = {
  who: 'owner' as const,
  steps: [way('fetch a code from the window'), way('come in', 3), way('list cases')],
  stirs: [{ stir: 'try to bind as the observed person', n: 0, at: 1, during: false }],
}
const SOME: Noise[] = [
  ...[1, 2, 6].flatMap((at) => [0, 1, 2, 2].map((n) => ({ stir: 'write in their own thread', n, at, during: false }))),
  { stir: FLOODS, n: 1, at: 6, during: false },
]

/**
 * Nothing that the other side, an agent or a co-party does may change any index, count, time, size or error that a person receives.
 * The same session of one person is played on two fresh courts: on one where nobody else stirs, and on one where everybody does. What
 * comes back — every status line, header, byte, frame and close code, in its order — must be the same; blank.ts says what cannot be.
 */
describe('what one side sees', () => {
  it('is byte for byte the same whatever the others do', async () => {
    await fc.assert(
      fc.asyncProperty(script, async ({ who, steps, stirs }) => {
        const { quiet, busy } = await both(who, steps, stirs)
        expect(busy.transcript()).toEqual(quiet.transcript())
      }),
      { numRuns: RUNS, ...SEED, examples: [[{ who: 'opponent', steps: SHORT, stirs: SOME }], [AT_THE_WINDOW]], interruptAfterTimeLimit: 20_000 + 5_000 * RUNS, markInterruptAsFailure: true },
    )
  }, 60_000 + 10_000 * RUNS)

  it('is the same for everything one can do, on every route and in every frame', async () => {
    const { quiet, busy } = await both('opponent', TOUR, EVERYTHING, () => ({ limits: createRateLimits(generousLimits()) }))
    expect(busy.transcript()).toEqual(quiet.transcript())
    expect([...busy.asked].sort()).toEqual(quiet.court.routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort())
    expect(routesOpenTo(quiet).filter((route) => !quiet.succeeded.has(route))).toEqual([])
    expect([...busy.said, 'ping'].filter((type) => type !== 'no_such_frame').sort()).toEqual(expect.arrayContaining(typesOf(ClientFrameSchema).sort()))
    const heard = typesOf(ServerFrameSchema).filter((type) => busy.raw().some((line) => line.startsWith(`{"type":"${type}"`)))
    expect(heard).toEqual(['ready', 'pong', 'stored', 'refused', 'entry', 'entries'])
    // A hash is made of what is shown, and so can say nothing else.
    const entries = quiet.raw().flatMap(entriesIn)
    expect(entries.length).toBeGreaterThan(30)
    for (const entry of entries) {
      expect(entry.bodyHash).toBe(bodyHash(sm3, entry.nonce, entry.body))
      expect(entry.entryHash).toBe(entryHash(sm3, headerOf(entry)))
    }
  }, 120_000)

  it('is the same where one’s own limits are met', async () => {
    const { quiet, busy } = await both('owner', [IN, ...waysOf(FLOODS)], [0, 1, 2, 3].map((n) => ({ stir: FLOODS, n, at: n + 1, during: n % 2 === 1 })))
    expect(busy.transcript()).toEqual(quiet.transcript())
    expect(busy.raw().filter((line) => line.includes('"rate.limited"')).length).toBeGreaterThan(4)
  }, 120_000)
})

const THREAD = '/threads/:caseId/:personId'
interface Told {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of every shape are made wrong here
  data: any
  headers?: Record<string, string>
}

/** Each a way in which something of the others could get into an answer, and where it would be seen. */
const LEAKY_ANSWERS: Record<string, { path: string; leak(told: Told, rooms: Rooms): Promise<Told>; seenIn: RegExp }> = {
  'an unread count that takes in the threads of the others': {
    path: '/cases/:caseId',
    async leak({ data }, { messaging }) {
      return { data: { ...data, unread: unreadIn(await messaging.summaries.ofCases([data.caseId])) } }
    },
    seenIn: /^GET \/cases\/c_[^]*"unread":\d+/,
  },
  'the court’s number of an entry in place of the thread’s': {
    path: `${THREAD}/messages`,
    leak: async ({ data }, { log }) => ({ data: { ...data, index: await log.courtHead() } }),
    seenIn: /^POST \/threads\/[^]*"index":\d+/,
  },
  'the time of the court’s newest entry in place of the thread’s': {
    path: `${THREAD}/read`,
    async leak(_, { log }) {
      const newest = (await log.tail((await log.courtHead()) - 20, 20)).map(({ at }) => at).reduce((a, b) => (a > b ? a : b))
      return { data: { stored: { chain: '', index: 0, entryHash: '', at: newest } } }
    },
    seenIn: /^POST \/threads\/.*\/read\n[^]*"at":"[^"]*"/,
  },
  'a tag over the whole case': {
    path: THREAD,
    async leak({ data }, { messaging }) {
      return { data, headers: { ETag: `"${unreadIn(await messaging.summaries.ofCases([data.caseId]))}"` } }
    },
    seenIn: /^GET \/threads\/[^]*ETag: .*/,
  },
  'an order of cases by what happened in any of their threads': {
    path: '/cases',
    async leak({ data }, { messaging }) {
      const cases: { caseId: string }[] = data.cases
      const threads = await messaging.summaries.ofCases(cases.map(({ caseId }) => caseId))
      const busy = (caseId: string): number => unreadIn(threads.filter((thread) => thread.caseId === caseId))
      return { data: { ...data, cases: [...cases].sort((a, b) => busy(b.caseId) - busy(a.caseId)) } }
    },
    seenIn: /^GET \/cases\n[^]*/,
  },
}
const unreadIn = (threads: { unreadByCourt: number }[]): number => threads.reduce((sum, { unreadByCourt }) => sum + unreadByCourt, 0)

const leakyAnswers = (): TestCourtOptions => ({
  routes: (routes, rooms) =>
    routes.map((route) => {
      const { leak } = Object.values(LEAKY_ANSWERS).find(({ path }) => path === route.path) ?? {}
      const handle: Route['handle'] = async (request) => {
        const told = await route.handle(request)
        return { ...told, ...(await leak!(told, rooms)) }
      }
      return leak ? { ...route, handle } : route
    }),
})

/** One limit for everybody's requests, and a frame to everybody whenever somebody is told of an entry. */
function leakyAround(): TestCourtOptions {
  const limits = createRateLimits(LIMITS)
  const people = new Set<string>()
  return {
    limits: { take: (name, per, key) => limits.take(name, per, per === 'actor' ? 'everybody' : key) },
    broadcast: (live) => ({
      sendTo(actorKey, frame) {
        live.sendTo(actorKey, frame)
        if (actorKey.startsWith('person:')) people.add(actorKey)
        people.forEach((key) => key !== actorKey && live.sendTo(key, { type: 'work_list_changed' }))
      },
    }),
  }
}

/** The comparison stands or falls with what it would notice. */
describe('a leak would be noticed', () => {
  describe('in an answer', () => {
    let quiet: string[]
    let busy: string[]
    beforeAll(async () => {
      const played = await both('opponent', SHORT, SOME, leakyAnswers)
      quiet = played.quiet.transcript()
      busy = played.busy.transcript()
    }, 120_000)

    it.each(Object.entries(LEAKY_ANSWERS))('%s', (_, { seenIn }) => {
      const seen = (transcript: string[]): string[] => transcript.flatMap((item) => seenIn.exec(item)?.[0] ?? [])
      expect(seen(quiet).length).toBeGreaterThan(0)
      expect(seen(busy)).not.toEqual(seen(quiet))
    })
  })

  it('in a limit that is shared, and in a frame', async () => {
    const { quiet, busy } = await both('opponent', SHORT, SOME, leakyAround)
    const count = (session: Session, word: string): number => session.raw().filter((line) => line.includes(word)).length
    expect(count(quiet, 'rate.limited')).toBe(0)
    expect(count(busy, 'rate.limited')).toBeGreaterThan(0)
    expect(count(busy, 'work_list_changed')).toBeGreaterThan(count(quiet, 'work_list_changed'))
  }, 120_000)
})

describe('while others write all the time', () => {
  it('one’s own frames come in the same order', async () => {
    const court = await openTestCourt({ trustProxy: 1 })
    const orderOf = async (isNoisy: boolean): Promise<string[]> => {
      const me = createSession(court, 'opponent')
      me.client.hold((await me.client.ask('POST', '/demo/sign-in', { id: 'opponent' })).data)
      const ofMine = (text: string) => ({ type: 'send', ref: me.nextId(), caseId: CASE, personId: me.id, message: message(text) })
      const socket = await me.live()
      // The very first time a name is looked up, and the entry comes after the pong.
      await me.say(ofMine('您好'))
      await socket.until(() => socket.seen.some((line) => line.startsWith('{"type":"entry"')))
      const before = socket.seen.length
      let isOn = isNoisy
      const write = async (who: 'owner' | 'agent'): Promise<void> => {
        while (isOn) await court.call(who, 'POST', `/threads/${CASE}/${court.id(who)}/messages`, message('催问'))
      }
      const others = Promise.all([write('owner'), write('agent'), write('owner')])
      for (let i = 0; i < 40; i++) await me.say(ofMine('我想分期还'))
      isOn = false
      await others
      await socket.until(() => socket.seen.length >= before + 120)
      me.close()
      return socket.seen.slice(before).map((line) => (JSON.parse(line) as { type: string }).type)
    }
    const quiet = await orderOf(false)
    expect(quiet).toHaveLength(120)
    expect(await orderOf(true)).toEqual(quiet)
    await court.close()
  }, 120_000)
})

async function both(who: Litigant, steps: Step[], stirs: Noise[], options?: () => TestCourtOptions): Promise<{ quiet: Session; busy: Session }> {
  const [quiet, busy] = await Promise.all([play(who, steps, [], options?.()), play(who, steps, stirs, options?.())])
  return { quiet, busy }
}

/** What a participant can succeed at: all that names one of their relations, or none. */
function routesOpenTo({ court }: Session): string[] {
  const isTheirs = ({ audience, relations = ['principal'] }: (typeof court.routes)[number]['policy']): boolean =>
    audience.some((kind) => kind !== 'staff') && relations.includes('principal')
  const ofStaff = ['/auth/staff/verification', '/auth/staff/activation']
  return court.routes.filter(({ policy, path }) => isTheirs(policy) && !ofStaff.includes(path)).map(({ method, path }) => `${method.toUpperCase()} ${path}`)
}

/** The entries in a body or frame. */
function entriesIn(line: string) {
  if (!line.includes('"entryHash"') || !line.startsWith('{')) return []
  const said = JSON.parse(line) as { entry?: unknown; entries?: unknown[]; data?: { entries?: unknown[] } }
  return [said.entry, ...(said.entries ?? said.data?.entries ?? [])].filter(Boolean).map((entry) => EntryViewSchema.parse(entry))
}
