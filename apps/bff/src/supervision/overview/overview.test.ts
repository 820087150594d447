import type { SupervisedItemView, SupervisionOverview } from '@zhixin/shared/contract'
import { caseChain, watchChain } from '@zhixin/shared/ids'
import { MEASURES } from '@zhixin/shared/rules'
import WebSocket from 'ws'
import { CASE, ELSEWHERE, message, newCommandId, openTestCourt, OTHER_CASE, type Persona, TEAM, type TestCourt } from '../../test-support/court'

let court: TestCourt
let back: () => void
beforeAll(async () => {
  court = await openTestCourt()
  await court.call('owner', 'POST', `/threads/${CASE}/${court.id('owner')}/messages`, message('我的钱什么时候到？密语一'))
  await court.call('outsider', 'POST', `/threads/${OTHER_CASE}/${court.id('outsider')}/messages`, message('我的案子呢？密语二'))
  await court.call('agent', 'POST', `/threads/${CASE}/${court.id('agent')}/messages`, message('他不肯见我。密语三', { mark: 'irregularity' }))
  // Judges of the first team and elsewhere have not received their cases by then.
  back = court.later({ minutes: 61 })
  await court.settled()
})
afterAll(async () => {
  back()
  await court.close()
})

const overview = async (who: Persona): Promise<SupervisionOverview> => (await court.call(who, 'GET', '/supervision/overview')).body.data
const list = async (who: Persona, measure: string, query = ''): Promise<{ total: number; items: SupervisedItemView[] }> =>
  (await court.call(who, 'GET', `/supervision/lists/${measure}${query}`)).body.data
const urge = (who: Persona, { measure, itemId }: SupervisedItemView, commandId = newCommandId()) =>
  court.call(who, 'POST', `/supervision/lists/${measure}/${itemId}/urgings`, { commandId })
const numbersOf = async (who: Persona) => Object.fromEntries((await overview(who)).numbers.map(({ measure, total }) => [measure, total]))

describe('whose numbers somebody sees', () => {
  test.each([
    ['director', 'court', 3], ['president', 'court', 3], ['duty', 'court', 3], ['leader', 'department', 2], ['otherLeader', 'department', 1],
    ['judge', 'own', 2], ['otherJudge', 'own', 1], ['stranger', 'own', 1], ['colleague', 'own', 0],
    // The report is about how the case is handled: whoever handles it beside the judge does not find it among what waits.
    ['officer', 'own', 1],
  ] as [Persona, string, number][])('%s: %s', async (who, scope, unanswered) => {
    const seen = await overview(who)
    expect([seen.scope, (await numbersOf(who)).unanswered]).toEqual([scope, unanswered])
  })

  test.each(['director', 'president', 'duty', 'leader', 'officer', 'stranger'] as Persona[])('%s: every number is the length of its list, and the departments add up', async (who) => {
    const { numbers, departments, staff } = await overview(who)
    expect(numbers.map(({ measure }) => measure)).toEqual([...MEASURES])
    for (const { measure, total, states, counts } of numbers) {
      expect([measure, (await list(who, measure)).total]).toEqual([measure, total])
      expect(states.reduce((sum, { count }) => sum + count, 0)).toBe(total)
      expect(departments.reduce((sum, one) => sum + one.numbers[measure], 0)).toBe(total)
      expect(counts.length).toBeGreaterThan(10)
      expect(counts).not.toContain('{')
      for (const { department, numbers: own } of departments) expect((await list(who, measure, `?department=${encodeURIComponent(department)}`)).total).toBe(own[measure])
      for (const { staffId, numbers: own } of staff.slice(0, 3)) expect((await list(who, measure, `?staffId=${staffId}`)).total).toBe(own[measure])
      for (const { state, count } of states) expect((await list(who, measure, `?state=${state}`)).total).toBe(count)
    }
  })

  test('a leader who asks for another department’s, or its officers’, gets none', async () => {
    expect((await list('leader', 'overdue', `?department=${encodeURIComponent(ELSEWHERE)}`)).total).toBe(0)
    expect((await list('leader', 'unanswered', `?staffId=${court.id('stranger')}`)).total).toBe(0)
    expect((await list('director', 'overdue', `?department=${encodeURIComponent(ELSEWHERE)}`)).total).toBeGreaterThan(0)
  })

  test('nobody reads here what was written, nor a party’s name; who may not open a thread not even what kind of message it is', async () => {
    for (const who of ['director', 'president', 'duty', 'leader', 'officer'] as Persona[]) {
      const { items } = await list(who, 'unanswered')
      const behind = await Promise.all(items.map(({ measure, itemId }) => court.call(who, 'GET', `/supervision/lists/${measure}/${itemId}/entries`)))
      const said = JSON.stringify([await overview(who), items, behind.map(({ text }) => text)])
      expect(said).not.toMatch(/密语|什么时候到|当事人\d号/)
    }
    expect((await list('president', 'unanswered')).items.map(({ what, opens }) => [what, opens])).toEqual(Array(3).fill(['一项待答复', null]))
    expect((await list('director', 'unanswered')).items.every(({ opens }) => opens?.page === 'thread')).toBe(true)
  })

  test('the entries behind an overdue period: what it began with, and nothing of another case', async () => {
    const [first] = (await list('leader', 'overdue')).items
    const { body } = await court.call('leader', 'GET', `/supervision/lists/overdue/${first!.itemId}/entries`)
    expect(body.data.entries[0]).toMatchObject({ record: '案件', kind: 'case', index: 0, sentence: '案件登记' })
    expect((await court.call('otherLeader', 'GET', `/supervision/lists/overdue/${first!.itemId}/entries`)).status).toBe(404)
  })
})

describe('urging', () => {
  const ofMatter = async (who: Persona, title: string, state?: string) =>
    (await list(who, 'unanswered')).items.find((one) => one.title === title && (state === undefined || one.state === state))!

  test('one tap is an entry beside the thread; the urged hear of it, find it on top, and read by whom and when', async () => {
    const waits = await ofMatter('otherLeader', '（2026）虚01执2号')
    const token = await court.tokenOf('stranger')
    const socket = new WebSocket(court.socketUrl)
    const heard = new Promise<void>((resolve, reject) => {
      socket.on('error', reject)
      socket.on('open', () => socket.send(JSON.stringify({ type: 'auth', token })))
      socket.on('message', (data) => {
        const { type } = JSON.parse(String(data))
        if (type === 'ready') void urge('otherLeader', waits)
        if (type === 'work_list_changed') resolve()
      })
    })
    await heard
    socket.terminate()
    const thread = { caseId: OTHER_CASE, personId: court.id('outsider') }
    const [entry] = (await court.rooms.log.list(watchChain(thread))).filter(({ type }) => type === 'watch.urged')
    expect(entry).toMatchObject({ actor: { id: court.id('otherLeader') }, body: { about: { what: 'matter', since: 0 }, staffIds: [court.id('stranger'), court.id('otherJudge')] } })
    const mine = await court.call('stranger', 'GET', '/supervision/my-urgings')
    expect(mine.body.data.items).toMatchObject([{ title: '（2026）虚01执2号', urged: [{ at: entry!.at }], can: { urge: false } }])
    expect((await court.call('colleague', 'GET', '/supervision/my-urgings')).body.data.items).toEqual([])
    expect((await ofMatter('director', '（2026）虚01执2号')).urged).toHaveLength(1)
  })

  test('the same person not twice within the time, a repeat of the same tap is the same entry, another supervisor may; it counts', async () => {
    const waits = await ofMatter('director', '（2026）虚01执2号')
    const commandId = newCommandId()
    expect((await urge('director', waits, commandId)).status).toBe(200)
    expect((await urge('director', waits, commandId)).status).toBe(200)
    const again = await urge('director', waits)
    expect([again.status, again.body.error.code]).toEqual([409, 'supervision.urged_already'])
    expect((await ofMatter('director', '（2026）虚01执2号')).urged).toHaveLength(2)
  })

  test('two taps of one person at the same moment, as from two devices, are one urging', async () => {
    const waits = await ofMatter('president', '（2026）虚01执2号')
    const answers = await Promise.all([urge('president', waits), urge('president', waits)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('what was answered meanwhile is urged no more, whoever still has it on the screen', async () => {
    const waits = await ofMatter('duty', '（2026）虚01执2号')
    const commandId = newCommandId()
    expect((await urge('duty', waits, commandId)).status).toBe(200)
    await court.call('stranger', 'POST', `/threads/${OTHER_CASE}/${court.id('outsider')}/messages`, message('已经查控，请看进展。'))
    const { status, body } = await urge('otherLeader', waits)
    expect([status, body.error.code]).toEqual([409, 'supervision.not_waiting'])
    expect((await urge('duty', waits, commandId)).status).toBe(200)
    expect((await court.call('stranger', 'GET', '/supervision/my-urgings')).body.data.items).toEqual([])
  })

  test('a period of the case stands in its chain, and its parties’ pages stay byte for byte what they were', async () => {
    const pages = [`/cases/${CASE}`, `/cases/${CASE}/my-progress`, `/threads/${CASE}/${court.id('owner')}`, `/threads/${CASE}/${court.id('owner')}/entries`, '/cases', '/inbox']
    const all = () => Promise.all(pages.map(async (page) => JSON.stringify((await court.call('owner', 'GET', page)).body)))
    const before = await all()
    const overdue = (await list('leader', 'overdue', `?staffId=${court.id('judge')}`)).items.find(({ title }) => title === '（2026）虚01执1号')!
    expect((await urge('leader', overdue)).body.data.names).toHaveLength(overdue.handlers.length)
    await court.settled()
    const urged = (await court.rooms.log.list(caseChain(CASE))).filter(({ type }) => type === 'case.urged')
    expect(urged).toHaveLength(1)
    expect(await all()).toEqual(before)
    const { body } = await court.call('leader', 'GET', `/supervision/lists/overdue/${overdue.itemId}/entries`)
    expect(body.data.entries.at(-1).sentence).toMatch(/催办/)
  })

  test('who only sees their own urges nobody; a leader nobody of another team’s', async () => {
    const own = (await list('judge', 'overdue')).items[0]!
    expect(own.can.urge).toBe(false)
    expect((await urge('judge', own)).status).toBe(403)
    expect((await urge('otherLeader', own)).body.error.code).toBe('supervision.not_waiting')
  })

  test('a report about how the case is handled is urged of the judge alone, and the officer finds nothing of it', async () => {
    const report = (await list('director', 'unanswered')).items.find(({ handlers }) => handlers.length === 1)!
    expect((await urge('director', report)).status).toBe(200)
    const entries = await court.rooms.log.list(watchChain({ caseId: CASE, personId: court.id('agent') }))
    expect(entries.at(-1)!.body.staffIds).toEqual([court.id('judge')])
    expect((await court.call('officer', 'GET', '/supervision/my-urgings')).text).not.toContain(report.itemId)
    expect((await court.call('officer', 'GET', `/supervision/lists/unanswered/${report.itemId}/entries`)).status).toBe(404)
  })
})

test('a case whose officers are gone, an absence without deputy and a change of hands are counted for their department', async () => {
  const caseId = await court.newCase()
  const from = court.clock.now().toISOString()
  const until = new Date(Date.parse(from) + 2 * 86_400_000).toISOString()
  const handed = await court.call('leader', 'POST', `/cases/${caseId}/hand-overs`, { commandId: newCommandId(), officerIds: [court.id('colleague')], judgeId: court.id('judge'), reason: '工作调整' })
  expect(handed.status).toBe(200)
  const before = await numbersOf('leader')
  expect(before.hand_overs).toBe(1)
  expect((await numbersOf('otherLeader')).hand_overs).toBe(0)
  await court.call('leader', 'POST', `/absences/${court.id('colleague')}`, { commandId: newCommandId(), from, until, reason: '年休假', deputyId: null })
  const { items } = await list('leader', 'no_deputy')
  expect(items).toMatchObject([{ department: TEAM, state: 'away', opens: { page: 'absences' } }])
  const { body } = await court.call('leader', 'GET', `/supervision/lists/no_deputy/${items[0]!.itemId}/entries`)
  expect(body.data.entries).toMatchObject([{ record: '工作人员', sentence: '登记外出' }])
})

test('a day later the same person may urge it again', async () => {
  const report = (await list('director', 'unanswered')).items.find(({ handlers }) => handlers.length === 1)!
  expect((await urge('director', report)).body.error.code).toBe('supervision.urged_already')
  const forward = court.later({ days: 1, minutes: 1 })
  expect((await urge('director', report)).status).toBe(200)
  expect((await list('director', 'unanswered')).items.find(({ itemId }) => itemId === report.itemId)!.urged).toHaveLength(2)
  forward()
})
