import { readable } from '@zhixin/shared/rules'
import { complainant, FilePlay, refused, staff } from '../../test-support/complaint-play'
import { CAST, FIVE, petition, REGISTERED, TASK_FORCE } from '../../test-support/petition-cast'

const { centre, window, clerk, handler, vp, inspector, chief, leader, president } = CAST
const reply = { fields: { reply: '已经办好', reply_copied_to: '分管院领导' } }
const elsewhere = () => petition.concluded(petition.handling(petition.assigned(petition.registered(new FilePlay('petition'), { residence: 'elsewhere' }))))
const fromAbove = () => petition.replied(petition.concluded(petition.handling(petition.assigned(petition.registered(new FilePlay('petition'), { arrival: 'assigned' })))))
const accepting = () => fromAbove().step(handler, 'report_for_acceptance', { declared: ['two_copies'], papers: ['closing_report'] })

describe('closing a petition', () => {
  test('a local petitioner: no reply without the reply record, signed and filed; an uploaded one, and words in the app, are none (X-38)', () => {
    const play = petition.concluded()
    expect(refused(() => play.step(handler, 'reply', reply))).toBe('complaints.paper_missing')
    expect(refused(() => play.step(handler, 'reply', { ...reply, papers: ['reply_record'] }))).toBe('complaints.paper_missing')
    // Nothing was closed by changing a status.
    expect(play.file.state).toBe('concluded')
    expect(refused(() => play.step(vp, 'close', { fields: { closing_category: 'appeal_reviewed' }, papers: ['review_conclusion'] }))).toBe('complaints.other_state')
    play.paper('reply_record').step(handler, 'reply', reply)
    expect(play.file.state).toBe('replied')
  })

  test('where somebody lives is not said with the answer, but corrected before it, with a reason; a record of a telephone call answers nobody local', () => {
    const words = { fields: { ...reply.fields, residence: 'elsewhere', reply_way: 'sms' }, papers: ['retained_material'] }
    expect(refused(() => petition.concluded().step(handler, 'reply', words))).toBe('input.invalid')
    const byPhone = elsewhere().paper('reply_record', { channel: 'phone' })
    expect(refused(() => byPhone.step(handler, 'correct_residence', { fields: { residence: 'local' } }))).toBe('complaints.field_missing')
    byPhone.step(handler, 'correct_residence', { fields: { residence: 'local', correction_reason: '住在本市' } })
    expect(refused(() => byPhone.step(handler, 'reply', reply))).toBe('complaints.paper_missing')
    expect(byPhone.paper('reply_record').step(handler, 'reply', reply).file.state).toBe('replied')
    // The other way round: registered as local, and from elsewhere.
    const away = petition.concluded().step(centre, 'correct_residence', { fields: { residence: 'elsewhere', correction_reason: '已搬走' } })
    expect(away.step(handler, 'reply', { fields: { ...reply.fields, reply_way: 'phone' }, papers: ['retained_material'] }).file.state).toBe('replied')
  })

  test('an upload that is called the record is taken for none at another step either, nor when where they live is corrected after the answer', () => {
    const by = { fields: { ...reply.fields, reply_way: 'in_person' } }
    expect(refused(() => elsewhere().step(handler, 'reply', { ...by, papers: ['retained_material', 'reply_record'] }))).toBe('complaints.paper_missing')
    const play = elsewhere().step(handler, 'reply', { ...by, papers: ['retained_material'] })
    // As a server before this rule wrote it.
    const { attachments: [file], ...answered } = play.entries.pop()!
    play.append({ ...answered, body: { ...(answered.body as object), papers: [{ paper: 'reply_record', attachmentId: file!.id }] }, attachments: [file!] })
    play.step(handler, 'correct_residence', { fields: { residence: 'local', correction_reason: '住在本市' } })
    expect(refused(() => play.step(vp, 'close', { fields: { closing_category: 'appeal_reviewed' }, papers: ['review_conclusion'] }))).toBe('complaints.paper_missing')
  })

  test('a record of before the matter was done is no answer to it', () => {
    const play = petition.concluded(petition.handling().paper('reply_record'))
    expect(refused(() => play.step(handler, 'reply', reply))).toBe('complaints.paper_missing')
  })

  test('somebody from elsewhere is answered by phone, with what is kept of it; who passed it on is answered too', () => {
    const by = { fields: { ...reply.fields, reply_way: 'phone' } }
    expect(refused(() => elsewhere().step(handler, 'reply', { ...by, fields: { ...reply.fields } }))).toBe('complaints.field_missing')
    expect(refused(() => elsewhere().step(handler, 'reply', by))).toBe('complaints.paper_missing')
    expect(elsewhere().step(handler, 'reply', { ...by, papers: ['retained_material'] }).file.state).toBe('replied')
    expect(elsewhere().paper('reply_record').step(handler, 'reply', by).file.state).toBe('replied')
    expect(refused(() => petition.concluded().paper('reply_record').step(handler, 'reply', { fields: { reply: '已经办好' } }))).toBe('complaints.field_missing')
  })

  test.each([
    ['appeal_reviewed', 'review_conclusion'], ['docketing_decided', 'docket_conclusion'], ['termination_approved', 'termination_approval'], ['discipline_concluded', 'discipline_conclusion'],
  ])('category %s rests on its own document', (category, paper) => {
    const others = ['review_conclusion', 'docket_conclusion'].filter((one) => one !== paper)
    expect(refused(() => petition.replied().step(vp, 'close', { fields: { closing_category: category } }))).toBe('complaints.paper_missing')
    expect(refused(() => petition.replied().step(vp, 'close', { fields: { closing_category: category }, papers: others }))).toBe('complaints.paper_missing')
    // What only the superior court or the inspectors supply, nobody else brings.
    const code = refused(() => petition.replied().step(vp, 'close', { fields: { closing_category: category }, papers: [paper] }))
    expect(code).toBe(['review_conclusion', 'docket_conclusion'].includes(paper) ? undefined : 'input.invalid')
  })

  test('the inspectors’ conclusion is brought by them alone, into a petition that is theirs to read', () => {
    const play = petition.replied()
    expect(refused(() => play.step(chief, 'file_discipline_conclusion', { papers: ['discipline_conclusion'] }))).toBe('access.forbidden')
    play.step(inspector, 'file_discipline_conclusion', { papers: ['discipline_conclusion'] })
    expect(play.step(vp, 'close', { fields: { closing_category: 'discipline_concluded' } }).file.state).toBe('closed')
  })

  test('what is reported of somebody closes on the inspectors’ conclusion alone (C.8-4)', () => {
    const play = petition.replied(petition.concluded(petition.handling(petition.assigned(petition.registered(new FilePlay('petition'), { nature: 'misconduct' })))))
    expect(refused(() => play.step(vp, 'close', { fields: { closing_category: 'appeal_reviewed' }, papers: ['review_conclusion'] }))).toBe('complaints.field_missing')
    expect(refused(() => play.step(vp, 'close', { fields: { closing_category: 'discipline_concluded' } }))).toBe('complaints.paper_missing')
    play.step(inspector, 'file_discipline_conclusion', { papers: ['discipline_conclusion'] })
    expect(play.step(vp, 'close', { fields: { closing_category: 'discipline_concluded' } }).file.state).toBe('closed')
  })

  test('about the only leader who approves: the president does', () => {
    const play = petition.registered().command(centre, { type: 'NameAbout', about: [leader.id] })
      .step(window, 'explain').step(centre, 'submit_for_approval', { fields: { draft_opinion: '转执行一庭' }, declared: ['not_resolved'], papers: ['approval_form'] })
    expect(refused(() => play.step(leader, 'approve', { fields: FIVE }))).toBe('input.not_found')
    expect(play.step(president, 'approve', { fields: FIVE }).file.state).toBe('assigned')
    expect(petition.replied().step(president, 'close', { fields: { closing_category: 'appeal_reviewed' }, papers: ['review_conclusion'] }).file.state).toBe('closed')
  })

  test('a termination that the superior court approved closes as such; its refusal is no approval', () => {
    const apply = () => petition.handling().step(handler, 'apply_for_termination', { declared: ['meets_conditions'], papers: ['termination_application'] })
    const close = { fields: { closing_category: 'termination_approved' } }
    const granted = apply().step(centre, 'termination_granted', { papers: ['termination_approval'] })
    expect(granted.file.fields.way).toBe('terminated')
    expect(petition.replied(granted).step(vp, 'close', close).file.state).toBe('closed')
    const refusedBy = petition.replied(petition.concluded(apply().step(centre, 'termination_refused', { fields: { return_reason: '不符合条件' }, papers: ['superior_reply'] })))
    expect(refused(() => refusedBy.step(vp, 'close', close))).toBe('complaints.paper_missing')
  })

  test('what was assigned from above is closed by who assigned it, after two copies of the report; the court’s own vice president does not', () => {
    expect(refused(() => fromAbove().step(vp, 'close', { fields: { closing_category: 'appeal_reviewed' }, papers: ['review_conclusion'] }))).toBe('complaints.not_yet')
    expect(refused(() => petition.replied().step(handler, 'report_for_acceptance', { declared: ['two_copies'], papers: ['closing_report'] }))).toBe('complaints.not_yet')
    expect(refused(() => fromAbove().step(handler, 'report_for_acceptance', { papers: ['closing_report'] }))).toBe('complaints.not_declared')
    const closing = { fields: { closing_category: 'appeal_reviewed' }, papers: ['superior_reply', 'review_conclusion'] }
    expect(refused(() => accepting().step(centre, 'accept', { ...closing, papers: ['review_conclusion'] }))).toBe('complaints.paper_missing')
    expect(accepting().step(centre, 'accept', closing).file.state).toBe('closed')
  })

  test('what was sent back needs work, a record and a reply of its own again', () => {
    const back = () => accepting().step(centre, 'not_accepted', { fields: { return_reason: '证据不足' }, papers: ['superior_reply'] })
    expect(refused(() => back().step(handler, 'conclude', { fields: { result: '补办', outcome: 'settled' } }))).toBe('complaints.paper_missing')
    expect(refused(() => petition.concluded(back()).step(handler, 'reply', reply))).toBe('complaints.paper_missing')
    const again = petition.replied(petition.concluded(back()))
    expect(refused(() => again.step(handler, 'report_for_acceptance', { declared: ['two_copies'] }))).toBe('complaints.paper_missing')
  })

  test('a repeat petition goes on in the same file: its steps and links stay, what was filed for the last round counts no more, and it is a key case', () => {
    const linked = petition.closed(petition.replied(petition.concluded(petition.handling(petition.assigned().step(centre, 'urge'))))).command(centre, { type: 'Link', link: { stream: 'feedback', complaintId: 'k_feedback1', how: 'converted' } })
    linked.on('2026-05-06').step(chief, 'archive', { declared: ['bound'], papers: ['archive_list'] }).step(centre, 'begin_again', { fields: { repeat_matter: '又来反映' } })
    const { file } = linked
    expect([file.state, file.fields.arrival, file.fields.residence, Object.keys(file.marks)]).toEqual(['registered', 'repeat', 'local', ['key_case']])
    expect(file.links).toEqual([{ stream: 'feedback', complaintId: 'k_feedback1', how: 'converted' }])
    expect(file.steps.some(({ step }) => step === 'close')).toBe(true)
    // A repeat one may go on without a task force; the reply record of the first round answers nothing now.
    petition.assigned(linked).step(handler, 'contact', { fields: { contact_result: '已联系' } }).step(handler, 'begin_handling')
    petition.concluded(linked)
    expect(refused(() => linked.step(handler, 'reply', reply))).toBe('complaints.paper_missing')
    expect(linked.clock('petition_three_month_transfer')?.startedBy.on).toBe('2026-05-06')
  })

  test('a first petition goes to the department’s hands only after task force and interview; another may without (X-50)', () => {
    const contacted = (arrival: string) => petition.assigned(petition.registered(new FilePlay('petition'), { arrival })).step(handler, 'contact', { fields: { contact_result: '已联系' } })
    expect(refused(() => contacted('first').step(handler, 'begin_handling'))).toBe('complaints.not_yet')
    expect(contacted('leader_note').step(handler, 'begin_handling').file.state).toBe('handling')
    // It is offered to those as well.
    expect(contacted('leader_note').step(handler, 'report_task_force', { fields: TASK_FORCE, papers: ['resolution_plan'] }).file.state).toBe('task_force_reported')
  })

  test('somebody is sent only where people will not leave, and only visits outside are assigned the same day', () => {
    expect(refused(() => petition.assigned().step(handler, 'dispatch_on_site', { fields: { dispatched: '二人，九时出发' } }))).toBe('complaints.not_yet')
    const staying = petition.assigned(petition.registered(new FilePlay('petition'), { behaviour: 'staying' }))
    expect(staying.step(handler, 'dispatch_on_site', { fields: { dispatched: '二人，九时出发' } }).file.marks.on_site?.count).toBe(1)
    expect(refused(() => petition.registered(undefined, { arrival_place: 'own_court' }).step(centre, 'assign_from_above', { papers: ['assignment_notice'] }))).toBe('complaints.not_yet')
  })

  test('writing off is not there until the court has given its standard (X-21)', () => {
    expect(refused(() => petition.handling().step(handler, 'apply_for_writeoff', { declared: ['meets_standard'], papers: ['writeoff_application'] }))).toBe('input.not_found')
  })

  test('each urging counts, and no overlay goes down', () => {
    const play = petition.assigned().step(centre, 'urge').step(centre, 'urge').step(vp, 'supervise', { fields: { supervise_requirements: '一周内报结果' } })
    play.step(centre, 'list_for_supervision', { papers: ['superior_reply'] })
    petition.closed(petition.replied(petition.concluded(petition.handling(play))))
    const counts = Object.entries(play.file.marks).map(([name, { count }]) => [name, count])
    expect(Object.fromEntries(counts)).toEqual({ urged: 2, supervised: 1, listed_supervision: 1 })
  })
})

describe('who has to do with a petition', () => {
  const about = (id: string) => petition.handling().command(centre, { type: 'NameAbout', about: [id] })

  test('whoever it is about can do nothing, sees nothing, and is given nothing', () => {
    const play = about(handler.id)
    const colleague = staff('s_standin', ['officer'], { standsInFor: [handler.id] })
    expect(refused(() => play.step(handler, 'conclude', { fields: { result: '好', outcome: 'settled' }, papers: ['evidence_of_work'] }))).toBe('input.not_found')
    for (const command of [{ type: 'NameAbout', about: ['s_other'] }, { type: 'LinkCase', caseId: 'c_case00001' }, { type: 'Explain', said: { text: '解释', files: [] }, attachments: [] }] as const) {
      expect([command.type, refused(() => play.command(handler, command as never))]).toEqual([command.type, 'input.not_found'])
    }
    expect(readable(play.file, play.rules, handler, play.now)).toBe(false)
    // Whoever stands in for them does.
    expect(play.step(colleague, 'conclude', { fields: { result: '好', outcome: 'settled' }, papers: ['evidence_of_work'] }).file.state).toBe('concluded')
    const early = petition.registered().command(centre, { type: 'NameAbout', about: [handler.id] })
    expect(refused(() => petition.assigned(early))).toBe('complaints.not_to_them')
  })

  test('somebody who stands in for the one it is about, and is it themselves, does nothing either', () => {
    const play = about(handler.id)
    const himself = { ...handler, standsInFor: ['s_chief'] }
    expect(refused(() => play.step(himself, 'conclude', { fields: { result: '好', outcome: 'settled' }, papers: ['evidence_of_work'] }))).toBe('input.not_found')
  })

  test('who was asked first reads it until they hand it over, and then whoever has it (R6)', () => {
    const play = new FilePlay('petition').receive({ channel: 'hotline', fields: { residence: 'local', arrival: 'first' } }, clerk)
    const other = staff('s_clerk2', ['hotline_clerk'])
    const reads = () => [clerk, other].map((who) => readable(play.file, play.rules, who, play.now))
    expect(reads()).toEqual([true, false])
    expect(refused(() => play.command(other, { type: 'HandOver', to: { staffId: other.id }, note: '' }))).toBe('complaints.not_first_contact')
    play.command(clerk, { type: 'HandOver', to: { staffId: other.id }, note: '换班' })
    expect(reads()).toEqual([false, true])
    expect(refused(() => play.command(clerk, { type: 'HandOver', to: { staffId: clerk.id }, note: '' }))).toBe('complaints.not_first_contact')
    // A department has it by its head; whoever stands in for somebody has what they have.
    const [head, standIn] = [staff('s_head', ['team_leader'], { department: '接待室', leads: true }), staff('s_clerk3', ['hotline_clerk'], { standsInFor: [other.id] })]
    play.command(standIn, { type: 'HandOver', to: { department: '接待室' }, note: '请接待室联系' })
    expect([...reads(), readable(play.file, play.rules, head, play.now)]).toEqual([false, false, true])
    for (const who of [clerk, other, standIn]) expect(refused(() => play.command(who, { type: 'HandOver', to: { staffId: who.id }, note: '' }))).toBe('complaints.not_first_contact')
    expect(refused(() => play.command(head, { type: 'HandOver', to: { staffId: clerk.id }, note: '接待室不办' }))).toBeUndefined()
    expect(reads()).toEqual([true, false])
  })

  test('the desk follows it until it is assigned, another department never reads it, the inspectors once it is passed to them', () => {
    const play = petition.registered()
    const reads = () => (['window', 'elsewhere', 'otherLiaison', 'colleague', 'inspector', 'handler', 'liaison'] as const).filter((name) => readable(play.file, play.rules, CAST[name], play.now))
    expect(reads()).toEqual(['window'])
    petition.assigned(play)
    expect(reads()).toEqual(['handler', 'liaison'])
    play.until('2026-06-30')
    expect(reads()).toEqual(['inspector', 'handler', 'liaison'])
    expect(readable(petition.registered(undefined, { nature: 'misconduct' }).file, play.rules, inspector, play.now)).toBe(true)
  })

  test('about the president: handed up with its document, answered when the superior court has decided, and nothing of it is decided here', () => {
    const play = petition.registered(new FilePlay('petition')).command(centre, { type: 'NameAbout', about: ['s_president'], goesUp: true })
    expect(refused(() => play.step(window, 'explain'))).toBe('complaints.not_yet')
    expect(refused(() => play.step(centre, 'hand_up'))).toBe('complaints.paper_missing')
    play.step(centre, 'hand_up', { papers: ['hand_over_document'] })
    expect(refused(() => play.step(centre, 'superior_concluded', { fields: { result: '查无此事' } }))).toBe('complaints.paper_missing')
    play.step(centre, 'superior_concluded', { fields: { result: '查无此事' }, papers: ['superior_reply'] }).paper('reply_record').step(centre, 'reply', { fields: { reply: '上级法院已查' } })
    expect([play.file.state, play.file.fields.way]).toEqual(['replied', 'superior'])
    expect(refused(() => petition.registered().step(centre, 'hand_up', { papers: ['hand_over_document'] }))).toBe('complaints.not_yet')
  })

  test.each([
    ['approve', () => petition.registered().step(window, 'explain').step(centre, 'submit_for_approval', { fields: { draft_opinion: '转' }, declared: ['not_resolved'], papers: ['approval_form'] }), vp, { fields: FIVE }],
    ['reply', () => petition.concluded().paper('reply_record'), handler, reply],
    ['close', () => petition.replied(), vp, { fields: { closing_category: 'appeal_reviewed' }, papers: ['review_conclusion'] }],
    ['accept', accepting, centre, { fields: { closing_category: 'appeal_reviewed' }, papers: ['review_conclusion', 'superior_reply'] }],
  ] as const)('the president is named late: nothing is decided here any more (%s), and it can still go up, come back, be answered and closed', (step, make, who, brings) => {
    const play = make().command(centre, { type: 'NameAbout', about: ['s_president'], goesUp: true })
    expect(refused(() => play.step(who, step, { ...brings } as never))).toBe('complaints.not_yet')
    play.step(centre, 'hand_up', { papers: ['hand_over_document'] }).step(centre, 'superior_concluded', { fields: { result: '查无此事', residence: 'local' }, papers: ['superior_reply'] })
    play.paper('reply_record').step(centre, 'reply', reply)
    expect(play.file.state).toBe('replied')
    expect(refused(() => play.step(vp, 'close', { fields: { closing_category: 'appeal_reviewed' }, papers: ['review_conclusion'] }))).toBe(step === 'accept' ? 'complaints.not_yet' : undefined)
  })

  test('three months that end during a hearing: it is passed on when the matter comes back', () => {
    const play = petition.handling(petition.assigned(new FilePlay('petition').on('2026-03-10')))
    play.until('2026-05-01').step(handler, 'open_hearing', {
      declared: ['measures_exhausted', 'still_petitioning', 'not_for_writeoff'], fields: { hearing_ground: 'no_merit' }, papers: ['committee_report'],
    })
    play.until('2026-06-20').step(handler, 'apply_for_termination', { declared: ['meets_conditions'], papers: ['termination_application'] })
    expect(play.until('2026-06-25').file.marks.discipline_supervised).toBeUndefined()
    play.step(centre, 'termination_refused', { fields: { return_reason: '不符合条件' }, papers: ['superior_reply'] })
    expect(play.until('2026-06-26').file.marks.discipline_supervised).toMatchObject({ count: 1 })
  })

  test('registered by staff it says where somebody lives and how it came; by themselves that is asked later', () => {
    expect(refused(() => new FilePlay('petition').receive({ channel: 'letter' }, clerk))).toBe('complaints.field_missing')
    expect(new FilePlay('petition').receive().file.status).toBe('open')
    expect(refused(() => new FilePlay('petition').receive({ by: 'anonymous' }, complainant))).toBe('complaints.named_only')
    expect(refused(() => new FilePlay('petition').receive().step(window, 'register', { fields: { ...REGISTERED, residence: 'abroad' } }))).toBe('input.invalid')
  })

  test('the file is what its entries come to, from the first on', () => {
    const play = petition.closed().until('2026-12-31')
    expect(play.refolded()).toEqual(play.file)
  })
})
