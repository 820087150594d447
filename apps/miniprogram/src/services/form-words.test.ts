import type { EntryView } from '@zhixin/shared/contract'
import type { FormDefinition } from '@zhixin/shared/rules'
import { daysLeftWords, formWords, problemWords, valueWords } from './form-words'

const form = {
  fields: [{ id: 'as_of', label: '哪一天', type: 'date', required: true }],
  groups: [{ id: 'deposits', label: '存款', item: '账户', required: true, most: 2, fields: [{ id: 'balance', label: '余额', type: 'money', required: false }] }],
} as unknown as FormDefinition
const entry = (type: string, body: object | null): EntryView =>
  ({ type, body, actorName: '张样例', at: '2026-07-05T01:00:00.000Z', index: 3, actor: { kind: 'person', id: 'p_x', role: 'principal' } }) as unknown as EntryView

describe('the words of forms', () => {
  test.each([
    ['as_of', 'missing', '这里还没有填'], ['as_of', 'wrong', '请选日期'], ['deposits', 'missing', '请填写；没有的，请点“没有”'],
    ['deposits.0.balance', 'wrong', '请只填数字，如 1200 或 1200.50'], ['deposits.0.balance', 'missing', '这里还没有填'],
  ] as const)('%s %s: %s', (path, why, words) => expect(problemWords({ path, label: '', why }, form)).toBe(words))

  test('values as people read them', () => {
    expect(valueWords({ type: 'money' }, '1234567.5')).toBe('1,234,567.5 元')
    expect(valueWords({ type: 'money' }, '320')).toBe('320 元')
    expect(valueWords({ type: 'account' }, '6222020000000000007')).toBe('6222 0200 0000 0000 007')
    expect(valueWords({ type: 'date' }, '2026-07-05')).toBe('2026年7月5日')
    expect(valueWords({ type: 'choice', choices: [{ value: 'a1', label: '甲' }, { value: 'b1', label: '乙' }] }, 'b1')).toBe('乙')
    expect(valueWords({ type: 'text' }, '')).toBeNull()
  })

  test('days left', () => expect([-2, 0, 3].map(daysLeftWords)).toEqual(['已过期 2 天', '今天到期', '还剩 3 天']))

  test('what was asked says the day and what it rests on', () => {
    const body = { taskId: 't_00000001', kind: 'pay', label: '付款', what: '请付清', dueOn: '2026-07-10', basis: '执行通知书' }
    expect(formWords(entry('task.asked', body))).toEqual({ title: '要办的事：付款', text: '请付清。请在2026年7月10日前办好。依据：执行通知书。' })
  })
  test('a form that was handed in can be opened; one that is withheld says nothing of itself', () => {
    const body = { form: 'property_report', version: 1, title: '财产报告', values: {}, attachments: [] }
    expect(formWords(entry('form.submitted', body))).toMatchObject({ title: '财产报告', opens: 'form' })
    expect(formWords(entry('form.submitted', null))).toBeUndefined()
  })
  test('an account is named by its last four digits', () => {
    const body = { accountId: 'b_00000001', partyId: 'p_00000001', bank: '示范银行', last4: '1111', holderMatches: true, byName: '李样例' }
    expect(formWords(entry('receiving_account.set', body))!.text).toContain('示范银行，尾号 1111')
    expect(formWords(entry('receiving_account.changed', body))!.text).toMatch(/^李样例为您登记.*不是您同意的/)
  })
})
