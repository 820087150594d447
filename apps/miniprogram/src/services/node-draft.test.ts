import type { NodeTemplate } from '@zhixin/shared/contract'
import { missingIn, newDraft, saidOf } from './node-draft'
import { templateNote, toldLines } from './node-words'

const template = (more: Partial<NodeTemplate> = {}): NodeTemplate => ({
  what: 'online_control', label: '线上控制措施', kind: 'node', object: '户1', dueAt: null, overdue: false, follows: null, rule: null,
  needs: { time: true, object: true, paper: false, appointed: false }, fields: [], about: [], signers: [], approval: null, oneTap: true, ...more,
})
const field = (id: string, more: object = {}) => ({ id, label: `栏${id}`, type: 'text' as const, required: false, ...more })

describe('what an officer says of a node', () => {
  it('needs nothing more where its template is one tap: today, now, the thing whose period runs', () => {
    const draft = newDraft(template(), '2026-03-10', '10:00')
    expect(missingIn(template(), draft, false)).toBeUndefined()
    expect(saidOf(template(), draft, false)).toEqual({ what: 'online_control', on: '2026-03-10', time: '10:00', object: '户1', fields: {}, papers: [] })
  })
  it('is asked for by name, one after the other', () => {
    const asked = template({
      object: null, needs: { time: false, object: true, paper: true, appointed: true }, about: [{ id: 'p_a', name: '甲', side: 'respondent' }, { id: 'p_b', name: '乙', side: 'respondent' }],
      signers: [{ id: 'p_c', name: '丙', side: 'applicant' }, { id: 'p_a', name: '甲', side: 'respondent' }],
      fields: [field('kind', { type: 'choice', required: true, choices: ['分期', '一次'] }), field('months', { required_if: { field: 'kind', is: ['分期'] } })],
      approval: { by: [{ id: 'court_president', label: '院长' }], reportTo: '中院执行局', cite: '' },
    })
    const draft = newDraft(asked, '2026-03-10', '10:00')
    const missing: (string | undefined)[] = []
    const fill = (change: () => void): void => {
      missing.push(missingIn(asked, draft, true))
      change()
    }
    fill(() => (draft.on = '2026-03-10'))
    fill(() => (draft.object = '房1'))
    fill(() => (draft.about = ['p_b']))
    fill(() => (draft.fields = { kind: '分期' }))
    fill(() => (draft.fields = { kind: '分期', months: '6' }))
    draft.paper = '协议1号'
    fill(() => (draft.evidence = [{ id: 'a_paper', name: '协议.pdf', kind: 'file' }]))
    fill(() => (draft.signedBy = ['p_a']))
    fill(() => (draft.signedBy = ['p_a', 'p_c']))
    fill(() => (draft.approval = { ...draft.approval, name: '某院长' }))
    fill(() => (draft.approval = { ...draft.approval, on: '2026-03-09' }))
    fill(() => (draft.approval = { ...draft.approval, paper: '审批1号' }))
    fill(() => (draft.approval = { ...draft.approval, reportedOn: '2026-03-10' }))
    fill(() => (draft.lateReason = '外出'))
    expect(missing).toEqual(['日期', '哪一项财产或款项', '对哪一位', '栏kind', '栏months', '笔录或签字文书的照片、PDF', '谁在纸上签了字', '谁在纸上签了字', '批准人', '批准日期', '审批单号', '报备日期', '补记理由'])
    expect(missingIn(asked, draft, true)).toBeUndefined()
    expect(saidOf(asked, draft, true)).toMatchObject({
      about: ['p_b'], fields: { kind: '分期', months: '6' }, papers: ['协议1号'], evidence: [{ id: 'a_paper' }], signedBy: ['p_a', 'p_c'], lateReason: '外出', approval: { role: 'court_president', reportedOn: '2026-03-10' },
    })
  })
  it('says nothing that the template does not ask for, nor a reason for what is not late', () => {
    const draft = { ...newDraft(template(), '2026-03-10', '10:00'), lateReason: '旧的', fields: { gone: '旧的' }, about: ['p_a'] }
    const said = saidOf(template({ needs: { time: false, object: false, paper: false, appointed: false } }), draft, false)
    expect(said).toEqual({ what: 'online_control', on: '2026-03-10', object: '户1', fields: {}, papers: [] })
  })
})

describe('what an officer reads', () => {
  it('of whom what is told: the very words, or why not yet', () => {
    const told = [
      { side: 'applicant' as const, label: '线上控制措施', names: ['张样例', '李代理'], text: '法院已控制财产。', waits: null },
      { side: 'respondent' as const, label: '线上控制措施', names: ['王样例'], text: '法院已控制财产。', waits: 'controls' as const },
      { side: 'respondent' as const, label: '财产保全', names: ['王样例'], text: '法院已保全。', waits: null },
    ]
    expect(toldLines(told, '线上控制措施')).toEqual([
      { title: '将告知申请执行人一方：张样例、李代理', text: '法院已控制财产。' },
      { title: '暂不告知被执行人一方', text: '法院已控制财产。', why: '查到的财产全部控制以后才告知，现在不告知。' },
      { title: '一并告知被执行人一方：王样例（此前的“财产保全”）', text: '法院已保全。' },
    ])
  })
  it('of a template: its day, whether it has passed, and the thing it is of', () => {
    const now = '2026-03-10T02:00:00.000Z'
    expect(templateNote(template({ dueAt: '2026-03-12T16:00:00.000Z', object: null }), now)).toBe('3月12日 周四 24:00 前办完')
    expect(templateNote(template({ dueAt: '2026-03-10T03:00:00.000Z' }), now)).toBe('户1 · 今天 11:00 前办完')
    expect(templateNote(template({ dueAt: '2026-03-08T16:00:00.000Z', object: null, overdue: true }), now)).toBe('3月8日 周日 24:00 前应办完，已超期')
    expect(templateNote(template({ follows: '执行立案', object: null }), now)).toBe('常在“执行立案”之后')
  })
})
