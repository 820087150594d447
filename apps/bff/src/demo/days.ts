import { addDays, type Calendar, type Day, instantOf, isWorkday } from '@zhixin/shared/rules'

/** The day so many working days before another. */
export function workdayBefore(calendar: Calendar, today: Day, workdaysAgo: number): Day {
  let day = today
  for (let left = workdaysAgo; left > 0; ) {
    day = addDays(day, -1)
    if (isWorkday(calendar, day)) left--
  }
  return day
}

/** A day at a time of day in Shanghai, `HH:mm`. */
export const momentOf = (day: Day, at: string): string => instantOf(day, Number(at.slice(0, 2)) * 60 + Number(at.slice(3)))
