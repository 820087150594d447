import { againAt, leftWords, nextWords, noticeStatus, quietWords, staffLabel, tryWords } from './notice-words'

const NOW = '2026-03-10T03:00:00.000Z'
const tried = { channel: 'wechat', at: '2026-03-10T02:00:00.000Z', outcome: 'sent', reason: null, code: null, confirmed: null, deliveredAt: null } as const

describe('words about notices', () => {
  it('says how often WeChat may remind', () => {
    expect([3, 0, null].map((left) => leftWords({ left }))).toEqual(['还可以用微信提醒您 3 次', '还没有允许，或次数已用完', '您已允许，一直有效'])
  })
  it('says what became of a try, and why it did not go out', () => {
    expect(tryWords(tried, NOW)).toBe('微信 今天 10:00 发出，还没有回执')
    expect(tryWords({ ...tried, outcome: 'failed', reason: 'no_quota' }, NOW)).toBe('微信 今天 10:00 没发出：本人没有允许微信提醒，或次数用完')
    expect(tryWords({ ...tried, outcome: 'unknown' }, NOW)).toContain('不会自动重发')
    expect(tryWords({ ...tried, channel: 'sms', confirmed: false, outcome: 'delivered', deliveredAt: '2026-03-10T02:01:00.000Z' }, NOW)).toMatch(/未经本人确认.*10:01 送到/)
  })
  it('says when it arrived, and of the same minute or day nothing twice', () => {
    const arrived = (deliveredAt: string) => tryWords({ ...tried, outcome: 'delivered', deliveredAt }, NOW)
    expect(['2026-03-10T02:00:30.000Z', '2026-03-10T02:05:00.000Z', '2026-03-11T02:05:00.000Z'].map(arrived)).toEqual([
      '微信 今天 10:00 发出，已送到', '微信 今天 10:00 发出，10:05 送到', '微信 今天 10:00 发出，明天 10:05 送到',
    ])
  })
  it('says what happens next and when', () => {
    expect(nextWords({ next: { at: '2026-03-11T02:00:00.000Z', channel: 'sms' }, status: 'sent' }, NOW)).toBe('明天 10:00 仍没送到的，改用短信发')
    expect(nextWords({ next: { at: NOW, channel: 'call' }, status: 'to_call' }, NOW)).toBe('热线 今天 11:00 起打电话')
    expect(nextWords({ next: null, status: 'read' }, NOW)).toBeNull()
    expect(noticeStatus('unreachable').words).toBe('无法联系')
    expect(staffLabel({ label: '法院请您办一件事' })).toBe('法院请当事人办一件事')
  })
  it('says when it is quiet', () => {
    expect(quietWords({ from: 1290, to: 450 })).toBe('21:30 到第二天 7:30')
  })
})

describe('when somebody wants to be rung again', () => {
  // 11:00 in Shanghai.
  it.each([
    ['15:30', '2026-03-10T07:30:00.000Z'], ['1530', '2026-03-10T07:30:00.000Z'], ['9：05', '2026-03-11T01:05:00.000Z'], ['11:00', '2026-03-11T03:00:00.000Z'],
    ['24:00', undefined], ['下午', undefined], ['15:75', undefined],
  ])('%s', (clock, at) => expect(againAt(clock, NOW)).toBe(at))
})
