import { CodedError } from '@zhixin/shared/errors'
import type { SequencedEntry } from '@zhixin/shared/log'
import type { Clock } from '../platform/clock'
import { isDuplicateKey } from '../platform/database'
import type { ChainCache } from './chain-cache'
import type { ChainKeys } from './chain-keys'
import { type AppendCommand, type Declined, isOf, numberBatch, type Numbered, type Pending } from './numbering'
import type { LogReader } from './reader'
import { type LogCollection, type LogRecord, openRecord, recordId } from './records'

const BATCH_MAX = 200
const GIVE_UP_AFTER_MS = 15_000
const FIRST_PAUSE_MS = 20
const LAST_PAUSE_MS = 1_000

/** How the loop waits. Milliseconds; `now` counts from anywhere and never goes back. */
export interface Timers {
  now(): number
  pause(ms: number): Promise<void>
}
const realTimers: Timers = {
  now: () => performance.now(),
  pause: (ms) => new Promise((done) => setTimeout(done, ms)),
}

export interface WriterParts {
  court: string
  collection: LogCollection
  reader: LogReader
  cache: ChainCache
  keys: ChainKeys
  clock: Clock
  timers?: Timers
  /**
   * Hears of every entry before whoever appended it does. Of one that was found stored (its answer had been lost, or this is a
   * repeat) it hears as well: at least once, and not always in order.
   */
  onAppended(entries: SequencedEntry[]): void
}

/**
 * The loop that numbers a court's entries: one batch in flight, one ordered insert, and no guessing. After any error it looks up
 * the batch's keys (what is stored is done), reads the heads again, decides anew what is left, and goes on. So nobody holds
 * number k before k−1 is stored, and a crash leaves a prefix.
 *
 * A batch is decided on what this process remembers, and the numbers prove it: if anybody else has written since, the first number
 * is taken and nothing is stored. That goes for a command that is declined too, so none is told before its batch is stored; where
 * there is nothing to store, the court's head is asked for.
 */
export function createWriter(parts: WriterParts) {
  const { court, collection, reader, cache, keys, timers = realTimers } = parts
  const queue: Pending[] = []
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    while (queue.length > 0) await commit(queue.splice(0, BATCH_MAX))
    running = undefined
  }

  async function commit(batch: Pending[]): Promise<void> {
    const giveUpAt = timers.now() + GIVE_UP_AFTER_MS
    let left = batch
    /** Where an insert that was never answered begins: the store may run it yet, for as long as that number is free. */
    let unanswered = -1
    for (let attempt = 0; left.length > 0; attempt++) {
      try {
        const courtHead = await cache.courtHead()
        await cache.lookAhead(left.map(({ command }) => command.chain))
        const { numbered, declined } = await numberBatch(parts, left, courtHead)
        if (numbered.length > 0) {
          await insert(numbered).catch((error: unknown) => {
            if (!isDuplicateKey(error)) unanswered = numbered[0]!.entry.seq
            throw error
          })
          left = declined.map(({ pending }) => pending)
        } else if ((await reader.courtHead()) !== courtHead) throw new HeadMoved()
        const taken = numbered.at(-1)?.entry.seq ?? courtHead
        if (declined.length > 0) await tellDeclined(declined, unanswered > taken)
        return
      } catch (error) {
        left = await recover(left, error, { attempt, isLast: timers.now() > giveUpAt })
      }
    }
  }

  async function insert(numbered: Numbered[]): Promise<void> {
    await collection.insertMany(numbered.map(({ record }) => record), { ordered: true })
    const entries = numbered.map(({ entry }) => entry)
    for (const entry of entries) cache.step(entry)
    parts.onAppended(entries)
    for (const { pending, entry } of numbered) for (const { resolve } of pending) resolve(entry)
  }

  /** Tells those that add no entry, once that is known to be right. What is declined now may have been stored at an earlier try. */
  async function tellDeclined(declined: Declined[], mayBeStoredYet: boolean): Promise<void> {
    const batch = declined.map(({ pending }) => pending)
    const left = new Set(settleStored(batch, await lookUp(batch)))
    for (const { pending, error } of declined) {
      if (!left.has(pending)) continue
      if (mayBeStoredYet) pending.reject(new CodedError('log.unavailable', { cause: error }))
      else if (error === undefined) pending.resolve(undefined)
      else pending.reject(error)
    }
  }

  /** What is still to be done after an error. Never guesses what was stored: asks. */
  async function recover(batch: Pending[], error: unknown, { attempt, isLast }: { attempt: number; isLast: boolean }): Promise<Pending[]> {
    // Where somebody else was first, this process catches up in one look: one that reads every head anew each time loses for as
    // long as the other has something to write.
    const wasRaced = isDuplicateKey(error) || error instanceof HeadMoved
    if (!wasRaced) cache.forget()
    let left = batch
    let cause = error
    try {
      const [found] = await Promise.all([lookUp(batch), wasRaced && cache.follow()])
      left = settleStored(batch, found)
    } catch (lookUpError) {
      cause = lookUpError
    }
    if (isLast) {
      for (const { reject } of left) reject(new CodedError('log.unavailable', { cause }))
      return []
    }
    // Where somebody else was faster there is nothing to wait for.
    if (!isDuplicateKey(cause) && !(cause instanceof HeadMoved)) await timers.pause(Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt))
    return left
  }

  /** What is stored under the keys of a batch; an error where it is stored but does not open. */
  async function lookUp(batch: Pending[]): Promise<Found> {
    const records = await collection.find({ _id: { $in: batch.map(({ command }) => recordId(court, command.key)) } }).toArray()
    const unreadable = (cause: unknown): CodedError => new CodedError('log.unavailable', { cause })
    const found = records.map(async (record) => [record.key, await opened(record).catch(unreadable)] as const)
    return new Map(await Promise.all(found))
  }

  const opened = async (record: LogRecord): Promise<SequencedEntry> => openRecord(await keys.of(record.chain), record)

  /** Settles what is stored, and returns the rest. */
  function settleStored(batch: Pending[], found: Found): Pending[] {
    const entries = [...found.values()].filter((entry): entry is SequencedEntry => !(entry instanceof CodedError)).sort((a, b) => a.seq - b.seq)
    if (entries.length > 0) parts.onAppended(entries)
    return batch.filter(({ command, resolve, reject }) => {
      const entry = found.get(command.key)
      if (!entry) return true
      if (entry instanceof CodedError) reject(entry)
      else if (isOf(command, entry)) resolve(entry)
      else reject(new CodedError('log.key_conflict'))
      return false
    })
  }

  return {
    /**
     * The command's entry once it is durable, or undefined when it adds none. Rejects with what its rule says, or with
     * `log.unavailable`: then it may be stored now or later, and a repeat under the same key finds out.
     */
    append(command: AppendCommand): Promise<SequencedEntry | undefined> {
      return new Promise((resolve, reject) => {
        queue.push({ command, resolve, reject })
        running ??= run()
      })
    },
    /** Resolves when nothing is queued or in flight. */
    async idle(): Promise<void> {
      while (running) await running
    },
  }
}

type Found = Map<string, SequencedEntry | CodedError>

/** Somebody else has written while a batch that adds nothing was decided. */
class HeadMoved extends Error {
  override readonly name = 'HeadMoved'
}
