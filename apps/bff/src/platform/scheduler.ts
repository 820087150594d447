import type { Lease } from './lease'
import type { Logger } from './logger'

/** A job. `goOn` becomes false when the scheduler ends or another process has the job by now: a long run then ends where it stands. */
export type Job = (goOn: () => boolean) => Promise<void>

export interface Scheduler {
  /** Runs a job every so many milliseconds; a run that is late delays the next, two never overlap. */
  every(name: string, ms: number, job: Job): void
  /** The same for what one of several processes is enough for. Without leases, as on one machine, this process always does it. */
  single(name: string, ms: number, job: Job): void
  /** Starts no more runs, waits for those under way, and lets others have what this process did for all. */
  stop(): Promise<void>
}

const RENEW_MS = 5_000

/** A failed run is logged and the next one comes at its time. */
export function createScheduler(logger: Logger, leaseOf?: (name: string) => Lease, renewMs = RENEW_MS): Scheduler {
  const running = new Set<Promise<void>>()
  const timers = new Map<string, NodeJS.Timeout>()
  const leases: Lease[] = []
  let stopped = false

  const run = async (name: string, job: () => Promise<void>): Promise<void> => {
    try {
      await job()
    } catch (error) {
      logger.error({ err: error, job: name }, 'a scheduled job failed')
    }
  }

  function schedule(name: string, ms: number, job: () => Promise<void>): void {
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
  }

  /** The lease is renewed for as long as a run takes. Where the store does not answer, the run is as good as failed. */
  async function underLease(name: string, lease: Lease, job: Job): Promise<void> {
    if (!(await lease.hold())) return
    const renewals = new Set<Promise<void>>()
    const renewing = setInterval(() => {
      const renewal = lease.hold()
        .then(() => undefined, (error: unknown) => logger.warn({ err: error, job: name }, 'a lease could not be renewed'))
        .finally(() => renewals.delete(renewal))
      renewals.add(renewal)
    }, renewMs)
    try {
      await job(() => !stopped && lease.isHeld())
    } finally {
      clearInterval(renewing)
      // One that is under way would take back what is let go after this run.
      await Promise.all(renewals)
    }
  }

  return {
    every: (name, ms, job) => schedule(name, ms, () => job(() => !stopped)),
    single(name, ms, job) {
      if (!leaseOf) return schedule(name, ms, () => job(() => !stopped))
      const lease = leaseOf(name)
      leases.push(lease)
      schedule(name, ms, () => underLease(name, lease, job))
    },
    async stop() {
      stopped = true
      timers.forEach((timer) => clearTimeout(timer))
      await Promise.all(running)
      await Promise.all(leases.map((lease) => lease.release().catch((error: unknown) => logger.warn({ err: error }, 'a lease was not given back; it runs out'))))
    },
  }
}
