import { ERRORS, type ErrorCode } from '@zhixin/shared/errors'
import { CodedError, explain } from './errors'
import { clockSentence, dayWords, momentWords, sizeWords } from './format'
import { checkMessage } from './message-checks'
import { awayWords, handlerNames, handlerWords } from './roles'

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

describe('who answers in a case', () => {
  const until = '2026-07-06T16:00:00.000Z'
  const one = (name: string, title: '执行人员' | '员额法官', standIn?: string | null, end = until) => ({
    id: 's_00000001', name, title, officePhone: '1', away: standIn === undefined ? null : { until: end, standIn: standIn === null ? null : { name: standIn, officePhone: '2' } },
  })
  const judge = one('李红', '员额法官')
  const said = (handlers: ReturnType<typeof one>[], now = NOW) => [handlerNames(handlers, now), handlerWords(handlers, now), ...awayWords(handlers, now)]

  test('is named as it is while everybody is there', () => expect(said([one('王明', '执行人员'), judge])).toEqual(['王明、李红', '王明（执行人员）、李红（员额法官）']))

  test('is whoever stands in, for whom and until which day', () => {
    expect(said([one('王明', '执行人员', '吴明'), judge])).toEqual([
      '吴明（代王明，到7月6日）、李红', '吴明（代执行人员王明，到7月6日）、李红（员额法官）', '王明外出到7月6日，由吴明代为答复，办公电话 2',
    ])
    expect(said([one('王明', '执行人员', '郑某（指挥中心值班）')])[0]).toBe('郑某（指挥中心值班，代王明，到7月6日）')
  })

  test('is named once where one stands in for two, and not where the days differ', () => {
    expect(said([one('王明', '执行人员', '吴明'), one('李红', '员额法官', '吴明')]).slice(0, 2)).toEqual(['吴明（代王明、李红，到7月6日）', '吴明（代执行人员王明、员额法官李红，到7月6日）'])
    expect(said([one('王明', '执行人员', '吴明'), one('李红', '员额法官', '吴明', '2026-07-09T16:00:00.000Z')])[0]).toBe('吴明（代王明，到7月6日）、吴明（代李红，到7月9日）')
  })

  test('is said to be away where nobody stands in', () => {
    expect(said([one('王明', '执行人员', null), judge]).slice(0, 2)).toEqual(['王明（外出到7月6日）、李红', '王明（执行人员，外出到7月6日）、李红（员额法官）'])
  })

  test('is the handler again from the moment the absence is over, whatever the phone was told before', () => {
    const handlers = [one('王明', '执行人员', '吴明'), judge]
    expect(said(handlers, '2026-07-06T15:59:59.999Z')[0]).toContain('吴明')
    expect(said(handlers, until)).toEqual(said([one('王明', '执行人员'), judge]))
  })
})
