import { open, type RootDatabase } from 'lmdb'
import { MongoError } from '../errors'
import { documentOf, type Value } from '../bson/value'
import { encodeDocument } from '../bson/write'
import { isBeingCopied } from './copy-note'
import { KeptStates } from './kept-states'
import { checkPages, isAtItsPlace, notePlace } from './pages'
import { readCollection, writeCollection, type Collection, type Index, type StoredCollection } from './catalog'

/** Raised whenever a store written now could be misread by older code. */
const FORMAT = 1
const FORMAT_KEY = Buffer.from('!format')
const NEXT_ID_KEY = Buffer.from('!next-id')
const FIRST_RECORD = 1

/** A copy of a store that was in use, of more than one state. */
export class TornCopyError extends Error {}

interface Change {
  key: Buffer
  value: Buffer | undefined
}

/** Which kind of entry a key in LMDB is; they all stand in one tree, so that one transaction holds them all. */
const KIND = { catalog: 0x63, document: 0x64, index: 0x69 }

/**
 * The store: one LMDB environment with the catalogue, the documents under ascending record numbers, and the index entries.
 * Reads see the last committed state, or within `write` that transaction's own.
 */
export class Store {
  private readonly lmdb: RootDatabase<Buffer, Buffer>
  private readonly parsed = new Map<string, { bytes: Buffer; collection: Collection }>()
  private readonly nextRecord = new Map<number, number>()
  private readonly keptStates: KeptStates
  private lastChange: Change | undefined

  /**
   * `onBroken` is told when the disk failed in a way that leaves open what is on it.
   * @throws when the folder holds a newer format than this code knows, or a torn copy of a store.
   */
  constructor(path: string, private readonly onBroken?: (cause: Error) => void) {
    const atItsPlace = isAtItsPlace(path)
    this.lmdb = open<Buffer, Buffer>({ path, encoding: 'binary', keyEncoding: 'binary', noSubdir: false })
    this.keptStates = new KeptStates(this.lmdb, () => isBeingCopied(path))
    if (!atItsPlace) this.settle(path)
    const format = this.lmdb.get(FORMAT_KEY)
    if (!format) this.lmdb.putSync(FORMAT_KEY, Buffer.from(String(FORMAT)))
    else if (Number(format.toString()) !== FORMAT) {
      void this.lmdb.close()
      throw new Error(`${path} holds embedded-mongo data of format ${format.toString()}; this version knows format ${FORMAT} only`)
    }
  }

  /** A copy made while the store was in use may be torn: what it holds is looked at before it is believed. */
  private settle(path: string): void {
    try {
      checkPages(path)
    } catch (error) {
      void this.lmdb.close()
      throw new TornCopyError(`${path} is a torn copy of a store that was in use (${(error as Error).message}); copy it with embedded-mongo --copy-to`)
    }
    notePlace(path)
  }

  /** Makes the newest state the one that is on disk, whichever machine opens it. Not while somebody writes. */
  settleRoot(): void {
    this.lmdb.putSync(FORMAT_KEY, Buffer.from(String(FORMAT)))
  }

  async close(): Promise<void> {
    this.keptStates.close()
    await this.lmdb.flushed
    await this.lmdb.close()
  }

  /**
   * Runs `work` in a transaction of its own and resolves when it is on disk; all of it is undone when it throws. `work` must
   * not wait for anything. Transactions that are asked for while another is being flushed share the next flush.
   */
  async write<R>(work: () => R): Promise<R> {
    this.keptStates.keep()
    let last: Change | undefined
    try {
      return await this.lmdb.childTransaction(() => {
        this.lastChange = undefined
        const result = work()
        last = this.lastChange
        return result
      })
    } catch (error) {
      if (!isCommitFailure(error)) throw error
      const cause = await error.commitError.catch((reason: Error) => reason)
      if (last && this.isThere(last)) this.onBroken?.(cause)
      throw new MongoError(14031, 'OutOfDiskSpace', `the write could not be stored: ${cause.message}`)
    }
  }

  /** A transaction for which there was no room is gone; one whose sync failed is in the cache, and nobody knows what is on the disk. */
  private isThere({ key, value }: Change): boolean {
    this.refresh()
    const found = this.get(key)
    return value && found ? value.equals(found) : value === found
  }

  /** From here until the event loop turns, reads see everything that has been acknowledged. */
  refresh(): void {
    this.lmdb.resetReadTxn()
  }

  get(key: Buffer): Buffer | undefined {
    return this.lmdb.get(key)
  }

  put(key: Buffer, value: Buffer): void {
    this.keptStates.changes++
    this.lastChange = { key, value }
    void this.lmdb.put(key, value)
  }

  remove(key: Buffer): void {
    this.keptStates.changes++
    this.lastChange = { key, value: undefined }
    void this.lmdb.remove(key)
  }

  /** Entries with `low <= key < high`, the other way round if asked. Entries removed meanwhile may or may not be seen. */
  range(low: Buffer, high: Buffer, reverse = false): Iterable<{ key: Buffer; value: Buffer }> {
    return this.lmdb.getRange(reverse ? { start: high, end: low, reverse, exclusiveStart: true, inclusiveEnd: true } : { start: low, end: high })
  }

  collection(ns: string): Collection | undefined {
    const bytes = this.get(catalogKey(ns))
    if (!bytes) return undefined
    const known = this.parsed.get(ns)
    // Reading the few bytes anew keeps the catalogue in step with whichever snapshot is being read.
    if (known?.bytes.equals(bytes)) return known.collection
    const collection = readCollection(ns, bytes)
    this.parsed.set(ns, { bytes, collection })
    return collection
  }

  collections(db = ''): Collection[] {
    const low = catalogKey(db === '' ? '' : `${db}.`)
    const high = Buffer.concat([low, Buffer.from([0xff])])
    return [...this.range(low, high)].map(({ key }) => this.collection(key.toString('utf8', 1))!)
  }

  /** The collection, created with its `_id` index if there is none. Within `write` only, as all that follows. */
  createCollection(ns: string, options: Value = documentOf(encodeDocument({}))): Collection {
    const existing = this.collection(ns)
    if (existing) return existing
    checkNamespace(ns)
    const spec = documentOf(encodeDocument({ v: 2, key: { _id: 1 }, name: '_id_' }))
    const idIndex = { id: this.nextId(), spec, multikey: [false], cut: false }
    this.saveCollection({ id: this.nextId(), ns, options, indexes: [idIndex] })
    return this.collection(ns)!
  }

  saveCollection(collection: StoredCollection): void {
    this.put(catalogKey(collection.ns), writeCollection(collection))
  }

  dropCollection(collection: Collection): void {
    this.remove(catalogKey(collection.ns))
    this.removeAll(documentPrefix(collection))
    for (const index of collection.indexes) this.dropEntries(index)
  }

  /** Another name, in the same database or another; documents and index entries stay where they are. */
  renameCollection(collection: Collection, ns: string): void {
    checkNamespace(ns)
    this.remove(catalogKey(collection.ns))
    this.saveCollection({ ...collection, ns })
  }

  dropEntries(index: Index): void {
    this.removeAll(indexPrefix(index))
  }

  private removeAll(prefix: Buffer): void {
    const high = Buffer.concat([prefix, Buffer.from([0xff, 0xff])])
    for (;;) {
      const keys: Buffer[] = []
      for (const { key } of this.range(prefix, high)) if (keys.push(key) === 1000) break
      if (keys.length === 0) return
      for (const key of keys) this.remove(key)
    }
  }

  nextId(): number {
    const id = Number(this.get(NEXT_ID_KEY)?.toString() ?? 1)
    this.put(NEXT_ID_KEY, Buffer.from(String(id + 1)))
    return id
  }

  /** Record numbers ascend in the order of insertion, which is the natural order of a collection. */
  newRecord(collection: Collection): Buffer {
    let next = this.nextRecord.get(collection.id)
    if (next === undefined) {
      const prefix = documentPrefix(collection)
      const [last] = this.lmdb.getKeys({ start: Buffer.concat([prefix, Buffer.alloc(6, 0xff)]), end: prefix, reverse: true, limit: 1 })
      next = last ? last.readUIntBE(prefix.length, 6) + 1 : FIRST_RECORD
    }
    this.nextRecord.set(collection.id, next + 1)
    const record = Buffer.allocUnsafe(6)
    record.writeUIntBE(next, 0, 6)
    return record
  }
}

/** How lmdb says that a transaction did not reach the disk (full, broken). Nothing of it is stored. */
export function isCommitFailure(error: unknown): error is Error & { commitError: Promise<Error> } {
  return error instanceof Error && 'commitError' in error
}

const prefixed = (kind: number, id: number): Buffer => Buffer.from([kind, id >>> 24, id >>> 16, id >>> 8, id])
const catalogKey = (ns: string): Buffer => Buffer.concat([Buffer.from([KIND.catalog]), Buffer.from(ns)])
export const documentPrefix = (collection: Collection): Buffer => prefixed(KIND.document, collection.id)
export const documentKey = (collection: Collection, record: Buffer): Buffer => Buffer.concat([documentPrefix(collection), record])
export const indexPrefix = (index: Index): Buffer => prefixed(KIND.index, index.id)

function checkNamespace(ns: string): void {
  const dot = ns.indexOf('.')
  const [db, name] = [ns.slice(0, dot), ns.slice(dot + 1)]
  const invalid = (why: string) => new MongoError(73, 'InvalidNamespace', `Invalid namespace specified '${ns}': ${why}`)
  if (!db || /[/\\. "$\0]/.test(db) || Buffer.byteLength(db) > 63) throw invalid('bad database name')
  if (!name || /[$\0]/.test(name) || name.startsWith('.') || name.endsWith('.')) throw invalid('bad collection name')
  if (name.startsWith('system.')) throw invalid('system collections are not for clients')
  if (Buffer.byteLength(ns) > 255) throw invalid('longer than 255 bytes')
}
