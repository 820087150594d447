import { addDays, dayOf, instantOf, minuteOf } from '../shanghai'
import type { SmsTemplate } from '../sms-templates'
import type { NoticesConfig } from './config'
import type { PushChannel, PushReason } from './entries'
import { finalOf, outcomeOf, type PushFinal, type PushNotice, type PushTry } from './state'

/** What an entry of a thread asks of its pushes; from the entry and the configuration, so the same for ever. */
export interface PushSpec {
  /** When it was told. */
  at: string
  wechat?: string
  sms?: SmsTemplate
  /** Whether somebody rings when nothing else reaches them. */
  call: boolean
  afterMinutes: number
}

/** How a person can be reached now. Phones in the order in which they are tried: confirmed ones first, none that is not theirs; a landline gets no text. */
export interface PushReach {
  /** There is somebody to send to in WeChat, and they have allowed this message. */
  wechat: boolean
  phones: readonly { id: string; confirmed: boolean; texts: boolean }[]
}

export type PushConfig = Pick<NoticesConfig, 'next_channel_after' | 'too_late_after' | 'quiet_hours' | 'retries' | 'calls' | 'neutral_sms'>

export type PushStep =
  | { do: 'try'; channel: 'wechat'; template: string }
  | { do: 'try'; channel: 'sms'; template: SmsTemplate; to: string; confirmed: boolean }
  /** `because`: how long it is quiet, how long a report is waited for, until the next retry, or until it may begin. */
  | { do: 'wait'; until: string; because: 'begin' | 'quiet_hours' | 'report' | 'retry' }
  /** On the hotline's list: these numbers, from that instant. */
  | { do: 'call'; to: readonly string[]; from: string }
  | { do: 'end'; as: 'unreachable' | 'in_app_only' }
  | { do: 'end'; as: 'dead'; reason: PushReason }
  | { do: 'nothing'; final: PushFinal }

const MINUTE_MS = 60_000
const later = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * MINUTE_MS).toISOString()
/** The same time of day so many days on. Ours to wait, no period of law: so it is not rolled to the end of a day. */
const daysAfter = (at: string, { value }: { value: number }): string => later(at, value * 24 * 60)

/** The instant itself, or the end of the quiet hours in which it lies. */
export function afterQuiet({ from, to }: Pick<NoticesConfig['quiet_hours'], 'from' | 'to'>, at: string): string {
  const minute = minuteOf(at)
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to
  if (!isQuiet) return at
  return instantOf(minute < to ? dayOf(at) : addDays(dayOf(at), 1), to)
}

const CHANNELS: readonly PushChannel[] = ['wechat', 'sms']
/** Not the person's doing: it is tried again, and a person of the court hears of it. */
const OURS: readonly PushReason[] = ['busy', 'misconfigured', 'bad_field']
const RETRIED: readonly PushReason[] = ['busy', 'misconfigured']

interface Given {
  notice: PushNotice
  spec: PushSpec
  reach: PushReach
  config: PushConfig
  now: string
  /** When the person read the entry in the app. */
  readAt?: string
  /** When a phone was last sent the neutral text. */
  neutral?: Readonly<Record<string, string>>
}

/**
 * The next thing to do about one notice. Channels in order: WeChat where it was allowed, else a text, else the hotline's call list. On one
 * channel nothing is sent a second time unless the first surely did not go out; what may have gone out waits for its report, and after that it is
 * the next channel's turn.
 */
export function nextPushStep(given: Given): PushStep {
  const { notice, spec, config, now, readAt } = given
  const final = finalOf(notice, readAt)
  if (final) return { do: 'nothing', final: final.as }
  const from = notice.roundAt ?? later(spec.at, spec.afterMinutes)
  if (now < from) return { do: 'wait', until: from, because: 'begin' }
  const isTooLate = !spec.call && notice.tries.length === 0 && notice.round === 0 && now >= daysAfter(spec.at, config.too_late_after)
  if (isTooLate) return endOf(notice)
  if (notice.listedAt === undefined) {
    // What stands after the channel that was tried last is open; those before it are over.
    const reached = Math.max(0, ...notice.tries.map(({ channel }) => CHANNELS.indexOf(channel)))
    for (const channel of CHANNELS.slice(reached)) {
      const step = stepOn(channel, given)
      if (!step) continue
      const sendsAt = afterQuiet(config.quiet_hours, now)
      return step.do === 'try' && sendsAt !== now ? { do: 'wait', until: sendsAt, because: 'quiet_hours' } : step
    }
  }
  return spec.call ? callStep(given) : endOf(notice)
}

/** What there is to do on a channel; nothing where it is over, or closed from the beginning. */
function stepOn(channel: PushChannel, given: Given): PushStep | undefined {
  const { notice, config, now } = given
  const tries = notice.tries.filter((one) => one.channel === channel)
  const last = tries.at(-1)
  if (!last) return tryOn(channel, given)
  const outcome = outcomeOf(last)
  if (outcome !== 'failed') {
    // Taken and not reported, or unknown: never again by itself. (What is delivered has ended, but for the neutral text, which tells nothing.)
    const until = daysAfter(last.at, config.next_channel_after)
    return now < until ? { do: 'wait', until, because: 'report' } : undefined
  }
  const { reason } = last.answer ?? {}
  if (!last.report && reason && RETRIED.includes(reason)) {
    const again = retryAt(config, tries)
    if (again === undefined) return undefined
    return now < again ? { do: 'wait', until: again, because: 'retry' } : tryOn(channel, given)
  }
  // Not to this number: there may be another one.
  return channel === 'sms' ? tryOn(channel, given) : undefined
}

/** When a channel that was busy is tried again; undefined when it was tried often enough. */
function retryAt({ retries }: PushConfig, tries: readonly PushTry[]): string | undefined {
  const last = tries.at(-1)!
  const busy = tries.filter(({ answer }) => answer?.reason && RETRIED.includes(answer.reason)).length
  const wait = retries.after_minutes[busy - 1]
  return wait === undefined ? undefined : later(last.answer!.at, wait)
}

function tryOn(channel: PushChannel, { notice, spec, reach, config, now, neutral = {} }: Given): PushStep | undefined {
  if (channel === 'wechat') return spec.wechat !== undefined && reach.wechat ? { do: 'try', channel, template: spec.wechat } : undefined
  if (spec.sms === undefined) return undefined
  const refused = new Set(notice.tries.filter((one) => one.channel === 'sms' && !isRetried(one)).map(({ to }) => to))
  const isTooSoon = (id: string): boolean => neutral[id] !== undefined && now < daysAfter(neutral[id], config.neutral_sms.at_most_every)
  const phone = reach.phones.find(({ id, confirmed, texts }) => texts && !refused.has(id) && (confirmed || !isTooSoon(id)))
  return phone && { do: 'try', channel, template: phone.confirmed ? spec.sms : config.neutral_sms.template, to: phone.id, confirmed: phone.confirmed }
}

const isRetried = ({ answer, report }: PushTry): boolean => !report && answer?.outcome === 'not_sent' && RETRIED.includes(answer.reason ?? 'rejected')

function callStep({ notice, reach, config, spec }: Given): PushStep {
  const { calls } = notice
  const wrong = new Set(calls.filter(({ outcome }) => outcome === 'wrong_number').map(({ to }) => to))
  const to = reach.phones.map(({ id }) => id).filter((id) => !wrong.has(id))
  // Whoever asked to be rung later has answered: that is no try that failed.
  const failed = calls.filter(({ outcome }) => outcome === 'no_answer').length
  const isAskedTooOften = calls.length >= 2 * config.calls.times
  // Without a number it stands on the list all the same: somebody looks for one.
  const isLost = to.length === 0 && calls.length > 0
  if (isLost || failed >= config.calls.times || isAskedTooOften) return { do: 'end', as: 'unreachable' }
  return { do: 'call', to, from: callFrom(notice, config) ?? spec.at }
}

/** From when the hotline rings: at once, a day after nobody answered, or when somebody asked for it. */
function callFrom({ calls, listedAt }: PushNotice, { calls: { again_after } }: PushConfig): string | undefined {
  const last = calls.at(-1)
  if (!last || last.outcome === 'wrong_number' || last.outcome === 'no_number') return listedAt
  return last.laterAt ?? daysAfter(last.at, again_after)
}

/** Nothing is left to try, and nobody rings for it: the inbox has it. Where it was not the person's doing, somebody of the court looks at it. */
function endOf({ tries }: PushNotice): PushStep {
  const last = tries.at(-1)
  const reason = last && outcomeOf(last) === 'failed' && !last.report ? last.answer?.reason : undefined
  return reason && OURS.includes(reason) ? { do: 'end', as: 'dead', reason } : { do: 'end', as: 'in_app_only' }
}

/**
 * When a notice has to be looked at next, whatever its person's reach is then; undefined when it waits for somebody of the court, or is over.
 * Never later than `nextPushStep` would have something to do.
 */
export function lookAgainAt(given: Omit<Given, 'reach' | 'now' | 'neutral'>): string | undefined {
  const { notice, spec, config, readAt } = given
  if (finalOf(notice, readAt)) return undefined
  const last = notice.tries.at(-1)
  const quiet = (at: string): string => afterQuiet(config.quiet_hours, at)
  if (notice.listedAt !== undefined) {
    const call = notice.calls.at(-1)
    if (!call) return undefined
    const failed = notice.calls.filter(({ outcome }) => outcome === 'no_answer').length
    const isOver = call.outcome === 'wrong_number' || call.outcome === 'no_number' || failed >= config.calls.times || notice.calls.length >= 2 * config.calls.times
    return isOver ? call.at : undefined
  }
  if (!last) return quiet(notice.roundAt ?? later(spec.at, spec.afterMinutes))
  const outcome = outcomeOf(last)
  if (outcome !== 'failed') return quiet(daysAfter(last.at, config.next_channel_after))
  if (last.report) return quiet(last.report.at)
  const again = isRetried(last) ? retryAt(config, notice.tries.filter(({ channel }) => channel === last.channel)) : undefined
  return quiet(again ?? last.answer!.at)
}

/** From when a notice that is on the call list may be rung; undefined when it is not on it. */
export const callAt = (notice: PushNotice, config: PushConfig): string | undefined => (notice.listedAt === undefined ? undefined : callFrom(notice, config))
