import { documentOf } from '../bson/value'
import { documentFrom, EMPTY, encodeDocument, type Node } from '../bson/write'
import { badValue, MongoError } from '../errors'
import { compileFilter } from '../query/matcher'
import type { Collection } from '../store/catalog'
import { verify } from '../store/verify'
import { checkFields, type Command, type Context, type Handler } from './command'
import { firstReply, listed } from './find'

/** A batch size given as `cursor: { batchSize }`. */
export function cursorBatch(command: Command): number {
  const cursor = command.document('cursor')
  checkFields('cursor', cursor, ['batchSize'])
  return cursor?.get('batchSize')?.number() ?? 101
}

export function missing(ns: string): MongoError {
  return new MongoError(26, 'NamespaceNotFound', `ns not found ${ns}`)
}

const drop: Handler = {
  accepts: [],
  run: (command, { store, cursors }) =>
    store.write(() => {
      const collection = store.collection(command.ns)
      if (!collection) return {}
      store.dropCollection(collection)
      cursors.endCollection(command.ns)
      return { nIndexesWas: collection.indexes.length, ns: command.ns }
    }),
}

const listCollections: Handler = {
  accepts: ['filter', 'nameOnly', 'cursor', 'authorizedCollections'],
  run: (command, context: Context) => {
    const filter = compileFilter(command.document('filter') ?? EMPTY)
    const documents = context.store.collections(command.db)
      .map((collection) => encodeDocument(describe(collection, command.bool('nameOnly'))))
      .filter((bytes) => filter.test(documentOf(bytes)))
    return firstReply(command, context, `${command.db}.$cmd.listCollections`, listed(documents), cursorBatch(command))
  },
}

function describe({ name, options, indexes }: Collection, nameOnly: boolean): Record<string, Node> {
    const kind = options.get('viewOn') ? 'view' : options.get('timeseries') ? 'timeseries' : 'collection'
  const hasIdIndex = kind === 'collection' && !options.get('clusteredIndex')
  if (nameOnly) return { name, type: kind }
  return { name, type: kind, options, info: { readOnly: kind === 'view' }, ...(hasIdIndex && { idIndex: indexes[0]!.spec }) }
}

const renameCollection: Handler = {
  accepts: ['to', 'dropTarget'],
  run: (command, { store, cursors }) => {
    const [from, to] = [command.string('renameCollection'), command.string('to')]
    if (!from || !to) throw badValue("renameCollection needs the full names of both collections, as 'renameCollection' and 'to'")
    if (from === to) throw new MongoError(20, 'IllegalOperation', "Can't rename a collection to itself")
    return store.write(() => {
      const collection = store.collection(from)
      if (!collection) throw missing(from)
      if (collection.options.get('viewOn')) throw new MongoError(166, 'CommandNotSupportedOnView', `cannot rename view: ${from}`)
      const target = store.collection(to)
      if (target && !command.bool('dropTarget')) throw new MongoError(48, 'NamespaceExists', 'target namespace exists')
      if (target) store.dropCollection(target)
      store.renameCollection(collection, to)
      for (const ns of [from, to]) cursors.endCollection(ns)
      return {}
    })
  },
}

const dropDatabase: Handler = {
  accepts: [],
  run: (command, { store, cursors }) =>
    store.write(() => {
      for (const collection of store.collections(command.db)) {
        store.dropCollection(collection)
        cursors.endCollection(collection.ns)
      }
      return { dropped: command.db }
    }),
}

const listDatabases: Handler = {
  accepts: ['filter', 'nameOnly', 'authorizedDatabases'],
  run: (command, { store }) => {
    const filter = compileFilter(command.document('filter') ?? EMPTY)
    const names = [...new Set(store.collections().map(({ db }) => db))]
    const databases = names
      .map((name) => documentFrom(command.bool('nameOnly') ? { name } : { name, sizeOnDisk: 0n, empty: false }))
      .filter((doc) => filter.test(doc))
    return command.bool('nameOnly') ? { databases } : { databases, totalSize: 0n, totalSizeMb: 0n }
  },
}

/** Reads every document and every index entry of a collection and tells whether they agree. */
const validate: Handler = {
  accepts: ['full'],
  run: (command, { store }) => {
    const collection = store.collection(command.ns)
    if (!collection) throw missing(command.ns)
    const { records, keysPerIndex, errors } = verify(store, collection)
    return { ns: command.ns, valid: errors.length === 0, nrecords: records, nIndexes: collection.indexes.length, keysPerIndex, errors }
  },
}

export const collections: Record<string, Handler> = { validate, drop, renameCollection, listCollections, dropDatabase, listDatabases }
