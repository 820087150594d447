import { encodeKey } from '../bson/key'
import { documentOf, T, type Value } from '../bson/value'
import { encodeDocument, type Fields, type Node } from '../bson/write'
import { badValue, MongoError, unsupported } from '../errors'
import { compileFilter } from '../query/matcher'
import { after } from '../store/index-keys'
import type { Collection, Index } from '../store/catalog'
import { indexDocument } from '../store/documents'
import { show } from '../store/show'
import { documentPrefix, type Store } from '../store/store'
import { checkFields, type Handler } from './command'
import { cursorBatch, missing } from './collections'
import { firstReply, listed } from './find'

const OPTIONS = ['v', 'key', 'name', 'unique', 'sparse', 'background', 'expireAfterSeconds', 'partialFilterExpression']

const createIndexes: Handler = {
  accepts: ['indexes'],
  run: (command, { store }) => {
    const specs = command.documents('indexes')
    for (const spec of specs) checkSpec(spec)
    return store.write(() => {
      const created = !store.collection(command.ns)
      let collection = store.createCollection(command.ns)
      const before = collection.indexes.length
      for (const spec of specs) {
        if (isThere(collection, spec)) continue
        addIndex(store, collection, spec)
        collection = store.collection(command.ns)!
      }
      const numIndexesAfter = collection.indexes.length
      return {
        numIndexesBefore: before,
        numIndexesAfter,
        createdCollectionAutomatically: created,
        ...(numIndexesAfter === before && { note: 'all indexes already exist' }),
      }
    })
  },
}

function checkSpec(spec: Value): void {
  const cannot = (why: string) => new MongoError(67, 'CannotCreateIndex', why)
  checkFields('createIndexes.indexes', spec, OPTIONS)
  if ((spec.get('v')?.number() ?? 2) !== 2) throw unsupported("an index with another 'v' than 2")
  const [key, name] = [spec.get('key'), spec.get('name')?.string()]
  if (!key?.isDocument || key.firstName() === undefined) throw cannot('Index keys cannot be empty.')
  if (!name) throw new MongoError(9, 'FailedToParse', "The 'name' field is a required property of an index specification")
  if (key.fields().length > 32) throw cannot('Index has more than 32 fields')
  for (const [path, direction] of key.fields()) {
    if (direction.string() !== undefined) throw unsupported(`an index of type '${direction.string()}'`)
    if (!direction.number()) throw cannot(`Values in v:2 index key pattern must be a nonzero number or a string; field '${path}'`)
    if (path === '' || path.split('.').includes('')) throw cannot('Index keys cannot contain an empty field.')
    if (path.split('.').some((part) => part.startsWith('$'))) throw unsupported(`an index over '${path}' (wildcard or $-prefixed)`)
  }
  const seconds = spec.get('expireAfterSeconds')
  if (seconds && !(seconds.number()! >= 0)) throw cannot('expireAfterSeconds must be a number that is not negative')
  if (seconds && key.fields().length > 1) throw cannot('TTL indexes are single-field indexes, compound indexes do not support TTL')
  const partial = spec.get('partialFilterExpression')
  if (partial && !partial.isDocument) throw cannot("'partialFilterExpression' must be a document")
  if (partial && spec.get('sparse')?.number()) throw cannot("cannot mix 'partialFilterExpression' and 'sparse' options")
  if (!partial) return
  if (JSON.stringify(partial.toJS()).includes('"$expr"')) throw unsupported('$expr in a partialFilterExpression')
  compileFilter(partial)
}

/** The options that make two indexes over the same keys different ones. */
const MEANING = ['unique', 'sparse', 'expireAfterSeconds', 'partialFilterExpression']
const meant = (spec: Value, option: string): Value | undefined => {
  const value = spec.get(option)
  return value?.type === T.bool && value.number() === 0 ? undefined : value
}

/** The index over _id, which stays; in a clustered collection it has a name of its own. */
const isPrimary = ({ fields: [first, ...more] }: Index): boolean => first!.path.name === '_id' && first!.direction === 1 && more.length === 0

/** Whether the same index exists. @throws when its name or its keys exist with other options. */
function isThere(collection: Collection, spec: Value): boolean {
  const name = spec.get('name')!.string()
  for (const index of collection.indexes) {
    const { name: other, spec: existing } = index
    const sameKey = JSON.stringify(existing.get('key')!.toJS()) === JSON.stringify(spec.get('key')!.toJS())
    if (isPrimary(index) && sameKey) return true
    if (name !== other && !sameKey) continue
    const sameShape = MEANING.every((option) => encodeKey(meant(existing, option)).equals(encodeKey(meant(spec, option))))
    if (name === other && sameKey && sameShape) return true
    if (name === other) throw new MongoError(86, 'IndexKeySpecsConflict', `An existing index has the same name as the requested index: ${name}`)
    throw new MongoError(85, 'IndexOptionsConflict', `Index already exists with a different name or different options: ${other}`)
  }
  return false
}

export function addIndex(store: Store, collection: Collection, spec: Value): void {
  const options = spec.fields().filter(([name]) => name !== 'background' && name !== 'v')
  const kept = encodeDocument(new Map<string, Node>([['v', 2], ...options]))
  const stored = { id: store.nextId(), spec: documentOf(kept), multikey: spec.get('key')!.fields().map(() => false), cut: false }
  store.saveCollection({ ...collection, indexes: [...collection.indexes, stored] })
  const index = store.collection(collection.ns)!.indexes.at(-1)!
  const prefix = documentPrefix(collection)
  for (const { key, value } of store.range(prefix, after(prefix))) {
    indexDocument(store, store.collection(collection.ns)!, index, key.subarray(prefix.length), documentOf(value))
  }
}

const dropIndexes: Handler = {
  accepts: ['index'],
  run: (command, { store, cursors }) => {
    const wanted = command.get('index')
    if (!wanted) throw badValue("dropIndexes needs an 'index'")
    return store.write(() => {
      const collection = store.collection(command.ns)
      if (!collection) throw missing(command.ns)
      const doomed = collection.indexes.filter((index) => {
        const { name, spec } = index
        if (wanted.string() === '*') return !isPrimary(index)
        if (wanted.isDocument) return JSON.stringify(spec.get('key')!.toJS()) === JSON.stringify(wanted.toJS())
        return (wanted.isArray ? wanted.items() : [wanted]).some((item) => item.string() === name)
      })
      if (doomed.some(isPrimary)) throw new MongoError(72, 'InvalidOptions', 'cannot drop _id index')
      if (doomed.length === 0 && wanted.string() !== '*') throw new MongoError(27, 'IndexNotFound', `index not found with name [${show(wanted)}]`)
      for (const index of doomed) store.dropEntries(index)
      // One that reads a dropped index would take its end for the end of what it looks for.
      cursors.endCollection(command.ns)
      store.saveCollection({ ...collection, indexes: collection.indexes.filter((index) => !doomed.includes(index)) })
      return { nIndexesWas: collection.indexes.length }
    })
  },
}

const listIndexes: Handler = {
  accepts: ['cursor'],
  run: (command, context): Fields => {
    const collection = context.store.collection(command.ns)
    if (!collection) throw new MongoError(26, 'NamespaceNotFound', `ns does not exist: ${command.ns}`)
    return firstReply(command, context, command.ns, listed(collection.indexes.map(({ spec }) => spec.bytes())), cursorBatch(command))
  },
}

export const indexes: Record<string, Handler> = { createIndexes, dropIndexes, listIndexes }
