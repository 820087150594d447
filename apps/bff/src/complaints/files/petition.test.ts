import { complaintChain } from '@zhixin/shared/ids'
import { type Answer, form, newCommandId, openTestCourt, type Persona, PNG, TEAM, type TestCourt } from '../../test-support/court'

const MEMBERS = [{ name: '虚构甲', title: '法官助理', contact: '000-0000-0001' }]

/** A petition over HTTP: what anybody sends in, and what each of the court does with it, to the shelf. */
describe('a petition', () => {
  let court: TestCourt
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())

  const at = (id: string, path = '') => `/complaint-files/petition/${id}${path}`
  const errorOf = ({ status, body }: Answer) => [status, body?.error?.code, body?.error?.field]
  const sent = async (fields: object = { residence: 'local', arrival: 'first' }) => {
    const contact = { name: '虚构信访人', phone: '19900000099' }
    const said = { commandId: newCommandId(), stream: 'petition', by: 'named', matter: '案子一年没有动静', contact, fields }
    const { body: { data } } = await court.call('anyone', 'POST', '/complaints', said)
    await court.settled()
    const list = await court.call('duty', 'GET', '/complaint-files?stream=petition')
    const { complaintId } = list.body.data.complaints.find(({ receipt }: { receipt: string }) => receipt.replace('-', '') === data.receipt.replace('-', ''))
    return { id: complaintId as string, receipt: data.receipt as string, followUp: data.followUp as string }
  }
  const upload = async (who: Persona, id: string): Promise<string> =>
    (await court.call(who, 'POST', at(id, '/uploads'), form(PNG, '材料.png', { kind: 'picture' }))).body.data.attachmentId
  interface Brings { declared?: string[]; papers?: string[] }
  async function step(who: Persona, id: string, name: string, fields: object = {}, { declared = [], papers = [] }: Brings = {}): Promise<Answer> {
    const brought = await Promise.all(papers.map(async (paper) => ({ paper, attachmentId: await upload(who, id) })))
    return court.call(who, 'POST', at(id, '/steps'), { commandId: newCommandId(), step: name, fields, declared, papers: brought })
  }
  const stateAfter = async (answer: Promise<Answer>): Promise<unknown> => {
    const { status, body } = await answer
    return status === 200 ? body.data.state : errorOf({ status, body } as Answer)
  }
  const five = () => ({ handling_department: TEAM, responsible_leader: court.id('leader'), responsible: court.id('officer'), requirements: '查清并答复', due_on: '2026-04-30' })
  const registered = { nature: 'passive', residence: 'local', arrival: 'first', confidentiality_asked: 'no' }
  async function assigned(id: string): Promise<void> {
    expect(await stateAfter(step('window', id, 'register', registered))).toBe('registered')
    expect(await stateAfter(step('window', id, 'explain'))).toBe('explaining')
    expect(await stateAfter(step('duty', id, 'submit_for_approval', { draft_opinion: '转一团队' }, { declared: ['not_resolved'], papers: ['approval_form'] }))).toBe('pending_approval')
    expect(await stateAfter(step('vice', id, 'approve', five()))).toBe('assigned')
  }
  /** The reply record: filled, signed by the petitioner on the officer's phone, and finished. */
  async function replyRecord(id: string): Promise<void> {
    const { body: { data: { paperId } } } = await court.call('officer', 'POST', `/papers/of/petition/${id}`, { commandId: newCommandId(), form: 'reply_record' })
    const draft = `/papers/drafts/${paperId}`
    const { body: { data: { revision, fields } } } = await court.call('officer', 'GET', draft)
    const filled = { ...fields, reply_time: '2026-03-10 09:30', reply_place: '第二接待室', channel: 'in_person', reply_content: '已经执行到位', petitioner_opinion: '没有意见' }
    const saved = await court.call('officer', 'PUT', draft, { revision, fields: filled, refusedToSign: null })
    expect(saved.status).toBe(200)
    const { contentSm3 } = (await court.call('officer', 'GET', draft)).body.data
    const signature = await court.call('officer', 'POST', `${draft}/signatures`, form(PNG, '签字.png', { by: 'petitioner', way: 'finger', contentSm3 }))
    expect(errorOf(signature)).toEqual([200, undefined, undefined])
    const { contentSm3: signed } = (await court.call('officer', 'GET', draft)).body.data
    expect(errorOf(await court.call('officer', 'POST', `${draft}/finish`, { contentSm3: signed }))[0]).toBe(200)
  }

  it('goes from its registration to its shelf with every limit met; without the reply record it is not closed', async () => {
    const { id, receipt, followUp } = await sent()
    await assigned(id)
    expect(await stateAfter(step('officer', id, 'contact', { contact_result: '已打电话' }))).toBe('contacted')
    const force = { petition_leader: court.id('vice'), task_force_liaison: court.id('officer'), members: MEMBERS }
    expect(await stateAfter(step('officer', id, 'report_task_force', { ...force, petition_leader: court.id('colleague') }, { papers: ['resolution_plan'] }))).toEqual([409, 'complaints.not_of_role', 'body.fields.petition_leader'])
    expect(await stateAfter(step('officer', id, 'report_task_force', force, { papers: ['resolution_plan'] }))).toBe('task_force_reported')
    expect(await stateAfter(step('vice', id, 'interview', { told_next_steps: '十日内自查' }, { papers: ['interview_record'] }))).toBe('interviewed')
    expect(await stateAfter(step('officer', id, 'begin_handling'))).toBe('handling')
    expect(await stateAfter(step('officer', id, 'conclude', { result: '已执行到位', outcome: 'settled' }, { papers: ['evidence_of_work'] }))).toBe('concluded')

    const reply = { reply: '您的案子已经执行到位', reply_copied_to: '分管院领导' }
    expect(await stateAfter(step('officer', id, 'reply', reply))).toEqual([409, 'complaints.paper_missing', 'body.papers.reply_record'])
    expect(await stateAfter(step('vice', id, 'close', { closing_category: 'appeal_reviewed' }, { papers: ['review_conclusion'] }))).toEqual([409, 'complaints.other_state', undefined])
    // A scan of one is none: the form itself, signed, is asked for.
    expect(await stateAfter(step('officer', id, 'reply', reply, { papers: ['reply_record'] }))).toEqual([409, 'complaints.paper_missing', 'body.papers.reply_record'])
    await replyRecord(id)
    expect(await stateAfter(step('officer', id, 'reply', reply))).toBe('replied')
    expect(await stateAfter(step('vice', id, 'close', { closing_category: 'docketing_decided' }))).toEqual([409, 'complaints.paper_missing', 'body.papers.docket_conclusion'])
    expect(await stateAfter(step('vice', id, 'close', { closing_category: 'appeal_reviewed' }, { papers: ['review_conclusion'] }))).toBe('closed')
    expect(await stateAfter(step('leader', id, 'archive', {}, { declared: ['bound'], papers: ['archive_list'] }))).toBe('archived')

    const { body: { data } } = await court.call('duty', 'GET', at(id))
    expect(data.marks).toEqual([])
    expect(data.clocks.map(({ ended }: { ended: { late: boolean } | null }) => ended?.late)).toEqual(data.clocks.map(() => false))
    expect(data.clocks.length).toBeGreaterThan(3)
    // Whoever sent it reads the answer by number and code, in plain words.
    const { body: { data: seen } } = await court.call('anyone', 'POST', '/complaints/lookup', { receipt, followUp })
    expect([seen.isOver, seen.answers.map(({ text }: { text: string }) => text), seen.told]).toEqual([true, [reply.reply], expect.stringContaining('存档')])
    expect(JSON.stringify(await court.rooms.log.list(complaintChain({ stream: 'petition', complaintId: id })))).not.toContain('虚构信访人')
  }, 60_000)

  it('is urged on days 30, 60 and 80 and passed on after three months where every limit is missed; another server writes nothing twice', async () => {
    const { id } = await sent()
    await assigned(id)
    await court.settled()
    const back = court.later({ days: 100 })
    await court.rooms.complaints.sweep()
    await court.rooms.complaints.sweep()
    await court.settled()
    const { body: { data } } = await court.call('duty', 'GET', at(id))
    const counts = data.marks.map(({ mark, count }: { mark: string; count: number }) => [mark, count])
    expect(Object.fromEntries(counts)).toEqual({ urged: 3, discipline_supervised: 1 })
    const entries = await court.rooms.log.list(complaintChain({ stream: 'petition', complaintId: id }))
    const overdue = new Set(entries.filter(({ type }) => type === 'clock.overdue').map(({ body }) => body.node))
    expect([...overdue].sort()).toEqual(['petition_designated_limit', 'petition_report_task_force'])
    // The inspectors supervise it from now on, and can open it.
    expect((await court.call('inspector', 'GET', at(id))).status).toBe(200)
    back()
  }, 60_000)

  it('is refused to whoever it is not for, with the same words as one that is not there', async () => {
    const { id } = await sent()
    const body = { commandId: newCommandId(), step: 'register', fields: registered }
    expect((await court.call('anyone', 'POST', at(id, '/steps'), body)).status).toBe(401)
    expect((await court.call('owner', 'POST', at(id, '/steps'), body)).status).toBe(403)
    expect((await court.call('window', 'POST', at(id, '/steps'), { ...body, step: 'Not a step' })).status).toBe(400)
    expect(errorOf(await court.call('window', 'POST', at(id, '/steps'), { ...body, fields: { residence: 'abroad' } }))).toEqual([400, 'input.invalid', 'body.fields.residence'])
    const there = await court.call('stranger', 'POST', at(id, '/steps'), body)
    const not = await court.call('stranger', 'POST', at('k_0000000000000000000000000'.slice(0, 20), '/steps'), body)
    expect([there.status, there.body.error.code]).toEqual([not.status, not.body.error.code])
    expect(await stateAfter(step('window', id, 'approve', five()))).toEqual([403, 'access.forbidden', undefined])
    // The same step sent twice is taken once.
    const twice = { ...body, commandId: newCommandId() }
    const [one, two] = [await court.call('window', 'POST', at(id, '/steps'), twice), await court.call('window', 'POST', at(id, '/steps'), twice)]
    expect([one.status, two.status, two.body.data.history.length]).toEqual([200, 200, one.body.data.history.length])
  })

  it('a visit to the province that comes after office hours is assigned that day by the letter of the court above, and closed by it', async () => {
    const { id } = await sent({ residence: 'local', arrival: 'assigned', arrival_place: 'province' })
    expect(await stateAfter(step('duty', id, 'assign_from_above', { ...five(), nature: 'passive' }))).toEqual([409, 'complaints.paper_missing', 'body.papers.assignment_notice'])
    expect(await stateAfter(step('duty', id, 'assign_from_above', { ...five(), nature: 'passive' }, { papers: ['assignment_notice'] }))).toBe('assigned')
    const { body: { data } } = await court.call('officer', 'GET', at(id))
    expect(data.clocks.find(({ node }: { node: string }) => node === 'petition_assign_same_day')?.ended).toMatchObject({ late: false })
    expect(data.department).toBe(TEAM)
  })
})
