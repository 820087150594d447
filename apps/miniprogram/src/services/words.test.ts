import { ERRORS, type ErrorCode } from '@zhixin/shared/errors'
import { CodedError, explain } from './errors'
import { clockSentence, dayWords, momentWords, sizeWords } from './format'
import { checkMessage } from './message-checks'

const NOW = '2026-07-05T01:00:00.000Z' // Sunday 09:00 in Shanghai

describe('times as people read them', () => {
  test.each([
    ['2026-07-04T16:00:00.000Z', '今天 00:00'],
    ['2026-07-04T15:59:59.999Z', '昨天 23:59'],
    ['2026-07-02T02:25:00.000Z', '7月2日 周四 10:25'],
    ['2025-12-31T15:59:00.000Z', '2025年12月31日 23:59'],
  ])('%s is %s', (at, words) => expect(momentWords(at, NOW)).toBe(words))

  test('a day in the days to come is named', () => expect(dayWords('2026-07-06', NOW)).toBe('明天'))

  test.each([
    ['2026-07-05T16:00:00.000Z', '今天 24:00 前须答复'],
    ['2026-07-06T16:00:00.000Z', '明天 24:00 前须答复'],
    ['2026-07-08T16:00:00.000Z', '7月8日 周三 24:00 前须答复'],
    ['2026-07-05T09:30:00.000Z', '今天 17:30 前须答复'],
    ['2026-07-05T00:30:00.000Z', '已超过今天的目标'],
    ['2026-07-04T16:00:00.000Z', '已超过目标 1 天'],
    ['2026-07-03T16:00:00.000Z', '已超过目标 2 天'],
  ])('a target of %s: %s', (target, words) => expect(clockSentence(target, NOW)).toBe(words))

  test('sizes', () => expect([512, 34_000, 1_300_000].map(sizeWords)).toEqual(['512 B', '33 KB', '1.2 MB']))
})

describe('what went wrong', () => {
  test('every code has its sentence', () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) expect(explain(new CodedError(code))).toBe(ERRORS[code].zh)
  })
  test('a field is named as the page names it', () => {
    expect(explain(new CodedError('input.invalid', { field: 'body.phone' }))).toBe(`手机号：${ERRORS['input.invalid'].zh}`)
    expect(explain(new CodedError('input.invalid', { field: 'body.officerIds.0' }))).toMatch(/^承办人：/)
  })
  test('what carries no code is a network that failed', () => expect(explain(new Error('request:fail'))).toBe(ERRORS['client.offline'].zh))
})

describe('a message before it is sent', () => {
  test('an identity number is found, with where it stands and the right way', () => {
    expect(checkMessage('我的身份证 11010519491231002X 请查')).toMatchObject({ sensitive: { kind: 'identity_number', start: 6, end: 24 } })
  })
  test('a phone number is no such number', () => expect(checkMessage('电话 13800138000').sensitive).toBeUndefined())
  test('blanks alone are nothing, a picture alone is something', () => {
    expect(checkMessage('  ').isEmpty).toBe(true)
    expect(checkMessage('', 1).isEmpty).toBe(false)
  })
})
