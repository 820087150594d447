import type { SequencedEntry } from '@zhixin/shared/log'
import type { mongo } from 'mongoose'
import type { Clock } from '../platform/clock'
import type { Logger } from '../platform/logger'
import type { KeyStore } from '../ports/key-store'
import { createChainCache, type Fold } from './chain-cache'
import { createChainKeys } from './chain-keys'
import { createCursor } from './cursor'
import { createFeed } from './feed'
import { createReadModel, type ReadModel, type ReadModelParts } from './read-model'
import { createReading, READ_WAITS_MS } from './reading'
import { createLogReader } from './reader'
import { chainsBegun, ensureLogIndexes, type LogRecord, shownTo } from './records'
import { createTail, type Tail, type TailParts } from './tail'
import { createWriter } from './writer'

export type { Fold } from './chain-cache'
export { type ChainKeys, MissingMasterKey } from './chain-keys'
export { type ChainHead, fsckChain, fsckChains, fsckNumbers, type FsckParts, type Misfit } from './fsck'
export type { LogReader } from './reader'
export { sm3, sm3Hex } from './sm3'
export { putNewer, type ReadModel, RebuildOvertaken } from './read-model'
export type { Concerns } from './reading'
export type { Tail } from './tail'
export type { AppendCommand, Draft, HeadView } from './numbering'

export interface LogOptions {
  court: string
  db: mongo.Db
  keyStore: KeyStore
  clock: Clock
  logger: Logger
  /** False for tools that read or rebuild, and leave following the log to the server. */
  follow?: boolean
}

/** A court's append-only log. There is no way to change or remove an entry: not here, not in the API. */
export async function openLog({ court, db, keyStore, clock, logger, follow = true }: LogOptions) {
  const collection = db.collection<LogRecord>('log_entries')
  await ensureLogIndexes(collection)
  const keys = createChainKeys(court, db, keyStore, (chains) => chainsBegun(collection, court, chains))
  const reader = createLogReader(court, collection, keys)
  const cache = createChainCache(reader)
  const listeners = new Set<(entries: SequencedEntry[]) => void>()
  const following = new Set<Tail>()
  const feed = createFeed(reader)

  const onAppended = (entries: SequencedEntry[]): void => {
    feed.appended(entries)
    for (const tail of following) tail.wake()
    const shown = shownTo({}, entries)
    if (shown.length === 0) return
    for (const listener of listeners) {
      try {
        listener(shown)
      } catch (error) {
        // The entries are stored; whoever only wanted to hear of them must not undo that.
        logger.error({ err: error }, 'a listener of the log failed')
      }
    }
  }
  const writer = createWriter({ court, collection, reader, cache, keys, clock, onAppended })

  /** What the inspectors have is nobody else's health: where their key is not here, their tails rest, and the server is ready all the same. */
  const ofInspectors = new Set<Tail>()

  function begin(tail: Tail, forInspectors = false): Tail {
    following.add(tail)
    if (forInspectors) ofInspectors.add(tail)
    if (follow && (!forInspectors || keyStore.inspectors)) tail.start()
    return tail
  }

  return {
    court,
    keys,
    append: writer.append,
    ...reader,
    /** A chain's folded state as the store has it now. */
    state: <S>(fold: Fold<S>, chain: string): Promise<S> => cache.current(fold, chain),
    /** A chain's folded state as this process knows it: with all that it has appended, and all that stands before that. */
    stateSeen: cache.atHead,
    /** For whoever is about to ask for the states of many chains, most of them new: one look in the place of many. */
    lookAhead: cache.lookAhead,
    /** Hears of entries appended by this process as soon as they are durable: each at least once, a repeated one again. Of none for the inspectors. */
    onAppended(listener: (entries: SequencedEntry[]) => void): void {
      listeners.add(listener)
    },
    /** Calls a handler with all entries in order, from where it was when it was last called under this name. */
    tailWith({ name, handle, forInspectors = false }: Pick<TailParts, 'name' | 'handle' | 'forInspectors'>): Tail {
      return begin(createTail({ name, handle, forInspectors, cursor: createCursor(db, court, name), feed, logger }), forInspectors)
    },
    /** Keeps documents that follow from the log. What may be thrown away and built anew is kept so; what appends entries is not. */
    async readModel<M>(parts: ReadModelParts<M>): Promise<ReadModel<M>> {
      const model = await createReadModel(parts, { court, db, reader, feed, logger })
      if (follow && (!parts.forInspectors || keyStore.inspectors)) await model.renew()
      begin(model.tail, parts.forInspectors)
      return model
    },
    /**
     * One entry as it was filed, whatever has been withheld from its readers since. The one door to what is under seal: for a review
     * that leaves an entry of its own; everybody else is shown entries by a room's presenter.
     */
    underSeal: async (chain: string, index: number): Promise<SequencedEntry | undefined> =>
      (await reader.list(chain, { after: index - 1, before: index + 1 }))[0],
    reading: createReading(reader),
    /** All that follows the log here. */
    tails: (): Tail[] => [...following],
    /** How many entries each tail has yet to handle. */
    async behind(): Promise<Map<string, number>> {
      const head = await reader.courtHead()
      return new Map([...following].map((tail) => [tail.name, Math.max(0, head - tail.position())]))
    },
    /** For each tail, a check that rejects unless it gets to where the log is now in the time that readers would wait. */
    checks: (): Record<string, () => Promise<void>> =>
      Object.fromEntries(
        [...following].filter((tail) => !ofInspectors.has(tail)).map((tail) => [
          tail.name,
          async () => {
            if (!(await tail.reached(await reader.courtHead(), READ_WAITS_MS))) throw new Error(`${tail.name} is behind the log`)
          },
        ]),
      ),
    async close(): Promise<void> {
      await writer.idle()
      await Promise.all([...following].map((tail) => tail.stop()))
    },
  }
}
export type Log = Awaited<ReturnType<typeof openLog>>
