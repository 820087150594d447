import { type PushReach, type PushStep, afterQuiet, lookAgainAt, nextPushStep } from './next-step'
import { evolvePush, noPushes, noticeOf, type PushState } from './state'
import { pushConfig as config, reach as reached, spec as asked, TOLD_AT } from './testing'

const OF = 3
const minutes = (n: number, from = TOLD_AT): string => new Date(Date.parse(from) + n * 60_000).toISOString()
const DAY = 24 * 60

/** A notice to which things happen, one after the other. */
function story(spec = asked()) {
  let state: PushState = noPushes
  let n = 0
  const happen = (type: string, at: string, body: object): void => {
    state = evolvePush(state, { type: `push.${type}`, at, actor: { id: 'x' }, body: { of: OF, round: noticeOf(state, OF).round, ...body } })
  }
  const self = {
    next: (at: string, reach: PushReach = reached(), readAt?: string): PushStep =>
      nextPushStep({ notice: noticeOf(state, OF), spec, reach, config, now: at, neutral: state.neutral, ...(readAt && { readAt }) }),
    look: (readAt?: string) => lookAgainAt({ notice: noticeOf(state, OF), spec, config, ...(readAt && { readAt }) }),
    notice: () => noticeOf(state, OF),
    attempted: (step: PushStep, at: string) => {
      if (step.do !== 'try') throw new Error(`not to be tried: ${JSON.stringify(step)}`)
      const { do: _do, ...one } = step
      happen('attempted', at, { n, by: 'token-token', ...one })
      return n++
    },
    happen,
  }
  return self
}
const busy = { outcome: 'not_sent', reason: 'busy' }
const accepted = { outcome: 'accepted', providerId: 'id1' }

describe('what is done next to get a notice to its person', () => {
  it('goes over WeChat where that was allowed', () => {
    expect(story().next(TOLD_AT)).toEqual({ do: 'try', channel: 'wechat', template: 'progress' })
  })
  it('goes as a text to somebody without quota', () => {
    expect(story().next(TOLD_AT, reached({ wechat: false }))).toEqual({ do: 'try', channel: 'sms', template: 'notice_progress', to: 'own', confirmed: true })
  })
  it('lands on the call list for somebody without quota and without a phone', () => {
    expect(story().next(TOLD_AT, { wechat: false, phones: [] })).toEqual({ do: 'call', to: [], from: TOLD_AT })
  })
  it('puts nobody on the call list who is asked for nothing: the app has it', () => {
    expect(story(asked({ call: false })).next(TOLD_AT, { wechat: false, phones: [] })).toEqual({ do: 'end', as: 'in_app_only' })
  })
  it('is over for whoever has read it in the app', () => {
    expect(story().next(minutes(1), reached(), TOLD_AT)).toEqual({ do: 'nothing', final: 'read' })
    expect(story().look(TOLD_AT)).toBeUndefined()
  })
  it('waits first where it may be read at once', () => {
    expect(story(asked({ afterMinutes: 5 })).next(minutes(4))).toEqual({ do: 'wait', until: minutes(5), because: 'begin' })
  })
  it('does not begin with what is old by now, unless it asks somebody to act', () => {
    expect(story(asked({ call: false })).next(minutes(7 * DAY))).toEqual({ do: 'end', as: 'in_app_only' })
    expect(story().next(minutes(7 * DAY))).toMatchObject({ do: 'try' })
  })
  it('is quiet at night, also over midnight', () => {
    const night = '2026-03-10T15:00:00.000Z'
    expect(story(asked({ at: night })).next(night)).toEqual({ do: 'wait', until: '2026-03-11T00:00:00.000Z', because: 'quiet_hours' })
    expect(afterQuiet(config.quiet_hours, '2026-03-10T23:30:00.000Z')).toBe('2026-03-11T00:00:00.000Z')
    expect(afterQuiet(config.quiet_hours, TOLD_AT)).toBe(TOLD_AT)
  })
  it('waits a day for the report of what was taken, then it is the next channel’s turn', () => {
    const one = story()
    one.happen('answered', TOLD_AT, { n: one.attempted(one.next(TOLD_AT), TOLD_AT), ...accepted })
    expect(one.next(minutes(DAY - 1))).toEqual({ do: 'wait', until: minutes(DAY), because: 'report' })
    expect(one.next(minutes(DAY))).toMatchObject({ do: 'try', channel: 'sms' })
    expect(one.look()).toBe(minutes(DAY))
  })
  it('never tries again by itself what was left without an answer by a crash', () => {
    const one = story()
    one.attempted(one.next(TOLD_AT), TOLD_AT)
    expect(one.next(minutes(1))).toMatchObject({ do: 'wait', because: 'report' })
    expect(one.next(minutes(DAY))).toMatchObject({ do: 'try', channel: 'sms' })
  })
  it('is settled by the report of what was left without an answer', () => {
    const one = story()
    one.happen('reported', minutes(2), { n: one.attempted(one.next(TOLD_AT), TOLD_AT), delivered: true, code: '0' })
    expect(one.next(minutes(3))).toEqual({ do: 'nothing', final: 'delivered' })
  })
  it('goes to the next channel at once where the quota turns out to be gone', () => {
    const one = story()
    one.happen('answered', TOLD_AT, { n: one.attempted(one.next(TOLD_AT), TOLD_AT), outcome: 'not_sent', reason: 'no_quota' })
    expect(one.next(TOLD_AT)).toMatchObject({ do: 'try', channel: 'sms' })
  })
  it('tries what was busy again after the times of the configuration, then another channel', () => {
    const one = story()
    let at = TOLD_AT
    for (const wait of config.retries.after_minutes) {
      one.happen('answered', at, { n: one.attempted(one.next(at), at), ...busy })
      const again = minutes(wait, at)
      expect(one.next(at)).toEqual({ do: 'wait', until: again, because: 'retry' })
      expect(one.look()).toBe(again)
      at = again
      expect(one.next(at)).toMatchObject({ do: 'try', channel: 'wechat' })
    }
    one.happen('answered', at, { n: one.attempted(one.next(at), at), ...busy })
    expect(one.next(at)).toMatchObject({ do: 'try', channel: 'sms' })
  })
  it('ends as a dead letter where everything was busy and nobody rings for it', () => {
    const one = story(asked({ call: false }))
    let at = TOLD_AT
    for (let step = one.next(at); step.do !== 'end'; step = one.next(at)) {
      if (step.do === 'wait') at = step.until
      else one.happen('answered', at, { n: one.attempted(step, at), ...busy })
    }
    expect(one.notice().tries.map(({ channel }) => channel)).toEqual(['wechat', 'wechat', 'wechat', 'sms', 'sms', 'sms'])
    expect(one.next(at)).toEqual({ do: 'end', as: 'dead', reason: 'busy' })
    one.happen('dead', at, { reason: 'busy' })
    expect(one.next(at)).toEqual({ do: 'nothing', final: 'dead' })
    one.happen('requeued', at, { round: 1 })
    expect(one.next(at)).toMatchObject({ do: 'try', channel: 'wechat' })
  })
  it('takes another number of theirs where one is refused, and no number twice', () => {
    const phones = [{ id: 'a', confirmed: true, texts: true }, { id: 'b', confirmed: true, texts: true }]
    const one = story(asked({ wechat: undefined }))
    for (const to of ['a', 'b']) {
      const step = one.next(TOLD_AT, { wechat: false, phones })
      expect(step).toMatchObject({ do: 'try', to })
      one.happen('answered', TOLD_AT, { n: one.attempted(step, TOLD_AT), outcome: 'not_sent', reason: 'rejected' })
    }
    expect(one.next(TOLD_AT, { wechat: false, phones })).toEqual({ do: 'call', to: ['a', 'b'], from: TOLD_AT })
  })
  it('sends the neutral text to a number that is not confirmed, once a week, and goes on though it arrived', () => {
    const phones = [{ id: 'told', confirmed: false, texts: true }]
    const one = story()
    const step = one.next(TOLD_AT, { wechat: false, phones })
    expect(step).toEqual({ do: 'try', channel: 'sms', template: 'notice_neutral', to: 'told', confirmed: false })
    one.happen('reported', minutes(1), { n: one.attempted(step, TOLD_AT), delivered: true, code: 'DELIVRD' })
    expect(one.next(minutes(2), { wechat: false, phones })).toMatchObject({ do: 'wait', because: 'report' })
    expect(one.next(minutes(DAY), { wechat: false, phones })).toMatchObject({ do: 'call', to: ['told'] })
  })
  it('texts no landline, but rings it', () => {
    expect(story().next(TOLD_AT, { wechat: false, phones: [{ id: 'line', confirmed: true, texts: false }] })).toMatchObject({ do: 'call', to: ['line'] })
  })
  it('rings so often, on different days, and ends as 无法联系', () => {
    const one = story()
    const none = reached({ wechat: false, phones: [{ id: 'line', confirmed: true, texts: false }] })
    one.happen('listed', TOLD_AT, {})
    expect(one.look()).toBeUndefined()
    one.happen('called', minutes(5), { to: 'line', outcome: 'no_answer' })
    expect(one.next(minutes(6), none)).toEqual({ do: 'call', to: ['line'], from: minutes(DAY + 5) })
    one.happen('called', minutes(DAY + 5), { to: 'line', outcome: 'no_answer' })
    expect(one.look()).toBe(minutes(DAY + 5))
    expect(one.next(minutes(DAY + 6), none)).toEqual({ do: 'end', as: 'unreachable' })
  })
  it('rings at the time that was asked for, and whoever was told by telephone is told', () => {
    const one = story()
    one.happen('listed', TOLD_AT, {})
    one.happen('called', minutes(5), { to: 'own', outcome: 'later', laterAt: minutes(90) })
    expect(one.next(minutes(6))).toEqual({ do: 'call', to: ['own'], from: minutes(90) })
    one.happen('called', minutes(91), { to: 'own', outcome: 'reached' })
    expect(one.next(minutes(92))).toEqual({ do: 'nothing', final: 'told_by_phone' })
  })
  it('ends as 无法联系 where the only number is somebody else’s, or there is none', () => {
    const one = story()
    one.happen('listed', TOLD_AT, {})
    one.happen('called', minutes(5), { to: 'own', outcome: 'wrong_number' })
    expect(one.next(minutes(6))).toEqual({ do: 'end', as: 'unreachable' })
    expect(one.look()).toBe(minutes(5))
  })
})
