import { randomBytes } from 'node:crypto'
import { CodedError } from '@zhixin/shared/errors'
import { type Actor, bodyHash, type Entry, entryHash, type EntryAttachment, type EntryHeader, type JsonObject, type SequencedEntry } from '@zhixin/shared/log'
import type { Clock } from '../platform/clock'
import type { ChainCache, Fold, Head } from './chain-cache'
import type { ChainKeys } from './chain-keys'
import type { LogReader } from './reader'
import { type LogCollection, type LogRecord, openRecord, recordId, sealBody } from './records'
import { sm3 } from './sm3'

export interface Draft {
  type: string
  actor: Actor
  body: JsonObject
  attachments?: EntryAttachment[]
  visibility?: Entry['visibility']
}

/** What a command decides on: states at the head, with what stands before it in the same batch. */
export interface HeadView {
  now: string
  state<S>(fold: Fold<S>, chain: string): Promise<S>
}

/** One command appends one entry, or none. */
export interface AppendCommand {
  chain: string
  /** Unique for ever in the court. A command's: actor + client message id; a derived entry's: what it follows from. */
  key: string
  /** Called again whenever the log has moved. Throws CodedError to refuse; undefined: nothing to write. */
  decide(view: HeadView): Promise<Draft | undefined>
  /** Whether what is stored under the key is this very command's. Without it, the same chain is enough. */
  isSame?(stored: Entry): boolean
}

interface Pending {
  command: AppendCommand
  resolve(entry: SequencedEntry | undefined): void
  reject(error: unknown): void
}

interface Numbered {
  pending: Pending[]
  record: LogRecord
  entry: SequencedEntry
}

const BATCH_MAX = 200
const CLOCK_TOLERANCE_MS = 5_000
const GIVE_UP_AFTER_MS = 15_000
const NONCE_BYTES = 16
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
      const draft = await decided(pending, view)
      if (!draft) continue
      const next = await build(command, draft, await view.head(command.chain), courtHead + 1 + numbered.length, view.now)
      view.advance(next.entry)
      const item = { pending: [pending], ...next }
      numbered.push(item)
      byKey.set(command.key, item)
    }
    return numbered
  }

  /** The draft of a command, or undefined when it has been settled: refused, nothing to write, or already stored. */
  async function decided(pending: Pending, view: Overlay): Promise<Draft | undefined> {
    let outcome: { draft?: Draft } | { refusal: CodedError }
    try {
      const head = await view.head(pending.command.chain)
      if (head.at !== '' && Date.parse(head.at) - Date.parse(view.now) > CLOCK_TOLERANCE_MS) throw new CodedError('log.clock_behind')
      const draft = await pending.command.decide(view)
      if (draft) return draft
      outcome = {}
    } catch (error) {
      if (!(error instanceof CodedError)) {
        // A fault in a rule is that command's alone; a fault of the store is the batch's.
        if (isStoreError(error)) throw error
        pending.reject(error)
        return undefined
      }
      outcome = { refusal: error }
    }
    // What is refused now may have been stored at an earlier try whose answer was lost.
    const before = await lookUp([pending])
    if (settleIfStored(pending, before)) return undefined
    if ('refusal' in outcome) pending.reject(outcome.refusal)
    else pending.resolve(undefined)
    return undefined
  }

  async function build(command: AppendCommand, draft: Draft, head: Head, seq: number, now: string) {
    const nonce = randomBytes(NONCE_BYTES).toString('hex')
    const header: EntryHeader = {
      v: 1,
      court,
      chain: command.chain,
      index: head.index + 1,
      at: head.at > now ? head.at : now,
      type: draft.type,
      actor: draft.actor,
      visibility: draft.visibility ?? 'all',
      bodyHash: bodyHash(sm3, nonce, draft.body),
      attachments: draft.attachments ?? [],
      prev: head.entryHash,
    }
    const hash = entryHash(sm3, header)
    const place = { court, chain: command.chain, key: command.key }
    const sealed = sealBody(await keys.of(court, command.chain), place, { body: draft.body, nonce })
    const record: LogRecord = { _id: recordId(court, command.key), ...header, key: command.key, seq, entryHash: hash, sealed }
    const entry: SequencedEntry = { ...header, entryHash: hash, body: draft.body, nonce, seq, key: command.key }
    return { record, entry }
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

  async function lookUp(batch: Pending[]): Promise<Map<string, SequencedEntry>> {
    const records = await collection.find({ _id: { $in: batch.map(({ command }) => recordId(court, command.key)) } }).toArray()
    const entries = await Promise.all(records.map(async (record) => openRecord(await keys.of(court, record.chain), record)))
    return new Map(entries.map((entry) => [entry.key, entry]))
  }

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

function settleIfStored({ command, resolve, reject }: Pending, stored: Map<string, SequencedEntry>): boolean {
  const entry = stored.get(command.key)
  if (!entry) return false
  if (entry.chain === command.chain && (command.isSame?.(entry) ?? true)) resolve(entry)
  else reject(new CodedError('log.key_conflict'))
  return true
}

/** Heads and states as they will be once the batch so far is stored. Thrown away when it is not. */
function overlay(cache: ChainCache, clock: Clock) {
  const heads = new Map<string, Head>()
  const entries = new Map<string, Entry[]>()
  return {
    now: clock.now().toISOString(),
    head: async (chain: string): Promise<Head> => heads.get(chain) ?? cache.head(chain),
    async state<S>(fold: Fold<S>, chain: string): Promise<S> {
      const base = await cache.atHead(fold, chain)
      return (entries.get(chain) ?? []).reduce<S>((state, entry) => fold.evolve(state, entry), base)
    },
    advance(entry: Entry) {
      heads.set(entry.chain, { index: entry.index, entryHash: entry.entryHash, at: entry.at })
      entries.set(entry.chain, [...(entries.get(entry.chain) ?? []), entry])
    },
  }
}
type Overlay = ReturnType<typeof overlay>

// The driver's errors carry no common class across its versions, but all of them have a name that begins so.
const isStoreError = (error: unknown): boolean => error instanceof Error && error.name.startsWith('Mongo')

const pause = (attempt: number): Promise<void> => new Promise((done) => setTimeout(done, Math.min(1_000, 20 * 2 ** attempt)))
