import { z } from 'zod'
import { assertThat, CodedError } from '../../errors'
import { LEADERS, sideOf } from '../case-file'
import { type Mark, MarkSchema } from '../court-config'
import { addDays, type Day, dayOf, instantOf } from '../shanghai'
import { messageOf, type MessageSent } from '../thread-entries'
import type { ThreadContext, ThreadDraft, ThreadPart } from '../thread-part'
import type { ThreadEntryType } from './sealable'
import { SealApprovedSchema } from './sealing'

/** A leader slows a thread down (慢速沟通): so many messages of some kinds a day, until an instant, for a reason that the party reads. */
export const SlowModeSetSchema = z.object({
  until: z.iso.datetime({ precision: 3 }),
  perDay: z.number().int().positive(),
  reason: z.string().min(2).max(200),
  /** The kinds that are slowed, as the court had it then; no other is. */
  slows: z.array(MarkSchema),
})
export const SlowModeLiftedSchema = z.object({ reason: z.string().min(2).max(200) })

/** What was set last, if it was not lifted; whether it still holds is asked with the time of day. `count` is of `day`, since it was set. */
export interface PaceState {
  slow?: z.infer<typeof SlowModeSetSchema> & { index: number; day: Day; count: number }
}

/** In place of a reason that was sealed: the thread stays slowed. */
const SEALED_REASON = '（内容已封存）'

/** `days`: Shanghai days, today as the first. */
export type PaceCommand = { type: 'SetSlowMode'; days: number; perDay: number; reason: string } | { type: 'LiftSlowMode'; reason: string }

/** How a thread is slowed now, for whoever writes in it; null where it is not. */
export interface Pace {
  until: string
  perDay: number
  reason: string
  slows: Mark[]
  /** How many messages of those kinds may still be sent today. */
  left: number
  /** When the next one may be, where none is left today. */
  nextAt: string | null
}

export function paceOf({ slow }: PaceState, now: string): Pace | null {
  if (!slow || now >= slow.until) return null
  const { until, perDay, reason, slows, day, count } = slow
  const left = day === dayOf(now) ? Math.max(0, perDay - count) : perDay
  // It ends at the end of a day, so the next message may go at the end of today either way.
  return { until, perDay, reason, slows, left, nextAt: left > 0 ? null : instantOf(dayOf(now), 24 * 60) }
}

/**
 * Keeps count of what is slowed and refuses what is too much; everything formal or urgent is never slowed, see `slow_mode` in the
 * court's configuration. It ends by itself: nothing is written then.
 */
export const pace: ThreadPart<PaceState, PaceCommand> = {
  initial: {},
  commands: ['SetSlowMode', 'LiftSlowMode'],
  evolve(state, entry) {
    if (entry.type === 'slow_mode.set') return { slow: { ...SlowModeSetSchema.parse(entry.body), index: entry.index, day: dayOf(entry.at), count: 0 } }
    if (entry.type === 'slow_mode.lifted') return {}
    const { slow } = state
    if (slow && entry.type === 'seal.approved') return SealApprovedSchema.parse(entry.body).of === slow.index ? { slow: { ...slow, reason: SEALED_REASON } } : state
    if (!slow || entry.type !== 'message.sent' || sideOf(entry.actor) !== 'party' || !slow.slows.includes(messageOf(entry).mark)) return state
    const day = dayOf(entry.at)
    return { slow: { ...slow, day, count: day === slow.day ? slow.count + 1 : 1 } }
  },
  guard({ mark }: MessageSent, thread, { now }: ThreadContext) {
    const slowed = paceOf(thread.parts.pace, now)
    if (!slowed?.nextAt || !slowed.slows.includes(mark)) return
    throw new CodedError('messaging.slowed', { retryAfterSeconds: Math.ceil((Date.parse(slowed.nextAt) - Date.parse(now)) / 1000) })
  },
  decide(command, thread, { actor, relation, now, rules }): ThreadDraft | undefined {
    assertThat(LEADERS.includes(relation), 'access.forbidden')
    const draft = (type: ThreadEntryType, body: ThreadDraft['body']): ThreadDraft => ({ type, actor, body, attachments: [] })
    const { reason } = command
    if (command.type === 'LiftSlowMode') {
      assertThat(paceOf(thread.parts.pace, now), 'messaging.not_slowed')
      return draft('slow_mode.lifted', { reason })
    }
    const { days, perDay } = command
    const { max_days, messages_per_day, slows } = rules.slow_mode
    assertThat(days >= 1 && days <= max_days, 'messaging.slow_mode_range', { field: 'body.days' })
    assertThat(perDay >= messages_per_day.least && perDay <= messages_per_day.most, 'messaging.slow_mode_range', { field: 'body.perDay' })
    return draft('slow_mode.set', { until: instantOf(addDays(dayOf(now), days - 1), 24 * 60), perDay, reason, slows })
  },
}
