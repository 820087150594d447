import type { PushFinal } from '@zhixin/shared/rules'

/**
 * How made-up people can be reached, and what must become of what they are told: of what the court must get across (`must`), and of what the inbox
 * is enough for (`may`). `counted`: what we believe that they have allowed; `allowed`: whether WeChat thinks so too.
 */
interface Situation {
  wechat?: { counted: boolean; allowed: boolean }
  phone?: { ending: string; source: 'self' | 'opponent' }
  /** Whoever rings them finds this. */
  rung?: 'reached' | 'no_answer' | 'no_number'
  /** They have read it in the app before anybody looked. */
  reads?: true
  ends: { must: PushFinal; may: PushFinal }
}
const OWN = { ending: '0000', source: 'self' } as const
/** Numbers that end so have opted out, or are switched off: see the carriers' doubles. */
const [BLOCKED, SWITCHED_OFF] = ['9999', '8888']

export const SITUATIONS = {
  wechat: { wechat: { counted: true, allowed: true }, phone: OWN, ends: { must: 'delivered', may: 'delivered' } },
  /** Nothing left by our own count: a text. */
  no_quota: { wechat: { counted: false, allowed: false }, phone: OWN, ends: { must: 'delivered', may: 'delivered' } },
  /** We believe that there is some, WeChat says 43101: a text. */
  quota_gone: { wechat: { counted: true, allowed: false }, phone: OWN, ends: { must: 'delivered', may: 'delivered' } },
  /** An opponent told the court this number: the neutral text once, then the call list. */
  unconfirmed: { phone: { ending: '0000', source: 'opponent' }, rung: 'reached', ends: { must: 'told_by_phone', may: 'in_app_only' } },
  /** Somebody looks for a number and finds none. */
  no_phone: { rung: 'no_number', ends: { must: 'unreachable', may: 'in_app_only' } },
  text_refused: { phone: { ending: BLOCKED, source: 'self' }, rung: 'no_answer', ends: { must: 'unreachable', may: 'in_app_only' } },
  /** Taken by the carrier and reported as not delivered. */
  text_lost: { phone: { ending: SWITCHED_OFF, source: 'self' }, rung: 'reached', ends: { must: 'told_by_phone', may: 'in_app_only' } },
  reads: { wechat: { counted: true, allowed: true }, phone: OWN, reads: true, ends: { must: 'read', may: 'read' } },
} as const satisfies Record<string, Situation>
export type SituationName = keyof typeof SITUATIONS
export const situationOf = (name: SituationName): Situation => SITUATIONS[name]

export interface NoticePerson {
  i: number
  situation: SituationName
  caseId: string
  personId: string
  openid: string
}

/** Five digits of the person's own, in the middle. */
export const phoneOf = (i: number, ending: string): string => `19${String(i).padStart(5, '0')}${ending}`

/** What the `n`th node says. No two are alike, so that a text that went out twice can be seen. */
export const nodeOf = (n: number, must: boolean) => ({
  ref: `n_told${String(n).padStart(8, '0')}`, on: '2026-03-09', text: '已办理', means: '', cite: '',
  ...(must ? { node: 'restrict_consumption', label: `限制消费${n}` } : { node: 'online_sale', label: `启动网络拍卖${n}` }),
})
