import type { CaseClocks } from '@zhixin/shared/contract'
import { caseChain, threadChain, watchChain } from '@zhixin/shared/ids'
import { newCommandId, openTestCourt, type Persona, type TestCourt } from '../../test-support/court'

const CLUE = { kind: 'vehicle', what: '一辆白色货车', urgent: 'no' }
const OBJECTION = { asks: '请求撤销', facts: '已经履行', proof: '凭证一张', address: '虚构市示范路1号' }

interface Written {
  clockId: string
  step: string
  wasDueAt: string
  staffIds: string[]
}

describe('clocks that are kept in threads', () => {
  let court: TestCourt
  let caseId: string
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())
  beforeEach(async () => {
    caseId = await court.newCase()
  })

  const place = (of: Persona) => `/threads/${caseId}/${court.id(of)}`
  const hand = async (who: Persona, form: string, values: object): Promise<number> =>
    (await court.call(who, 'POST', `${place(who)}/forms`, { commandId: newCommandId(), form, version: 1, values })).body.data.index
  const report = async (who: Persona): Promise<number> =>
    (await court.call(who, 'POST', `${place(who)}/messages`, { clientMessageId: newCommandId(), text: '承办人三个月没有理我', mark: 'irregularity' })).body.data.index
  const sweep = async () => {
    await court.settled()
    const swept = await court.rooms.clocks.sweep()
    await court.settled()
    return swept
  }
  const steps = async (of: Persona) =>
    (await court.rooms.log.list(watchChain({ caseId, personId: court.id(of) }))).map(({ type, body }) => ({ type, ...(body as unknown as Written) }))
  const named = async (of: Persona): Promise<string[]> => (await steps(of)).map(({ clockId, step }) => `${clockId} ${step.split('@')[0]}`)
  const listed = async (who: Persona, query = ''): Promise<CaseClocks[]> =>
    ((await court.call(who, 'GET', `/clocks${query}`)).body.data.cases as CaseClocks[]).filter((one) => one.caseId === caseId && one.thread !== null)
  const seen = async (of: Persona) => JSON.stringify([(await court.call(of, 'GET', `${place(of)}/entries`)).body.data, (await court.call(of, 'GET', '/cases')).body.data, (await court.call(of, 'GET', '/inbox')).body])

  it('of a clue: whoever handles the case is warned, then told that it is over, and it goes up; once each, in order, after a standstill as well', async () => {
    const index = await hand('owner', 'property_clue', CLUE)
    await sweep()
    expect(await steps('owner')).toEqual([])
    const back = court.later({ days: 30 })
    await sweep()
    expect(await named('owner')).toEqual(['warn-2calendar_day', 'overdue', 'to-team_leader', 'to-bureau_director'].map((step) => `check_clue/${index} ${step}`))
    const written = await steps('owner')
    expect(written.map(({ wasDueAt }) => wasDueAt)).toEqual(written.map(({ wasDueAt }) => wasDueAt).sort())
    expect(written.map(({ staffIds }) => staffIds[0])).toEqual([court.id('officer'), court.id('officer'), court.id('leader'), court.id('director')])
    await sweep()
    expect(await steps('owner')).toHaveLength(4)
    back()
  })
  it('two servers at once write each step once', async () => {
    await hand('owner', 'property_clue', CLUE)
    await hand('opponent', 'objection', OBJECTION)
    const second = await court.anotherServer()
    const back = court.later({ days: 20 })
    await court.settled()
    await second.rooms.clocks.list.tail.reached(await court.rooms.log.courtHead(), 10_000)
    await Promise.all([court.rooms.clocks.sweep(), second.rooms.clocks.sweep()])
    await court.settled()
    expect([(await steps('owner')).length, (await steps('opponent')).length]).toEqual([4, 3])
    await second.close()
    back()
  })
  it('stand nowhere that a party reads: neither their thread nor anything that is counted there changes when a supervisor is told', async () => {
    await hand('owner', 'property_clue', CLUE)
    await report('owner')
    await court.settled()
    const chain = threadChain({ caseId, personId: court.id('owner') })
    const [before, head] = [await seen('owner'), (await court.rooms.log.list(chain)).length]
    const back = court.later({ days: 30 })
    await sweep()
    expect((await steps('owner')).length).toBeGreaterThan(4)
    expect(await court.rooms.log.list(chain)).toHaveLength(head)
    const inCase = (await court.rooms.log.list(caseChain(caseId))).filter(({ type }) => type.startsWith('clock.')).map(({ body }) => body.node)
    expect(inCase.length).toBeGreaterThan(0)
    expect(inCase.join()).not.toMatch(/clue|irregular/)
    back()
    expect(await seen('owner')).toBe(before)
  })
  it('an answer in time ends it: nobody is warned of what was done', async () => {
    const index = await hand('owner', 'property_clue', CLUE)
    const answered = await court.call('officer', 'POST', `${place('owner')}/applications/${index}/answer`, { commandId: newCommandId(), result: 'checked', words: '已核实' })
    expect(answered.status).toBe(200)
    const back = court.later({ days: 30 })
    await sweep()
    expect(await steps('owner')).toEqual([])
    expect(await listed('officer')).toEqual([])
    back()
  })
  it('an application stands still while its applicant is waited for; then the window is told that it may go back, and nobody goes up a ladder', async () => {
    const index = await hand('opponent', 'objection', OBJECTION)
    const at = `/applications/${caseId}/${court.id('opponent')}/${index}`
    await court.call('window', 'POST', `${at}/correction`, { commandId: newCommandId(), items: [{ text: '裁定书照片' }] })
    const back = court.later({ days: 30 })
    await sweep()
    expect(await named('opponent')).toEqual([`supply_objection/${index} ripe`])
    expect((await steps('opponent'))[0]).toMatchObject({ type: 'clock.warned', staffIds: expect.arrayContaining([court.id('window')]) })
    await court.call('opponent', 'POST', `${place('opponent')}/applications/${index}/supply`, { commandId: newCommandId(), parts: [{ item: 1, words: '见照片' }] })
    const later = court.later({ days: 30 })
    await sweep()
    expect((await named('opponent')).slice(1)).toEqual(['warn-1calendar_day', 'overdue', 'to-bureau_director'].map((step) => `docket_application/${index} ${step}`))
    later()
    back()
  })

  describe('the list of what is due', () => {
    it('has a clue for whoever handles the case, with whose it is; for those above without', async () => {
      const index = await hand('owner', 'property_clue', CLUE)
      const [mine] = await listed('officer')
      expect(mine).toMatchObject({ thread: { personId: court.id('owner'), name: '当事人1号' }, clocks: [{ node: 'check_clue', matter: index, state: 'running', responsible: ['承办人'], from: { label: '收到财产线索' } }] })
      expect(await listed('judge')).toHaveLength(1)
      expect((await listed('leader'))[0]).toMatchObject({ thread: { personId: null, name: '' } })
      for (const who of ['stranger', 'window', 'colleague', 'duty'] as const) expect([who, await listed(who)]).toEqual([who, []])
      const back = court.later({ days: 30 })
      await sweep()
      expect((await listed('director', '?scope=told'))[0]).toMatchObject({ thread: { personId: null, name: '' }, clocks: [{ state: 'overdue' }] })
      expect((await listed('officer'))[0]!.clocks[0]!.steps.every(({ writtenAt }) => writtenAt !== null)).toBe(true)
      back()
    })
    it('has an application for the filing window, and for nobody who handles the case', async () => {
      const index = await hand('opponent', 'objection', OBJECTION)
      expect(await listed('window')).toMatchObject([{ thread: { personId: court.id('opponent') }, clocks: [{ node: 'docket_application', matter: index }], can: { open: false, record: false } }])
      expect([await listed('officer'), await listed('judge'), await listed('leader')]).toEqual([[], [], []])
      expect((await court.call('window', 'GET', '/clocks')).body.can.scopes).toEqual(['mine', 'told'])
      expect((await court.call('window', 'GET', '/clocks?scope=court')).status).toBe(403)
    })
    it('has a report of irregularity for the judge alone, and for those above; never for the officer who was reported', async () => {
      const index = await report('owner')
      expect(await listed('judge')).toMatchObject([{ clocks: [{ node: 'reply_irregularity_report', matter: index, responsible: ['员额法官'] }] }])
      expect(await listed('officer')).toEqual([])
      expect(await listed('leader')).toHaveLength(1)
      const back = court.later({ days: 30 })
      await sweep()
      expect((await steps('owner')).flatMap(({ staffIds }) => staffIds)).not.toContain(court.id('officer'))
      expect([await listed('officer'), await listed('officer', '?scope=told'), await listed('officer', '?overdue=1')]).toEqual([[], [], []])
      back()
      expect((await court.call('judge', 'POST', `${place('owner')}/messages`, { clientMessageId: newCommandId(), text: '已经处理' })).status).toBe(200)
      expect(await listed('judge')).toEqual([])
    })
    it('moves with a hand-over, and is the same when it is built anew', async () => {
      await hand('owner', 'property_clue', CLUE)
      const body = { commandId: newCommandId(), officerIds: [court.id('colleague')], judgeId: court.id('judge'), reason: '调整分工' }
      expect((await court.call('leader', 'POST', `/cases/${caseId}/hand-overs`, body)).status).toBe(200)
      expect([await listed('officer'), (await listed('colleague')).length]).toEqual([[], 1])
      const before = await listed('colleague')
      await court.rebuildReadModels()
      expect(await listed('colleague')).toEqual(before)
    })
  })
})
