import { addDays, type Day } from '../shanghai'

const lastOfMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()
const two = (value: number): string => String(value).padStart(2, '0')

/** The corresponding day so many months later (earlier, if negative), else the last day of that month (民法典 第二百零二条). */
export function addMonths(day: Day, count: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const months = year * 12 + month - 1 + count
  const thatYear = Math.floor(months / 12)
  const thatMonth = months - thatYear * 12 + 1
  return `${String(thatYear).padStart(4, '0')}-${two(thatMonth)}-${two(Math.min(date, lastOfMonth(thatYear, thatMonth)))}`
}

/** Days that are not counted, both ends included; open while there is no `to`. */
export interface Suspension {
  from: Day
  to?: Day
}

/** Which days are suspended. An open suspension goes on until `today`, which it then needs. */
export class SuspendedDays {
  private constructor(private readonly spans: readonly { from: Day; to: Day }[]) {}

  /** Throws TypeError where a suspension is open and nobody says what day it is. */
  static of(suspensions: readonly Suspension[], today: Day | undefined): SuspendedDays {
    const spans = suspensions.flatMap(({ from, to = today }) => {
      if (to === undefined) throw new TypeError('an open suspension needs to know what day it is')
      return from <= to ? [{ from, to }] : []
    })
    return new SuspendedDays(spans.sort((a, b) => (a.from < b.from ? -1 : 1)))
  }

  has(day: Day): boolean {
    return this.spans.some(({ from, to }) => day >= from && day <= to)
  }

  /** A last day, moved by each suspended day after `start` that would have been counted up to it. */
  push(start: Day, last: Day): Day {
    let [counted, end] = [start, last]
    for (const { from, to } of this.spans) {
      const first = from > counted ? from : addDays(counted, 1)
      if (first > end || first > to) continue
      end = addDays(end, daysBetween(first, to) + 1)
      counted = to
    }
    return end
  }
}

/** How many days from one day to another; negative when the other is earlier. */
export const daysBetween = (from: Day, to: Day): number => Math.round((Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / 86_400_000)
