import { createRateLimits } from '../platform/rate-limit'
import type { Route } from '../platform/http/route'
import type { Rooms } from '../rooms'
import type { TestCourtOptions } from '../test-support/court'
import { LIMITS } from '../test-support/one-side/play'
import { both, SHORT, SOME } from '../test-support/one-side/scripts'
import type { Session } from '../test-support/one-side/session'

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
      ...live,
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
