import { documentOf } from '../bson/value'
import type { Collection } from './catalog'
import { entriesIn, entryKey } from './documents'
import { after } from './index-keys'
import { documentPrefix, indexPrefix, type Store } from './store'

export interface Verdict {
  records: number
  keysPerIndex: Record<string, number>
  errors: string[]
}

/** Whether documents and indexes agree: each document has all its entries, and no index has others. */
export function verify(store: Store, collection: Collection): Verdict {
  const out: Verdict = { records: 0, keysPerIndex: Object.fromEntries(collection.indexes.map(({ name }) => [name, 0])), errors: [] }
  const prefix = documentPrefix(collection)
  for (const { key, value } of store.range(prefix, after(prefix))) {
    out.records++
    const record = key.subarray(prefix.length)
    for (const index of collection.indexes) {
      for (const entry of entriesIn(index, documentOf(value)).entries.values()) {
        out.keysPerIndex[index.name]!++
        if (store.get(entryKey(index, entry.key, record))?.equals(record)) continue
        out.errors.push(`record ${record.toString('hex')} is missing in index ${index.name}`)
      }
    }
  }
  for (const index of collection.indexes) {
    let entries = 0
    for (const _ of store.range(indexPrefix(index), after(indexPrefix(index)))) entries++
    if (entries !== out.keysPerIndex[index.name]) out.errors.push(`index ${index.name} has ${entries} entries for ${out.keysPerIndex[index.name]} keys`)
  }
  return out
}
