import { CodedError } from '@zhixin/shared/errors'
import type { SequencedEntry } from '@zhixin/shared/log'
import type { Clock } from '../platform/clock'
import type { ChainCache } from './chain-cache'
import type { ChainKeys } from './chain-keys'
import { type AppendCommand, buildEntry, type Built, overlay, type Overlay } from './numbering'
import type { LogReader } from './reader'
import { type LogCollection, type LogRecord, openRecord, recordId } from './records'

interface Pending {
  command: AppendCommand
  resolve(entry: SequencedEntry | undefined): void
  reject(error: unknown): void
}

interface Numbered extends Built {
  /** More than one where a command came twice into the batch. */
  pending: Pending[]
}

const BATCH_MAX = 200
const CLOCK_TOLERANCE_MS = 5_000
const GIVE_UP_AFTER_MS = 15_000
const DUPLICATE_KEY = 11_000

export interface WriterParts {
  court: string
  collection: LogCollection
  reader: LogReader
  cache: ChainCache
  keys: ChainKeys
  clock: Clock
  onAppended(entries: SequencedEntry[]): void
}

/**
 * The loop that numbers a court's entries: one batch in flight, one ordered insert, and no guessing. After any error it looks up
 * the batch's keys (what is stored is done), reads the heads again, decides anew what is left, and goes on. So nobody holds
 * number k before k−1 is stored, and a crash leaves a prefix.
 */
export function createWriter(parts: WriterParts) {
  const { court, collection, reader, cache, keys, clock } = parts
  const queue: Pending[] = []
  let running: Promise<void> | undefined
  let courtHead: number | undefined

  async function run(): Promise<void> {
    while (queue.length > 0) await commit(queue.splice(0, BATCH_MAX))
    running = undefined
  }

  async function commit(batch: Pending[]): Promise<void> {
    const giveUpAt = performance.now() + GIVE_UP_AFTER_MS
    let left = batch
    for (let attempt = 0; left.length > 0; attempt++) {
      try {
        const numbered = await number(left)
        if (numbered.length === 0) return
        await collection.insertMany(numbered.map(({ record }) => record), { ordered: true })
        stored(numbered)
        return
      } catch (error) {
        left = await recover(left, error, giveUpAt, attempt)
      }
    }
  }

  /** Decides each command on the state at the head and gives its entry the next numbers. Settles those that write nothing. */
  async function number(batch: Pending[]): Promise<Numbered[]> {
    courtHead ??= await reader.courtHead()
    const view = overlay(cache, clock)
    const numbered: Numbered[] = []
    const byKey = new Map<string, Numbered>()
    for (const pending of batch) {
      const { command } = pending
      const twin = byKey.get(command.key)
      if (twin) {
        if (twin.entry.chain === command.chain && (command.isSame?.(twin.entry) ?? true)) twin.pending.push(pending)
        else pending.reject(new CodedError('log.key_conflict'))
        continue
      }
      const next = await decided(pending, view, courtHead + 1 + numbered.length)
      if (!next) continue
      view.advance(next.entry)
      const item = { pending: [pending], ...next }
      numbered.push(item)
      byKey.set(command.key, item)
    }
    return numbered
  }

  /** The entry of a command, or undefined when it has been settled: refused, nothing to write, or already stored. */
  async function decided(pending: Pending, view: Overlay, seq: number): Promise<Built | undefined> {
    const { command } = pending
    let refusal: CodedError | undefined
    try {
      const head = await view.head(command.chain)
      if (head.at !== '' && Date.parse(head.at) - Date.parse(view.now) > CLOCK_TOLERANCE_MS) throw new CodedError('log.clock_behind')
      const draft = await command.decide(view)
      if (draft) return await buildEntry(court, keys, command, draft, head, { seq, now: view.now })
    } catch (error) {
      // A fault of the store is the whole batch's; one in a rule, or a chain's lost key, is that command's alone.
      if (isStoreError(error)) throw error
      if (!(error instanceof CodedError)) {
        pending.reject(error)
        return undefined
      }
      refusal = error
    }
    // What is refused now may have been stored at an earlier try whose answer was lost.
    const before = await lookUp([pending])
    if (settleIfStored(pending, before)) return undefined
    if (refusal) pending.reject(refusal)
    else pending.resolve(undefined)
    return undefined
  }

  function stored(numbered: Numbered[]): void {
    const entries = numbered.map(({ entry }) => entry)
    courtHead = entries.at(-1)!.seq
    for (const entry of entries) cache.step(entry)
    parts.onAppended(entries)
    for (const { pending, entry } of numbered) for (const { resolve } of pending) resolve(entry)
  }

  /** What is still to be done after an error. Never guesses what was stored: asks. */
  async function recover(batch: Pending[], error: unknown, giveUpAt: number, attempt: number): Promise<Pending[]> {
    courtHead = undefined
    cache.forgetHeads()
    const givenUp = performance.now() > giveUpAt
    try {
      const before = await lookUp(batch)
      const left = batch.filter((pending) => !settleIfStored(pending, before))
      if (!givenUp) {
        if ((error as { code?: number }).code !== DUPLICATE_KEY) await pause(attempt)
        return left
      }
      return refuse(left, error)
    } catch (lookUpError) {
      if (givenUp) return refuse(batch, lookUpError)
      await pause(attempt)
      return batch
    }
  }

  function refuse(batch: Pending[], cause: unknown): Pending[] {
    for (const { reject } of batch) reject(new CodedError('log.unavailable', { cause }))
    return []
  }

  async function lookUp(batch: Pending[]): Promise<Found> {
    const records = await collection.find({ _id: { $in: batch.map(({ command }) => recordId(court, command.key)) } }).toArray()
    const unreadable = (cause: unknown): CodedError => new CodedError('log.unavailable', { cause })
    const found = records.map(async (record) => [record.key, await opened(record).catch(unreadable)] as const)
    return new Map(await Promise.all(found))
  }

  const opened = async (record: LogRecord): Promise<SequencedEntry> => openRecord(await keys.of(record.chain), record)

  return {
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

/** What is stored under the keys of a batch; an error where it is stored but does not open. */
type Found = Map<string, SequencedEntry | CodedError>

function settleIfStored({ command, resolve, reject }: Pending, found: Found): boolean {
  const entry = found.get(command.key)
  if (!entry) return false
  if (entry instanceof CodedError) reject(entry)
  else if (entry.chain === command.chain && (command.isSame?.(entry) ?? true)) resolve(entry)
  else reject(new CodedError('log.key_conflict'))
  return true
}

// The driver's errors carry no common class across its versions, but all of them have a name that begins so.
const isStoreError = (error: unknown): boolean => error instanceof Error && error.name.startsWith('Mongo')

const pause = (attempt: number): Promise<void> => new Promise((done) => setTimeout(done, Math.min(1_000, 20 * 2 ** attempt)))
