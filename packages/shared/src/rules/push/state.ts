import type { z } from 'zod'
import {
  PushAnsweredSchema, PushAttemptedSchema, PushCalledSchema, type PushCallOutcome, type PushChannel, PushDeadSchema, PushEndedSchema, PushListedSchema,
  type PushReason, PushReportedSchema, PushRequeuedSchema, PushUnreachableSchema,
} from './entries'

/** One try of a channel. */
export interface PushTry {
  n: number
  channel: PushChannel
  template: string
  at: string
  by: string
  to?: string
  confirmed?: boolean
  answer?: { outcome: 'accepted' | 'not_sent' | 'unknown'; at: string; reason?: PushReason; code?: string; providerId?: string }
  report?: { delivered: boolean; at: string; code: string }
}
export interface PushCall {
  at: string
  by: string
  to?: string
  outcome: PushCallOutcome
  laterAt?: string
  note?: string
}

/** How it ended. One of these, once; only somebody of the court begins a new round, and only after `dead` or `unreachable`. */
export type PushFinal = 'read' | 'delivered' | 'told_by_phone' | 'in_app_only' | 'unreachable' | 'dead' | 'void'

/** What was done about one entry of a thread in the round that is on. */
export interface PushNotice {
  of: number
  round: number
  /** When the round was begun by hand; absent in the first. */
  roundAt?: string
  tries: readonly PushTry[]
  listedAt?: string
  calls: readonly PushCall[]
  final?: { as: PushFinal; at: string; reason?: PushReason }
}

/** A chain's notices by the index of the entry they are about, and when a phone was last sent the neutral text. */
export interface PushState {
  notices: Readonly<Record<number, PushNotice>>
  neutral: Readonly<Record<string, string>>
}
export const noPushes: PushState = { notices: {}, neutral: {} }
export const untried = (of: number): PushNotice => ({ of, round: 0, tries: [], calls: [] })
export const noticeOf = ({ notices }: PushState, of: number): PushNotice => notices[of] ?? untried(of)

interface Happened {
  type: string
  at: string
  actor: { id: string }
  body: unknown
}

/** State after one more entry of a push chain. What it does not know, or what belongs to an earlier round, leaves it as it is. */
export function evolvePush(state: PushState, entry: Happened): PushState {
  if (!entry.type.startsWith('push.')) return state
  const { of } = entry.body as { of: number }
  const before = noticeOf(state, of)
  const after = evolveNotice(before, entry)
  if (after === before) return state
  const last = after.tries.at(-1)
  const neutral = entry.type === 'push.attempted' && last?.to !== undefined && last.confirmed === false ? { ...state.neutral, [last.to]: entry.at } : state.neutral
  return { notices: { ...state.notices, [of]: after }, neutral }
}

/** One notice after one more entry about it. */
export function evolveNotice(notice: PushNotice, { type, at, actor, body }: Happened): PushNotice {
  const ended = (as: PushFinal, reason?: PushReason): PushNotice => (notice.final ? notice : { ...notice, final: { as, at, ...(reason && { reason }) } })
  switch (type) {
    case 'push.attempted': {
      const { of: _of, round, ...one } = PushAttemptedSchema.parse(body)
      return round === notice.round ? { ...notice, tries: [...notice.tries, { ...one, at }] } : notice
    }
    case 'push.answered': {
      const { of: _of, round, n, ...answer } = PushAnsweredSchema.parse(body)
      return round === notice.round ? withTry(notice, n, (one) => (one.answer ? one : { ...one, answer: { ...answer, at } })) : notice
    }
    case 'push.reported': {
      const { round, n, delivered, code } = PushReportedSchema.parse(body)
      if (round !== notice.round) return notice
      // Delivered is delivered, whatever is said afterwards.
      const told = withTry(notice, n, (one) => (one.report?.delivered ? one : { ...one, report: { delivered, code, at } }))
      const one = told.tries.find((tried) => tried.n === n)
      // The neutral text says nothing of what this is about: that it arrived is not that they know.
      return one?.report?.delivered && one.confirmed !== false && !told.final ? { ...told, final: { as: 'delivered', at } } : told
    }
    case 'push.listed':
      return PushListedSchema.parse(body).round === notice.round && notice.listedAt === undefined ? { ...notice, listedAt: at } : notice
    case 'push.called': {
      const { round, to, outcome, laterAt, note } = PushCalledSchema.parse(body)
      if (round !== notice.round) return notice
      const call: PushCall = { at, by: actor.id, outcome, ...(to !== undefined && { to }), ...(laterAt && { laterAt }), ...(note && { note }) }
      const called = { ...notice, calls: [...notice.calls, call] }
      return outcome === 'reached' && !called.final ? { ...called, final: { as: 'told_by_phone', at } } : called
    }
    case 'push.unreachable':
      return PushUnreachableSchema.parse(body).round === notice.round ? ended('unreachable') : notice
    case 'push.dead': {
      const { round, reason } = PushDeadSchema.parse(body)
      return round === notice.round ? ended('dead', reason) : notice
    }
    case 'push.ended': {
      const { round, as } = PushEndedSchema.parse(body)
      return round === notice.round ? ended(as) : notice
    }
    case 'push.requeued': {
      const { round }: z.infer<typeof PushRequeuedSchema> = PushRequeuedSchema.parse(body)
      return round > notice.round ? { of: notice.of, round, roundAt: at, tries: [], calls: [] } : notice
    }
    default:
      return notice
  }
}

function withTry(notice: PushNotice, n: number, change: (one: PushTry) => PushTry): PushNotice {
  const at = notice.tries.findIndex((one) => one.n === n)
  const before = notice.tries[at]
  const after = before && change(before)
  return after === before ? notice : { ...notice, tries: notice.tries.map((one, i) => (i === at ? after! : one)) }
}

/**
 * What became of a try, as far as it is known: `failed` is sure. `unknown` may have gone out, or not; so may what has no answer because whoever
 * called was killed.
 */
export type TryOutcome = 'delivered' | 'failed' | 'sent' | 'unknown'
export function outcomeOf({ answer, report }: Pick<PushTry, 'answer' | 'report'>): TryOutcome {
  if (report) return report.delivered ? 'delivered' : 'failed'
  if (answer?.outcome === 'not_sent') return 'failed'
  return answer?.outcome === 'accepted' ? 'sent' : 'unknown'
}

/** How a notice stands: what ended it first, or its reading in the app. */
export function finalOf({ final }: Pick<PushNotice, 'final'>, readAt?: string): PushNotice['final'] {
  if (final && (readAt === undefined || final.at <= readAt)) return final
  return readAt === undefined ? undefined : { as: 'read', at: readAt }
}
