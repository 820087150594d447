import type { CaseClocks, ClockView } from '@zhixin/shared/contract'
import { caseChain } from '@zhixin/shared/ids'
import { CASE, newCommandId, openTestCourt, OTHER_CASE, TEAM, type TestCourt } from '../../test-support/court'

let court: TestCourt
beforeAll(async () => {
  court = await openTestCourt()
})
afterAll(() => court.close())

const byImport = { kind: 'system', id: 'court-system', role: 'import' } as const
let count = 0
const record = (caseId: string, what: string, on: string, more: object = {}) =>
  court.rooms.progress.record(byImport, caseId, { key: `k${++count}`, what, on, ...more, lateReason: '由法院系统导入' })
const steps = async (caseId: string) =>
  (await court.rooms.log.list(caseChain(caseId)))
    .filter(({ type }) => type.startsWith('clock.'))
    .map(({ body }) => body as Record<string, string> & { to: string[]; staffIds: string[] })
const list = async (persona: Parameters<TestCourt['call']>[0], query = '') => court.call(persona, 'GET', `/clocks${query}`)
const casesOf = async (persona: Parameters<TestCourt['call']>[0], query = ''): Promise<CaseClocks[]> => (await list(persona, query)).body.data.cases
const clockOf = (found: CaseClocks[], caseId: string, node: string): ClockView =>
  found.find((one) => one.caseId === caseId)!.clocks.find((one) => one.node === node)!
const sweep = async () => {
  await court.settled()
  const swept = await court.rooms.clocks.sweep()
  await court.settled()
  return swept
}

describe('the sweep', () => {
  test('nothing is written for what has just come in; an hour later what fell due is written, in order, once', async () => {
    const caseId = await court.newCase()
    await sweep()
    expect(await steps(caseId)).toEqual([])
    const back = court.later({ minutes: 61 })
    await sweep()
    const written = await steps(caseId)
    const received = written.filter(({ node }) => node === 'judge_receive_case').map(({ step }) => step)
    expect(received.map((step) => step!.split('@')[0])).toEqual(['warn-1calendar_day', 'overdue', 'to-cc_flow_group', 'to-bureau_director'])
    expect(written.map(({ wasDueAt }) => wasDueAt)).toEqual(written.map(({ wasDueAt }) => wasDueAt).sort())
    const entries = await court.rooms.log.list(caseChain(caseId))
    for (const { type, at, body } of entries.filter(({ type: of }) => of.startsWith('clock.'))) expect([type, at >= (body.wasDueAt as string)]).toEqual([type, true])
    // Under a key that says what it is: whoever repeats it after a lost answer writes none.
    expect(entries.filter(({ type }) => type.startsWith('clock.')).map(({ key }) => key)).toEqual(written.map(({ clockId, step }) => `clock/${clockId}/${step}`))
    expect(await sweep()).toEqual({ looked: 0, written: 0 })
    expect(await steps(caseId)).toHaveLength(written.length)
    back()
  })

  test('whom a step tells is named as they are now: the judge, the director, who is on duty; nobody outside', async () => {
    const caseId = await court.newCase()
    const back = court.later({ minutes: 61 })
    await sweep()
    const told = Object.fromEntries((await steps(caseId)).map(({ node, step, staffIds }) => [`${node}/${step!.split('@')[0]}`, staffIds]))
    expect(told['judge_receive_case/overdue']).toEqual([court.id('judge')])
    expect(told['judge_receive_case/to-cc_flow_group']).toEqual([court.id('duty')])
    expect(told['judge_receive_case/to-bureau_director']).toEqual([court.id('director')])
    expect(told['no_investigation_backstop/to-superior_court']).toEqual([])
    back()
  })

  test('what was done in time is not warned of; what is done late stays on record as overdue', async () => {
    const inTime = await court.newCase()
    await record(inTime, 'judge_receive_case', '2026-01-07')
    const late = await court.newCase()
    const back = court.later({ minutes: 61 })
    await sweep()
    await record(late, 'judge_receive_case', '2026-03-10')
    await sweep()
    const ofReceiving = async (caseId: string) => (await steps(caseId)).filter(({ node }) => node === 'judge_receive_case').length
    expect(await ofReceiving(inTime)).toBe(0)
    expect(await ofReceiving(late)).toBe(4)
    back()
  })

  test('two servers that sweep at once write each step once, and each step that one alone would have written', async () => {
    const alone = await court.newCase()
    const others = await Promise.all(Array.from({ length: 6 }, () => court.newCase()))
    const second = await court.anotherServer()
    const back = court.later({ minutes: 61 })
    await court.settled()
    await second.rooms.clocks.list.tail.reached(await court.rooms.log.courtHead(), 10_000)
    const both = await Promise.all([court.rooms.clocks.sweep(), second.rooms.clocks.sweep()])
    await court.settled()
    const expected = (await steps(alone)).map(({ step, node }) => `${node}/${step}`)
    expect(expected.length).toBeGreaterThan(4)
    for (const caseId of others) expect((await steps(caseId)).map(({ step, node }) => `${node}/${step}`)).toEqual(expected)
    expect(both[0].looked + both[1].looked).toBeGreaterThan(6)
    await second.close()
    back()
  })

  test('after a standstill of a month all that was missed is written, in the order in which it fell due, and only for cases in which something is due', async () => {
    await sweep()
    const quiet = await court.newCase()
    for (const what of ['judge_receive_case', 'initiate_network_query', 'issue_execution_notice_and_property_order']) await record(quiet, what, '2026-01-06')
    const [a, b] = [await court.newCase(), await court.newCase()]
    const back = court.later({ days: 30 })
    const head = await court.rooms.log.courtHead()
    await sweep()
    const written = (await court.rooms.log.tail(head, 5_000)).filter(({ type }) => type.startsWith('clock.'))
    const dueAts = written.map(({ body }) => body.wasDueAt as string)
    // Of what came in a moment before the standstill nothing was due before it had been on record for an hour: those come by their own dates all the same.
    expect(new Set(written.map(({ key }) => key)).size).toBe(written.length)
    for (const caseId of [a, b]) {
      const own = written.filter(({ chain }) => chain === caseChain(caseId)).map(({ body }) => body.wasDueAt as string)
      expect(own.length).toBeGreaterThan(4)
      expect(own).toEqual([...own].sort())
    }
    expect(dueAts.length).toBeGreaterThan(8)
    expect(await sweep()).toEqual({ looked: 0, written: 0 })
    back()
  })

  test('a server that ends in the middle has written a beginning; the next one writes the rest', async () => {
    const caseId = await court.newCase()
    const back = court.later({ minutes: 61 })
    await court.settled()
    let asked = 0
    await court.rooms.clocks.sweep(() => asked++ > 0)
    expect(await steps(caseId)).toEqual([])
    await sweep()
    expect((await steps(caseId)).length).toBeGreaterThan(4)
    back()
  })
})

describe('the list of what is due', () => {
  test('an officer sees their own cases, the soonest end on top, and what is over as over', async () => {
    const caseId = await court.newCase()
    const found = await casesOf('officer')
    const ends = found.map(({ clocks }) => clocks.filter(({ state }) => state !== 'ripe').map(({ dueAt }) => dueAt!).sort()[0]!)
    expect(ends).toEqual([...ends].sort())
    const receive = clockOf(await casesOf('officer', '?page=1'), found[0]!.caseId, 'judge_receive_case')
    expect(receive).toMatchObject({ state: 'overdue', dueDay: '2026-01-08', responsible: ['员额法官'], from: { label: '执行立案之日', on: '2026-01-05' }, calendarKnown: true })
    expect(receive.rule).toMatch(/3日内.*依据/)
    expect(receive.onFinding).toEqual(['纪检监察部门/监察室'])
    expect(found.every(({ can }) => can.open && can.record)).toBe(true)
    expect((await casesOf('stranger')).map((one) => one.caseId)).toEqual([OTHER_CASE])
    expect((await casesOf('officer')).some((one) => one.caseId === caseId)).toBe(true)
  })

  test('a leader sees the department, the director the court with the rungs that were told, each marked with its day', async () => {
    expect((await list('leader')).body.can.scopes).toEqual(['department', 'told'])
    expect(new Set((await casesOf('leader')).map(({ department }) => department))).toEqual(new Set([TEAM]))
    expect((await list('leader', '?scope=court')).status).toBe(403)
    const director = await list('director', '?scope=court')
    expect(director.body.can.scopes).toEqual(['court', 'told'])
    expect((await list('director')).body.data.scope).toBe('court')
    expect((await list('director', '?scope=department')).status).toBe(403)
    expect(director.body.data.overdueCases).toBeGreaterThan(1)
    const back = court.later({ minutes: 61 })
    await sweep()
    const receive = clockOf(await casesOf('director', '?scope=court&overdue=1'), CASE, 'judge_receive_case')
    expect(receive.steps.map(({ kind, to, writtenAt }) => [kind, to[0], writtenAt !== null])).toEqual([
      ['warning', '员额法官', true], ['overdue', '员额法官', true], ['rung', '流程管理组', true], ['rung', '执行局长', true],
    ])
    back()
  })

  test('whoever a rung named sees that case, without a way into it; nobody else does', async () => {
    const back = court.later({ minutes: 61 })
    await sweep()
    const onDuty = await casesOf('duty', '?scope=told')
    expect(onDuty.map(({ can }) => can)).toContainEqual({ open: false, record: false })
    expect(JSON.stringify(onDuty)).not.toMatch(/当事人/)
    expect(await casesOf('otherJudge', '?scope=told')).toEqual(expect.arrayContaining([expect.objectContaining({ caseId: OTHER_CASE })]))
    expect((await casesOf('otherJudge', '?scope=told')).map(({ caseId }) => caseId)).toEqual([OTHER_CASE])
    expect(await casesOf('president')).toEqual([])
    back()
  })

  test('the statutory period: director and president are told ten days before, a reason is asked for afterwards until it is written', async () => {
    const caseId = await court.newCase()
    await record(caseId, 'judge_receive_case', '2026-01-06')
    const tenBefore = court.later({ days: 118 })
    await sweep()
    expect((await casesOf('president')).map((one) => one.caseId)).toContain(caseId)
    tenBefore()
    const after = court.later({ days: 120 })
    const of = async () => (await casesOf('officer', '?overdue=1&page=1')).concat(await casesOf('officer', '?page=2')).find((one) => one.caseId === caseId)
    expect((await of())?.asksReason).toMatchObject({ label: '法定期限内执结', dueDay: '2026-07-06', node: 'overdue_written_explanation' })
    await record(caseId, 'overdue_written_explanation', '2026-07-08', { fields: { reason: '被执行人下落不明' } })
    await court.settled()
    expect((await of())?.asksReason).toBeNull()
    after()
  })

  test('with a hand-over the list moves at once', async () => {
    const caseId = await court.newCase()
    const body = { commandId: newCommandId(), officerIds: [court.id('colleague')], judgeId: court.id('judge'), reason: '调整分工' }
    expect((await court.call('leader', 'POST', `/cases/${caseId}/hand-overs`, body)).status).toBe(200)
    expect((await casesOf('colleague')).map((one) => one.caseId)).toEqual([caseId])
  })

  test('built anew from the log it is the same', async () => {
    const all = () => court.connection.db!.collection('clocks').find().sort({ _id: 1 }).toArray()
    await court.settled()
    const before = await casesOf('director', '?scope=court')
    expect((await all()).length).toBeGreaterThan(5)
    await court.rebuildReadModels()
    expect(await casesOf('director', '?scope=court')).toEqual(before)
  })

  test.each([
    ['anyone', 401], ['opponent', 403], ['owner', 403], ['systemAdmin', 403], ['hotline', 403],
  ] as const)('%s is turned away with %i', async (persona, status) => {
    expect((await list(persona)).status).toBe(status)
  })

  test('a list that is none, and a page that is none, are refused', async () => {
    for (const query of ['?scope=everything', '?page=0', '?overdue=yes', '?who=s_other']) expect((await list('officer', query)).status).toBe(400)
  })
})
