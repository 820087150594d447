import { addDays, type Day, dayOf, minuteOf, weekdayOf } from './shanghai'

/** The State Council's yearly notice as a table: days off on weekdays, and weekend days worked instead. */
export interface HolidayTable {
  years: readonly number[]
  holidays: ReadonlySet<Day>
  makeUpWorkdays: ReadonlySet<Day>
}

/** `[from, to)` in minutes since midnight, Shanghai. */
export type OfficeHours = readonly (readonly [number, number])[]

/** All that counting working days and office time needs. */
export interface Calendar extends HolidayTable {
  officeHours: OfficeHours
}

/** False when the year's notice is not in the table: then every day computed is only the plain week's. */
export const isYearKnown = (table: HolidayTable, day: Day): boolean => table.years.includes(Number(day.slice(0, 4)))

export function isWorkday(table: HolidayTable, day: Day): boolean {
  if (table.makeUpWorkdays.has(day)) return true
  return weekdayOf(day) <= 5 && !table.holidays.has(day)
}

/** Whether an instant lies inside the court's office hours on a working day. */
export function isOfficeTime(calendar: Calendar, at: string): boolean {
  const minute = minuteOf(at)
  return isWorkday(calendar, dayOf(at)) && calendar.officeHours.some(([from, to]) => minute >= from && minute < to)
}

/** The first working day on or after a day. */
export function rollForward(table: HolidayTable, day: Day): Day {
  let rolled = day
  while (!isWorkday(table, rolled)) rolled = addDays(rolled, 1)
  return rolled
}

/** The day that many working days after a day; the day itself is not counted. */
export function addWorkdays(table: HolidayTable, day: Day, count: number): Day {
  let current = day
  for (let left = count; left > 0; left--) current = rollForward(table, addDays(current, 1))
  return current
}
