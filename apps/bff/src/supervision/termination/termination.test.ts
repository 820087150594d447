import type { TerminationCheck, TerminationSheet } from '@zhixin/shared/contract'
import { caseChain } from '@zhixin/shared/ids'
import { concerning } from '../../cases'
import { type Answer, form as upload, message, newCommandId, openTestCourt, type Persona, PNG, type TestCourt } from '../../test-support/court'

const COURT_SYSTEM = { kind: 'system', id: 'court-system', role: 'import' } as const

describe('the evidence sheet before a termination', () => {
  let court: TestCourt
  let caseId: string
  let back: () => void
  beforeAll(async () => {
    court = await openTestCourt()
    caseId = await court.newCase()
    back = court.later({ days: 100 })
  })
  afterAll(() => court.close())

  const at = (path = '') => `/cases/${caseId}/termination${path}`
  const today = () => court.clock.now().toISOString().slice(0, 10)
  const errorOf = ({ status, body }: Answer) => [status, body.error?.code]
  const sheetOf = async (who: Persona = 'officer'): Promise<TerminationSheet> => (await court.call(who, 'GET', at())).body.data
  const check = async (number: number): Promise<TerminationCheck> => (await sheetOf()).checks[number - 1]!
  const reason = (who: Persona, number: number, text = '纸质材料在卷宗里') => court.call(who, 'POST', at(`/checks/${number}/reason`), { commandId: newCommandId(), text })
  const record = (who: Persona, what: string, more: object = {}) => court.call(who, 'POST', `/cases/${caseId}/progress/nodes`, { commandId: newCommandId(), what, on: today(), ...more })
  const approval = () => ({ role: 'court_president', name: '某院长', on: today(), paper: '审批1号' })
  const end = () => record('judge', 'terminate_this_execution', { fields: { consent: '不同意或未表态', panel_record: '合议1号' }, approval: approval() })
  const paper = async (who: Persona = 'officer') => {
    const { id } = (await court.call(who, 'POST', `/cases/${caseId}/progress/papers`, upload(PNG, '笔录.png', { kind: 'picture' }))).body.data
    return [{ id, name: '笔录.png', kind: 'picture' }]
  }
  const interview = async (opinion = '同意') => record('officer', 'termination_interview', {
    about: [court.id('owner')], evidence: await paper(),
    fields: { way: '当面', interviewer: '某法官', told_items: '执行情况、财产调查措施、财产状况、终本依据、法律后果', opinion },
  })

  it('is refused to parties, strangers, other departments and whoever only keeps house, and tells them nothing', async () => {
    const asking: Persona[] = [
      'anyone', 'owner', 'agent', 'opponent', 'outsider', 'stranger', 'otherJudge', 'otherLeader', 'window', 'hotline', 'inspector', 'auditor',
    ]
    const answers = await Promise.all(asking.map(async (who) => `${who} ${(await court.call(who, 'GET', at())).status}`))
    expect(answers).toEqual([
      'anyone 401', 'owner 403', 'agent 403', 'opponent 403', 'outsider 404', 'stranger 404', 'otherJudge 404', 'otherLeader 404', 'window 404', 'hotline 404',
      'inspector 404', 'auditor 404',
    ])
    for (const who of ['owner', 'stranger', 'otherLeader'] as const) {
      expect((await reason(who, 1)).status).toBeGreaterThanOrEqual(403)
      expect((await court.call(who, 'GET', at('/document'))).status).toBeGreaterThanOrEqual(403)
    }
  })

  it('shows thirteen checks, what is missing, and who may do what', async () => {
    const { status, body } = await court.call('officer', 'GET', at())
    expect([status, body.data.checks.length, body.data.keepsBack, body.data.filed]).toEqual([200, 13, [1, 5, 7, 8, 10], null])
    expect(body.can).toEqual({ explain: true, review: false, file: true })
    expect((await court.call('leader', 'GET', at())).body.can).toEqual({ explain: false, review: true, file: false })
    // Nobody's name stands in an entry; whoever reads the sheet reads it.
    expect((await check(7)).missing[0]!.says).toMatch(/^当事人1号：还没有/)
  })

  it('keeps a termination from being submitted until each red check has a reason, and says which', async () => {
    expect(errorOf(await end())).toEqual([409, 'progress.interview_missing'])
    expect((await interview()).status).toBe(200)
    const refused = await end()
    expect(errorOf(refused)).toEqual([409, 'progress.sheet_red'])
    expect(refused.body.error.message).toContain('第 1、5、10 项')
    const tried = await court.call('judge', 'POST', `/cases/${caseId}/progress/check`, { what: 'terminate_this_execution', on: today(), fields: { consent: '已书面同意' }, approval: approval() })
    expect(tried.body.data.refused.code).toBe('progress.sheet_red')
    expect((await sheetOf()).keepsBack).toEqual([1, 5, 10])
  })

  it('takes a reason from whoever handles the case, for what is red, and a newer one in its place', async () => {
    expect(errorOf(await reason('leader', 1))).toEqual([403, 'access.forbidden'])
    expect(errorOf(await reason('officer', 7))).toEqual([409, 'termination.nothing_to_explain'])
    expect(errorOf(await reason('officer', 14))).toEqual([404, 'input.not_found'])
    expect(errorOf(await reason('officer', 1, '短'))[0]).toBe(400)
    expect(errorOf(await reason('officer', 1, '见账户 6222021234567890123'))).toEqual([400, 'messaging.sensitive_number'])
    const commandId = newCommandId()
    const first = () => court.call('officer', 'POST', at('/checks/1/reason'), { commandId, text: '邮寄送达，回证在卷' })
    expect((await first()).body.data).toEqual((await first()).body.data)
    expect((await reason('judge', 1, '邮寄送达，回证在卷第三页')).status).toBe(200)
    expect((await check(1)).reason).toMatchObject({ text: '邮寄送达，回证在卷第三页', holds: true })
    expect((await sheetOf()).keepsBack).toEqual([5, 10])
  })

  it('is locked by what the applicant writes in their own thread, and no word of that stands in the case', async () => {
    const before = (await check(8)).state
    await court.call('owner', 'POST', `/threads/${caseId}/${court.id('owner')}/messages`, message('我坚决不同意终本', { mark: 'termination_opinion' }))
    const locked = await check(8)
    expect([before, locked.state, locked.evidence.map(({ chain }) => chain)]).toEqual(['green', 'red', expect.arrayContaining(['thread'])])
    expect((await sheetOf()).keepsBack).toEqual([5, 8, 10])
    expect((await record('judge', 'termination_panel_review', { fields: { panel_record: '合议1号' }, approval: approval() })).body.error.code).toBe('progress.evidence_missing')
    expect((await record('judge', 'termination_panel_review', { fields: { panel_record: '合议1号' }, approval: approval(), evidence: await paper('judge') })).status).toBe(200)
    expect((await check(8)).state).toBe('green')
  })

  it('lets a judge or leader look at what no machine can judge, on what is there now', async () => {
    const review = async (who: Persona, seen: string, number = 9) =>
      court.call(who, 'POST', at(`/checks/${number}/review`), { commandId: newCommandId(), fine: true, note: '裁定书已看过，没有问题', seen })
    const { seen } = await check(9)
    expect(errorOf(await review('officer', seen))).toEqual([403, 'access.forbidden'])
    expect(errorOf(await review('leader', 'f'.repeat(64)))).toEqual([409, 'termination.changed'])
    expect(errorOf(await review('leader', seen, 7))).toEqual([409, 'termination.not_for_review'])
    expect((await review('leader', seen)).status).toBe(200)
    expect(await check(9)).toMatchObject({ state: 'green', forPerson: true, review: { fine: true, holds: true } })
  })

  it('is filed with the hashes of the entries it rests on; the same state is not filed twice, and a newer one says that it is stale', async () => {
    const file = async (seen: string, who: Persona = 'officer') => court.call(who, 'POST', at('/sheets'), { commandId: newCommandId(), seen })
    const { digest } = await sheetOf()
    expect(errorOf(await file(digest, 'leader'))).toEqual([403, 'access.forbidden'])
    expect(errorOf(await file('0'.repeat(64)))).toEqual([409, 'termination.changed'])
    expect((await file(digest)).status).toBe(200)
    expect(errorOf(await file(digest))).toEqual([409, 'termination.filed_already'])
    expect((await sheetOf()).filed).toMatchObject({ stale: false, changed: [] })

    const entries = await court.rooms.log.list(caseChain(caseId))
    const filed = entries.filter(({ type }) => type === 'termination.sheet_filed')
    const { checks } = filed[0]!.body as { checks: { check: number; evidence: { chain: string; index: number; hash: string }[] }[] }
    expect(checks).toHaveLength(13)
    const talk = checks[6]!.evidence[0]!
    expect(entries[talk.index]!.entryHash).toBe(talk.hash)
    // What a party wrote, and whoever they are, stays out of the court's chain.
    expect(JSON.stringify(filed[0]!.body)).not.toMatch(/坚决|当事人/)

    expect((await record('officer', 'restrict_consumption', { about: [court.id('opponent')] })).status).toBe(200)
    expect((await sheetOf()).filed).toMatchObject({ stale: true, changed: [5] })
  })

  it('is felt by no party: nothing they read waits for what is said of it', async () => {
    const chain = caseChain(caseId)
    const ofSheet = (await court.rooms.log.list(chain)).filter(({ type }) => type.startsWith('termination.')).map(({ index }) => index)
    const concerns = concerning(court.rooms.log, { kind: 'person', accountId: 'test', personId: court.id('owner'), sessionId: 'test' })
    expect(ofSheet.length).toBeGreaterThan(2)
    for (const index of ofSheet) expect([index, await concerns(chain, index)]).toEqual([index, false])
  })

  it('tells whoever handles the case nothing of a petition about them: not a byte of the sheet is another, and what was filed does not go stale by it', async () => {
    const mine = await court.newCase()
    const sheet = async () => (await court.call('officer', 'GET', `/cases/${mine}/termination`)).text
    const filing = { commandId: newCommandId(), seen: JSON.parse(await sheet()).data.digest }
    expect((await court.call('officer', 'POST', `/cases/${mine}/termination/sheets`, filing)).status).toBe(200)
    const before = await sheet()
    for (const stream of ['petition', 'feedback'] as const) {
      await court.rooms.complaints.register({
        commandKey: `person:${court.id('owner')}/${newCommandId()}`, channel: 'app', personId: court.id('owner'), caseId: mine, about: [court.id('officer')],
        said: { stream, by: 'person', matter: '承办人一直不办', fields: {}, files: [] },
      })
    }
    await court.settled()
    expect(await court.rooms.complaints.list.documents().countDocuments({ caseId: mine })).toBe(2)
    expect(await sheet()).toBe(before)
  })

  it('comes as a PDF, which says whether it was filed', async () => {
    const { status, headers, text } = await court.call('leader', 'GET', at('/document'))
    expect([status, headers.get('content-type'), text.startsWith('%PDF-')]).toEqual([200, 'application/pdf', true])
  })

  it('lets the termination through once every red check has its reason, and asks for its service from then on', async () => {
    expect((await reason('judge', 10, '裁定作出后三日内邮寄送达')).status).toBe(200)
    expect((await sheetOf()).keepsBack).toEqual([])
    expect((await end()).status).toBe(200)
    const { submittedOn, checks, keepsBack } = await sheetOf()
    expect([submittedOn, keepsBack, checks[9]!.state, checks[9]!.reason?.holds]).toEqual([today(), [10], 'red', false])
    expect((await record('officer', 'serve_termination_ruling')).status).toBe(200)
    expect(await check(10)).toMatchObject({ state: 'green', grade: 'part' })
  })

  it('takes down what the court’s own system has done already, with a warning, and tells the leader of the team once', async () => {
    const other = await court.newCase()
    await court.rooms.progress.record(COURT_SYSTEM, other, {
      key: 'talk', what: 'termination_interview', on: today(), about: [court.id('owner')], papers: ['约谈笔录'], fields: { way: '当面', interviewer: '某', told_items: '执行情况', opinion: '同意' },
    })
    await court.rooms.progress.record(COURT_SYSTEM, other, { key: 'end', what: 'terminate_this_execution', on: today(), fields: { consent: '已书面同意' }, approval: approval() })
    await court.settled()
    const entries = await court.rooms.log.list(caseChain(other))
    expect(entries.filter(({ type }) => type === 'termination.bypassed').map(({ body }) => body)).toEqual([
      { recordId: expect.any(String), checks: [1, 5, 7, 10], staffIds: [court.id('leader')] },
    ])
    expect(entries.find(({ body }) => body.what === 'terminate_this_execution')!.body.warnings).toEqual(['终本证据清单第 1、5、7、10 项不合格，没有写明理由。'])
    expect((await court.call('leader', 'GET', `/cases/${other}/termination`)).body.data.bypassed).toMatchObject([{ checks: [1, 5, 7, 10] }])
    // The leader finds it in their list, and nobody else in theirs; it goes when a sheet is filed after it.
    const listed = async (who: Persona) => (await court.call(who, 'GET', '/work-list')).body.data.bypassed
    expect(await listed('leader')).toMatchObject([{ caseId: other, caseNumber: expect.stringContaining('虚01执'), checks: [1, 5, 7, 10] }])
    expect([await listed('officer'), await listed('otherLeader')]).toEqual([[], []])
    const { digest } = (await court.call('officer', 'GET', `/cases/${other}/termination`)).body.data
    expect((await court.call('officer', 'POST', `/cases/${other}/termination/sheets`, { commandId: newCommandId(), seen: digest })).status).toBe(200)
    expect(await listed('leader')).toEqual([])
    back()
  })
})
