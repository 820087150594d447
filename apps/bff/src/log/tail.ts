import type { SequencedEntry } from '@zhixin/shared/log'
import type { mongo } from 'mongoose'
import type { Logger } from '../platform/logger'
import type { LogReader } from './reader'

const POLL_MS = 200
const PAGE = 200
const RETRY_MS = 1_000

export interface Tail {
  start(): void
  stop(): Promise<void>
  /** New entries were appended here: look at once. */
  wake(): void
  /** True once everything up to `seq` has been handled; false when that took longer than `withinMs`. */
  reached(seq: number, withinMs: number): Promise<boolean>
  position(): number
}

export interface TailParts {
  /** Names the cursor: what this tail has handled is remembered under it. */
  name: string
  court: string
  reader: LogReader
  db: mongo.Db
  logger: Logger
  /** Handles entries in order of `seq`. Must be idempotent: after a crash the last page comes again. */
  handle(entries: SequencedEntry[]): Promise<void>
}

interface CursorRecord {
  _id: string
  seq: number
}

/** Follows a court's log from its own cursor. Notices, clocks and read models are tails; so a crash loses nothing and doubles nothing. */
export function createTail({ name, court, reader, db, logger, handle }: TailParts): Tail {
  const cursors = db.collection<CursorRecord>('log_cursors')
  const id = `${court}/${name}`
  const waiters = new Set<{ seq: number; done(): void }>()
  let position = -1
  let stopping = false
  let looked: Promise<void> | undefined
  let wakeUp = (): void => {}
  let woken = false

  async function follow(): Promise<void> {
    const cursor = await retried(() => cursors.findOne({ _id: id }))
    moveTo(cursor?.seq ?? -1)
    while (!stopping) {
      woken = false
      const more = await retried(step)
      if (!more && !woken && !stopping) await sleep(POLL_MS)
    }
  }

  async function step(): Promise<boolean> {
    const entries = await reader.tail(position, PAGE)
    if (entries.length === 0) return false
    const last = entries.at(-1)!.seq
    if (last - position !== entries.length) {
      // Numbers have no gaps: somebody took an entry out of the store. Said loudly; waiting would not bring it back.
      logger.error({ tail: name, after: position, last, found: entries.length }, 'the log has a gap')
    }
    await handle(entries)
    await cursors.updateOne({ _id: id }, { $set: { seq: last } }, { upsert: true })
    moveTo(last)
    return entries.length === PAGE
  }

  function moveTo(seq: number): void {
    position = seq
    for (const waiter of waiters) if (waiter.seq <= seq) waiter.done()
  }

  async function retried<T>(action: () => Promise<T>): Promise<T | undefined> {
    for (;;) {
      try {
        return await action()
      } catch (error) {
        if (stopping) return undefined
        logger.warn({ tail: name, position, err: error }, 'a tail stumbled and tries again')
        await sleep(RETRY_MS)
      }
    }
  }

  const sleep = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, ms)
      wakeUp = () => {
        clearTimeout(timer)
        done()
      }
    })

  return {
    start() {
      looked ??= follow()
    },
    async stop() {
      stopping = true
      wakeUp()
      await looked
    },
    wake() {
      woken = true
      wakeUp()
    },
    reached(seq, withinMs) {
      if (position >= seq) return Promise.resolve(true)
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(false), withinMs)
        const waiter = { seq, done: () => settle(true) }
        const settle = (value: boolean) => {
          clearTimeout(timer)
          waiters.delete(waiter)
          resolve(value)
        }
        waiters.add(waiter)
      })
    },
    position: () => position,
  }
}
