import type { ComplaintItem } from '@zhixin/shared/contract'
import { CodedError } from '@zhixin/shared/errors'
import { emptyDraft } from './complaint-drafts'
import {
  complaintDueLine, complaintDueTag, dueCountWords, endedWords, errorAt, fieldsKnown, markWords, missingInStep, receiptWords, shownValue, stepComesTo,
  type StepForm, stepSaid,
} from './complaint-file-words'

const NOW = '2026-03-10T02:00:00.000Z'
const due = (more: object = {}) => ({
  node: 'reply', label: '回复', dueAt: '2026-03-13T16:00:00.000Z', dueDay: '2026-03-13', state: 'running' as const, calendarKnown: true, isTarget: false, ...more,
})
const late = due({ state: 'overdue', dueAt: '2026-03-08T16:00:00.000Z', dueDay: '2026-03-08' })
const field = (name: string, more: object = {}): StepForm['fields'][number] =>
  ({ field: name, label: `栏${name}`, type: 'text', required: true, conditional: false, known: '', hint: null, choices: [], most: 100, ...more })
const paper = (name: string, more: object = {}): StepForm['papers'][number] =>
  ({ paper: name, label: `材料${name}`, required: true, form: null, formOnly: false, isFiled: false, ...more })
const step = (more: Partial<StepForm> = {}): StepForm => ({
  step: 'conclude', label: '办结', as: '责任人', leadsTo: '已办结待答复', hindered: [], cannotBeUndone: true, fields: [], papers: [], declares: [], opens: null, answers: false, cite: [], ...more,
})

describe('when a file is due', () => {
  it('is said with the day and how long there is, or how long it is late', () => {
    expect(complaintDueLine(due(), NOW)).toBe('回复：2026年3月13日 24:00 前 · 还有 3 天')
    expect(complaintDueLine(late, NOW)).toBe('回复：2026年3月8日 24:00 前 · 超过 2 天')
    expect(complaintDueTag(late)).toEqual({ tone: 'late', word: '已超期' })
  })
  it('is never called late where the day is a target only', () => {
    const target = due({ state: 'soon', isTarget: true, dueAt: '2026-03-08T16:00:00.000Z', dueDay: '2026-03-08' })
    expect(complaintDueTag(target).tone).toBe('warn')
    expect(complaintDueLine(target, NOW)).toContain('不算超期')
  })
  it('ends in words that say whether it was in time', () => {
    expect(endedWords({ ...due(), ended: { on: '2026-03-12', late: false } })).toBe('回复：2026年3月12日 办了，在期限内')
    expect(endedWords({ ...due(), ended: { on: '2026-03-15', late: true } })).toBe('回复：2026年3月15日 办了，超过了 2026年3月13日 的期限')
  })
  it('is counted over what is shown alone', () => {
    const items = [{ due: late }, { due: due({ state: 'soon' }) }, { due: due() }, { due: null }] as ComplaintItem[]
    expect(dueCountWords(items)).toBe('1 件超期，1 件快到期')
    expect(dueCountWords([])).toBe('没有超期的')
  })
})

it('overlays say how often, a receipt is read in two halves, values as people read them', () => {
  expect([markWords({ mark: 'urged', label: '催办', count: 3 }), markWords({ mark: 'supervised', label: '督办', count: 1 })]).toEqual(['催办×3', '督办'])
  expect(receiptWords('8F3K27QD')).toBe('8F3K-27QD')
  const shown = { field: 'a', label: 'a', members: [] }
  expect(shownValue({ ...shown, type: 'day', value: '2026-03-10' })).toBe('2026年3月10日')
  expect(shownValue({ ...shown, type: 'instant', value: NOW })).toBe('2026年3月10日 10:00')
  expect(shownValue({ ...shown, type: 'members', value: '', members: [{ name: '样例甲', title: '庭长', contact: '000-1' }] })).toBe('样例甲（庭长，000-1）')
})

describe('a step', () => {
  it('begins with what the file knows, and asks for the first thing that is missing by its name', () => {
    const form = step({ fields: [field('a'), field('b', { known: 'local' })], papers: [paper('p')], declares: [{ declaration: 'sure', says: '确实' }] })
    let draft = { ...emptyDraft, fields: fieldsKnown(form) }
    expect(missingInStep(form, draft)).toBe('栏a')
    draft = { ...draft, fields: { ...draft.fields, a: ' 写了 ' } }
    expect(missingInStep(form, draft)).toBe('材料p')
    draft = { ...draft, papers: { p: [{ id: 'a_1', name: '照片', kind: 'picture' as const }] } }
    expect(missingInStep(form, draft)).toBe('请确认“确实”')
    draft = { ...draft, declared: ['sure', 'else'] }
    expect(missingInStep(form, draft)).toBeUndefined()
    expect(stepSaid(form, { ...draft, words: { note: '  ' } })).toEqual({
      step: 'conclude', fields: { a: '写了', b: 'local' }, declared: ['sure'], papers: [{ paper: 'p', attachmentId: 'a_1' }],
    })
  })
  it('takes no upload in the place of a form that only counts filled in and signed, and asks for no paper twice', () => {
    const brought = { ...emptyDraft, papers: { p: [{ id: 'a_1', name: '照片', kind: 'picture' as const }] } }
    expect(missingInStep(step({ papers: [paper('p', { form: 'reply_record', formOnly: true })] }), brought)).toBe('材料p')
    expect(missingInStep(step({ papers: [paper('p', { formOnly: true, isFiled: true })] }), emptyDraft)).toBeUndefined()
  })
  it('says nothing of a field that another step asked for, and no half of a task force', () => {
    const form = step({ fields: [field('members', { type: 'members', required: false })] })
    const half = { ...emptyDraft, fields: { other: '别处的', members: [{ name: '样例甲', title: '', contact: '' }] } }
    expect(stepSaid(form, half).fields).toEqual({})
    expect(missingInStep(form, half)).toBe('栏members')
  })
  it('names what will happen before it does', () => {
    expect(stepComesTo(step({ answers: true }))).toEqual(['这件会转到“已办结待答复”。', '您写的内容会告诉反映人，发出后不能收回。', '此操作不能撤销，请核对后再办。'])
    expect(stepComesTo(step({ leadsTo: null, opens: 'petition', cannotBeUndone: false }))).toEqual([
      '这件还在现在的环节，办理情况会记入卷里。', '会另立一件“执行信访”，两件互相关联。', '办错了可以再办回来，但记录会留着。',
    ])
  })
  it('shows what the court said of a field at that field alone', () => {
    const error = new CodedError('complaints.not_to_them', { field: 'body.fields.responsible' })
    expect(errorAt(error, 'fields.responsible')).toBe('不能交给被反映的人。')
    expect(errorAt(error, 'fields.other')).toBeUndefined()
  })
})
