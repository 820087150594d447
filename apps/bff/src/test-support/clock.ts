import type { Clock } from '../platform/clock'

/** A clock that stands until it is moved. */
export interface TestClock extends Clock {
  advance(time: { seconds?: number; minutes?: number; days?: number }): void
}

/** Stands on a working day at ten in Shanghai unless told otherwise. */
export function createTestClock(at = '2026-03-10T02:00:00.000Z'): TestClock {
  let now = Date.parse(at)
  return {
    now: () => new Date(now),
    advance({ seconds = 0, minutes = 0, days = 0 }) {
      now += ((days * 24 * 60 + minutes) * 60 + seconds) * 1000
    },
  }
}
