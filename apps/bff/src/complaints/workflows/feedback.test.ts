import { type ComplaintCommand, readable, readsConfidence } from '@zhixin/shared/rules'
import { at, clockWho, complainant, FilePlay, refused, staff } from '../../test-support/complaint-play'

const judge = staff('s_judge', ['judge'], { ofCase: { judge: true, officer: false, leader: false } })
const officer = staff('s_officer', ['officer'], { ofCase: { judge: false, officer: true, leader: false } })
const other = staff('s_otherjudge', ['judge'])
const leader = staff('s_leader', ['team_leader'], { leads: true, ofCase: { judge: false, officer: false, leader: true } })
const centre = staff('s_centre', ['duty'])
const president = staff('s_president', ['president'])
const REPLY = { fields: { reply: '查明并改正', finding: 'slight' } }
const received = (said: object = {}) => new FilePlay('feedback').on('2026-03-10').receive({ by: 'person', personId: 'p_person01', caseId: 'c_case00001', ...said })
const opens = { stream: 'petition', complaintId: 'k_petition1' } as const

describe('a report of irregularity', () => {
  test('is answered by the judge within three days of its receipt; nobody else answers', () => {
    const play = received()
    expect(play.clock('reply_irregularity_report')).toMatchObject({ dueDay: '2026-03-13', dueAt: '2026-03-13T16:00:00.000Z' })
    for (const who of [officer, leader, centre, other, complainant, clockWho]) expect(refused(() => play.step(who, 'reply', REPLY))).toMatch(/^(access\.forbidden|input\.not_found)$/)
    play.on('2026-03-13', '23:59').step(judge, 'reply', REPLY)
    expect(play.clock('reply_irregularity_report')?.ended).toMatchObject({ how: 'met', late: false })
  })

  test('three days that end on a weekend end on the Monday', () => {
    expect(new FilePlay('feedback').on('2026-03-11').receive().clock('reply_irregularity_report')?.dueDay).toBe('2026-03-16')
  })

  test('late, it is overdue and goes up; it is not closed', () => {
    const play = received().until('2026-06-01')
    expect(play.file.state).toBe('received')
    expect(play.entries.filter(({ type }) => type === 'clock.overdue').length).toBeGreaterThan(1)
  })

  test('a panel only in a major dispute that the judge declares, with an answer meanwhile and a day for the result', () => {
    const play = received().step(judge, 'take_up')
    const interim = { fields: { interim_answer: '正在研究', promised_on: '2026-03-20' } }
    expect(refused(() => play.step(judge, 'to_panel', interim))).toBe('complaints.not_declared')
    expect(refused(() => play.step(judge, 'to_panel', { declared: ['major_dispute'], fields: { promised_on: '2026-03-20' } }))).toBe('complaints.field_missing')
    play.step(judge, 'to_panel', { ...interim, declared: ['major_dispute'] })
    expect(play.clock('reply_irregularity_report')?.ended).toMatchObject({ late: false })
    expect(refused(() => play.step(judge, 'reply', REPLY))).toBe('complaints.other_state')
    expect(refused(() => play.step(judge, 'panel_decided', { fields: { panel_opinion: '应当改正' } }))).toBe('complaints.paper_missing')
    play.until('2026-03-21').step(judge, 'panel_decided', { fields: { panel_opinion: '应当改正' }, papers: ['panel_record'] }).step(judge, 'reply', REPLY)
    expect(play.clock('feedback_promised_reply')).toMatchObject({ dueDay: '2026-03-20', ended: { how: 'met', late: true } })
    expect(play.entries.some(({ type, body }) => type === 'clock.overdue' && (body as { node: string }).node === 'feedback_promised_reply')).toBe(true)
  })

  test('an interim answer after the three days is late', () => {
    const play = received().step(judge, 'take_up').on('2026-03-14', '00:01')
    play.step(judge, 'to_panel', { declared: ['major_dispute'], fields: { interim_answer: '正在研究', promised_on: '2026-03-20' } })
    expect(play.clock('reply_irregularity_report')?.ended).toMatchObject({ late: true })
  })

  test('closes by itself when nothing more was said, and never over what was', () => {
    const quiet = received().step(judge, 'reply', REPLY).until('2026-03-17', '23:59')
    expect(quiet.file.state).toBe('replied')
    expect(quiet.until('2026-03-18', '00:00').file.state).toBe('closed')
    expect(refused(() => received().step(judge, 'reply', REPLY).step(judge, 'close_after_silence'))).toBe('access.forbidden')

    // Said in the same instant in which the judge replied.
    const said = received().step(judge, 'reply', REPLY).say().until('2026-06-01')
    expect(said.file.state).toBe('replied')
    expect(refused(() => said.step(clockWho, 'close_after_silence'))).toBe('complaints.not_yet')
    said.step(judge, 'reply', REPLY).until('2026-06-08', '00:00')
    expect(said.file.state).toBe('replied')
    expect(said.until('2026-06-09', '00:00').file.state).toBe('closed')
  })

  test('what is said after an answer has its own target, which nobody breaches, until it is answered', () => {
    const play = received().step(judge, 'reply', REPLY).on('2026-03-12').say()
    expect(play.clock('feedback_further_reply')).toMatchObject({ dueDay: '2026-03-16' })
    play.until('2026-04-10')
    expect(play.entries.filter(({ type, body }) => type === 'clock.overdue' && (body as { node: string }).node === 'feedback_further_reply')).toEqual([])
    play.step(judge, 'reply', REPLY)
    expect(play.clock('feedback_further_reply')).toBeUndefined()
    expect(play.until('2026-04-18', '00:00').file.state).toBe('closed')
  })

  test('the president is named after the judge answered: it closes by no silence, and can go up', () => {
    const play = received().step(judge, 'reply', REPLY).command(centre, { type: 'NameAbout', about: ['s_president'], goesUp: true }).until('2026-06-01')
    expect(play.file.state).toBe('replied')
    play.step(centre, 'hand_up', { papers: ['hand_over_document'] }).step(centre, 'superior_answered', { fields: { reply: '已查' }, papers: ['superior_reply'] })
    expect(play.until('2026-07-01').file.state).toBe('closed')
  })

  test('not satisfied: whoever complained makes it a petition, from wherever it stands, and both are linked', () => {
    const states = [
      received(), received().step(judge, 'take_up'), received().step(judge, 'reply', REPLY), received().step(judge, 'reply', REPLY).until('2026-04-01'),
      received().step(judge, 'take_up').step(judge, 'to_panel', { declared: ['major_dispute'], fields: { interim_answer: '正在研究', promised_on: '2026-03-20' } }),
    ]
    expect(states.map(({ file }) => file.state)).toEqual(['received', 'under_review', 'replied', 'closed', 'panel_review'])
    for (const play of states) {
      expect(refused(() => play.step(complainant, 'not_satisfied'))).toBe('input.invalid')
      expect(refused(() => play.step(judge, 'not_satisfied', { opens }))).toBe('access.forbidden')
      play.step(complainant, 'not_satisfied', { opens, fields: { unsatisfied_because: '没有改正' } })
      expect([play.file.state, play.file.links]).toEqual(['converted', [{ ...opens, how: 'converted' }]])
      expect(refused(() => play.step(judge, 'reply', REPLY))).toBe('complaints.other_state')
    }
    const petition = new FilePlay('petition').on('2026-04-01').receive({ from: { stream: 'feedback', complaintId: 'k_feedback1' }, fields: { said_at: at('2026-03-10') } })
    expect(petition.file.links).toEqual([{ stream: 'feedback', complaintId: 'k_feedback1', how: 'converted' }])
    expect(received().step(centre, 'not_satisfied', { opens }).file.state).toBe('converted')
  })

  test('whom it is about reads and explains, and decides nothing; another judge answers', () => {
    const play = received({ about: ['s_judge'] })
    expect(readable(play.file, play.rules, judge, play.now)).toBe(true)
    expect(readsConfidence(play.file, play.rules, judge)).toBe(false)
    const explain: ComplaintCommand = { type: 'Explain', said: { text: '当时的经过是这样', files: [] }, attachments: [] }
    for (const step of ['take_up', 'reply', 'name_judge', 'not_satisfied']) expect(refused(() => play.step(judge, step, { ...REPLY, opens }))).toBe('access.forbidden')
    play.command(judge, explain)
    expect(play.file.explained).toHaveLength(1)
    expect(refused(() => play.command(officer, explain))).toBe('input.not_found')
    expect(refused(() => play.step(centre, 'name_judge', { fields: { answering_judge: 's_judge' } }))).toBe('complaints.not_to_them')
    expect(refused(() => play.step(judge, 'name_judge', { fields: { answering_judge: 's_otherjudge' } }))).toBe('access.forbidden')
    play.step(leader, 'name_judge', { fields: { answering_judge: 's_otherjudge' } }).step(other, 'reply', REPLY)
    expect(play.file.state).toBe('replied')
    // Over, there is nothing left to explain, nor to read: what came of it may be about them as well.
    expect(refused(() => play.until('2026-05-01').command(judge, explain))).toBe('complaints.over')
    expect(readable(play.file, play.rules, judge, play.now)).toBe(false)
  })

  test('to who has nothing to do with it there is no such file', () => {
    const play = received()
    for (const who of [officer, other, president]) {
      expect(readable(play.file, play.rules, who, play.now)).toBe(false)
      expect(refused(() => play.step(who, 'reply', REPLY))).toBe('input.not_found')
    }
    expect(readable(play.file, play.rules, judge, play.now)).toBe(true)
  })

  test('whoever stands in for the judge answers; whoever stands in and is meant does not', () => {
    const standIn = staff('s_standin', ['judge'], { standsInFor: ['s_otherjudge'] })
    const named = received({ about: ['s_judge'] }).step(centre, 'name_judge', { fields: { answering_judge: 's_otherjudge' } })
    expect(named.step(standIn, 'reply', REPLY).file.state).toBe('replied')
    const meant = received({ about: ['s_standin'] }).step(centre, 'name_judge', { fields: { answering_judge: 's_otherjudge' } })
    expect(refused(() => meant.step(standIn, 'reply', REPLY))).toBe('access.forbidden')
  })

  test('about the president or the inspectors: the superior court’s, with the letter, and answered when it has decided', () => {
    const play = received({ about: ['s_president'], goesUp: true })
    expect([refused(() => play.step(judge, 'take_up')), refused(() => play.step(judge, 'reply', REPLY))]).toEqual(['complaints.not_yet', 'complaints.not_yet'])
    play.step(centre, 'hand_up', { papers: ['hand_over_document'] })
    expect(refused(() => play.step(centre, 'superior_answered', { fields: { reply: '已查' } }))).toBe('complaints.paper_missing')
    play.step(centre, 'superior_answered', { fields: { reply: '已查' }, papers: ['superior_reply'] })
    expect(play.say().until('2026-06-01').file.state).toBe('replied')
    expect(received({ about: ['s_president'], goesUp: true }).step(centre, 'hand_up', { papers: ['hand_over_document'] }).until('2027-06-01').file.state).toBe('with_superior')
  })

  test('says something to whoever complained in every state, and what comes next until it is over', () => {
    for (const [name, { told, next, over }] of Object.entries(received().rules.workflow.states)) {
      expect([name, told.length > 7, over || next !== undefined]).toEqual([name, true, true])
    }
  })
})

describe('a question or an opinion', () => {
  const clerk = staff('s_clerk', ['hotline_clerk'])
  const asked = () => new FilePlay('inquiry').on('2026-03-13').receive({ channel: 'hotline', fields: { kind: 'question' } }, clerk)

  test('is answered by who took it, with a working day for a target that nobody breaches', () => {
    const play = asked()
    expect(play.clock('inquiry_answer')?.dueDay).toBe('2026-03-16')
    play.until('2026-04-13')
    expect(play.entries.filter(({ type }) => type === 'clock.overdue')).toEqual([])
    play.step(clerk, 'answer', { fields: { answer: '可以' } })
    const again = asked().step(clerk, 'answer', { fields: { answer: '可以' } }).on('2026-03-17').say()
    expect(again.clock('inquiry_answer')).toMatchObject({ dueDay: '2026-03-18' })
    expect(play.until('2026-04-21', '00:00').file.state).toBe('closed')
    expect(asked().step(clerk, 'answer', { fields: { answer: '可以' } }).say().until('2026-06-01').file.state).toBe('answered')
  })

  test('becomes what it is: a petition or a report of irregularity, whose three days run from the first receipt', () => {
    const play = asked().step(centre, 'to_feedback', { opens: { stream: 'feedback', complaintId: 'k_feedback1' } })
    expect(play.file.links).toEqual([{ stream: 'feedback', complaintId: 'k_feedback1', how: 'converted' }])
    const feedback = new FilePlay('feedback').on('2026-03-20').receive({ fields: { said_at: play.file.receivedAt }, from: { stream: 'inquiry', complaintId: 'k_inquiry01' } })
    expect(feedback.clock('reply_irregularity_report')?.dueDay).toBe('2026-03-16')
    expect(asked().step(complainant, 'to_petition', { opens }).file.state).toBe('converted')
    expect(refused(() => asked().step(complainant, 'to_feedback', { opens }))).toBe('input.not_found')
  })

  test('asks the clerk what it is, and what it is told', () => {
    expect(refused(() => new FilePlay('inquiry').receive({ channel: 'hotline' }, clerk))).toBe('complaints.field_missing')
    expect(refused(() => asked().step(clerk, 'answer'))).toBe('complaints.field_missing')
    expect(refused(() => asked().step(judge, 'answer', { fields: { answer: '可以' } }))).toBe('input.not_found')
  })
})
