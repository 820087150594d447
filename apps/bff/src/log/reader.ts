import { isForInspectors } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { isStoreError } from '../platform/database'
import type { ChainKeys } from './chain-keys'
import { chainsBegun, closedEntry, type LogCollection, type LogRecord, openRecord, recordId } from './records'

export interface ListOptions {
  /** Only entries whose index is greater; −1 (the default) gives all. */
  after?: number
  /** Only entries whose index is smaller; with it the newest come, still oldest first. */
  before?: number
  limit?: number
}

export type EntryNumbers = Pick<LogRecord, 'seq' | 'chain' | 'index' | 'entryHash' | 'at'>

export interface LogReader {
  /** A chain's entries by index. */
  list(chain: string, options?: ListOptions): Promise<SequencedEntry[]>
  /** What is stored of a chain, or of all chains one after the other in the order of their names, by index; bodies are not opened. */
  records(chain?: string): AsyncIterable<LogRecord>
  /** The court's entries with a greater `seq`, in the order in which every tail sees them. One for the inspectors that does not open comes closed. */
  tail(afterSeq: number, limit: number): Promise<SequencedEntry[]>
  /** The entry stored under a key. */
  find(key: string): Promise<SequencedEntry | undefined>
  /** Entries' numbers in the order of `seq`, without their content: all, or those with a greater `seq`. */
  numbers(afterSeq?: number, limit?: number): AsyncIterable<EntryNumbers>
  head(chain: string): Promise<LogRecord | undefined>
  /** Those of some chains that may have entries; the others have none. */
  mayHaveBegun(chains: readonly string[]): Promise<string[]>
  courtHead(): Promise<number>
}

const SCANNED_AT_ONCE = 500
const NUMBERED_AT_ONCE = 2_000

/** Reads one court's log. Does not check who may read: that is for the room that asks. */
export function createLogReader(court: string, collection: LogCollection, keys: ChainKeys): LogReader {
  const opened = async (record: LogRecord): Promise<SequencedEntry> => openRecord(await keys.of(record.chain), record)

  const openedOrClosed = (record: LogRecord): Promise<SequencedEntry> =>
    opened(record).catch((error: unknown) => {
      if (!isForInspectors(record.chain) || isStoreError(error)) throw error
      return closedEntry(record)
    })

  return {
    async list(chain, { after = -1, before, limit = 0 } = {}) {
      const range = before === undefined ? { $gt: after } : { $gt: after, $lt: before }
      const newestFirst = before !== undefined
      const found = await collection
        .find({ court, chain, index: range })
        .sort({ index: newestFirst ? -1 : 1 })
        .limit(limit)
        .toArray()
      if (newestFirst) found.reverse()
      return Promise.all(found.map(opened))
    },
    records: (chain) => collection.find({ court, ...(chain !== undefined && { chain }) }).sort({ chain: 1, index: 1 }).batchSize(SCANNED_AT_ONCE),
    async tail(afterSeq, limit) {
      const found = await collection.find({ court, seq: { $gt: afterSeq } }).sort({ seq: 1 }).limit(limit).toArray()
      await keys.ofAll(found.map(({ chain }) => chain))
      return Promise.all(found.map(openedOrClosed))
    },
    async find(key) {
      const record = await collection.findOne({ _id: recordId(court, key) })
      return record ? opened(record) : undefined
    },
    // By pages of a size that is ours: a cursor left to itself fills 16 MB with such small things, and is slow to let go of them.
    async *numbers(afterSeq = -1, limit = Number.MAX_SAFE_INTEGER) {
      for (let after = afterSeq, left = limit; left > 0; ) {
        const asked = Math.min(left, NUMBERED_AT_ONCE)
        const page = await collection
          .find({ court, seq: { $gt: after } })
          .sort({ seq: 1 })
          .limit(asked)
          .project<EntryNumbers>({ _id: 0, seq: 1, chain: 1, index: 1, entryHash: 1, at: 1 })
          .toArray()
        yield* page
        if (page.length < asked) return
        after = page.at(-1)!.seq
        left -= page.length
      }
    },
    async head(chain) {
      const [head] = await collection.find({ court, chain }).sort({ index: -1 }).limit(1).toArray()
      return head
    },
    // A chain's key is there before its first entry, so most of those without one are new. That is looked at all the same: a key may be lost.
    async mayHaveBegun(chains) {
      const keyed = await keys.ofAll(chains)
      const begun = await chainsBegun(collection, court, chains.filter((chain) => !keyed.has(chain)))
      return chains.filter((chain) => keyed.has(chain) || begun.has(chain))
    },
    async courtHead() {
      const [head] = await collection.find({ court }).sort({ seq: -1 }).limit(1).project<{ seq: number }>({ seq: 1 }).toArray()
      return head?.seq ?? -1
    },
  }
}
