import { type Answer, form as upload, newCommandId, openTestCourt, type Persona, PNG, TEAM, type TestCourt } from '../test-support/court'

describe('papers of a petition', () => {
  let court: TestCourt
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())

  const errorOf = ({ status, body }: Answer) => [status, body.error?.code]
  const petition = async (more: object = {}): Promise<string> => {
    const { target } = await court.rooms.complaints.register({
      commandKey: `person:${court.id('owner')}/${newCommandId()}`, channel: 'visit', personId: court.id('owner'),
      said: { stream: 'petition', by: 'person', matter: '案子一年没有动静', fields: { residence: 'local', arrival: 'first' }, files: [] }, ...more,
    })
    return target.complaintId
  }
  const begin = async (fileId: string, who: Persona = 'duty', form = 'approval_form'): Promise<string> =>
    (await court.call(who, 'POST', `/papers/of/petition/${fileId}`, { commandId: newCommandId(), form })).body.data.paperId
  const draft = (paperId: string, who: Persona = 'duty') => court.call(who, 'GET', `/papers/drafts/${paperId}`)
  const ask = (paperId: string, staff: Persona = 'vice') => court.call('duty', 'POST', `/papers/drafts/${paperId}/requests`, { by: 'approver', staffId: court.id(staff) })
  const name = (fileId: string, staff: Persona, by: Persona = 'duty') =>
    court.call(by, 'POST', `/complaint-files/petition/${fileId}/about`, { commandId: newCommandId(), about: [court.id(staff)] })
  const approver = ({ body }: Answer) => body.data.signers.find(({ by }: { by: string }) => by === 'approver')
  const listed = async (who: Persona, of: 'drafts' | 'toSign'): Promise<string[]> =>
    (await court.call(who, 'GET', '/papers/drafts')).body.data[of].map(({ paperId }: { paperId: string }) => paperId)

  it('are signed by nobody whom it is about: they are not offered, not asked, and have no draft', async () => {
    const [about, other] = [await petition({ about: [court.id('vice')] }), await petition()]
    const [withheld, offered] = [await begin(about), await begin(other)]
    expect(approver(await draft(offered)).candidates.map(({ staffId }: { staffId: string }) => staffId)).toEqual([court.id('vice')])
    expect(approver(await draft(withheld)).candidates).toEqual([])
    expect([errorOf(await ask(withheld)), (await ask(offered)).status]).toEqual([[409, 'papers.not_a_signer'], 200])
    expect(await listed('vice', 'toSign')).toEqual([offered])
    expect([(await draft(offered, 'vice')).status, (await draft(withheld, 'vice')).status]).toEqual([200, 404])
  })

  it('are gone for whoever was asked first and named later, as if there had never been one', async () => {
    const fileId = await petition()
    const paperId = await begin(fileId)
    expect((await ask(paperId)).status).toBe(200)
    expect(await listed('vice', 'toSign')).toContain(paperId)
    const { revision, fields } = (await draft(paperId)).body.data
    const written = { ...fields, nature: '消极执行', explained: '讲过了', proposal: '转一团队', department: TEAM, leader_opinion: '同意' }
    expect((await court.call('duty', 'PUT', `/papers/drafts/${paperId}`, { revision, fields: written, refusedToSign: null })).status).toBe(200)
    const sign = async (shown: string) => court.call('vice', 'POST', `/papers/drafts/${paperId}/signatures`, upload(PNG, '签字.png', { by: 'approver', way: 'finger', contentSm3: shown }))
    const { contentSm3 } = (await draft(paperId)).body.data
    expect((await sign(contentSm3)).body.data.signatures).toMatchObject([{ by: 'approver', holds: true }])
    expect((await name(fileId, 'vice')).status).toBe(200)
    const unknown = await draft('w_00000000', 'vice')
    const gone = await draft(paperId, 'vice')
    expect([gone.status, gone.text]).toEqual([404, unknown.text])
    expect(await listed('vice', 'toSign')).not.toContain(paperId)
    expect((await sign(contentSm3)).status).toBe(404)
    const now = await draft(paperId)
    expect([approver(now), now.body.data.signatures]).toMatchObject([{ asked: null, candidates: [] }, []])
  })

  it('are gone for their author, too, who is named later', async () => {
    const fileId = await petition()
    const paperId = await begin(fileId)
    expect(await listed('duty', 'drafts')).toContain(paperId)
    expect((await name(fileId, 'duty', 'vice')).status).toBe(200)
    expect([(await draft(paperId)).status, await listed('duty', 'drafts')]).toEqual([404, expect.not.arrayContaining([paperId])])
    expect((await court.call('duty', 'POST', `/papers/drafts/${paperId}/discard`, { commandId: newCommandId() })).status).toBe(404)
  })

  it('begin with what the steps of the petition say, and for who handles its case with what was done there', async () => {
    const caseId = await court.newCase()
    const fileId = await petition({ caseId })
    const step = async (who: Persona, name: string, fields: object = {}, more: { declared?: string[]; papers?: string[]; note?: string } = {}) => {
      const papers = await Promise.all((more.papers ?? []).map(async (paper) => {
        const { body } = await court.call(who, 'POST', `/complaint-files/petition/${fileId}/uploads`, upload(PNG, '材料.png', { kind: 'picture' }))
        return { paper, attachmentId: body.data.attachmentId }
      }))
      const said = { commandId: newCommandId(), step: name, fields, ...more, papers }
      expect([name, (await court.call(who, 'POST', `/complaint-files/petition/${fileId}/steps`, said)).status]).toEqual([name, 200])
    }
    const fieldsOf = async (who: Persona, form: string) => (await draft(await begin(fileId, who, form), who)).body.data.fields
    await step('duty', 'register', { nature: 'passive', residence: 'local', arrival: 'first', confidentiality_asked: 'no' })
    await step('duty', 'explain', {}, { note: '讲了执行的期限' })
    expect((await fieldsOf('duty', 'approval_form')).explained).toMatch(/^2026年3月10日，现场答疑，讲了执行的期限。$/)
    await step('duty', 'submit_for_approval', { draft_opinion: '转一团队' }, { declared: ['not_resolved'], papers: ['approval_form'] })
    const five = { handling_department: TEAM, responsible_leader: court.id('leader'), responsible: court.id('officer'), requirements: '查清并答复', due_on: '2026-04-30' }
    await step('vice', 'approve', five)
    await step('officer', 'contact', { contact_result: '已打电话' })
    const force = { petition_leader: court.id('vice'), task_force_liaison: court.id('officer'), members: [{ name: '虚构甲', title: '法官助理', contact: '000-0000-0001' }] }
    await step('officer', 'report_task_force', force, { papers: ['resolution_plan'] })
    await step('vice', 'interview', { told_next_steps: '十日内自查' }, { papers: ['interview_record'] })
    await step('officer', 'begin_handling', { plan: '先查存款，再约双方谈' })
    await step('officer', 'conclude', { result: '已执行到位', outcome: 'settled' }, { papers: ['evidence_of_work'] })
    expect((await court.call('officer', 'POST', `/cases/${caseId}/progress/nodes`, { commandId: newCommandId(), what: 'offline_control', on: '2026-03-09', object: '车1' })).status).toBe(200)
    expect(await fieldsOf('officer', 'task_force_report')).toMatchObject({
      members: [{ name: '虚构甲', post: '法官助理', contact: '000-0000-0001' }], plan: '先查存款，再约双方谈', leader: expect.stringContaining('工作人员'),
    })
    expect((await fieldsOf('officer', 'reply_record')).reply_content).toBe('已执行到位')
    const report = await fieldsOf('officer', 'review_report')
    expect(report).toMatchObject({ trial: '案由：买卖合同纠纷。', history: expect.stringContaining('2026年3月10日，已联系信访人，联系情况：已打电话。') })
    expect(report.enforcement.split('\n')).toEqual([expect.stringMatching(/^案号：/), '2026年1月5日，执行立案。', '2026年3月9日，线下控制措施。'])
    // The command centre reads the petition and not the case.
    const elsewhere = await fieldsOf('duty', 'review_report')
    expect([elsewhere.trial, elsewhere.enforcement, elsewhere.history]).toEqual([undefined, undefined, report.history])
  })

  it('of a file that is no longer theirs to write in an author can throw away', async () => {
    const caseId = await court.newCase()
    const begun = await court.call('officer', 'POST', `/papers/of/case/${caseId}`, { commandId: newCommandId(), form: 'termination_interview_record' })
    const { paperId } = begun.body.data
    const row = async () => (await court.call('officer', 'GET', '/papers/drafts')).body.data.drafts.find((one: { paperId: string }) => one.paperId === paperId)
    expect(await row()).toMatchObject({ writable: true })
    const to = { commandId: newCommandId(), officerIds: [court.id('colleague')], judgeId: court.id('judge'), reason: '工作调整' }
    expect((await court.call('leader', 'POST', `/cases/${caseId}/hand-overs`, to)).status).toBe(200)
    expect(await row()).toMatchObject({ writable: false })
    expect((await draft(paperId, 'officer')).status).toBe(404)
    expect((await court.call('judge', 'POST', `/papers/drafts/${paperId}/discard`, { commandId: newCommandId() })).status).toBe(404)
    expect((await court.call('officer', 'POST', `/papers/drafts/${paperId}/discard`, { commandId: newCommandId() })).status).toBe(200)
    expect(await row()).toBeUndefined()
  })
})
