// China keeps one time zone and has had no summer time since 1991, so a fixed offset is exact for everything this product counts.
const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** A calendar day in Shanghai, `YYYY-MM-DD`. */
export type Day = string

/** The day in Shanghai on which an instant (RFC 3339) falls. */
export const dayOf = (at: string): Day => new Date(Date.parse(at) + OFFSET_MS).toISOString().slice(0, 10)

/** Minutes since midnight in Shanghai, 0 to 1439. */
export function minuteOf(at: string): number {
  const local = new Date(Date.parse(at) + OFFSET_MS)
  return local.getUTCHours() * 60 + local.getUTCMinutes()
}

/** The instant at which a Shanghai day begins plus some minutes, RFC 3339. 1440 minutes is its end, 24:00. */
export const instantOf = (day: Day, minutes: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) - OFFSET_MS + minutes * 60_000).toISOString()

export const addDays = (day: Day, count: number): Day =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + count * DAY_MS).toISOString().slice(0, 10)

/** 1 Monday to 7 Sunday. */
export const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00.000Z`).getUTCDay() || 7
