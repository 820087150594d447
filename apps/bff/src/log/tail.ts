import type { SequencedEntry } from '@zhixin/shared/log'
import type { Logger } from '../platform/logger'
import type { Cursor } from './cursor'
import type { Feed } from './feed'
import { shownTo } from './records'

const POLL_MS = 200
const GATHER_MS = 200
const SAVE_MS = 500
const RETRY_MS = 1_000
/** The most that a handler gets at once. */
export const PAGE = 500

export interface Tail {
  readonly name: string
  start(): void
  stop(): Promise<void>
  /** New entries were appended here: look soon. */
  wake(): void
  /** Another generation of what this tail keeps counts by now, or may: the cursor is read anew before anything else. */
  reload(): void
  /** True once everything up to `seq` has been handled; false when that took longer than `withinMs`. */
  reached(seq: number, withinMs: number): Promise<boolean>
  /** Everything up to this `seq` has been handled, in the generation that counts as far as this tail knows. */
  position(): number
  generation(): number
}

/** What may end a rest: an entry was appended here, somebody waits, the tail is to end. */
type Nudge = 'append' | 'wait' | 'stop'

export interface TailParts {
  /** For operators. */
  name: string
  cursor: Cursor
  feed: Feed
  logger: Logger
  /** Gets what is for the inspectors of discipline, which is theirs alone; every other tail does not. */
  forInspectors?: boolean
  /**
   * Handles entries in order of `seq`. Must be idempotent: after a crash the last pages come again, and another process may be
   * handling the same ones. The entries are shared with other tails.
   */
  handle(entries: SequencedEntry[], generation: number): Promise<void>
}

/** Follows a court's log from its own cursor. Notices, clocks and read models are tails; so a crash loses nothing and doubles nothing. */
export function createTail({ name, cursor, feed, logger, handle, ...whose }: TailParts): Tail {
  const waiters = new Set<{ seq: number; done(): void }>()
  let position = -1
  let generation = 0
  /** What the stored cursor says. It may lag: what comes again after a crash is not taken in twice. */
  let saved = -1
  let savedAt = 0
  let isStale = true
  let stopping = false
  let followed: Promise<void> | undefined
  let woken = false
  let resting: { endedBy: readonly Nudge[]; end(): void } | undefined

  async function follow(): Promise<void> {
    while (!stopping) {
      const more = await retried(step)
      if (!more && !stopping) await idle()
    }
    await save().catch((error: unknown) => logger.warn({ tail: name, position, err: error }, 'a tail could not say how far it got'))
  }

  /** Handles one page; answers whether there is more to do at once. */
  async function step(): Promise<boolean> {
    if (isStale) await load()
    woken = false
    const entries = await feed.after(position, PAGE)
    const last = entries.at(-1)?.seq ?? position
    if (last - position !== entries.length) {
      // Numbers have no gaps: somebody took an entry out of the store. Said loudly; waiting would not bring it back.
      logger.error({ tail: name, after: position, last, found: entries.length }, 'the log has a gap')
    }
    const shown = shownTo(whose, entries)
    if (shown.length > 0) await handle(shown, generation)
    moveTo(last)
    if (entries.length === 0 || performance.now() - savedAt >= SAVE_MS) await save()
    return isStale || entries.length === PAGE
  }

  async function load(): Promise<void> {
    const stored = await cursor.load()
    isStale = false
    generation = stored.generation
    saved = stored.seq
    moveTo(stored.seq)
  }

  async function save(): Promise<void> {
    if (isStale || position === saved) return
    if (await cursor.advance(generation, position)) saved = position
    else isStale = true
    savedAt = performance.now()
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
        await rest(RETRY_MS, ['stop'])
      }
    }
  }

  /** Until something was appended. Then, unless somebody waits, entries may gather: under load a page should be worth its writes. */
  async function idle(): Promise<void> {
    if (!woken) await rest(POLL_MS, ['append', 'wait', 'stop'])
    if (woken && waiters.size === 0 && !stopping) await rest(GATHER_MS, ['wait', 'stop'])
  }

  const rest = (ms: number, endedBy: readonly Nudge[]): Promise<void> =>
    new Promise((done) => {
      const end = (): void => {
        clearTimeout(timer)
        done()
      }
      const timer = setTimeout(end, ms)
      resting = { endedBy, end }
    })

  function nudge(why: Nudge): void {
    if (resting?.endedBy.includes(why)) resting.end()
  }

  return {
    name,
    start() {
      followed ??= follow()
    },
    async stop() {
      stopping = true
      nudge('stop')
      await followed
    },
    wake() {
      woken = true
      nudge('append')
    },
    reload() {
      isStale = true
      nudge('wait')
    },
    reached(seq, withinMs) {
      if (!isStale && position >= seq) return Promise.resolve(true)
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(false), withinMs)
        const waiter = { seq, done: () => settle(true) }
        const settle = (value: boolean) => {
          clearTimeout(timer)
          waiters.delete(waiter)
          resolve(value)
        }
        waiters.add(waiter)
        nudge('wait')
      })
    },
    position: () => position,
    generation: () => generation,
  }
}
