import { NodeSpecSchema } from './catalogue'
import { citeWords, periodWords, ruleWords } from './rule-words'

const words = { events: new Map([['case_filed', { id: 'case_filed', label: '执行立案之日' }], ['auction_start', { id: 'auction_start', label: '拍卖开始' }]]), nodes: new Map() } as unknown as
  Parameters<typeof periodWords>[1]
const spec = (limit: object, more: object = {}) =>
  NodeSpecSchema.parse({
    id: 'some_node', label: '某一步', kind: 'deadline', of: 'case', subject: 'notice', responsible: ['judge'], start: { event: 'case_filed' }, limit,
    cite: [{ basis: 'court_document', source: '000_b621820f685f25d6.txt L84-86，三(一)2' }], ...more,
  })

describe('a rule in plain words', () => {
  it('says from when, how long, and what becomes of a last day that is a holiday', () => {
    expect(periodWords(spec({ value: 10, unit: 'calendar_day', roll_forward: true }), words)).toBe('从“执行立案之日”算起10日内；最后一天是节假日的，顺延到节后第一个工作日')
    expect(periodWords(spec({ value: 48, unit: 'hour', roll_forward: false }), words)).toBe('从“执行立案之日”算起48小时内')
    expect(periodWords(spec({ value: 0, unit: 'calendar_day', roll_forward: false }), words)).toBe('在“执行立案之日”当天24点之前')
    expect(periodWords(spec({ value: 3, unit: 'month', roll_forward: true }, { soft: true }), words)).toMatch(/^原则上从“执行立案之日”算起3个月内/)
    expect(periodWords(spec({ value: 30, unit: 'calendar_day', direction: 'before', roll_forward: false }, { start: { event: 'auction_start' } }), words)).toBe('在“拍卖开始”的30日之前')
  })

  it('names no file, line or number of our own, and calls no plan of the court’s a law', () => {
    expect(ruleWords(spec({ value: 3, unit: 'working_day', roll_forward: false }), words)).toBe('从“执行立案之日”算起3个工作日内。依据：法院执行工作文件 三(一)2')
    expect(citeWords([{ basis: 'proposal', source: 'X-24' }])).toBe('本院的工作安排，不是法律规定的期限')
    expect(citeWords([{ basis: 'court_document', source: '一' }, { basis: 'law', source: '民事诉讼法(2023修正) 第九十五条；Beyond-6' }])).toBe('民事诉讼法(2023修正) 第九十五条')
    expect(citeWords([{ basis: 'memory', source: '信访工作条例' }])).toBe('信访工作条例（条文待核对）')
  })
})
