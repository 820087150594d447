import type { Rhythm } from '../../ids'
import { type HolidayTable, rollForward } from '../calendar'
import { addDays, type Day, dayOf, instantOf, weekdayOf } from '../shanghai'
import type { BulletinsConfig } from './config'

const DAY_MINUTES = 24 * 60

/** Days of a bulletin, both counted; from the first one's 00:00 to the last one's 24:00, Shanghai. */
export interface BulletinPeriod {
  rhythm: Rhythm
  from: Day
  to: Day
}

export const periodBegin = ({ from }: Pick<BulletinPeriod, 'from'>): string => instantOf(from, 0)
export const periodEnd = ({ to }: Pick<BulletinPeriod, 'to'>): string => instantOf(to, DAY_MINUTES)
export const isInPeriod = (at: string, period: Pick<BulletinPeriod, 'from' | 'to'>): boolean => at >= periodBegin(period) && at < periodEnd(period)

/** The day, week (Monday to Sunday) or calendar month in which a day lies. */
export function periodOf(rhythm: Rhythm, day: Day): BulletinPeriod {
  switch (rhythm) {
    case 'daily': return { rhythm, from: day, to: day }
    case 'weekly': {
      const from = addDays(day, 1 - weekdayOf(day))
      return { rhythm, from, to: addDays(from, 6) }
    }
    case 'monthly': {
      const from = `${day.slice(0, 7)}-01`
      return { rhythm, from, to: addDays(`${addDays(from, 31).slice(0, 7)}-01`, -1) }
    }
  }
}
export const periodBefore = ({ rhythm, from }: BulletinPeriod): BulletinPeriod => periodOf(rhythm, addDays(from, -1))
/** False for what begins on another day than a period of its rhythm does. */
export const isPeriod = ({ rhythm, from }: Pick<BulletinPeriod, 'rhythm' | 'from'>): boolean => periodOf(rhythm, from).from === from

/** When the bulletin of a period is issued: the first day after it, or the next working day. */
export function issueDayOf({ rhythm, to }: BulletinPeriod, { rhythms }: Pick<BulletinsConfig, 'rhythms'>, holidays: HolidayTable): Day {
  const next = addDays(to, 1)
  return rhythms[rhythm].issued_on_workday ? rollForward(holidays, next) : next
}

/** The sensitive period in which a day lies, and in which each day is reported of. */
export const sensitiveOn = (day: Day, { sensitive_periods: periods }: Pick<BulletinsConfig, 'sensitive_periods'>) => periods.find(({ from,
  to }) => day >= from && day <= to)

/** Whether departments report for a period at all: each week; each day of a sensitive period; months follow from weeks. */
export const isReported = ({ rhythm, from }: BulletinPeriod, config: Pick<BulletinsConfig, 'sensitive_periods'>): boolean =>
  rhythm === 'weekly' || (rhythm === 'daily' && sensitiveOn(from, config) !== undefined)

/** Until when the reports of a period have to be there, RFC 3339. */
export function reportsDueAt(period: BulletinPeriod, config: BulletinsConfig, holidays: HolidayTable): string {
  const { on, minute } = config.screening[period.rhythm === 'weekly' ? 'weekly' : 'daily']
  return instantOf(on === 'last_day' ? period.to : issueDayOf(period, config, holidays), minute)
}

/**
 * Periods for which reports run, are due, or were due last: weeks back to those whose reports were due at the last instant that has passed (holidays push
 * several to one); and the days of this week and the last that are reported of, to be read. The newest first.
 */
export function reportedNow(now: string, config: BulletinsConfig, holidays: HolidayTable): BulletinPeriod[] {
  const today = periodOf('daily', dayOf(now))
  const dueAt = (period: BulletinPeriod): string => reportsDueAt(period, config, holidays)
  const weeks = [periodOf('weekly', today.from)]
  const lastOfWeeks = (): BulletinPeriod => weeks[weeks.length - 1]!
  while (dueAt(lastOfWeeks()) >= now || dueAt(periodBefore(lastOfWeeks())) === dueAt(lastOfWeeks())) weeks.push(periodBefore(lastOfWeeks()))
  const first = periodBefore(weeks[0]!).from
  const days = [today]
  while (days[days.length - 1]!.from > first) days.push(periodBefore(days[days.length - 1]!))
  return [...weeks, ...days].filter((period) => isReported(period, config))
}
