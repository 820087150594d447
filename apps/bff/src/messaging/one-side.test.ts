import { ClientFrameSchema, EntryViewSchema, ServerFrameSchema } from '@zhixin/shared/contract'
import { bodyHash, entryHash, headerOf } from '@zhixin/shared/log'
import * as fc from 'fast-check'
import { sm3 } from '../log'
import { typesOf } from '../platform/live/frames'
import { createRateLimits } from '../platform/rate-limit'
import { CASE, message, openTestCourt } from '../test-support/court'
import { generousLimits } from '../test-support/http'
import { STIRS } from '../test-support/one-side/bustle'
import { DEEDS } from '../test-support/one-side/deeds'
import type { Noise, Step } from '../test-support/one-side/play'
import { AHEAD, both, EVERYTHING, FLOODS, IN, SET_BACK, SHORT, SOME, TOUR, way, waysOf } from '../test-support/one-side/scripts'
import { createSession, type Litigant, type Session } from '../test-support/one-side/session'

/** How many sessions are made up. `SIDE_RUNS=200 npx jest …` for the long run. */
const RUNS = Number(process.env.SIDE_RUNS ?? 2)
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

const AT_THE_WINDOW = {
  who: 'owner' as const,
  steps: [way('fetch a code from the window'), way('come in', 3), way('list cases')],
  stirs: [{ stir: 'try to bind as the observed person', n: 0, at: 1, during: false }],
}
const EXAMPLES: [{ who: Litigant; steps: Step[]; stirs: Noise[] }][] = [
  [{ who: 'opponent', steps: SHORT, stirs: SOME }], [AT_THE_WINDOW], [{ who: 'opponent', steps: SET_BACK, stirs: AHEAD }],
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
      {
        // Examples count as runs.
        numRuns: Math.max(RUNS, EXAMPLES.length), examples: EXAMPLES,
        // While a counterexample is made smaller, too: the smallest so far is shown then.
        interruptAfterTimeLimit: 60_000 + 20_000 * RUNS, markInterruptAsFailure: true,
      },
    )
  }, 120_000 + 20_000 * RUNS)

  it('is the same for everything one can do, on every route and in every frame', async () => {
    const { quiet, busy } = await both('opponent', TOUR, EVERYTHING, () => ({ limits: createRateLimits(generousLimits()) }))
    expect(busy.transcript()).toEqual(quiet.transcript())
    expect([...busy.asked].sort()).toEqual(quiet.court.routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort())
    expect(routesOpenTo(quiet).filter((route) => !quiet.succeeded.has(route))).toEqual([])
    expect([...busy.said, 'ping'].filter((type) => type !== 'no_such_frame').sort()).toEqual(expect.arrayContaining(typesOf(ClientFrameSchema).sort()))
    const heard = typesOf(ServerFrameSchema).filter((type) => busy.raw().some((line) => line.startsWith(`{"type":"${type}"`)))
    expect(heard).toEqual(['ready', 'pong', 'stored', 'refused', 'entry', 'entries', 'put_away'])
    // A hash is made of what is shown, and so can say nothing else.
    const entries = quiet.raw().flatMap(entriesIn)
    expect(entries.length).toBeGreaterThan(30)
    for (const entry of entries) {
      if (entry.body === null) expect(entry.withheld).toBe('sealed')
      else expect(entry.bodyHash).toBe(bodyHash(sm3, entry.nonce!, entry.body))
      expect(entry.entryHash).toBe(entryHash(sm3, headerOf(entry)))
    }
  }, 400_000)

  it('is the same where one’s own limits are met', async () => {
    const { quiet, busy } = await both('owner', [IN, ...waysOf(FLOODS)], [0, 1, 2, 3].map((n) => ({ stir: FLOODS, n, at: n + 1, during: n % 2 === 1 })))
    expect(busy.transcript()).toEqual(quiet.transcript())
    expect(busy.raw().filter((line) => line.includes('"rate.limited"')).length).toBeGreaterThan(4)
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

/** What a participant can succeed at: all that names one of their relations, or none. */
function routesOpenTo({ court }: Session): string[] {
  const isTheirs = ({ audience, relations = ['principal'] }: (typeof court.routes)[number]['policy']): boolean =>
    audience.some((kind) => kind !== 'staff' && kind !== 'system') && relations.includes('principal')
  const ofStaff = ['/auth/staff/verification', '/auth/staff/activation']
  const open = court.routes.filter(({ policy, path }) => isTheirs(policy) && !ofStaff.includes(path)).map(({ method, path }) => `${method.toUpperCase()} ${path}`)
  // The applicant's side alone raises an urgent clue, and so has pictures of one.
  const ofApplicants = ['POST /urgent/:caseId/:personId', 'GET /urgent/:caseId/:personId/attachments/:attachmentId']
  // These cases were always here: nothing stands before.
  const ofTakenOver = ['GET /threads/:caseId/:personId/former', 'GET /threads/:caseId/:personId/former/attachments/:attachmentId']
  // What WeChat or a carrier has signed.
  const ofCarriers = ['GET /wechat/events', 'POST /wechat/events', 'POST /sms/reports/:token', 'POST /sms/replies/:token']
  return open.filter((route) => ![...ofApplicants, ...ofTakenOver, ...ofCarriers].includes(route))
}

/** The entries in a body or frame. */
function entriesIn(line: string) {
  if (!line.includes('"entryHash"') || !line.startsWith('{')) return []
  const said = JSON.parse(line) as { entry?: unknown; entries?: unknown[]; data?: { entries?: unknown[] } }
  return [said.entry, ...(said.entries ?? said.data?.entries ?? [])].filter(Boolean).map((entry) => EntryViewSchema.parse(entry))
}
