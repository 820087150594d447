import { rateWords, reportedWords, spanWords, standingWords } from './bulletin-words'

test('a period is said with its year once, or twice where it passes into another', () => {
  expect(spanWords({ from: '2026-11-09', to: '2026-11-15' })).toBe('2026年11月9日至11月15日')
  expect(spanWords({ from: '2026-12-28', to: '2027-01-03' })).toBe('2026年12月28日至2027年1月3日')
  expect(spanWords({ from: '2026-11-09', to: '2026-11-09' })).toBe('2026年11月9日')
})
test('how a bulletin stands', () => {
  const issueOn = '2026-11-16'
  expect(standingWords({ standing: 'running', edition: 0, issueOn })).toBe('还没过完，11月16日印发')
  expect(standingWords({ standing: 'issued', edition: 2, issueOn })).toBe('已印发，第2版')
})
test('a rate has both its numbers; of nothing there is none', () => {
  const part = (value: number) => ({ id: 'x', label: '某', value })
  expect(rateWords({ percent: '66.7', numerator: part(2), denominator: [part(1), part(2)] })).toBe('66.7%（2/3）')
  expect(rateWords({ percent: null, numerator: part(0), denominator: [part(0)] })).toBe('不计算（分母为0）')
})
test('nothing is a report; none is none', () => {
  const reported = { at: '2026-11-09T02:00:00.000Z', petitions: 0, disputes: 0, note: '', by: '某', late: true }
  expect(reportedWords({ reported, remindedAt: null })).toBe('零报告，迟报')
  expect(reportedWords({ reported: { ...reported, disputes: 2, late: false }, remindedAt: null })).toBe('信访0件，矛盾纠纷2件')
  expect(reportedWords({ reported: null, remindedAt: '2026-11-09T02:00:00.000Z' })).toBe('还没有报，已催报')
})
