import type { TimersAdapter } from '../adapters'

interface Waiting {
  at: number
  order: number
  run: () => void
}

/** Lets everything that is ready happen: promises, not timers. */
export const settle = async (): Promise<void> => {
  for (let round = 0; round < 3; round++) await new Promise((resolve) => setImmediate(resolve))
}

/** A clock that stands until a test moves it. */
export function createFakeTimers(start = '2026-07-06T02:00:00.000Z') {
  let now = Date.parse(start)
  let order = 0
  const waiting = new Set<Waiting>()

  const next = (): Waiting | undefined => [...waiting].sort((a, b) => a.at - b.at || a.order - b.order)[0]

  const timers: TimersAdapter = {
    now: () => now,
    set(run, ms) {
      const entry: Waiting = { at: now + ms, order: order++, run }
      waiting.add(entry)
      return entry
    },
    clear: (timer) => void waiting.delete(timer as Waiting),
  }

  return {
    timers,
    /** Timers of one phone, which end with it. */
    ofPhone(isAlive: () => boolean): TimersAdapter {
      return { ...timers, set: (run, ms) => timers.set(() => isAlive() && run(), ms) }
    },
    async advance(ms: number): Promise<void> {
      const end = now + ms
      await settle()
      for (let due = next(); due && due.at <= end; due = next()) {
        waiting.delete(due)
        now = Math.max(now, due.at)
        due.run()
        await settle()
      }
      now = end
    },
    pending: (): number => waiting.size,
  }
}
export type FakeTimers = ReturnType<typeof createFakeTimers>
