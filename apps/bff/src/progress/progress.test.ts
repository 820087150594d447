import { caseChain } from '@zhixin/shared/ids'
import { CASE, newCommandId, openTestCourt, type Persona, type TestCourt } from '../test-support/court'

/** The clock of the court stands at Tuesday 2026-03-10, ten; its cases were filed on 2026-01-05. */
const TODAY = '2026-03-10'
const IMPORT = { kind: 'system', id: 'court-system', role: 'import' } as const

describe('a case’s progress', () => {
  let court: TestCourt
  let caseId: string
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())
  beforeEach(async () => {
    caseId = await court.newCase()
  })

  const at = (path = ''): string => `/cases/${caseId}/progress${path}`
  const said = (what: string, more: object = {}): object => ({ commandId: newCommandId(), what, on: TODAY, ...more })
  const record = (who: Persona, what: string, more: object = {}) => court.call(who, 'POST', at('/nodes'), said(what, more))
  const recorded = async (what: string, more: object = {}): Promise<string> => {
    const answer = await record('judge', what, more)
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: expect.objectContaining({ data: { recordId: expect.any(String) } }) })
    return answer.body.data.recordId
  }
  const check = async (what: string, more: object = {}, who: Persona = 'officer') => (await court.call(who, 'POST', at('/check'), { what, on: TODAY, ...more })).body.data
  const read = async (who: Persona = 'officer') => (await court.call(who, 'GET', at())).body
  const post = async (who: Persona, path: string, body: object = {}) => {
    const { status, body: answer } = await court.call(who, 'POST', at(path), { commandId: newCommandId(), ...body })
    return status === 200 ? 200 : `${status} ${answer.error.code}${answer.error.field ? ` ${answer.error.field}` : ''}`
  }

  it('is recorded by its officer, and stands in the case’s chain as theirs', async () => {
    await recorded('judge_receive_case')
    const answer = await record('officer', 'issue_execution_notice_and_property_order', { note: '法院专递' })
    expect(answer.status).toBe(200)
    const entry = (await court.rooms.log.list(caseChain(caseId))).at(-1)!
    expect(entry).toMatchObject({ type: 'node.recorded', actor: { kind: 'staff', id: court.id('officer'), role: 'officer' }, body: { recordId: answer.body.data.recordId, note: '法院专递' } })
    const { data, can } = await read()
    expect(data.records.map(({ label, by }: { label: string; by: string }) => [label, by])).toEqual([
      ['发出执行通知书及报告财产令', '工作人员0号（承办人）'], ['员额法官接收案件', '工作人员1号（员额法官）'], ['执行立案', '法院办案系统'],
    ])
    expect(can).toEqual({ record: true, hold: false, changePeriods: false })
  })

  it('is one record, however often the phone sends it, and refuses the same number for something else', async () => {
    const body = said('judge_receive_case')
    const [first, again] = [await court.call('officer', 'POST', at('/nodes'), body), await court.call('officer', 'POST', at('/nodes'), body)]
    expect(again.body).toEqual(first.body)
    expect((await court.rooms.progress.state(caseId)).records).toHaveLength(2)
    const other = await court.call('officer', 'POST', at('/nodes'), { ...body, note: '另一句' })
    expect([other.status, other.body.error.code]).toEqual([409, 'log.key_conflict'])
    expect((await record('officer', 'judge_receive_case')).body.error.code).toBe('progress.already_recorded')
  })

  it('is nobody’s but the court’s: refused, or not there, to everybody else', async () => {
    const who = async (persona: Persona, method: 'GET' | 'POST', path: string, body?: object) => (await court.call(persona, method, at(path), body)).status
    const body = said('judge_receive_case')
    for (const [persona, reads, writes] of [
      ['anyone', 401, 401], ['account', 403, 403], ['owner', 403, 403], ['agent', 403, 403], ['opponent', 403, 403], ['outsider', 404, 404], ['stranger', 404, 404],
      ['colleague', 404, 404], ['otherLeader', 404, 404], ['hotline', 404, 404], ['systemAdmin', 404, 404], ['leader', 200, 403], ['director', 200, 403],
    ] as const) {
      expect([persona, await who(persona, 'GET', ''), await who(persona, 'POST', '/nodes', body)]).toEqual([persona, reads, writes])
    }
    expect((await court.rooms.progress.state(caseId)).records).toHaveLength(1)
  })

  it.each([
    ['a day that is none', { on: '2026-02-30' }], ['a time that is none', { time: '25:00' }], ['a field that nobody knows', { told: true }], ['no name', { what: '立案' }],
    ['nobody to be told of it', { quiet: true }],
  ])('is refused with %s', async (_, more) => {
    const answer = await record('officer', 'judge_receive_case', more)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'input.invalid'])
  })

  it('tries a record out before it is sent: the same refusal, in words, and nothing is stored', async () => {
    const bad = { approval: { role: 'court_president', name: '某院长', on: '2026-03-11', paper: '拘1号' }, fields: { kind: '拘留' } }
    expect(await check('fine_summons_detention')).toMatchObject({ refused: { code: 'progress.field_missing', field: 'body.fields.kind', message: '请填写“措施”。' } })
    expect(await check('fine_summons_detention', bad)).toMatchObject({ refused: { code: 'progress.approval_unfit', message: '批准日期晚于办理日期：须先批准，再办理。' } })
    expect((await record('officer', 'fine_summons_detention', bad)).body.error.code).toBe('progress.approval_unfit')
    const byOther = { ...bad, approval: { ...bad.approval, on: TODAY, role: 'bureau_director' } }
    expect((await record('officer', 'fine_summons_detention', byOther)).body.error).toMatchObject({ code: 'progress.approval_unfit', field: 'body.approval.role' })
    expect((await court.rooms.progress.state(caseId)).records).toHaveLength(1)
    expect((await record('officer', 'fine_summons_detention', { ...bad, approval: { ...bad.approval, on: TODAY } })).status).toBe(200)
  })

  it('says beforehand who is told which words, and what the respondent’s side waits for', async () => {
    expect((await check('initiate_network_query')).told).toEqual([expect.objectContaining({ side: 'applicant', names: ['当事人1号', '当事人2号'], waits: null })])
    const found = { time: '09:00', object: '户1' }
    const control = { time: '09:30', object: '户1' }
    await recorded('property_found_online_controllable', found)
    await recorded('property_found_online_controllable', { ...found, object: '户2' })
    const sides = (told: { side: string; label: string; waits: string | null }[]) => told.map(({ side, label, waits }) => `${side} ${label} ${waits}`)
    expect(sides((await check('online_control', control)).told)).toEqual(['applicant 线上控制措施 null', 'respondent 线上控制措施 controls'])
    await recorded('online_control', control)
    // The last one lets go what waited for it.
    expect(sides((await check('online_control', { ...control, object: '户2' })).told)).toEqual([
      'applicant 线上控制措施 null', 'respondent 线上控制措施 null', 'respondent 线上控制措施 null',
    ])
  })

  it('of a freeze the respondent’s side hears while a query runs by a judge’s word alone, with a reason that stays in the file', async () => {
    await recorded('initiate_network_query')
    const recordId = await recorded('online_control', { time: '09:30', object: '户1' })
    const { data } = await read('officer')
    expect(data.records[0].told.map(({ side, waits }: { side: string; waits: string | null }) => `${side} ${waits}`)).toEqual(['applicant null', 'respondent query'])
    const release = (who: Persona, more: object = {}) => post(who, `/nodes/${recordId}/release`, { side: 'respondent', ...more })
    expect(await release('officer', { reason: '裁定须按时送达' })).toBe('403 access.forbidden')
    expect(await release('director', { reason: '裁定须按时送达' })).toBe('403 progress.judge_required')
    expect(await release('judge')).toBe('400 progress.release_reason body.reason')
    expect(await release('judge', { reason: '裁定须按时送达' })).toBe(200)
    const [record] = (await read('officer')).data.records
    expect(record).toMatchObject({ told: [{ waits: null }, { waits: null }], released: [{ side: 'respondent', reason: '裁定须按时送达', by: '工作人员1号（员额法官）' }] })
  })

  it('marks what is back-filled, and what came out of order, and keeps it readable when it is taken back', async () => {
    const on = '2026-03-02'
    expect(await check('judge_receive_case', { on })).toMatchObject({ late: true, refused: { code: 'progress.late_reason_required' } })
    expect((await record('officer', 'judge_receive_case', { on })).status).toBe(409)
    await recorded('initiate_network_query')
    const recordId = await recorded('judge_receive_case', { on, lateReason: '当时在外地' })
    const first = (await read()).data.records.find((one: { recordId: string }) => one.recordId === recordId)
    expect(first).toMatchObject({ lateReason: '当时在外地', outOfOrder: true, withdrawn: null, can: { withdraw: true } })
    expect(await post('officer', `/nodes/${recordId}/withdrawal`, { reason: '记错了案件' })).toBe(200)
    expect(await post('officer', `/nodes/${recordId}/withdrawal`, { reason: '再撤一次' })).toBe('409 progress.unknown_record')
    const taken = (await read()).data.records.find((one: { recordId: string }) => one.recordId === recordId)
    expect(taken).toMatchObject({ withdrawn: { reason: '记错了案件', by: '工作人员0号（承办人）' }, told: [], can: { withdraw: false, release: [], detail: false } })
  })

  it('goes out by nothing but a judge’s or director’s word while the case is held (F-5)', async () => {
    const before = await recorded('judge_receive_case')
    expect(await post('officer', '/hold', { held: true, reason: '涉及重大舆情' })).toBe('403 access.forbidden')
    expect(await post('director', '/hold', { held: true, reason: '涉及重大舆情' })).toBe(200)
    expect(await post('judge', '/hold', { held: true, reason: '涉及重大舆情' })).toBe('409 progress.hold_unchanged')
    const recordId = await recorded('issue_execution_notice_and_property_order')
    const { data } = await read('judge')
    expect(data.held).toMatchObject({ reason: '涉及重大舆情', by: '工作人员8号（执行局长）' })
    expect(data.records[0].told.map(({ waits }: { waits: string }) => waits)).toEqual(['hold', 'hold'])
    expect(data.records[0].can).toEqual({ withdraw: true, release: ['applicant', 'respondent'], detail: true })
    // What they knew by then they know.
    const told = data.records.find((one: { recordId: string }) => one.recordId === before).told
    expect(told.map(({ waits }: { waits: string | null }) => waits)).toEqual([null])
    expect(await post('officer', `/nodes/${recordId}/release`, { side: 'respondent' })).toBe('403 access.forbidden')
    expect(await post('judge', `/nodes/${recordId}/release`, { side: 'respondent' })).toBe(200)
    expect((await read()).data.records[0].told.map(({ waits }: { waits: string | null }) => waits)).toEqual(['hold', null])
    expect(await post('judge', '/hold', { held: false, reason: '舆情平息' })).toBe(200)
  })

  it('is told in more detail to the applicant’s side by the judge alone, and what is secret never to the respondent’s (X-40)', async () => {
    const recordId = await recorded('initiate_network_query')
    const release = (who: Persona, side: string, detail?: string) => post(who, `/nodes/${recordId}/release`, { side, ...(detail && { detail }) })
    expect(await release('judge', 'respondent')).toBe('409 progress.not_for_this_side body.side')
    expect(await release('judge', 'respondent', '查到一个账户')).toBe('409 progress.not_for_this_side body.side')
    expect(await release('director', 'applicant', '查到一个账户')).toBe('403 progress.judge_required')
    expect(await release('judge', 'applicant', '账号6222021234567890128有余额')).toBe('400 progress.number_in_detail body.detail')
    expect(await release('judge', 'applicant', '查到一个账户，尾号0128')).toBe(200)
    expect((await read()).data.records[0].released).toEqual([expect.objectContaining({ side: 'applicant', detail: '查到一个账户，尾号0128', by: '工作人员1号（员额法官）' })])
  })

  it('has periods that a judge suspends and extends with approval, and nobody else', async () => {
    const approval = { role: 'court_president', name: '某院长', on: '2026-03-09', paper: '审批3号' }
    const suspension = { cause: 'deferred', from: '2026-03-02', reason: '申请人申请暂缓', approval }
    expect(await post('officer', '/suspensions', suspension)).toBe('403 access.forbidden')
    expect(await post('director', '/suspensions', suspension)).toBe('403 access.forbidden')
    expect(await post('judge', '/suspensions', { ...suspension, approval: undefined })).toBe('400 input.invalid body.approval')
    expect(await post('judge', '/suspensions', suspension)).toBe(200)
    expect(await post('judge', '/suspensions', suspension)).toBe('409 progress.already_suspended body.from')
    const [{ suspensionId }] = (await read()).data.suspensions
    expect(await post('judge', `/suspensions/${suspensionId}/end`, { to: '2026-03-09', reason: '事由消失' })).toBe(200)
    expect(await post('judge', `/suspensions/${suspensionId}/end`, { to: '2026-03-09', reason: '事由消失' })).toBe('409 progress.suspension_unknown')
    await recorded('appraisal_entrusted', { object: '房1' })
    const period = (await read()).data.periods.find(({ extension }: { extension: object | null }) => extension)
    const extension = { clockId: period.clockId, by: { value: period.extension.value, unit: period.extension.unit }, reason: '评估机构申请' }
    const approved = { ...approval, role: period.extension.approvers[0].id }
    expect(await post('judge', '/extensions', { ...extension, clockId: 'judge_receive_case/n_00000000', approval: approved })).toBe('409 progress.clock_unknown body.clockId')
    expect(await post('officer', '/extensions', { ...extension, approval: approved })).toBe('403 access.forbidden')
    expect(await post('judge', '/extensions', { ...extension, approval: approved })).toBe(200)
    const after = (await read()).data.periods.find(({ clockId }: { clockId: string }) => clockId === period.clockId)
    expect(after.dueAt > period.dueAt).toBe(true)
  })

  it('offers what comes next, first that whose period runs, with what it asks for', async () => {
    await recorded('judge_receive_case')
    await recorded('property_found_online_controllable', { time: '09:00', object: '户1' })
    const { body } = await court.call('officer', 'GET', at('/templates'))
    const { likely, others, today } = body.data
    expect(today).toBe(TODAY)
    const due = likely.map(({ dueAt }: { dueAt: string | null }) => dueAt).filter(Boolean)
    expect(due).toEqual([...due].sort())
    expect(likely[0]).toMatchObject({ dueAt: expect.any(String) })
    expect(likely.find(({ what }: { what: string }) => what === 'online_control')).toMatchObject({ object: '户1', oneTap: true, needs: { time: true, object: true } })
    const detention = [...likely, ...others].find(({ what }: { what: string }) => what === 'fine_summons_detention')
    expect(detention).toMatchObject({ oneTap: false, approval: { by: [{ id: 'court_president', label: '院长' }], reportTo: null } })
    const all = [...likely, ...others].map(({ what }: { what: string }) => what)
    expect(all).not.toEqual(expect.arrayContaining(['case_filing']))
    for (const hidden of ['case_filed', 'reserve_price_rule', 'weekly_bulletin', 'petition_first_contact', 'start_price_procedure']) expect(all).not.toContain(hidden)
  })

  it('comes from the court’s own system as from an officer, and once, whichever key of it signs', async () => {
    const { progress } = court.rooms
    const node = { key: 'N-2026-1', what: 'judge_receive_case', on: '2026-01-07' }
    const first = await progress.record(IMPORT, caseId, node)
    expect(first).toMatchObject({ isNew: true, recordId: expect.stringMatching(/^n_/) })
    expect(await progress.record(IMPORT, caseId, node)).toEqual({ ...first, isNew: false })
    expect((await read()).data.records[0]).toMatchObject({ by: '法院办案系统', lateReason: '法院办案系统于 2026-03-10 10:00 送达本平台' })
    await expect(progress.record(IMPORT, caseId, { key: 'N-2026-2', what: 'fine_summons_detention', on: TODAY, fields: { kind: '罚款' } })).rejects.toMatchObject({ code: 'progress.approval_required' })
    await expect(progress.record(IMPORT, 'c_nosuchcase', node)).rejects.toMatchObject({ code: 'input.not_found' })
    expect(await progress.withdraw(IMPORT, caseId, { key: 'N-2026-1/back', recordId: first.recordId, reason: '系统更正' })).toMatchObject({ isNew: true })
  })

  it('is over for an officer the moment the case is another’s', async () => {
    const handOver = { commandId: newCommandId(), officerIds: [court.id('colleague')], judgeId: court.id('judge'), reason: '工作调整' }
    expect((await court.call('judge', 'POST', `/cases/${caseId}/hand-overs`, handOver)).status).toBe(200)
    expect((await record('officer', 'judge_receive_case')).status).toBe(404)
    expect((await record('colleague', 'judge_receive_case')).status).toBe(200)
  })

  it('leaves everything that a party’s lists show as it was', async () => {
    const pages = async () => [(await court.call('opponent', 'GET', `/cases/${CASE}`)).text, (await court.call('opponent', 'GET', '/cases')).text]
    await court.settled()
    const before = await pages()
    const answer = await court.call('officer', 'POST', `/cases/${CASE}/progress/nodes`, said('initiate_network_query'))
    expect(answer.status).toBe(200)
    await court.settled()
    expect(await pages()).toEqual(before)
  })
})
