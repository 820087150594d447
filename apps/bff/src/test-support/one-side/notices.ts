import type { Stir } from './bustle'
import type { Deed } from './deeds'
import { CASES } from './session'

const { first } = CASES
let written = 0
const newId = (): string => `m_n${String(++written).padStart(20, '0')}`
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!
const allowed = (accepted: boolean, more: object = {}) => ({ commandId: newId(), results: [{ templateId: 'demo_progress_0000000000000000000000000000000', accepted }], ...more })

/** Over what somebody is reached, and what they let WeChat send them. */
export const NOTICE_DEEDS: Record<string, Deed> = {
  'look at what reaches one': { ways: [1, 1], run: (me) => me.ask('GET', '/me/notice-settings') },
  'allow reminders': {
    ways: [4, 1],
    run: (me, a) => me.ask('POST', '/me/notice-settings/allowances', pick([() => allowed(true), () => allowed(false), () => allowed(true, { seq: 1 }), () => ({ results: [] })], a)()),
  },
}

/** Of the court's alone, of its other systems, and of those that carry its messages. */
export const NOTICE_STAFF_ROUTES = [
  ['GET', '/dead-letters'], ['GET', '/notice-calls'], ['GET', `/notice-calls/${first}/:me/0`],
  ['POST', `/notice-calls/${first}/:me/0`, { commandId: 'm_00000000000000000071', outcome: 'reached' }],
  ['POST', `/notice-calls/${first}/:me/0/check`, { commandId: 'm_00000000000000000072', lastFour: '0000' }],
  ['GET', `/threads/${first}/:me/notices`], ['POST', `/threads/${first}/:me/notices/0/again`, { commandId: 'm_00000000000000000073' }],
  ['GET', '/admin/exchanges'],
  ...['cases', 'nodes', 'officers', 'parties'].map((kind) => ['POST', `/integration/${kind}`, { items: [{}] }] as const),
  ['GET', '/wechat/events?signature=x&timestamp=1&nonce=1&echostr=1'], ['POST', '/wechat/events?signature=x&timestamp=1&nonce=1', {}],
  ['POST', '/sms/reports/made-up-token', {}], ['POST', '/sms/replies/made-up-token', {}],
] as const

/** The others allow and look; staff see how notices stand. */
export const NOTICE_STIRS: Record<string, Stir> = {
  'have others allow reminders, and staff look at what went out': async (all, me, n) => {
    for (const who of all.litigants.slice(0, 2)) {
      await all.ask(who, 'POST', '/me/notice-settings/allowances', allowed(n % 2 === 0))
      await all.ask('officer', 'GET', `/threads/${first}/${me.court.id(who)}/notices`)
    }
    return all.ask('leader', 'GET', '/dead-letters')
  },
}
