import { accessChain, callChain, caseChain } from '@zhixin/shared/ids'
import { loadCourtConfig } from '../court-config'
import { CASE, CONFIG_DIR, message, newCommandId, openTestCourt, OTHER_CASE, type TestCourt } from '../test-support/court'

let court: TestCourt
beforeAll(async () => {
  const config = loadCourtConfig(CONFIG_DIR)
  court = await openTestCourt({ config: { ...config, hotline: { ...config.hotline, knowledge: { ...config.hotline.knowledge, answers_after_ms: 0 } } } })
}, 60_000)
afterAll(() => court.close())

const NUMBER = '（2026）虚01执1号'
type Desk = 'hotline' | 'duty'
const send = (who: Desk, target: string, body: object = {}) => court.call(who, 'POST', `/hotline${target}`, { commandId: newCommandId(), ...body })
const pickUp = async (who: Desk = 'hotline', more: object = {}): Promise<string> => (await send(who, '/calls', { line: 'hotline', ...more })).body.data.callId
const saidBy = (who: 'owner' | 'opponent', more: object = {}) => {
  const { name, identityNumber } = court.papersOf(who)
  return { name, caseNumber: '(2026)虚01执1号', lastFour: identityNumber.slice(-4), ...more }
}
const check = (callId: string, said: object = saidBy('owner'), who: Desk = 'hotline') => send(who, `/calls/${callId}/check`, said)
const codeOf = ({ body }: { body: { error?: { code: string } } }): string | undefined => body.error?.code
async function verified(): Promise<string> {
  const callId = await pickUp()
  expect((await check(callId)).status).toBe(200)
  return callId
}
const tell = (callId: string, more: object = {}, who: Desk = 'hotline') => send(who, `/calls/${callId}/telling`, { caseId: CASE, what: ['progress'], ...more })
const entriesOf = (callId: string) => court.rooms.log.list(callChain(callId))

/** One guess after another, in the next call whenever a call has no more tries. */
async function guess(times: number, said: (i: number) => object): Promise<(string | undefined)[]> {
  const codes: (string | undefined)[] = []
  let callId = await pickUp('duty')
  while (codes.length < times) {
    const code = codeOf(await check(callId, said(codes.length), 'duty'))
    if (code === 'hotline.no_more_tries') callId = await pickUp('duty')
    else codes.push(code)
  }
  return codes
}

describe('who rings is settled before anything is shown', () => {
  it('a search says that the caller is to be verified, byte for byte the same whatever is searched for', async () => {
    const callId = await pickUp()
    const answers = []
    for (const [by, words] of [['name', '当事人1号'], ['name', '没有这个人'], ['case_number', NUMBER], ['case_number', '（2026）虚01执999号'], ['phone', '19900000001'], ['receipt', 'ABCD2345']] as const) {
      const { status, text } = await send('hotline', `/calls/${callId}/search`, { by, words })
      answers.push(`${status} ${text}`)
    }
    expect(new Set(answers).size).toBe(1)
    // The chain has by what and how many, and not a word of what.
    const entries = await entriesOf(callId)
    expect(entries.slice(1).map(({ type, body }) => [type, body])).toEqual([
      ...[['name', 1], ['name', 0], ['case_number', 1], ['case_number', 0], ['phone', 1], ['receipt', 0]].map(([by, found]) => ['call.searched', { by, found }]),
    ])
  })

  it('without it nothing of a case is told, listed or found', async () => {
    const callId = await pickUp()
    for (const answer of [await tell(callId), await court.call('hotline', 'GET', `/hotline/calls/${callId}/cases`)]) {
      expect([answer.status, codeOf(answer)]).toEqual([409, 'hotline.not_verified'])
      expect(answer.text).not.toContain('买卖合同')
    }
    expect((await entriesOf(callId)).map(({ type }) => type)).toEqual(['call.opened'])
  })

  it('one refusal for all that is wrong, also for a case or a person that is none', async () => {
    const wrong = [{ name: '当事人3号' }, { lastFour: '0000' }, { caseNumber: '（2026）虚01执2号' }, { caseNumber: '（2026）虚01执999号' }, { name: '没有这个人' }]
    const answers = new Set<string>()
    for (const more of wrong) {
      const { status, text } = await check(await pickUp(), saidBy('owner', more))
      answers.add(`${status} ${text}`)
    }
    expect([...answers]).toEqual([expect.stringMatching(/^409 .*hotline\.verification_wrong/)])
  })

  it('whoever says the three right is who they are; the entry has the person and the checks, and no name, number or word', async () => {
    const callId = await pickUp('hotline', { number: '19911112222' })
    const { status, body } = await check(callId)
    expect(status).toBe(200)
    expect(body.data).toMatchObject({ number: '19911112222', verified: { by: 'knowledge', name: '当事人1号' }, tells: ['progress'], triesLeft: 0 })
    const entries = await entriesOf(callId)
    expect(entries.map(({ body: said }) => said)).toEqual([
      { line: 'hotline', direction: 'in', numberShown: true },
      { by: 'knowledge', personId: court.id('owner'), caseId: CASE, checks: ['name', 'case_number', 'identity_last_four'] },
    ])
    const stored = await court.connection.db!.collection('hotline_kept').findOne({ _id: callId as never })
    expect(JSON.stringify(stored)).not.toContain('19911112222')
  })

  it('three tries a call, and guessing over many calls locks what is claimed, then the clerk', async () => {
    const callId = await pickUp()
    for (let i = 0; i < 3; i++) expect(codeOf(await check(callId, saidBy('opponent', { lastFour: '9999' })))).toBe('hotline.verification_wrong')
    expect(codeOf(await check(callId, saidBy('opponent')))).toBe('hotline.no_more_tries')
    // 200 guesses at the last four of one person, over as many calls as that takes: with the three, and one in a test above, eight are looked at.
    const guesses = await guess(200, (i) => saidBy('opponent', { lastFour: String(1000 + i) }))
    expect(guesses.filter((code) => code === 'hotline.verification_wrong')).toHaveLength(4)
    expect(guesses[199]).toBe('auth.locked')
    // Names one after another: another claim each time, and the clerk is locked, be there such people or not.
    const names = await guess(40, (i) => saidBy('owner', { name: `没有${i}` }))
    expect(names[39]).toBe('auth.locked')
    // The right answer is not looked at either, for as long as it lasts; the colleague's desk on the same network goes on.
    expect(codeOf(await check(await pickUp('duty'), saidBy('owner'), 'duty'))).toBe('auth.locked')
    expect((await check(await pickUp())).status).toBe(200)
  }, 60_000)
})

describe('what is told', () => {
  it('is what the caller’s own page says, without what only a call back opens', async () => {
    await court.call('officer', 'POST', `/threads/${CASE}/${court.id('owner')}/messages`, message('只给本人看的话'))
    const own = (await court.call('owner', 'GET', `/cases/${CASE}/my-progress`)).body.data
    const callId = await verified()
    const { body } = await tell(callId)
    expect(body.data).toEqual({ caseNumber: NUMBER, cause: '买卖合同纠纷', title: '申请执行人', progress: own, inbox: null })
    expect(codeOf(await tell(callId, { what: ['progress', 'inbox'] }))).toBe('hotline.needs_call_back')
    const told = (await entriesOf(callId)).filter(({ type }) => type === 'call.told')
    expect(told.map(({ body: said }) => said)).toEqual([{ caseId: CASE, what: ['progress'], nodes: own.done.map(({ ref }: { ref: string }) => ref), entries: [] }])
    const openings = (await court.rooms.log.list(accessChain(CASE))).filter(({ body: said }) => said.what === `call/${callId}`)
    expect(openings).toHaveLength(1)
  })

  it('of the case alone whose number they knew: another one of theirs, another’s and none are refused alike', async () => {
    const callId = await verified()
    const { body } = await court.call('hotline', 'GET', `/hotline/calls/${callId}/cases`)
    expect(body.data.cases.map(({ caseNumber }: { caseNumber: string }) => caseNumber)).toEqual([NUMBER])
    const search = await send('hotline', `/calls/${callId}/search`, { by: 'name', words: '当事人1号' })
    expect(search.body.data).toEqual({ next: 'cases' })
    const own = (await court.call('owner', 'GET', '/cases')).body.data.cases.map(({ caseId }: { caseId: string }) => caseId)
    const [another] = own.filter((caseId: string) => caseId !== CASE)
    const refused = await Promise.all([another, OTHER_CASE, 'c_nothinghere'].map(async (caseId) => {
      const { status, text } = await tell(callId, { caseId })
      return `${status} ${text}`
    }))
    expect(new Set(refused)).toEqual(new Set([expect.stringMatching(/^404 /)]))
    expect((await entriesOf(callId)).filter(({ type }) => type === 'call.told')).toEqual([])
  })

  it('as long as the call runs: afterwards nothing, not even what was told before', async () => {
    const callId = await verified()
    const commandId = newCommandId()
    expect((await tell(callId, { commandId })).status).toBe(200)
    expect((await send('hotline', `/calls/${callId}/end`, { how: 'answered' })).body.data).toMatchObject({ status: 'ended', number: null, verified: null, tells: [] })
    for (const answer of [await tell(callId, { commandId }), await tell(callId), await court.call('hotline', 'GET', `/hotline/calls/${callId}/cases`), await check(callId)]) {
      expect([answer.status, codeOf(answer)]).toEqual([409, 'hotline.call_over'])
    }
  })

  it('to nobody who has another clerk’s call', async () => {
    const callId = await verified()
    for (const answer of [
      await tell(callId, {}, 'duty'), await check(callId, saidBy('owner'), 'duty'), await court.call('duty', 'GET', `/hotline/calls/${callId}`),
      await court.call('duty', 'GET', `/hotline/calls/${callId}/cases`), await send('duty', `/calls/${callId}/end`, { how: 'answered' }),
    ]) expect(answer.status).toBe(404)
    expect((await court.call('window', 'GET', `/hotline/calls/${callId}`)).status).toBe(403)
  })

  it('a call that nobody ended ends by itself, and forgets who rang', async () => {
    const callId = await pickUp('hotline', { number: '19911116666' })
    expect((await check(callId)).status).toBe(200)
    const back = court.later({ minutes: 121 })
    expect(codeOf(await tell(callId))).toBe('hotline.call_over')
    await court.settled()
    await court.rooms.hotline.sweep()
    expect((await entriesOf(callId)).at(-1)).toMatchObject({ type: 'call.ended', actor: { kind: 'system' }, body: { how: 'by_itself' } })
    expect((await court.call('hotline', 'GET', '/hotline/desk')).body.data.open).toEqual([])
    expect(await court.connection.db!.collection('hotline_kept').findOne({ _id: callId as never })).not.toHaveProperty('number')
    back()
  })
})

describe('what only a call back opens', () => {
  it('a query is not told to whoever only knows what the other side may know as well; what is said of it is the same whether there is one', async () => {
    const record = (what: string, recordId: string) => court.rooms.log.append({
      chain: caseChain(CASE), key: `test/${recordId}`,
      decide: async () => ({ type: 'node.recorded', actor: { kind: 'system', id: 'court-system', role: 'import' }, body: { recordId, what, on: '2026-02-27', fields: {}, papers: [], warnings: [] } }),
    })
    await record('initiate_network_query', 'n_secret01')
    await court.settled()
    const own = (await court.call('owner', 'GET', `/cases/${CASE}/my-progress`)).body.data
    expect(JSON.stringify(own)).toContain('initiate_network_query')
    const callId = await verified()
    const { body, text } = await tell(callId)
    expect(text).not.toMatch(/query|查询|查控/)
    expect(body.data.progress.done).toEqual(own.done.filter(({ node }: { node: string }) => node !== 'initiate_network_query'))
    expect((await entriesOf(callId)).find(({ type }) => type === 'call.told')?.body.nodes).not.toContain('n_secret01')
  })
})

describe('the lines', () => {
  it('the one for reports of misconduct is not the command centre’s, and nothing is told on it', async () => {
    expect((await send('duty', '/misconduct-calls')).status).toBe(403)
    expect((await send('duty', '/calls', { line: 'misconduct' })).status).toBe(400)
    const { body } = await send('hotline', '/misconduct-calls')
    expect(codeOf(await check(body.data.callId))).toBe('hotline.nothing_told_here')
    expect(codeOf(await tell(body.data.callId))).toBe('hotline.nothing_told_here')
    const desk = (await court.call('duty', 'GET', '/hotline/desk')).body.data
    expect(desk.lines.map(({ line, mine, answeredBy }: { line: string; mine: boolean; answeredBy: string }) => [line, mine, answeredBy])).toEqual([
      ['hotline', true, '诉讼服务中心'], ['command_centre', true, '执行局'], ['duty', true, '执行局'], ['misconduct', false, '纪检监察部门'],
    ])
  })

  it('the same call again is the same call, and what was typed is there after the browser was closed', async () => {
    const commandId = newCommandId()
    const first = (await send('hotline', '/calls', { commandId, line: 'hotline', number: '19911113333' })).body.data
    expect((await send('hotline', '/calls', { commandId, line: 'hotline', number: '19911113333' })).body.data).toEqual(first)
    const draft = { kind: 'petition', fields: { name: '来电人', matter: '写到一半' } }
    expect((await court.call('hotline', 'PUT', `/hotline/calls/${first.callId}/draft`, draft)).status).toBe(200)
    const stored = await court.connection.db!.collection('hotline_kept').findOne({ _id: first.callId })
    expect(JSON.stringify(stored)).not.toContain('写到一半')
    const [newest] = (await court.call('hotline', 'GET', '/hotline/desk')).body.data.open
    expect(newest).toMatchObject({ callId: first.callId, draft, number: '19911113333' })
    expect((await court.call('duty', 'PUT', `/hotline/calls/${first.callId}/draft`, draft)).status).toBe(404)
  })
})
