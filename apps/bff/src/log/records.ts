import { CodedError } from '@zhixin/shared/errors'
import { isForInspectors } from '@zhixin/shared/ids'
import type { EntryHeader, SequencedEntry } from '@zhixin/shared/log'
import { headerOf } from '@zhixin/shared/log'
import type { mongo } from 'mongoose'
import { open, seal, type SealKeys } from '../platform/seal'

/**
 * An entry as it is stored. JSON types only, written by the driver's own collection: an ODM would drop what is hashed.
 * `_id` is court/key, so a key is unique for ever; `sealed` holds body and nonce under the chain's data key, base64.
 */
export interface LogRecord extends EntryHeader {
  _id: string
  key: string
  seq: number
  entryHash: string
  sealed: string
}
export type LogCollection = mongo.Collection<LogRecord>

export const recordId = (court: string, key: string): string => `${court}/${key}`

/** What the numbering stands on. They exist before the first append and are never dropped. */
export async function ensureLogIndexes(collection: LogCollection): Promise<void> {
  await collection.createIndex({ court: 1, chain: 1, index: 1 }, { unique: true, name: 'chain_index' })
  await collection.createIndex({ court: 1, seq: 1 }, { unique: true, name: 'court_seq' })
}

/** Those of some chains that have entries. Meant for chains that are new in all likelihood: of one that is not, all numbers are read. */
export async function chainsBegun(collection: LogCollection, court: string, chains: readonly string[]): Promise<Set<string>> {
  if (chains.length === 0) return new Set()
  const found = await collection.find({ court, chain: { $in: [...chains] } }).project<Pick<LogRecord, 'chain'>>({ _id: 0, chain: 1 }).toArray()
  return new Set(found.map(({ chain }) => chain))
}

type Place = Pick<LogRecord, 'court' | 'chain' | 'key' | 'entryHash'>

// The entry's hash is in it: whoever changes a header and computes all hashes anew, but has no key, leaves a body that does not open.
const contextOf = ({ court, chain, key, entryHash }: Place): string => `entry/${court}/${chain}/${key}/${entryHash}`

export function sealBody(keys: SealKeys, place: Place, secret: { body: unknown; nonce: string }): string {
  return seal(keys, Buffer.from(JSON.stringify(secret)), contextOf(place)).toString('base64')
}

/** Thrown when a record's body does not open: the store was changed, or the key is not the one it was sealed under. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord'
  constructor(
    readonly record: LogRecord,
    cause: unknown,
  ) {
    super(`the body of ${record.chain} index ${record.index} does not open`, { cause })
  }
}

/**
 * What a tail gets of an entry that does not open here: its numbers, and nothing of what it says. Only of what is for the inspectors of
 * discipline: that their key is not here must not stop the court's log. Who may see it at all takes it for a reason to wait.
 */
export const closedEntry = (record: LogRecord): SequencedEntry =>
  ({ ...headerOf(record), entryHash: record.entryHash, seq: record.seq, key: record.key, body: {}, nonce: CLOSED })
export const isClosed = ({ nonce }: SequencedEntry): boolean => nonce === CLOSED
/** No entry's nonce: those have 16 bytes. */
const CLOSED = ''

/**
 * Those of some entries that a tail is shown. What is for the inspectors of discipline goes to tails that are theirs, and to nobody else: to no
 * list, count, search or notice, however it was written. Throws `log.key_absent` where one of theirs meets what does not open here.
 */
export function shownTo({ forInspectors = false }: { forInspectors?: boolean }, entries: SequencedEntry[]): SequencedEntry[] {
  if (!forInspectors) return entries.some(({ chain }) => isForInspectors(chain)) ? entries.filter(({ chain }) => !isForInspectors(chain)) : entries
  if (entries.some(isClosed)) throw new CodedError('log.key_absent')
  return entries
}

/** The entry a record holds. Throws UnreadableRecord. Does not recompute hashes: that is `verify`'s. */
export function openRecord(keys: SealKeys, record: LogRecord): SequencedEntry {
  try {
    const secret = JSON.parse(open(keys, Buffer.from(record.sealed, 'base64'), contextOf(record)).toString())
    return { ...headerOf(record), entryHash: record.entryHash, seq: record.seq, key: record.key, body: secret.body, nonce: secret.nonce }
  } catch (cause) {
    throw new UnreadableRecord(record, cause)
  }
}
