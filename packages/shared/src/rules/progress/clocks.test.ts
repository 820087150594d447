import fc from 'fast-check'
import { instantOf } from '../shanghai'
import { clocksOf, overdueSince } from './clocks'
import { catalogue, holidays, ladder } from './clocks-testing'
import { evolveProgress, noProgress } from './progress-state'
import { stepsOf, stepsOfAll } from './clock-steps'
import { nextStepAt, noWatch, stepsToWrite, unexplained, watchWith } from './clock-watch'

type Said = { type: string; body: unknown; at?: string }
let count = 0
const record = (what: string, on: string, more: object = {}): Said => ({ type: 'node.recorded', body: { recordId: `n_record${String(++count).padStart(4, '0')}`, what, on, ...more } })
const registered = (filedOn = '2026-03-02'): Said => ({
  type: 'case.registered',
  body: {
    caseId: 'c_clockcase', caseNumber: '（2026）虚01执1号', cause: '虚构', filedOn, department: '一队', officerIds: ['s_officer'], judgeId: 's_judge',
    participants: [{ personId: 'p_applicant', side: 'applicant', role: 'principal' }],
  },
})
const entries = (said: Said[]) => said.map((one, index) => ({ index, at: '2026-03-02T01:00:00.000Z', ...one }))
const clocks = (...said: Said[]) => clocksOf(entries(said).reduce(evolveProgress, noProgress), catalogue, holidays)
const of = (node: string, ...said: Said[]) => clocks(...said).filter((clock) => clock.node === node)
const idOf = (said: Said): string => (said.body as { recordId: string }).recordId
const days = (list: { at: string }[]): string[] => list.map(({ at }) => at)
const midnight = (day: string): string => instantOf(day, 0)

describe('clocks of a case', () => {
  test('given a filing, the judge has three days, until 24:00 of the last', () => {
    expect(of('judge_receive_case', registered())).toEqual([expect.objectContaining({ clockId: 'judge_receive_case/n_clockcase', dueDay: '2026-03-05', dueAt: midnight('2026-03-06') })])
  })

  test('what was received starts what counts from it, and has ended in time', () => {
    const all = clocks(registered(), record('judge_receive_case', '2026-03-05'))
    expect(all.find(({ node }) => node === 'judge_receive_case')?.ended).toMatchObject({ how: 'met', on: '2026-03-05', late: false })
    expect(all.find(({ node }) => node === 'initiate_network_query')?.dueDay).toBe('2026-03-09')
  })

  test('a day too late is late', () => {
    expect(of('judge_receive_case', registered(), record('judge_receive_case', '2026-03-06'))[0]?.ended).toMatchObject({ how: 'met', late: true })
  })

  test('of two events the earlier counts; the target is told beside the limit', () => {
    const [notice] = of('issue_notice', registered(), record('application_received', '2026-02-25'))
    expect(notice).toMatchObject({ dueDay: '2026-03-09', targetAt: midnight('2026-03-03') })
    expect(of('issue_notice', registered())).toHaveLength(1)
  })

  test('each property has a clock of its own, ended by the record of the same', () => {
    const [a, b] = [record('property_found_online', '2026-03-05', { time: '10:20', object: 'A' }), record('property_found_online', '2026-03-05', { time: '12:00', object: 'B' })]
    const found = of('online_control', registered(), a, b, record('online_control', '2026-03-06', { time: '09:00', object: 'B' }))
    expect(found.map(({ object, ended, dueAt }) => [object, ended?.how, dueAt])).toEqual([['A', undefined, '2026-03-07T03:00:00.000Z'], ['B', 'met', '2026-03-07T04:00:00.000Z']])
  })

  test('the same property found twice is waited for once, and of another kind of name it is ended by none', () => {
    const again = record('property_found_online', '2026-03-06', { time: '10:20', object: 'A' })
    const found = of('online_control', registered(), record('property_found_online', '2026-03-05', { time: '10:20', object: 'A' }), again, record('online_control', '2026-03-06', { time: '11:00', object: 'C' }))
    expect(found).toEqual([expect.objectContaining({ object: 'A' })])
    expect(found[0]).not.toHaveProperty('ended')
  })

  test('where nobody names the object, the earliest that is open is ended', () => {
    const first = record('funds_arrived', '2026-03-03')
    const found = of('pay_out_funds', registered(), record('funds_arrived', '2026-03-10'), first, record('pay_out_funds', '2026-03-20'))
    expect(found.find(({ ended }) => ended)?.clockId).toBe(`pay_out_funds/${idOf(first)}`)
    expect(found).toHaveLength(2)
  })

  test('48 hours end with the hour, and later that hour is late', () => {
    const start = record('property_found_online', '2026-03-05', { time: '10:20' })
    expect(of('online_control', start, record('online_control', '2026-03-07', { time: '11:00' }))[0]?.ended).toMatchObject({ late: false })
    expect(of('online_control', start, record('online_control', '2026-03-07', { time: '11:01' }))[0]?.ended).toMatchObject({ late: true })
  })

  test('a sale that is appointed asks for its notice days before, of the kind of thing that is sold', () => {
    const sale = record('auction_start', '2026-06-01', { object: 'car', fields: { property_kind: '动产' } })
    const all = clocks(registered(), sale)
    expect(all.find(({ node }) => node === 'auction_notice_movable')).toMatchObject({ dueDay: '2026-05-17', dueAt: midnight('2026-05-18') })
    expect(all.some(({ node }) => node === 'auction_notice_immovable')).toBe(false)
    expect(of('auction_notice_movable', registered(), record('auction_notice_movable', '2026-05-17', { object: 'car' }), sale)[0]?.ended).toMatchObject({ how: 'met', late: false })
    expect(of('auction_notice_movable', registered(), record('auction_notice_movable', '2026-05-18', { object: 'car' }), sale)[0]?.ended).toMatchObject({ how: 'met', late: true })
  })

  test('a sale that nobody says the kind of asks for both notices', () => {
    expect(clocks(record('auction_start', '2026-06-01')).map(({ node, dueDay }) => [node, dueDay])).toEqual([['auction_notice_immovable', '2026-05-02'], ['auction_notice_movable', '2026-05-17']])
  })

  test('what was taken back starts nothing', () => {
    const sale = record('auction_start', '2026-06-01', { fields: { property_kind: '动产' } })
    expect(of('auction_notice_movable', sale, { type: 'node.withdrawn', body: { recordId: idOf(sale), reason: '记错了' } })).toEqual([expect.objectContaining({ ended: { how: 'withdrawn', late: false } })])
  })

  test('what was done is open again when its record is taken back', () => {
    const done = record('judge_receive_case', '2026-03-03')
    expect(of('judge_receive_case', registered(), done, { type: 'node.withdrawn', body: { recordId: idOf(done), reason: '记错了' } })[0]).not.toHaveProperty('ended')
  })

  test('another node ends an alert', () => {
    expect(of('no_investigation_backstop', registered(), record('initiate_network_query', '2026-03-20'))[0]?.ended).toMatchObject({ how: 'met' })
  })

  test('what was done before its period began is not asked for again', () => {
    expect(of('initiate_network_query', registered(), record('initiate_network_query', '2026-03-03'), record('judge_receive_case', '2026-03-04'))[0]?.ended).toMatchObject({ how: 'met', late: false })
  })

  test('closing the case ends what it makes pointless, and nothing else', () => {
    const all = clocks(registered(), record('funds_arrived', '2026-03-03'), { type: 'case.closed', body: { way: '执行完毕', closedOn: '2026-03-04' } })
    expect(all.find(({ node }) => node === 'judge_receive_case')?.ended).toEqual({ how: 'closed', on: '2026-03-04', late: false })
    expect(all.find(({ node }) => node === 'pay_out_funds')).not.toHaveProperty('ended')
  })

  test('the end of the statutory period is an event itself, and is none any more once the case is closed in time', () => {
    expect(of('statutory_period_prewarning', registered())[0]).toMatchObject({ clockId: 'statutory_period_prewarning/n_clockcase', dueDay: '2026-08-23' })
    expect(of('statutory_period_prewarning', registered(), { type: 'case.closed', body: { way: '执行完毕', closedOn: '2026-08-01' } })[0]?.ended?.how).toBe('withdrawn')
  })

  test('another cause, and a period that no cause suspends, do not stand still', () => {
    const stay = (cause: string) => ({ type: 'period.suspended', body: { suspensionId: 'n_suspend01', cause, from: '2026-03-03', reason: '说明' } })
    expect(of('close_within_statutory_period', registered(), stay('coordination'))[0]?.dueDay).toBe('2026-09-02')
    expect(of('judge_receive_case', registered(), stay('stayed'))[0]?.dueDay).toBe('2026-03-05')
  })

  test('a period can be suspended and goes on; while it stands still it has no end', () => {
    const stay = { type: 'period.suspended', body: { suspensionId: 'n_suspend01', cause: 'stayed', from: '2026-04-01', reason: '中止执行' } }
    const [still] = of('close_within_statutory_period', registered(), stay)
    expect(still).toMatchObject({ suspended: { since: '2026-04-01', cause: 'stayed' } })
    expect(still).not.toHaveProperty('dueAt')
    const [on] = of('close_within_statutory_period', registered(), stay, { type: 'period.resumed', body: { suspensionId: 'n_suspend01', to: '2026-04-10' } })
    expect(on).toMatchObject({ dueDay: '2026-09-14' })
    expect(of('judge_receive_case', registered(), stay)[0]?.dueDay).toBe('2026-03-05')
  })

  test('an extension lengthens its own clock alone', () => {
    const extended = {
      type: 'period.extended',
      body: { clockId: 'close_within_statutory_period/n_clockcase', by: { value: 3, unit: 'month' }, reason: '案情复杂', approval: { role: 'court_president', name: '某人', on: '2026-08-20', paper: '延1号' } },
    }
    const all = clocks(registered(), extended)
    expect(all.find(({ node }) => node === 'close_within_statutory_period')?.dueDay).toBe('2026-12-02')
    expect(all.find(({ node }) => node === 'six_month_cross_execution')?.dueDay).toBe('2026-09-02')
  })

  test('a query runs again from its own completion, so many times in all', () => {
    const runs = ['2026-09-02', '2027-03-02', '2027-09-02', '2028-03-02'].map((on) => record('terminated_case_requery', on))
    const ended = record('terminate_this_execution', '2026-03-02')
    expect(of('terminated_case_requery', ended, runs[0]!).map(({ startedBy, ended: end }) => [startedBy.on, end?.how])).toEqual([['2026-09-02', undefined], ['2026-03-02', 'met']])
    expect(of('terminated_case_requery', ended, ...runs)).toHaveLength(3)
  })

  test('a period of some kinds of case runs in those alone', () => {
    expect(of('party_government_case', registered())).toEqual([])
    expect(of('party_government_case', registered(), record('party_government_marked', '2026-03-09'))).toHaveLength(1)
    expect(of('close_within_statutory_period', registered(), record('nonlitigation_marked', '2026-03-09'))).toEqual([])
  })

  test('a year without a table of holidays marks the date', () => {
    expect(of('close_within_statutory_period', registered('2026-08-01'))[0]?.calendarKnown).toBe(false)
    expect(of('close_within_statutory_period', registered())[0]?.calendarKnown).toBe(true)
  })

  test('what is kept in a thread, what is switched off and what has no limit has no clock', () => {
    const names = new Set(clocks(registered(), record('party_reported_irregularity', '2026-03-03')).map(({ node }) => node))
    for (const name of ['reply_irregularity_report', 'switched_off', 'case_filing', 'overdue_written_explanation']) expect(names).not.toContain(name)
  })

  test('nobody is late with a target, a right or what may not be done before', () => {
    const far = '2029-01-01T00:00:00.000Z'
    const overdue = clocks(registered()).filter((clock) => overdueSince(clock, catalogue.nodes.get(clock.node)!, far)).map(({ node }) => node)
    expect(overdue.sort()).toEqual(['close_within_statutory_period', 'issue_notice', 'judge_receive_case', 'no_investigation_backstop'])
  })

  test('it is in time up to 24:00, and from then on it is not', () => {
    const [receive] = of('judge_receive_case', registered())
    const node = catalogue.nodes.get('judge_receive_case')!
    expect(overdueSince(receive!, node, '2026-03-05T15:59:59.999Z')).toBeUndefined()
    expect(overdueSince(receive!, node, '2026-03-05T16:00:00.000Z')).toBe('2026-03-05T16:00:00.000Z')
  })
})

describe('steps of a clock', () => {
  const stepsFor = (node: string, ...said: Said[]) => of(node, ...said).flatMap((clock) => stepsOf(clock, catalogue.nodes.get(node)!, ladder, holidays))

  test('a warning, then that it is over, then whom it goes up to; never by itself to whom only a finding leads', () => {
    expect(stepsFor('judge_receive_case', registered()).map(({ step, entry, at, to }) => [step, entry, at, ...to])).toEqual([
      ['warn-1calendar_day@2026-03-05', 'clock.warned', midnight('2026-03-04'), 'quota_judge'],
      ['overdue@2026-03-05', 'clock.overdue', midnight('2026-03-06'), 'quota_judge'],
      ['to-cc_flow_group@2026-03-05', 'clock.overdue', midnight('2026-03-06'), 'cc_flow_group'],
      ['to-bureau_director@2026-03-05', 'clock.overdue', midnight('2026-03-09'), 'bureau_director'],
    ])
  })

  test('the statutory period: ten days before by the command centre, then director and president at once (A.8)', () => {
    expect(stepsFor('close_within_statutory_period', registered()).map(({ step, at, to, by }) => [step.replace(/@.*/, ''), at, to.join(), by])).toEqual([
      ['warn-10calendar_day', midnight('2026-08-23'), 'case_handler', 'command_center'],
      ['overdue', midnight('2026-09-03'), 'case_handler', 'cc_flow_group'],
      ['to-bureau_director', midnight('2026-09-03'), 'bureau_director', 'cc_flow_group'],
      ['to-court_president', midnight('2026-09-03'), 'court_president', 'cc_flow_group'],
    ])
    expect(stepsFor('statutory_period_prewarning', registered()).map(({ at, to }) => [at, ...to])).toEqual([[midnight('2026-08-24'), 'bureau_director', 'court_president']])
  })

  test('hours are warned of by the hour', () => {
    expect(days(stepsFor('online_control', record('property_found_online', '2026-03-05', { time: '10:20' })))).toEqual(['2026-03-06T15:00:00.000Z', '2026-03-07T03:00:00.000Z'])
  })

  test('what opens something else is ripe, not overdue; a right arises; a target says nothing', () => {
    expect(stepsFor('six_month_cross_execution', registered()).map(({ entry }) => entry)).toEqual(['clock.warned', 'clock.warned'])
    expect(stepsFor('superior_court_request', registered()).map(({ step }) => step)).toEqual(['arises@2026-09-02'])
    expect(stepsFor('first_execution_average_days', registered())).toEqual([])
    expect(stepsFor('termination_min_age', registered())).toEqual([])
  })

  test('of a clock that stands still, what was due before', () => {
    const from = (day: string) => ({ type: 'period.suspended', body: { suspensionId: 'n_suspend01', cause: 'stayed', from: day, reason: '中止执行' } })
    expect(stepsFor('close_within_statutory_period', registered(), from('2026-04-01'))).toEqual([])
    expect(stepsFor('close_within_statutory_period', registered(), from('2026-08-25'))).toHaveLength(1)
  })
})

// A made-up case: what happened, in order of time, each entry some hours after the one before.
const WHATS = ['judge_receive_case', 'case_signed_by_handler', 'property_found_online', 'online_control', 'funds_arrived', 'pay_out_funds', 'auction_start', 'auction_notice_movable',
  'initiate_network_query', 'complete_property_investigation', 'application_received', 'terminate_this_execution', 'terminated_case_requery', 'property_found_offline', 'offline_control']
const day = fc.integer({ min: 0, max: 200 }).map((n) => new Date(Date.UTC(2026, 2, 2) + n * 86_400_000).toISOString().slice(0, 10))
const happening = fc.record({
  what: fc.constantFrom(...WHATS), on: day, time: fc.option(fc.constantFrom('09:30', '14:00'), { nil: undefined }), object: fc.option(fc.constantFrom('A', 'B'), { nil: undefined }),
})
const story = fc.array(happening, { maxLength: 14 }).map((list) => list.map((one, n) => ({
  type: 'node.recorded', body: JSON.parse(JSON.stringify({ recordId: `n_story${String(n).padStart(5, '0')}`, ...one })) as Record<string, unknown>,
})))

describe('whatever happens in a case', () => {
  // Few days and kinds, so that much happens on one day.
  const crowded = fc.array(fc.record({
    what: fc.constantFrom('funds_arrived', 'pay_out_funds', 'property_found_online', 'online_control', 'auction_start', 'auction_notice_movable'),
    on: fc.constantFrom('2026-03-03', '2026-03-04', '2026-03-05'), object: fc.option(fc.constantFrom('A', 'B'), { nil: undefined }),
  }), { maxLength: 10 }).map((list) => list.map((one, n) => ({
    type: 'node.recorded', body: JSON.parse(JSON.stringify({ recordId: `n_crowd${String(n).padStart(5, '0')}`, ...one })) as Record<string, unknown>,
  })))

  test.each([['far apart', story], ['on the same days', crowded]])('the order in which it is recorded changes no clock: %s', (_, stories) => {
    fc.assert(fc.property(stories, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (said, random) => {
      const shuffled = said.map((one) => ({ one, by: random.next().value as number })).sort((a, b) => a.by - b.by).map(({ one }) => one)
      expect(clocks(registered(), ...shuffled)).toEqual(clocks(registered(), ...said))
    }), { numRuns: 150 })
  })

  const MINUTES = 60_000
  const began = Date.parse('2026-03-02T01:00:00.000Z')
  const stamped = fc.tuple(story, fc.array(fc.integer({ min: 1, max: 20 * 24 * 60 }), { minLength: 14, maxLength: 14 })).map(([said, gaps]) => {
    let at = began
    const first = { ...registered(), index: 0, at: new Date(at).toISOString() }
    return [first, ...said.map((one, n) => ({ ...one, index: n + 1, at: new Date(at += gaps[n]! * MINUTES).toISOString() }))]
  })
  const evolve = watchWith({ catalogue, ladder, holidays })
  type Stamped = { index: number; at: string; type: string; body: unknown }

  /** What a sweep writes that looks at these instants beside the entries as they come. */
  function written(said: Stamped[], looks: string[]): string[] {
    const found: string[] = []
    let state = noWatch
    let index = 0
    const look = (now: string): void => {
      for (const { clockId, step, entry, node, at, dueAt, to } of stepsToWrite(state, state.progress.steps, now)) {
        found.push(`${clockId}/${step}`)
        state = evolve(state, { index: index++, at: now, type: entry, body: { clockId, step, node, wasDueAt: at, dueAt, to, staffIds: [] } })
      }
    }
    const events = [...said.map((one) => ({ at: one.at, one })), ...looks.map((at) => ({ at, one: undefined }))]
    events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : Number(!a.one) - Number(!b.one)))
    for (const { at, one } of events) {
      if (one) state = evolve(state, { ...one, index: index++ })
      else look(at)
    }
    return found
  }
  const end = '2029-01-01T00:00:00.000Z'
  const everyDay = Array.from({ length: 1036 }, (_, n) => new Date(began + n * 86_400_000 + 1).toISOString())

  test('a server that stood still writes the same steps as one that never did, each once', () => {
    fc.assert(fc.property(stamped, fc.subarray(everyDay.filter((_, n) => n % 40 === 0)), (said, some) => {
      const without = written(said, [end])
      expect(new Set(without).size).toBe(without.length)
      expect(written(said, [...some, end]).sort()).toEqual([...without].sort())
    }), { numRuns: 60 })
  })

  test('a server that stood still writes them in the order in which they fell due', () => {
    fc.assert(fc.property(stamped, (said) => {
      const state = said.reduce(evolve, noWatch)
      const froms = stepsToWrite(state, state.progress.steps, end).map(({ from }) => from)
      expect(froms).toEqual([...froms].sort())
      expect(nextStepAt(state, state.progress.steps)).toBe(froms[0])
    }), { numRuns: 60 })
  })
})

describe('watching', () => {
  const evolve = watchWith({ catalogue, ladder, holidays })
  const at = (said: Said, instant: string, index = 0) => ({ index, ...said, at: instant })

  test('what is imported with its completion an hour later was never warned of', () => {
    const filed = evolve(noWatch, at(registered(), '2026-06-01T01:00:00.000Z'))
    expect(nextStepAt(filed, filed.progress.steps)).toBe('2026-06-01T02:00:00.000Z')
    const done = evolve(filed, at(record('judge_receive_case', '2026-03-03'), '2026-06-01T01:30:00.000Z', 1))
    expect(stepsToWrite(done, done.progress.steps, '2026-06-02T00:00:00.000Z').filter(({ node }) => node === 'judge_receive_case')).toEqual([])
  })

  test('a period that is extended after its warning is warned of again before its new end', () => {
    const filed = evolve(noWatch, at(registered(), '2026-03-02T01:00:00.000Z'))
    const extended = {
      type: 'period.extended',
      body: { clockId: 'close_within_statutory_period/n_clockcase', by: { value: 3, unit: 'month' }, reason: '案情复杂', approval: { role: 'court_president', name: '某人', on: '2026-08-28', paper: '延1号' } },
    }
    const state = evolve(filed, at(extended, '2026-08-28T01:00:00.000Z', 1))
    const steps = stepsToWrite(state, state.progress.steps, '2026-12-01T00:00:00.000Z').filter(({ node }) => node === 'close_within_statutory_period').map(({ step }) => step)
    expect(steps).toEqual(['warn-10calendar_day@2026-09-02', 'warn-10calendar_day@2026-12-02'])
  })

  test('after the statutory period a reason is asked for in writing, until it is there', () => {
    const filed = evolve(noWatch, at(registered(), '2026-03-02T01:00:00.000Z'))
    expect(unexplained(filed, ladder, '2026-09-02T00:00:00.000Z')).toEqual([])
    expect(unexplained(filed, ladder, '2026-09-03T02:00:00.000Z')).toHaveLength(1)
    const told = evolve(filed, at(record('overdue_written_explanation', '2026-09-04'), '2026-09-04T02:00:00.000Z', 1))
    expect(unexplained(told, ladder, '2026-09-05T02:00:00.000Z')).toEqual([])
  })

  test('all steps come in the order in which they fall due', () => {
    const state = evolve(noWatch, at(registered(), '2026-03-02T01:00:00.000Z'))
    const found = days(stepsOfAll(state.clocks, catalogue, ladder, holidays))
    expect(found).toEqual([...found].sort())
  })
})
