import { clockTag, dueLine, leftWords, overdueWords, stepLine } from './due-clock-words'

const NOW = '2026-03-10T02:00:00.000Z'
const clock = (dueDay: string, dueAt: string, more: object = {}) => ({ state: 'running' as const, means: 'done_by' as const, dueDay, dueAt, byHour: false, suspended: null, ...more })

test.each([
  ['2026-03-10', '2026-03-10T16:00:00.000Z', '今天到期'],
  ['2026-03-13', '2026-03-13T16:00:00.000Z', '还有 3 天'],
  ['2026-03-09', '2026-03-09T16:00:00.000Z', '超过 1 天'],
  ['2026-01-08', '2026-01-08T16:00:00.000Z', '超过 61 天'],
])('a last day %s is %s', (day, at, words) => {
  expect(leftWords(clock(day, at), NOW)).toBe(words)
})

test.each([
  ['2026-03-10T05:30:00.000Z', '还有 3 小时'], ['2026-03-10T02:30:00.000Z', '不到 1 小时'], ['2026-03-10T01:30:00.000Z', '刚超过'], ['2026-03-09T20:00:00.000Z', '超过 6 小时'],
])('a period in hours that ends at %s: %s', (at, words) => {
  expect(leftWords(clock('2026-03-10', at, { byHour: true }), NOW)).toBe(words)
})

test('until when, with the day and its end; of what stands still, why', () => {
  expect(dueLine(clock('2026-03-13', '2026-03-13T16:00:00.000Z'), NOW)).toBe('2026年3月13日 24:00 前 · 还有 3 天')
  const still = { state: 'still' as const, means: 'done_by' as const, dueAt: null, dueDay: null, byHour: false, suspended: { cause: '中止执行期间', since: '2026-03-01' } }
  expect(dueLine(still, NOW)).toBe('中止执行期间，从 2026年3月1日 起不计算；恢复以后接着算')
})

test.each([
  ['not_before', '满 2026年3月13日 以后才可以办（还有 3 天）'], ['right', '2026年3月13日 期满后，当事人可以提出（还有 3 天）'],
  ['opens', '2026年3月13日 期满后办理（还有 3 天）'], ['warns', '2026年3月13日 预警（还有 3 天）'],
] as const)('a day that means %s is not called a day to be done by', (means, words) => {
  expect(dueLine({ ...clock('2026-03-13', '2026-03-13T16:00:00.000Z'), means }, NOW)).toBe(words)
  expect(clockTag({ state: 'running', soft: false, means }).word).toBe('未到时间')
})

test('how it stands is said in a word; what holds in principle only is not called overdue', () => {
  expect(clockTag({ state: 'overdue', soft: false, means: 'done_by' })).toEqual({ tone: 'late', word: '已超期' })
  expect(clockTag({ state: 'overdue', soft: true, means: 'done_by' }).word).toBe('超过原则期限')
  expect(new Set((['running', 'soon', 'overdue', 'ripe', 'still'] as const).map((state) => clockTag({ state, soft: false, means: 'done_by' }).word)).size).toBe(5)
})

test('a step says whom it told, or when it will, and never that it did what it did not', () => {
  const step = { kind: 'rung' as const, to: ['执行局长'], by: '流程管理组', at: '2026-03-12T16:00:00.000Z', writtenAt: null }
  expect(stepLine(step, NOW)).toEqual({ done: false, words: '3月13日 周五 将报告执行局长' })
  expect(stepLine({ ...step, at: '2026-03-09T16:00:00.000Z' }, NOW).words).toBe('今天 应报告执行局长')
  expect(stepLine({ ...step, writtenAt: '2026-03-09T16:00:10.000Z' }, NOW)).toEqual({ done: true, words: '今天 00:00 已报告执行局长（流程管理组）' })
})

test('how many cases have something overdue', () => {
  expect([overdueWords(0), overdueWords(3)]).toEqual(['没有超期的事项', '3 件案件有超期的事项'])
})
