import type { Mark } from '../court-config'
import { acknowledgements, calendar, threadRules } from '../testing'
import { emptyThread, evolveThread } from '../thread'
import { decideThread } from '../thread-decisions'
import type { ThreadEntry } from '../thread-entries'
import type { ThreadContext } from '../thread-part'
import type { ThreadCommand } from '../thread-decisions'
import { paceOf } from './pace'

// A Tuesday, 10:00 in Shanghai.
const MORNING = '2026-03-10T02:00:00.000Z'
const leader = { kind: 'staff' as const, id: 's_lead', role: 'team_leader' }
const party = { kind: 'person' as const, id: 'p_00000001', role: 'principal' }
const officer = { kind: 'staff' as const, id: 's_offi', role: 'officer' }

const contextOf = (actor: ThreadContext['actor'], now: string): ThreadContext => ({ actor, relation: actor.role as ThreadContext['relation'], now, calendar, rules: threadRules })

/** A thread to which commands are put one after another, each decided on what stands there. */
function openThread() {
  let state = emptyThread
  const put = (entry: Pick<ThreadEntry, 'type' | 'actor' | 'body' | 'at'>): void => {
    state = evolveThread(state, { ...entry, index: state.next }, acknowledgements)
  }
  const does = (actor: ThreadContext['actor'], command: ThreadCommand, at: string): void => {
    const draft = decideThread(command, state, contextOf(actor, at))
    if (draft) put({ ...draft, at })
  }
  return {
    state: () => state,
    put,
    does,
    says: (text: string, at = MORNING, mark: Mark = 'ordinary') => does(party, { type: 'SendMessage', message: { text, mark, attachments: [] }, attachments: [] }, at),
    slows: (days: number, perDay: number, at = MORNING) => does(leader, { type: 'SetSlowMode', days, perDay, reason: '每天发几百条' }, at),
  }
}
const refusalOf = (act: () => void): { code?: string; retryAfterSeconds?: number } => {
  try {
    act()
  } catch (error) {
    return error as { code: string; retryAfterSeconds?: number }
  }
  return {}
}

describe('slow mode', () => {
  it('lets so many ordinary messages a day through, then says when the next is possible', () => {
    const thread = openThread()
    thread.says('一')
    thread.slows(2, 2)
    thread.says('二')
    thread.says('三')
    expect(refusalOf(() => thread.says('四'))).toMatchObject({ code: 'messaging.slowed', retryAfterSeconds: 14 * 3600 })
    expect(paceOf(thread.state().parts.pace, MORNING)).toMatchObject({ perDay: 2, left: 0, nextAt: '2026-03-10T16:00:00.000Z', reason: '每天发几百条' })
  })

  it('counts by the day in Shanghai', () => {
    const thread = openThread()
    thread.slows(3, 2)
    thread.says('一', '2026-03-10T15:58:00.000Z')
    thread.says('二', '2026-03-10T15:59:59.000Z')
    expect(refusalOf(() => thread.says('三', '2026-03-10T15:59:59.999Z')).code).toBe('messaging.slowed')
    thread.says('三', '2026-03-10T16:00:00.000Z')
    expect(paceOf(thread.state().parts.pace, '2026-03-10T16:00:01.000Z')).toMatchObject({ left: 1, nextAt: null })
  })

  it.each(['irregularity', 'property_clue', 'termination_opinion', 'objection', 'resumption'] as const)('never slows %s, and does not count it', (mark) => {
    const thread = openThread()
    thread.slows(1, 2)
    thread.says('一')
    for (let i = 0; i < 20; i++) thread.says(`${i}`, MORNING, mark)
    thread.says('二')
    thread.says('要紧', MORNING, mark)
    expect(refusalOf(() => thread.says('三')).code).toBe('messaging.slowed')
  })

  it('ends by itself at the end of its last day', () => {
    const thread = openThread()
    thread.slows(1, 2)
    for (const text of ['一', '二']) thread.says(text)
    for (const text of ['三', '四', '五']) thread.says(text, '2026-03-10T16:00:00.000Z')
    expect(paceOf(thread.state().parts.pace, '2026-03-10T16:00:00.000Z')).toBeNull()
  })

  it('ends when it is lifted, and cannot be lifted where it is over', () => {
    const thread = openThread()
    const lift = (at: string) => thread.does(leader, { type: 'LiftSlowMode', reason: '已经说清楚' }, at)
    expect(refusalOf(() => lift(MORNING)).code).toBe('messaging.not_slowed')
    thread.slows(1, 2)
    for (const text of ['一', '二']) thread.says(text)
    lift(MORNING)
    thread.says('三')
    thread.slows(1, 2)
    expect(refusalOf(() => lift('2026-03-11T02:00:00.000Z')).code).toBe('messaging.not_slowed')
  })

  it('does not slow the court’s side', () => {
    const thread = openThread()
    thread.slows(1, 2)
    for (let i = 0; i < 5; i++) thread.does(officer, { type: 'SendMessage', message: { text: '您好', mark: 'ordinary', attachments: [] }, attachments: [] }, MORNING)
    expect(paceOf(thread.state().parts.pace, MORNING)).toMatchObject({ left: 2 })
  })

  it.each([[0, 5], [8, 5], [3, 1], [3, 11]])('cannot be for %i days with %i messages', (days, perDay) => {
    expect(refusalOf(() => openThread().slows(days, perDay)).code).toBe('messaging.slow_mode_range')
  })

  it.each(['officer', 'judge', 'deputy', 'principal'])('is not set by the %s', (role) => {
    const actor = { kind: role === 'principal' ? ('person' as const) : ('staff' as const), id: 'x', role }
    expect(refusalOf(() => openThread().does(actor, { type: 'SetSlowMode', days: 1, perDay: 5, reason: '刷屏' }, MORNING)).code).toBe('access.forbidden')
  })

  it('holds to the kinds that were slowed when it was set', () => {
    const thread = openThread()
    thread.put({ type: 'slow_mode.set', actor: leader, at: MORNING, body: { until: '2026-03-12T16:00:00.000Z', perDay: 1, reason: '刷屏', slows: ['ordinary'] } })
    thread.says('一')
    thread.says('愿意和解', MORNING, 'settlement')
    expect(refusalOf(() => thread.says('二')).code).toBe('messaging.slowed')
  })
})
