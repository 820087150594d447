import { documentOf, type Value } from '../bson/value'
import { encodeDocument } from '../bson/write'
import { compileFilter } from '../query/matcher'
import { matching } from '../query/scan'
import type { Index } from './catalog'
import { removeDocument } from './documents'
import type { Store } from './store'

/** How many documents go in one transaction, so that other commands get their turn. */
const AT_ONCE = 500

/** Removes what TTL indexes say has had its time: a date, or one of several, longer ago than their seconds. */
export async function expire(store: Store, now: Date): Promise<void> {
  store.refresh()
  for (const { ns, indexes } of store.collections()) {
    for (const index of indexes) {
      if (index.expireAfterSeconds === undefined) continue
      while ((await removeSome(store, ns, index, now)) === AT_ONCE);
    }
  }
}

function removeSome(store: Store, ns: string, index: Index, now: Date): Promise<number> {
  const due = new Date(now.getTime() - index.expireAfterSeconds! * 1000)
  const conditions: Value[] = [documentOf(encodeDocument({ [index.fields[0]!.path.name]: { $lt: due } }))]
  const partial = index.spec.get('partialFilterExpression')
  if (partial) conditions.push(partial)
  const filter = compileFilter(documentOf(encodeDocument({ $and: conditions })))
  return store.write(() => {
    const collection = store.collection(ns)
    if (!collection?.indexes.some(({ id }) => id === index.id)) return 0
    let n = 0
    for (const { record, doc } of matching(store, collection, { filter, sort: [], skip: 0, limit: AT_ONCE })) {
      removeDocument(store, collection, record, doc)
      n++
    }
    return n
  })
}
