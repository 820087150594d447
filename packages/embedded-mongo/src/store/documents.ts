import { ObjectId } from 'bson'
import { T, documentOf, toValue, type Value } from '../bson/value'
import { encodeDocument } from '../bson/write'
import { badValue, MongoError } from '../errors'
import type { Collection, Index } from './catalog'
import { after, encodeTuple, fitBody, tuplesOf, type Tuple } from './index-keys'
import { documentKey, indexPrefix, type Store } from './store'
import { show } from './show'

export const MAX_DOCUMENT = 16 * 1024 * 1024

interface Entry {
  key: Buffer
  tuple: Tuple
}

interface Entries {
  index: Index
  entries: Map<string, Entry>
  multikey: boolean[]
  cut: boolean
}

/** The document as it is stored: `_id` there and first. @throws when it is too big or its `_id` is of a type that cannot be one. */
export function withId(doc: Value): Value {
  const id = doc.get('_id') ?? toValue(new ObjectId())
  if (id.isArray || id.type === T.regex || id.type === T.undefined) {
    throw badValue(`The '_id' value cannot be of type ${id.isArray ? 'array' : id.type === T.regex ? 'regex' : 'undefined'}`)
  }
  const dollar = id.isDocument ? id.fields().find(([name]) => name.startsWith('$')) : undefined
  if (dollar) throw new MongoError(52, 'DollarPrefixedFieldName', `_id fields may not contain '$'-prefixed fields: ${dollar[0]} is not valid for storage.`)
  const whole = doc.firstName() === '_id' ? doc : documentOf(encodeDocument(new Map([['_id', id], ...doc.fields().filter(([name]) => name !== '_id')])))
  checkSize(whole)
  return whole
}

/** @throws for a document that is bigger than one may be */
export function checkSize(doc: Value): void {
  const size = doc.end - doc.start
  if (size <= MAX_DOCUMENT) return
  throw new MongoError(10334, 'BSONObjectTooLarge', `BSONObj size: ${size} is invalid. Size must be between 0 and ${MAX_DOCUMENT}(16MB)`)
}

/** Stores a new document (made by `withId`) and its index entries. @throws E11000, before anything is stored. */
export function insertDocument(store: Store, collection: Collection, doc: Value): void {
  const added = entriesOf(collection, doc)
  for (const { index, entries } of added) for (const entry of entries.values()) checkUnique(store, collection, index, entry)
  const record = store.newRecord(collection)
  store.put(documentKey(collection, record), doc.bytes())
  for (const each of added) for (const { key } of each.entries.values()) store.put(entryKey(each.index, key, record), record)
  noteShapes(store, collection, added)
}

/** Puts another document in a record's place. @throws E11000, before anything is stored. */
export function replaceDocument(store: Store, collection: Collection, record: Buffer, before: Value, doc: Value): void {
  const removed = entriesOf(collection, before)
  const added = entriesOf(collection, doc)
  added.forEach(({ index, entries }, i) => {
    for (const [id, entry] of entries) {
      if (removed[i]!.entries.delete(id)) entries.delete(id)
      else checkUnique(store, collection, index, entry)
    }
  })
  for (const { index, entries } of removed) for (const { key } of entries.values()) store.remove(entryKey(index, key, record))
  store.put(documentKey(collection, record), doc.bytes())
  for (const { index, entries } of added) for (const { key } of entries.values()) store.put(entryKey(index, key, record), record)
  noteShapes(store, collection, added)
}

export function removeDocument(store: Store, collection: Collection, record: Buffer, doc: Value): void {
  for (const { index, entries } of entriesOf(collection, doc)) {
    for (const { key } of entries.values()) store.remove(entryKey(index, key, record))
  }
  store.remove(documentKey(collection, record))
}

/** Fills a new index with one document already stored. @throws E11000 */
export function indexDocument(store: Store, collection: Collection, index: Index, record: Buffer, doc: Value): void {
  const each = entriesIn(index, doc)
  for (const entry of each.entries.values()) {
    checkUnique(store, collection, index, entry)
    store.put(entryKey(index, entry.key, record), record)
  }
  noteShapes(store, collection, [each])
}

export const entryKey = (index: Index, key: Buffer, record: Buffer): Buffer => (index.unique ? key : Buffer.concat([key, record]))

const entriesOf = (collection: Collection, doc: Value): Entries[] => collection.indexes.map((index) => entriesIn(index, doc))

export function entriesIn(index: Index, doc: Value): Entries {
  const out: Entries = { index, entries: new Map(), multikey: [], cut: false }
  if (index.partial && !index.partial.test(doc)) return out
  if (index.sparse && index.fields.every(({ path }) => doc.get(path.parts[0]!) === undefined)) return out
  const { tuples, multikey } = tuplesOf(doc, index.fields.map(({ path }) => path))
  out.multikey = multikey
  for (const tuple of tuples) {
    if (index.sparse && tuple.every((value) => value === undefined)) continue
    const { body, cut } = fitBody(encodeTuple(tuple, index.fields))
    out.cut ||= cut
    out.entries.set(body.toString('latin1'), { key: Buffer.concat([indexPrefix(index), body]), tuple })
  }
  return out
}

function checkUnique(store: Store, collection: Collection, index: Index, { key, tuple }: Entry): void {
  const isTaken = index.unique ? store.get(key) !== undefined : index.prepareUnique && [...store.range(key, after(key))].length > 0
  if (isTaken) throw duplicate(collection, index, tuple)
}

function duplicate(collection: Collection, index: Index, tuple: Tuple): MongoError {
  const names = index.fields.map(({ path }) => path.name)
  const pairs = names.map((name, i) => `${name}: ${show(tuple[i])}`).join(', ')
  return new MongoError(11000, 'DuplicateKey', `E11000 duplicate key error collection: ${collection.ns} index: ${index.name} dup key: { ${pairs} }`, {
    keyPattern: index.spec.get('key')!,
    keyValue: new Map(names.map((name, i) => [name, tuple[i] ?? null])),
  })
}

/** Writes down when an index meets its first array or its first overlong key: readers must know before they trust it. */
function noteShapes(store: Store, collection: Collection, added: Entries[]): void {
  const isNews = ({ index, multikey, cut }: Entries) => (cut && !index.cut) || multikey.some((met, i) => met && !index.multikey[i])
  if (!added.some(isNews)) return
  const current = store.collection(collection.ns) ?? collection
  store.saveCollection({
    ...current,
    indexes: current.indexes.map((index) => {
      const each = added.find((one) => one.index.id === index.id)
      if (!each) return index
      return { ...index, cut: index.cut || each.cut, multikey: index.multikey.map((known, i) => known || Boolean(each.multikey[i])) }
    }),
  })
}
