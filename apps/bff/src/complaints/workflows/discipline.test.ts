import { readable, readsConfidence } from '@zhixin/shared/rules'
import { clockWho, complainant, FilePlay, refused, staff } from '../../test-support/complaint-play'
import { CAST } from '../../test-support/petition-cast'

const { inspector, clerk, handler, president, centre } = CAST
const second = staff('s_inspector2', ['discipline_inspector'])
const received = (said: object = {}, by: Parameters<FilePlay['receive']>[1] = complainant) => new FilePlay('discipline').on('2026-03-10').receive({ by: 'anonymous', matter: '虚构的举报', ...said }, by)
const investigating = (play = received()) => play.step(inspector, 'register').step(inspector, 'accept').step(inspector, 'investigate')
const CONCLUSION = { fields: { finding: 'unfounded', conclusion: '查无实据' }, papers: ['conclusion_document'] }
const STEPS = ['register', 'accept', 'refuse', 'investigate', 'begin_double_check', 'conclude', 'reply', 'close', 'archive', 'hand_up', 'superior_concluded']

describe('a report of misconduct', () => {
  test('its steps are the rules’, and nobody but the inspectors takes one, opens it or learns that it is there', () => {
    const play = received({ about: [handler.id] }, clerk)
    expect(play.rules.workflow.steps.map(({ id }) => id)).toEqual(STEPS)
    const others = [...Object.values(CAST).filter((one) => one !== inspector), clockWho, complainant]
    for (const who of others) {
      expect(readable(play.file, play.rules, who, play.now)).toBe(false)
      expect(readsConfidence(play.file, play.rules, who)).toBe(false)
      for (const step of STEPS) expect([step, refused(() => play.step(who, step))]).toEqual([step, 'input.not_found'])
      if (who.kind === 'staff') expect(refused(() => play.command(who, { type: 'Supplement', said: { text: '补充', files: [] }, attachments: [] }))).toBe('input.not_found')
    }
    // The clerk took it in, and reads it no longer; whom it is about may not even explain here.
    expect(play.file.firstContact?.staffId).toBe(clerk.id)
    expect(refused(() => play.command(handler, { type: 'Explain', said: { text: '我没有', files: [] }, attachments: [] }))).toBe('input.not_found')
    expect(readable(play.file, play.rules, inspector, play.now)).toBe(true)
    expect(play.clocks).toEqual([])
  })

  test('from its receipt to its own shelf, each step from its own state alone', () => {
    const play = received({ by: 'named' })
    const way: [string, string, Parameters<FilePlay['step']>[2]][] = [
      ['register', 'registered', {}], ['accept', 'accepted', {}], ['investigate', 'investigating', {}], ['conclude', 'concluded', CONCLUSION],
      ['reply', 'replied', { fields: { reply: '查无实据' }, papers: ['reply_record'] }], ['close', 'closed', {}], ['archive', 'archived', { declared: ['apart'], papers: ['archive_list'] }],
    ]
    for (const [step, state, brings] of way) {
      for (const [later, , its] of way.filter(([name]) => name !== step)) expect([later, refused(() => play.step(inspector, later, its))]).toEqual([later, 'complaints.other_state'])
      play.step(inspector, step, brings)
      expect(play.file.state).toBe(state)
    }
    expect(play.file.fields.closing_category).toBe('discipline_concluded')
    expect(play.refolded()).toEqual(play.file)
  })

  test('is concluded on the inspectors’ own document of this inquiry, and what goes to the prosecutors says where to', () => {
    expect(refused(() => investigating().step(inspector, 'conclude', { fields: CONCLUSION.fields }))).toBe('complaints.paper_missing')
    expect(refused(() => investigating().step(inspector, 'conclude', { ...CONCLUSION, fields: { ...CONCLUSION.fields, finding: 'judicial' } }))).toBe('complaints.field_missing')
    expect(investigating().step(inspector, 'conclude', { ...CONCLUSION, fields: { ...CONCLUSION.fields, finding: 'judicial', moved_to: '虚构市人民检察院' } }).file.state).toBe('concluded')
  })

  test('who gave no name is answered by number and code; who did, with a record of it', () => {
    const concluded = (by: string) => investigating(received({ by })).step(inspector, 'conclude', CONCLUSION)
    expect(concluded('anonymous').step(inspector, 'reply', { fields: { reply: '查无实据' } }).file.state).toBe('replied')
    expect(refused(() => concluded('named').step(inspector, 'reply', { fields: { reply: '查无实据' } }))).toBe('complaints.paper_missing')
  })

  test('is not refused without a reason, without being passed on, or without a word to whoever reported it', () => {
    const whole = { fields: { reason: '属于诉讼事项', moved_to: '立案庭', told_words: '您反映的事由立案庭办理' }, declared: ['told'] }
    for (const field of ['reason', 'moved_to', 'told_words']) {
      const { [field]: _, ...fields } = whole.fields as Record<string, string>
      expect([field, refused(() => received().step(inspector, 'register').step(inspector, 'refuse', { ...whole, fields }))]).toEqual([field, 'complaints.field_missing'])
    }
    expect(refused(() => received().step(inspector, 'register').step(inspector, 'refuse', { ...whole, declared: [] }))).toBe('complaints.not_declared')
    const play = received().step(inspector, 'register').step(inspector, 'refuse', whole)
    expect([play.file.state, play.rules.workflow.steps.find(({ id }) => id === 'refuse')?.answers]).toEqual(['not_accepted', 'told_words'])
  })

  test('一案双查: marked and linked in this file', () => {
    const play = investigating().step(inspector, 'begin_double_check', { fields: { double_check_on: '（2026）虚01执1号' } })
    play.command(inspector, { type: 'Link', link: { stream: 'petition', complaintId: 'k_petition1', how: 'double_check' } })
    play.command(inspector, { type: 'Link', link: { stream: 'petition', complaintId: 'k_petition1', how: 'double_check' } })
    expect([play.file.marks.double_check?.count, play.file.links]).toEqual([1, [{ stream: 'petition', complaintId: 'k_petition1', how: 'double_check' }]])
  })

  test('about an inspector or the president: not inquired here, handed up with its letter, concluded on the superior court’s document', () => {
    const play = received({ about: [inspector.id], goesUp: true })
    for (const step of STEPS) expect(refused(() => play.step(inspector, step))).toBe('input.not_found')
    play.step(second, 'register')
    expect(refused(() => play.step(second, 'accept'))).toBe('complaints.not_yet')
    expect(refused(() => play.step(second, 'hand_up'))).toBe('complaints.paper_missing')
    play.step(second, 'hand_up', { papers: ['hand_over_document'] })
    expect(refused(() => play.step(second, 'superior_concluded', { fields: CONCLUSION.fields }))).toBe('complaints.paper_missing')
    expect(play.step(second, 'superior_concluded', CONCLUSION).file.state).toBe('concluded')
    // Named later, while it is inquired: from then on it goes no further here.
    const later = investigating().command(inspector, { type: 'NameAbout', about: [president.id], goesUp: true })
    expect(refused(() => later.step(inspector, 'conclude', CONCLUSION))).toBe('complaints.not_yet')
    expect(refused(() => investigating().step(inspector, 'hand_up', { papers: ['hand_over_document'] }))).toBe('complaints.not_yet')
    expect(readable(play.file, play.rules, centre, play.now)).toBe(false)
  })
})
