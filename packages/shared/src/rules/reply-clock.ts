import type { HolidayTable } from './calendar'
import type { Limit, MessagingConfig, ReplyClock } from './court-config'
import { dueOf } from './periods'
import { type Day, dayOf, instantOf } from './shanghai'
import type { OpenMatter } from './thread-state'

const END_OF_DAY = 24 * 60

/** When an open matter should be and must be answered; instants, RFC 3339. A service target, not a statutory period (rules X-15). */
export interface ReplyDue {
  targetAt: string
  alarmAt: string
  answeredBy: 'handler' | 'judge'
}

/** The last day of a limit that starts with an event on a day; the day of the event is not counted. */
export const lastDay = (limit: Limit, from: Day, holidays: HolidayTable): Day => dueOf(limit, { day: from }, { holidays }).dueDay

/** The clock of an open matter: the earlier of the ordinary one and, where something was reported as irregular, the judge's. */
export function replyDue(matter: OpenMatter, clocks: MessagingConfig['reply_clocks'], holidays: HolidayTable): ReplyDue {
  const due = (clock: ReplyClock, at: string) => ({
    targetAt: instantOf(lastDay(clock.target, dayOf(at), holidays), END_OF_DAY),
    alarmAt: instantOf(lastDay(clock.alarm, dayOf(at), holidays), END_OF_DAY),
  })
  const ordinary = due(clocks.ordinary, matter.sinceAt)
  if (!matter.irregularSince) return { ...ordinary, answeredBy: clocks.ordinary.answered_by }
  const irregular = due(clocks.irregularity, matter.irregularSince.at)
  const earlier = (a: string, b: string) => (a < b ? a : b)
  return {
    targetAt: earlier(ordinary.targetAt, irregular.targetAt),
    alarmAt: earlier(ordinary.alarmAt, irregular.alarmAt),
    answeredBy: clocks.irregularity.answered_by,
  }
}
