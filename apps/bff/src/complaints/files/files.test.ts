import { type Answer, CASE, ELSEWHERE, form, newCommandId, openTestCourt, type Persona, PNG, TEAM, type TestCourt } from '../../test-support/court'

const CONTACT = { name: '虚构来信人', phone: '19900000088' }
const brief = ({ status, body }: Answer): unknown[] => [status, body?.error?.code, body?.error?.field]

/** Complaints' files at the court's own desks: who opens which, and what somebody finds who means harm. */
describe('the files of complaints at the desks', () => {
  let court: TestCourt
  beforeAll(async () => {
    court = await openTestCourt()
  })
  afterAll(() => court.close())

  const at = (stream: string, id: string, path = '') => `/complaint-files/${stream}/${id}${path}`
  const register = (who: Persona, more: object = {}) => court.call(who, 'POST', '/complaint-files', {
    commandId: newCommandId(), stream: 'petition', channel: 'letter', by: 'named', contact: CONTACT, matter: '信里写的：案子没有动静',
    fields: { residence: 'local', arrival: 'first' }, ...more,
  })
  const idOf = async (answer: Promise<Answer>): Promise<string> => (await answer).body.data.complaintId
  const step = (who: Persona, stream: string, id: string, name: string, more: object = {}) =>
    court.call(who, 'POST', at(stream, id, '/steps'), { commandId: newCommandId(), step: name, ...more })
  const listed = async (who: Persona): Promise<string[]> => {
    await court.settled()
    return (await court.call(who, 'GET', '/complaint-files')).body.data.complaints.map(({ complaintId }: { complaintId: string }) => complaintId)
  }

  it('a letter is registered once though the answer is lost; who took it has it until it is handed over', async () => {
    const commandId = newCommandId()
    const scan = await court.call('window', 'POST', '/complaint-files/uploads', form(PNG, '信.png', { commandId, stream: 'petition', kind: 'picture' }))
    const more = { commandId, files: [{ attachmentId: scan.body.data.attachmentId, name: '信.png' }] }
    const first = await register('window', more)
    const again = await register('window', more)
    expect([first.status, again.body.data]).toEqual([200, first.body.data])
    expect(brief(await register('window', { ...more, matter: '另外的话' }))).toEqual([409, 'log.key_conflict', undefined])
    const id: string = first.body.data.complaintId
    const { data, can } = (await court.call('window', 'GET', at('petition', id))).body
    expect(data).toMatchObject({ channel: 'letter', complainant: { by: 'named', ...CONTACT }, firstContact: { handedTo: null }, state: 'received' })
    expect(data.path.map(({ state, where }: { state: string; where: string }) => `${state} ${where}`).slice(0, 3)).toEqual(['received now', 'registered ahead', 'explaining ahead'])
    expect(can.steps[0]).toMatchObject({ step: 'register', leadsTo: '已登记' })
    expect(data.history[0].files).toHaveLength(1)
    expect((await court.call('window', 'GET', at('petition', id, `/attachments/${data.history[0].files[0].attachmentId}`))).status).toBe(200)

    const to = { commandId: newCommandId(), toStaffId: court.id('colleague'), note: '请接着联系' }
    expect(brief(await court.call('duty', 'POST', at('petition', id, '/hand-over'), to))).toEqual([409, 'complaints.not_first_contact', undefined])
    expect(await listed('colleague')).not.toContain(id)
    expect((await court.call('window', 'POST', at('petition', id, '/hand-over'), to)).status).toBe(200)
    expect(await listed('colleague')).toContain(id)
  })

  it('what is missing or wrong is said at its field, and nothing is kept of it', async () => {
    expect(brief(await register('window', { fields: { residence: 'local' } }))).toEqual([409, 'complaints.field_missing', 'body.fields.arrival'])
    expect(brief(await register('window', { fields: { residence: 'moon', arrival: 'first' } }))).toEqual([400, 'input.invalid', 'body.fields.residence'])
    expect(brief(await register('window', { by: 'anonymous', contact: undefined }))).toEqual([409, 'complaints.named_only', 'body.by'])
    expect(brief(await register('window', { by: 'person', contact: undefined, personId: court.id('owner') }))).toEqual([400, 'input.invalid', 'body.by'])
    expect(brief(await register('window', { channel: 'app' }))).toEqual([400, 'input.invalid', 'body.channel'])
    expect(brief(await register('window', { about: ['s_00000000'] }))).toEqual([409, 'staff.unknown', 'body.about'])
    expect((await register('officer')).status).toBe(403)
    expect((await register('anyone')).status).toBe(401)
  })

  it('of a report of misconduct whoever registered it keeps the receipt and nothing else', async () => {
    const answer = await register('window', { stream: 'discipline', fields: {}, matter: '有人收了钱物' })
    expect([answer.status, answer.body.data.complaintId]).toEqual([200, null])
    for (const who of ['window', 'duty', 'director'] as const) {
      await court.settled()
      const { text } = await court.call(who, 'GET', '/complaint-files')
      expect(text).not.toContain('有人收了钱物')
      expect(text).not.toContain(answer.body.data.receipt)
    }
    expect((await court.call('window', 'GET', at('discipline', 'k_00000000'))).status).toBe(400)
  })

  it('whom a petition is about finds it nowhere: no list, no page, no document, no step, the same as where there is none', async () => {
    const commandId = newCommandId()
    const scan = await court.call('duty', 'POST', '/complaint-files/uploads', form(PNG, '信.png', { commandId, stream: 'petition', kind: 'picture' }))
    const { attachmentId } = scan.body.data
    const id = await idOf(register('duty', { commandId, about: [court.id('leader')], files: [{ attachmentId, name: '信.png' }] }))
    await court.call('duty', 'POST', at('petition', id, '/case'), { commandId: newCommandId(), caseNumber: '（2026）虚01执1号' })
    expect(await listed('leader')).not.toContain(id)
    expect((await court.call('leader', 'GET', '/complaint-files')).text).not.toContain(id)
    const nothing = brief(await court.call('leader', 'GET', at('petition', 'k_00000000')))
    expect(nothing[0]).toBe(404)
    for (const answer of [
      await court.call('leader', 'GET', at('petition', id)), await court.call('leader', 'GET', at('petition', id, `/attachments/${attachmentId}`)),
      await step('leader', 'petition', id, 'register'), await court.call('leader', 'POST', at('petition', id, '/explanations'), { commandId: newCommandId(), text: '说明' }),
      await court.call('leader', 'POST', at('petition', id, '/uploads'), form(PNG, 'a.png', { kind: 'picture' })),
    ]) expect(brief(answer)).toEqual(nothing)
  })

  it('whoever may read a file hears at once that it changed; whom it is about hears nothing', async () => {
    const told = new Set<string>()
    const all = new Promise<void>((resolve) => court.rooms.complaints.broadcastTo({
      sendTo(key) {
        told.add(key)
        // All are told in one go.
        if (key === `staff:${court.id('duty')}`) resolve()
      },
    }))
    await register('window', { about: [court.id('director')] })
    await all
    expect(told).toContain(`staff:${court.id('duty')}`)
    for (const who of ['director', 'officer', 'stranger', 'systemAdmin', 'inspector']) expect(told).not.toContain(`staff:${court.id(who)}`)
  })

  it('whom feedback is about reads it, without how to reach whoever said it, explains, and decides nothing', async () => {
    const id = await idOf(register('duty', { stream: 'feedback', fields: {}, about: [court.id('officer')], confidential: '我怕他知道', matter: '态度不好' }))
    await court.call('duty', 'POST', at('feedback', id, '/case'), { commandId: newCommandId(), caseNumber: '（2026）虚01执1号' })
    expect(await listed('officer')).toContain(id)
    const { data, can } = (await court.call('officer', 'GET', at('feedback', id))).body
    expect(data).toMatchObject({ confidential: null, hasConfidence: true, caseId: CASE, complainant: { phone: null, address: null } })
    expect(can).toMatchObject({ steps: [], explain: true, supplement: false, handOver: false, linkCase: false, nameAbout: false })
    expect(brief(await step('officer', 'feedback', id, 'reply', { fields: { reply: '没有此事', finding: 'none' } }))).toEqual([403, 'access.forbidden', undefined])
    expect((await court.call('officer', 'POST', at('feedback', id, '/explanations'), { commandId: newCommandId(), text: '当时在外执行' })).body.data.history.pop().text).toBe('当时在外执行')
    // The judge of the case answers, and reads what was said in confidence.
    expect((await court.call('judge', 'GET', at('feedback', id))).body.data.confidential).toBe('我怕他知道')
  })

  it('feedback that was turned into a petition goes on under its number with how to reach its writer; whom it is about finds neither', async () => {
    const registered = (await register('duty', { stream: 'feedback', fields: {}, about: [court.id('officer')], matter: '两个月没有回音' })).body.data
    const id: string = registered.complaintId
    await court.call('duty', 'POST', at('feedback', id, '/case'), { commandId: newCommandId(), caseNumber: '（2026）虚01执1号' })
    expect((await step('duty', 'feedback', id, 'not_satisfied')).status).toBe(200)
    await court.settled()
    const [link] = (await court.call('duty', 'GET', at('feedback', id))).body.data.links
    expect(link).toMatchObject({ stream: 'petition', how: 'converted', receipt: registered.receipt, canOpen: true })
    const { data } = (await court.call('duty', 'GET', at('petition', link.complaintId))).body
    expect(data).toMatchObject({ receipt: registered.receipt, complainant: { by: 'named', ...CONTACT }, matter: '两个月没有回音' })
    // The judge who would have answered reads the feedback on; the petition is not theirs.
    expect((await court.call('judge', 'GET', at('feedback', id))).body.data.links).toEqual([{ ...link, receipt: null, canOpen: false }])
    for (const path of [at('feedback', id), at('petition', link.complaintId)]) expect((await court.call('officer', 'GET', path)).status).toBe(404)
    for (const show of ['open', 'over']) {
      const { text } = await court.call('officer', 'GET', `/complaint-files?show=${show}`)
      expect([text.includes(id), text.includes(link.complaintId)]).toEqual([false, false])
    }
  })

  it('feedback about the president that becomes a petition is the superior court’s there as well, whenever he was named', async () => {
    const id = await idOf(register('duty', { stream: 'feedback', fields: {}, about: [court.id('president')] }))
    expect((await step('duty', 'feedback', id, 'not_satisfied')).status).toBe(200)
    await court.settled()
    const [{ complaintId: petition }] = (await court.call('duty', 'GET', at('feedback', id))).body.data.links
    const registered = { fields: { nature: 'passive', residence: 'local', arrival: 'first', confidentiality_asked: 'no' } }
    expect((await step('duty', 'petition', petition, 'register', registered)).status).toBe(200)
    expect(brief(await step('duty', 'petition', petition, 'explain'))).toEqual([409, 'complaints.not_yet', 'body.step'])
    const { steps } = (await court.call('duty', 'GET', at('petition', petition))).body.can
    expect(steps.find((one: { step: string }) => one.step === 'hand_up').hindered).toEqual([])
  })

  it('a question that was a report of irregularity counts its three days from when the court had the question (X-14)', async () => {
    const id = await idOf(register('window', { stream: 'inquiry', fields: { kind: 'question' } }))
    const { receivedAt } = (await court.call('window', 'GET', at('inquiry', id))).body.data
    court.later({ days: 2 })
    expect((await step('window', 'inquiry', id, 'to_feedback')).status).toBe(200)
    await court.settled()
    const [{ complaintId: feedback }] = (await court.call('duty', 'GET', at('inquiry', id))).body.data.links
    const { clocks, channel } = (await court.call('duty', 'GET', at('feedback', feedback))).body.data
    const [{ dueAt }] = clocks
    expect([Date.parse(dueAt) - Date.parse(receivedAt) < 4 * 86_400_000, channel]).toEqual([true, 'letter'])
    // What is said anew begins anew.
    expect((await step('duty', 'feedback', feedback, 'not_satisfied')).status).toBe(200)
    await court.settled()
    const [, { complaintId: petition }] = (await court.call('duty', 'GET', at('feedback', feedback))).body.data.links
    const { fields, receipt } = (await court.call('duty', 'GET', at('petition', petition))).body.data
    expect([fields, receipt]).toEqual([[], expect.stringMatching(/^[2-9A-Z]{8}$|-/)])
  })

  it('nobody gives a file to whom it is about, and a document of another file is none of this one', async () => {
    const [one, other] = [await idOf(register('duty', { about: [court.id('officer')] })), await idOf(register('duty'))]
    await step('duty', 'petition', one, 'register', { fields: { nature: 'passive', residence: 'local', arrival: 'first', confidentiality_asked: 'no' } })
    await step('duty', 'petition', one, 'explain')
    const { attachmentId } = (await court.call('duty', 'POST', at('petition', other, '/uploads'), form(PNG, 'a.png', { kind: 'picture' }))).body.data
    const submit = { fields: { draft_opinion: '转一团队' }, declared: ['not_resolved'], papers: [{ paper: 'approval_form', attachmentId }] }
    const forged = await step('duty', 'petition', one, 'submit_for_approval', submit)
    expect(forged.status).toBeGreaterThanOrEqual(400)
    expect((await court.call('duty', 'GET', at('petition', one))).body.data.state).toBe('explaining')
    expect((await court.call('duty', 'GET', at('petition', one, `/attachments/${attachmentId}`))).status).toBe(404)

    const own = (await court.call('duty', 'POST', at('petition', one, '/uploads'), form(PNG, 'a.png', { kind: 'picture' }))).body.data.attachmentId
    const right = { ...submit, papers: [{ paper: 'approval_form', attachmentId: own }] }
    expect((await step('duty', 'petition', one, 'submit_for_approval', right)).status).toBe(200)
    const five = { handling_department: TEAM, responsible_leader: court.id('leader'), requirements: '查清', due_on: '2026-04-30' }
    const approve = (responsible: string) => step('vice', 'petition', one, 'approve', { fields: { ...five, responsible } })
    expect(brief(await approve(court.id('officer')))).toEqual([409, 'complaints.not_to_them', 'body.fields.responsible'])
    // What is reported of an officer does not go to their team either (F-10).
    const reported = await idOf(register('duty', { about: [court.id('officer')], fields: { residence: 'local', arrival: 'first', arrival_place: 'province' } }))
    const paper = (await court.call('duty', 'POST', at('petition', reported, '/uploads'), form(PNG, 'a.png', { kind: 'picture' }))).body.data.attachmentId
    const assign = (department: string, nature: string) => step('duty', 'petition', reported, 'assign_from_above', {
      fields: { ...five, nature, residence: 'local', arrival: 'first', handling_department: department, responsible_leader: court.id('otherLeader'), responsible: court.id('stranger') },
      papers: [{ paper: 'assignment_notice', attachmentId: paper }],
    })
    expect(brief(await assign(TEAM, 'misconduct'))).toEqual([409, 'complaints.not_to_their_team', 'body.fields.handling_department'])
    expect((await assign(ELSEWHERE, 'misconduct')).status).toBe(200)
    expect((await approve(court.id('colleague'))).status).toBe(200)
    // It is theirs now, and no other department's; who it is about still finds nothing.
    expect(await listed('colleague')).toContain(one)
    for (const who of ['officer', 'stranger', 'otherLeader'] as const) {
      expect(await listed(who)).not.toContain(one)
      expect((await court.call(who, 'GET', at('petition', one))).status).toBe(404)
    }
  })
})
