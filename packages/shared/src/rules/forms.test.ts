import { type FormDefinition, FormsConfigSchema, formOf, readForm } from './forms'

const cite = { basis: 'proposal' as const, source: 'test' }
const form: FormDefinition = {
  id: 'report', version: 1, title: '报告', intro: '如实填写', sides: ['respondent'], submitters: ['principal'], once: true, asks_reply: false, warning: '不能修改',
  attachments: { label: '照片', hint: '拍清楚' }, notes: [], cite,
  fields: [
    { id: 'as_of', label: '哪一天', type: 'date', required: true },
    { id: 'note', label: '说明', type: 'long', required: false },
    { id: 'kind', label: '种类', type: 'choice', required: false, choices: [{ value: 'a1', label: '甲' }, { value: 'b1', label: '乙' }] },
  ],
  groups: [{
    id: 'deposits', label: '存款', item: '账户', required: true, most: 2,
    fields: [
      { id: 'bank', label: '银行', type: 'text', required: true }, { id: 'account', label: '账号', type: 'account', required: false },
      { id: 'balance', label: '余额', type: 'money', required: false },
    ],
  }],
}
const good = { as_of: '2026-01-06', deposits: [] }
const problems = (values: Parameters<typeof readForm>[1]) => readForm(form, values).problems.map(({ path, why }) => `${path} ${why}`)

describe('reading a form', () => {
  it('says each thing that is missing, at its place; none at all is an answer, no answer is not', () => {
    expect(problems({})).toEqual(['as_of missing', 'deposits missing'])
    expect(problems(good)).toEqual([])
    expect(problems({ ...good, deposits: [{ balance: '3' }] })).toEqual(['deposits.0.bank missing'])
  })
  it('takes a full account number in its own field alone', () => {
    const row = { bank: '示范银行', account: '6222 0200 0000 0000 007' }
    expect(readForm(form, { ...good, deposits: [row] })).toEqual({ values: { ...good, deposits: [{ bank: '示范银行', account: '6222020000000000007' }] }, problems: [] })
    expect(problems({ ...good, note: '账号 4111111111111111' })).toEqual(['note sensitive'])
    expect(problems({ ...good, deposits: [{ bank: '4111111111111111' }] })).toEqual(['deposits.0.bank sensitive'])
    expect(problems({ ...good, deposits: [{ bank: '示范银行', account: '110105194912310011' }] })).toEqual(['deposits.0.account wrong'])
  })
  it.each([
    [{ ...good, as_of: '2026-02-30' }, 'as_of wrong'], [{ ...good, kind: 'c1' }, 'kind wrong'], [{ ...good, note: '长'.repeat(1001) }, 'note too_long'],
    [{ ...good, deposits: [{ bank: '行', balance: '三千' }] }, 'deposits.0.balance wrong'], [{ ...good, other: 'x' }, 'other unknown'],
    [{ ...good, deposits: [{ bank: '行', other: 'x' }] }, 'deposits.0.other unknown'],
    [{ ...good, deposits: [{ bank: '一' }, { bank: '二' }, { bank: '三' }] }, 'deposits too_many'],
  ])('%j: %s', (values, wrong) => expect(problems(values)).toEqual([wrong]))
})

describe('the configuration of forms', () => {
  const config = { task_kinds: [{ id: 'report_property', label: '报告财产', form: 'report' }], payment_warning: '小心', forms: [form] }
  it('keeps every version; the newest counts', () => {
    const read = FormsConfigSchema.parse({ ...config, forms: [form, { ...form, version: 2, title: '新报告' }] })
    expect([formOf(read, 'report')!.title, formOf(read, 'report', 1)!.title, formOf(read, 'none')]).toEqual(['新报告', '报告', undefined])
  })
  it.each([
    ['a task that asks for a form that is none', { ...config, task_kinds: [{ id: 'x', label: '某事', form: 'none' }] }],
    ['a version that stands twice', { ...config, forms: [form, form] }],
    ['a supplement to nothing', { ...config, forms: [form, { ...form, id: 'more', supplements: 'none' }] }],
    ['a choice without choices', { ...config, forms: [{ ...form, fields: [{ id: 'k', label: '种类', type: 'choice' }] }] }],
    ['a field that stands twice', { ...config, forms: [{ ...form, fields: [form.fields[0], form.fields[0]] }] }],
    ['a form that asks nothing', { ...config, forms: [{ ...form, fields: [], groups: [] }] }],
  ])('refuses %s', (_what, wrong) => expect(FormsConfigSchema.safeParse(wrong).success).toBe(false))
})
