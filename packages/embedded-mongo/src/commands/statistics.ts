import type { Fields } from '../bson/write'
import type { Collection } from '../store/catalog'
import { after } from '../store/index-keys'
import { documentPrefix, indexPrefix, type Store } from '../store/store'
import type { Command, Handler } from './command'

interface Sizes {
  count: number
  size: number
  indexSizes: Record<string, number>
}

/** Counted, not estimated: every document and key is read. What stands around them in LMDB's pages is not in it. */
function measure(store: Store, collection: Collection): Sizes {
  const out: Sizes = { count: 0, size: 0, indexSizes: {} }
  const prefix = documentPrefix(collection)
  for (const { value } of store.range(prefix, after(prefix))) {
    out.count++
    out.size += value.length
  }
  for (const index of collection.indexes) {
    let size = 0
    for (const { key, value } of store.range(indexPrefix(index), after(indexPrefix(index)))) size += key.length + value.length
    out.indexSizes[index.name] = size
  }
  return out
}

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0)

function scaled(command: Command, { count, size, indexSizes }: Sizes) {
  const scale = command.number('scale', 1)
  const by = (n: number) => Math.trunc(n / scale)
  const indexSize = sum(Object.values(indexSizes))
  return { scale, by, avgObjSize: count === 0 ? 0 : Math.trunc(size / count), size: by(size), indexSize: by(indexSize), totalSize: by(size + indexSize) }
}

const collStats: Handler = {
  accepts: ['scale'],
  run: (command, { store }): Fields => {
    const collection = store.collection(command.ns)
    const sizes = collection ? measure(store, collection) : { count: 0, size: 0, indexSizes: {} }
    const { scale, by, avgObjSize, size, indexSize, totalSize } = scaled(command, sizes)
    return {
      ns: command.ns, size, count: sizes.count, ...(sizes.count > 0 && { avgObjSize }), storageSize: size, capped: false,
      nindexes: collection?.indexes.length ?? 0, totalIndexSize: indexSize, totalSize, scaleFactor: scale,
      indexSizes: Object.fromEntries(Object.entries(sizes.indexSizes).map(([name, n]) => [name, by(n)])),
    }
  },
}

const dbStats: Handler = {
  accepts: ['scale'],
  run: (command, { store }): Fields => {
    const all = store.collections(command.db)
    const views = all.filter(({ options }) => options.get('viewOn')).length
    const each = all.map((collection) => measure(store, collection))
    const keys = sum(each.flatMap(({ indexSizes }) => Object.values(indexSizes)))
    const sizes = { count: sum(each.map(({ count }) => count)), size: sum(each.map((one) => one.size)), indexSizes: { all: keys } }
    const { scale, avgObjSize, size, indexSize, totalSize } = scaled(command, sizes)
    return {
      db: command.db, collections: all.length - views, views, objects: sizes.count, avgObjSize, dataSize: size, storageSize: size,
      indexes: sum(all.map(({ indexes }) => indexes.length)), indexSize, totalSize, scaleFactor: scale,
    }
  },
}

export const statistics: Record<string, Handler> = { collStats, dbStats }
