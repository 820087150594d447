import type { EntryView } from '@zhixin/shared/contract'
import { applicationEntryWords, CLUE_WORDS, clockLine, correctionLine, endWords, lastDayOf, ruleLine } from './application-words'

const entry = (type: string, body: object | null) => ({ type, body, actorName: '王明', index: 3, at: '2026-03-09T02:00:00.000Z' }) as unknown as EntryView
const clock = { dueAt: '2026-03-16T16:00:00.000Z', calendarKnown: true, late: false, rule: { label: '核实', basis: 'law' as const, source: '法释〔2017〕8号 第二条' } }

describe('what a person reads of a clue or an application', () => {
  it('the last day, which ends at 24:00, and who answers by then', () => {
    expect(lastDayOf(clock.dueAt)).toBe('2026-03-16')
    expect(clockLine({ clock, by: 'handlers' })).toBe('承办人最晚2026年3月16日答复')
    expect(clockLine({ clock: { ...clock, late: true }, by: 'window' })).toBe('立案窗口应当在2026年3月16日前答复，已经超过')
    expect(clockLine({ clock: { ...clock, calendarKnown: false }, by: 'handlers' })).toContain('节假日安排未公布')
    expect(clockLine({ clock: null, by: 'handlers' })).toBe('')
  })
  it('the rule behind it, said to be none of law where it is none', () => {
    expect(ruleLine(clock)).toBe('法律规定：法释〔2017〕8号 第二条')
    expect(ruleLine({ ...clock, rule: { ...clock.rule, basis: 'proposal' } })).toContain('不是法律规定')
  })
  it('how it ended', () => {
    expect(endWords({ how: 'answered', at: '', result: 'not_found', words: '去看过了，没有车' })).toEqual({ title: '已核实，没有发现', text: '去看过了，没有车', tone: 'done' })
    expect(endWords({ how: 'docketed', at: '', caseNumber: '（2026）虚01执异5号', docketedOn: '2026-03-10' }).text).toContain('（2026）虚01执异5号')
    expect(endWords({ how: 'refused', at: '', reason: '超过期限' }).text).toBe('理由：超过期限')
    expect(endWords({ how: 'returned', at: '', reason: '没有在期限内补正' })).toMatchObject({ title: '已退回', tone: 'late' })
    expect(endWords({ how: 'sealed', at: '' }).text).toContain('已封存')
  })
  it('what is missing, until when; what came late is said to be late, and what is late may still come', () => {
    const asked = { dueDay: '2026-03-12', late: false, supplied: null }
    expect(correctionLine(asked)).toBe('请在2026年3月12日前补交（当天也可以）')
    expect(correctionLine({ ...asked, late: true })).toContain('仍然可以补交')
    const supplied = { index: 9, at: '2026-03-13T02:00:00.000Z', parts: [], attachments: [] }
    expect([correctionLine({ ...asked, supplied }), correctionLine({ ...asked, late: true, supplied })]).toEqual(['已经补交', '已经补交（超过了要求的日子）'])
    const notice = { of: 1, items: [{ text: '裁定书照片' }, { text: '身份证' }], node: 'supply_objection', dueAt: '2026-03-12T16:00:00.000Z', dueDay: '2026-03-12' }
    expect(applicationEntryWords(entry('application.correction_asked', notice))).toMatchObject({ lines: ['1. 裁定书照片', '2. 身份证'], text: expect.stringContaining('请在2026年3月12日前补交') })
    expect(applicationEntryWords(entry('application.supplied', { of: 1, parts: [{ item: 1, words: '见照片' }], attachments: [] }))?.lines).toEqual(['1. 见照片'])
    expect(applicationEntryWords(entry('application.returned', { of: 1, reason: '没有在期限内补正' }))?.title).toBe('您的申请已退回')
  })
  it('in the thread', () => {
    expect(applicationEntryWords(entry('clue.answered', { of: 1, result: 'controlled', words: '已查封' }))).toEqual({ title: `线索核实结果：${CLUE_WORDS.controlled.title}`, text: '王明：已查封' })
    expect(applicationEntryWords(entry('application.docketed', { of: 1, caseNumber: '（2026）虚01执异5号', docketedOn: '2026-03-10' }))?.title).toBe('您的申请已立案')
    expect(applicationEntryWords(entry('application.refused', { of: 1, reason: '不符合受理条件' }))?.text).toBe('理由：不符合受理条件')
    expect(applicationEntryWords(entry('application.refused', null))).toBeUndefined()
    expect(applicationEntryWords(entry('message.sent', {}))).toBeUndefined()
  })
})
