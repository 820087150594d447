import { needsSomebody, statesWords, urgedWords, whenWords } from './supervision-words'

const now = '2026-03-10T02:00:00.000Z'

test.each([
  ['due', '2026-03-12T16:00:00.000Z', '3月12日 周四到期'],
  ['due', '2026-03-10T16:00:00.000Z', '今天到期'],
  ['due', '2026-03-09T16:00:00.000Z', '已超期 1 天（应在昨天前办）'],
  ['due', '2026-03-10T01:00:00.000Z', '今天刚超期'],
  ['due', '2026-01-07T16:00:00.000Z', '已超期 62 天（应在1月7日 周三前办）'],
  ['since', '2026-03-10T01:30:00.000Z', '今天 09:30起'],
  ['since', '2026-03-07T01:30:00.000Z', '3月7日 周六 09:30起，3 天'],
  ['from', '2026-03-11T00:00:00.000Z', '明天起'],
  ['none', now, ''],
] as const)('%s %s: %s', (atIs, at, words) => expect(whenWords({ at, atIs }, now)).toBe(words))

test('who urged last, and how often it was urged', () => {
  expect(urgedWords([], now)).toBe('')
  expect(urgedWords([{ at: now, byName: '王队长' }], now)).toBe('王队长今天 10:00催办')
  expect(urgedWords([{ at: now, byName: '王队长' }, { at: '2026-03-08T02:00:00.000Z', byName: '李局长' }], now)).toBe('王队长今天 10:00催办，共 2 次')
})

test('the all-clear looks at what the Monday page shows, and at nothing else', () => {
  const number = (measure: 'overdue' | 'hand_overs', total: number) => ({ measure, total, label: '', counts: '', states: [], ages: [] })
  expect(needsSomebody({ monday: ['overdue'], numbers: [number('overdue', 0), number('hand_overs', 4)] })).toBe(false)
  expect(needsSomebody({ monday: ['overdue'], numbers: [number('overdue', 1)] })).toBe(true)
  expect(statesWords({ states: [{ state: 'late', label: '已超期', count: 2, alarming: true }, { state: 'soft', label: '提示', count: 1, alarming: false }] })).toBe('已超期 2，提示 1')
})
