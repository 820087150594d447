import { assertThat } from '@zhixin/shared/errors'
import type { SequencedEntry } from '@zhixin/shared/log'
import { LRUCache } from 'lru-cache'
import type { mongo } from 'mongoose'
import type { Clock } from '../platform/clock'
import type { Logger } from '../platform/logger'
import type { KeyStore } from '../ports/key-store'
import { createChainCache, type Fold } from './chain-cache'
import { createChainKeys } from './chain-keys'
import { createLogReader } from './reader'
import { ensureLogIndexes, type LogRecord } from './records'
import { createTail, type Tail, type TailParts } from './tail'
import { createWriter } from './writer'

export type { Fold } from './chain-cache'
export type { ChainKeys } from './chain-keys'
export { fsckChain, fsckNumbers, type FsckParts, type Misfit } from './fsck'
export type { LogReader } from './reader'
export { sm3, sm3Hex } from './sm3'
export type { Tail } from './tail'
export type { AppendCommand, Draft, HeadView } from './numbering'

const READ_WAITS_MS = 1_000

export interface LogOptions {
  court: string
  db: mongo.Db
  keyStore: KeyStore
  clock: Clock
  logger: Logger
}

/** A court's append-only log. There is no way to change or remove an entry: not here, not in the API. */
export async function openLog({ court, db, keyStore, clock, logger }: LogOptions) {
  const collection = db.collection<LogRecord>('log_entries')
  await ensureLogIndexes(collection)
  const isEmpty = async (chain: string): Promise<boolean> => (await collection.countDocuments({ court, chain }, { limit: 1 })) === 0
  const keys = createChainKeys(court, db, keyStore, isEmpty)
  const reader = createLogReader(court, collection, keys)
  const cache = createChainCache(reader)
  const listeners = new Set<(entries: SequencedEntry[]) => void>()
  const tails = new Set<Tail>()
  const lastWritten = new LRUCache<string, number>({ max: 20_000 })

  const onAppended = (entries: SequencedEntry[]): void => {
    for (const { actor, seq } of entries) lastWritten.set(`${actor.kind}:${actor.id}`, seq)
    for (const tail of tails) tail.wake()
    for (const listener of listeners) {
      try {
        listener(entries)
      } catch (error) {
        // The entries are stored; whoever only wanted to hear of them must not undo that.
        logger.error({ err: error }, 'a listener of the log failed')
      }
    }
  }
  const writer = createWriter({ court, collection, reader, cache, keys, clock, onAppended })

  return {
    court,
    keys,
    append: writer.append,
    ...reader,
    /** A chain's folded state as the store has it now. */
    state: <S>(fold: Fold<S>, chain: string): Promise<S> => cache.current(fold, chain),
    /** Hears of entries appended by this process as soon as they are durable. */
    onAppended(listener: (entries: SequencedEntry[]) => void): void {
      listeners.add(listener)
    },
    tailWith(parts: Pick<TailParts, 'name' | 'handle'>): Tail {
      const tail = createTail({ ...parts, court, reader, db, logger })
      tails.add(tail)
      tail.start()
      return tail
    },
    /**
     * Waits up to a second until read models have taken in what this actor wrote last. Throws CodedError `read.behind`.
     * Knows only what was appended through this process.
     */
    async caughtUp(actor: { kind: string; personId?: string; staffId?: string }, following: Tail[]): Promise<void> {
      const seq = lastWritten.get(`${actor.kind}:${actor.personId ?? actor.staffId}`) ?? -1
      const reached = await Promise.all(following.map((tail) => tail.reached(seq, READ_WAITS_MS)))
      assertThat(reached.every(Boolean), 'read.behind', { retryAfterSeconds: 1 })
    },
    async close(): Promise<void> {
      await writer.idle()
      await Promise.all([...tails].map((tail) => tail.stop()))
    },
  }
}
export type Log = Awaited<ReturnType<typeof openLog>>
