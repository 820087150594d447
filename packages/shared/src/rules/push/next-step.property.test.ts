import fc from 'fast-check'
import { lookAgainAt, nextPushStep, type PushReach, type PushSpec, type PushStep } from './next-step'
import { evolvePush, finalOf, noPushes, noticeOf, outcomeOf, type PushNotice, type PushState } from './state'
import { pushConfig as config, TOLD_AT } from './testing'

/** What comes of a call, or of being killed in the middle of it: `none` leaves no answer; a report may come, and may come late, twice, or never. */
const resultArb = fc.record({
  answer: fc.constantFrom('accepted', 'unknown', 'none', 'busy', 'misconfigured', 'no_quota', 'rejected', 'bad_field'),
  report: fc.option(fc.record({ delivered: fc.boolean(), afterMinutes: fc.integer({ min: 0, max: 4_000 }), twice: fc.boolean() }), { nil: undefined }),
})
const callArb = fc.constantFrom('reached', 'no_answer', 'wrong_number', 'later', 'no_number')
const phoneArb = fc.record({ id: fc.constantFrom('a', 'b', 'c'), confirmed: fc.boolean(), texts: fc.boolean() })
const reachArb: fc.Arbitrary<PushReach> = fc.record({ wechat: fc.boolean(), phones: fc.uniqueArray(phoneArb, { maxLength: 3, selector: ({ id }) => id }) })
const specArb: fc.Arbitrary<PushSpec> = fc
  .record({ call: fc.boolean(), afterMinutes: fc.constantFrom(0, 5), wechat: fc.boolean(), sms: fc.boolean() })
  .map(({ wechat, sms, ...rest }) => ({ at: TOLD_AT, ...rest, ...(wechat && { wechat: 'progress' }), ...(sms && { sms: 'notice_progress' }) }))
const storyArb = fc.record({
  spec: specArb, reaches: fc.array(reachArb, { minLength: 1, maxLength: 6 }), results: fc.array(resultArb, { minLength: 1, maxLength: 12 }),
  calls: fc.array(callArb, { minLength: 1, maxLength: 8 }), readAfter: fc.option(fc.integer({ min: 0, max: 8_000 }), { nil: undefined }),
})
const OF = 0
const plus = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString()
const SURE = ['busy', 'misconfigured', 'no_quota', 'rejected', 'bad_field']

interface Report { at: string; n: number; delivered: boolean }

/** Plays a made-up story to its end: whoever dispatches does what `nextPushStep` says, and things come of it. */
function play({ spec, reaches, results, calls, readAfter }: typeof storyArb extends fc.Arbitrary<infer S> ? S : never) {
  let state: PushState = noPushes
  const finals: string[] = []
  const readAt = readAfter === undefined ? undefined : plus(TOLD_AT, readAfter)
  const pending: Report[] = []
  let now = TOLD_AT
  let [n, called, asked] = [0, 0, 0]
  const seen = () => (readAt !== undefined && readAt <= now ? readAt : undefined)
  const happen = (type: string, body: object): void => {
    state = evolvePush(state, { type: `push.${type}`, at: now, actor: { id: 'x' }, body: { of: OF, round: 0, ...body } })
    const final = finalOf(noticeOf(state, OF), seen())
    if (final) finals.push(final.as)
  }
  const given = () => ({ notice: noticeOf(state, OF), spec, config, ...(seen() && { readAt: seen()! }) })
  const deliver = (): void => {
    for (const report of pending.filter(({ at }) => at <= now)) {
      pending.splice(pending.indexOf(report), 1)
      happen('reported', { n: report.n, delivered: report.delivered, code: 'x' })
    }
  }
  for (let turn = 0; turn < 200; turn++) {
    deliver()
    const step: PushStep = nextPushStep({ ...given(), reach: reaches[asked++ % reaches.length]!, now, neutral: state.neutral })
    if (step.do === 'nothing') break
    if (step.do === 'wait') {
      const look = lookAgainAt(given())
      // What the read model says must not let a notice sleep longer than the rule would.
      expect(look === undefined || look <= step.until).toBe(true)
      now = [step.until, ...pending.map(({ at }) => at), ...(readAt !== undefined && readAt > now ? [readAt] : [])].sort()[0]!
    } else if (step.do === 'try') {
      const { do: _do, ...one } = step
      const { answer, report } = results[n % results.length]!
      happen('attempted', { n, by: 'token-token', ...one })
      if (SURE.includes(answer)) happen('answered', { n, outcome: 'not_sent', reason: answer })
      else if (answer !== 'none') happen('answered', { n, outcome: answer })
      if (report && !SURE.includes(answer)) {
        const told = { at: plus(now, report.afterMinutes), n, delivered: report.delivered }
        pending.push(told, ...(report.twice ? [told] : []))
      }
      n++
    } else if (step.do === 'call') {
      if (noticeOf(state, OF).listedAt === undefined) happen('listed', {})
      now = step.from > now ? step.from : plus(now, 1)
      deliver()
      const outcome = step.to.length === 0 ? 'no_number' : calls[called++ % calls.length]!
      happen('called', { outcome, ...(step.to[0] && { to: step.to[0] }), ...(outcome === 'later' && { laterAt: plus(now, 60) }) })
    } else if (step.as === 'unreachable') happen('unreachable', { wechat: 0, sms: 0, calls: 0 })
    else if (step.as === 'dead') happen('dead', { reason: step.reason })
    else happen('ended', { as: step.as })
  }
  const notice = noticeOf(state, OF)
  now = plus(now, 100_000)
  const before = finalOf(notice, seen())
  deliver()
  return { notice, final: before, after: finalOf(noticeOf(state, OF), seen()), finals }
}

describe('whatever comes of the calls, and wherever the dispatcher is killed', () => {
  it('each notice ends in exactly one final state, which nothing changes afterwards', () => {
    fc.assert(fc.property(storyArb, (story) => {
      const { final, after, finals } = play(story)
      expect(final).toBeDefined()
      expect(after).toEqual(final)
      expect(new Set(finals).size).toBeLessThanOrEqual(1)
    }), { numRuns: 2_000 })
  })
  it('nothing is sent twice on one channel without a sure failure between, and no channel after a later one', () => {
    fc.assert(fc.property(storyArb, (story) => {
      const { tries } = play(story).notice
      for (const channel of ['wechat', 'sms'] as const) {
        const own = tries.filter((one) => one.channel === channel)
        for (const one of own.slice(0, -1)) expect(outcomeWhenFollowed(one)).toBe('failed')
      }
      const order = tries.map(({ channel }) => (channel === 'wechat' ? 0 : 1))
      expect(order).toEqual([...order].sort())
      expect(tries.length).toBeLessThanOrEqual(2 * (config.retries.after_minutes.length + 1) + 3)
    }), { numRuns: 2_000 })
  })
  it('only who is asked for something comes to the call list', () => {
    fc.assert(fc.property(storyArb, (story) => {
      const { notice, final } = play(story)
      if (!story.spec.call) expect([notice.listedAt, final!.as === 'unreachable']).toEqual([undefined, false])
    }), { numRuns: 500 })
  })
})

/** A try that was followed by another on its channel: a later report of delivery may have come since, and does not undo that it was sure then. */
const outcomeWhenFollowed = (one: PushNotice['tries'][number]): string =>
  one.answer?.outcome === 'not_sent' ? 'failed' : outcomeOf(one)
