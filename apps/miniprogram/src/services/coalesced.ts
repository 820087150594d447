import type { Timer, TimersAdapter } from './adapters'

const SOON_MS = 800

/** Runs once for many calls that come close together; calls during a run are followed by one more. */
export function createCoalesced(timers: TimersAdapter, run: () => Promise<void>) {
  let timer: Timer | undefined
  let isRunning = false
  let isAsked = false
  let isStopped = false

  function soon(): void {
    if (isStopped || timer !== undefined) return
    if (isRunning) {
      isAsked = true
      return
    }
    timer = timers.set(() => void now(), SOON_MS)
  }

  async function now(): Promise<void> {
    timer = undefined
    isRunning = true
    isAsked = false
    await run().catch(() => undefined)
    isRunning = false
    if (isAsked) soon()
  }

  return {
    soon,
    stop(): void {
      isStopped = true
      timers.clear(timer)
    },
  }
}
