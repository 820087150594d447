import type { Logger } from './logger'

export interface Scheduler {
  /** Runs a job every so many milliseconds; a run that is late delays the next, two never overlap. */
  every(name: string, ms: number, job: () => Promise<void>): void
  /** Starts no more runs and waits for those under way. */
  stop(): Promise<void>
}

/** A failed run is logged and the next one comes at its time. */
export function createScheduler(logger: Logger): Scheduler {
  const running = new Set<Promise<void>>()
  const timers = new Map<string, NodeJS.Timeout>()
  let stopped = false

  const run = async (name: string, job: () => Promise<void>): Promise<void> => {
    try {
      await job()
    } catch (error) {
      logger.error({ err: error, job: name }, 'a scheduled job failed')
    }
  }

  return {
    every(name, ms, job) {
      if (timers.has(name)) throw new Error(`job ${name} is scheduled twice`)
      const next = (): void => {
        if (stopped) return
        const timer = setTimeout(() => {
          const current = run(name, job).finally(() => {
            running.delete(current)
            next()
          })
          running.add(current)
        }, ms)
        timers.set(name, timer.unref())
      }
      next()
    },
    async stop() {
      stopped = true
      timers.forEach((timer) => clearTimeout(timer))
      await Promise.all(running)
    },
  }
}
