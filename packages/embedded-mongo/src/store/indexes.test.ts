import { Double, Long, serialize, type Document } from 'bson'
import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { documentOf } from '../bson/value'
import { compileFilter } from '../query/matcher'
import { Scan } from '../query/scan'
import { sortKey } from '../query/sort'
import { fieldsOf } from './catalog'
import { insertDocument, removeDocument, replaceDocument, withId } from './documents'
import { Store } from './store'
import { expire } from './expire'
import { verify } from './verify'

const stored = (js: Document) => documentOf(Buffer.from(serialize(js)))
const LONG = 'x'.repeat(1890)
// Few values, so that queries find something; and the odd ones among them.
const plain = fc.constantFrom<unknown>(0, 1, 2, 3)
const odd = fc.constantFrom<unknown>(new Double(1), new Double(1.5), Long.fromNumber(2), NaN, null, '', 'a', 'ab', true, new Date(5), LONG + 'a', LONG + 'b', { b: 1 }, { b: 1, c: 2 })
const scalar = fc.oneof({ weight: 2, arbitrary: plain }, { weight: 1, arbitrary: odd })
const pair = fc.record({ b: scalar, c: scalar }, { requiredKeys: [] })
const value = fc.oneof({ weight: 3, arbitrary: scalar }, fc.array(scalar, { maxLength: 3 }), fc.array(pair, { maxLength: 3 }))
const doc = fc.record({ a: value, d: scalar, e: value }, { requiredKeys: [] })
const condition = fc.oneof(
  scalar,
  fc.tuple(fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte'), scalar).map(([op, v]) => ({ [op]: v })),
  fc.tuple(plain, plain).map(([x, y]) => ({ $gt: x, $lte: y })),
  fc.array(scalar, { maxLength: 3 }).map((list) => ({ $in: list })),
  fc.constant(null),
)
/** Queries and indexes over the same two or three paths, so that they meet. */
const paths = fc.constantFrom(['a', 'd'], ['a.b', 'a.c'], ['d', 'e'], ['a.b', 'd', 'a.c'], ['a', 'd', 'e'])
const shape = paths.chain((pool) => {
  const path = fc.constantFrom(...pool)
  const key = (least: number) => fc.uniqueArray(fc.tuple(path, fc.constantFrom(1, -1)), { minLength: least, maxLength: 3, selector: ([p]) => p })
  const clause = fc.tuple(path, condition).map(([p, c]) => ({ [p]: c }))
  const either = fc.array(clause, { minLength: 2, maxLength: 3 }).map(($or) => ({ $or }))
  const filter = fc.array(fc.oneof({ weight: 3, arbitrary: clause }, either), { maxLength: 2 }).map((clauses) => ({ $and: [{}, ...clauses] }))
  return fc.record({
    specs: fc.array(fc.tuple(key(1).map(Object.fromEntries), fc.boolean()), { minLength: 1, maxLength: 2 }) as fc.Arbitrary<[Document, boolean][]>,
    queries: fc.array(fc.tuple(filter, key(0).map(Object.fromEntries)), { minLength: 10, maxLength: 40 }) as fc.Arbitrary<[Document, Document][]>,
  })
})

let dir: string
let store: Store
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'embedded-mongo-'))
  store = new Store(dir)
})
afterAll(async () => {
  await store.close()
  rmSync(dir, { recursive: true })
})

/** Runs `attempt`; a refusal (parallel arrays, say) is an answer too. */
function tried<R>(attempt: () => R): R | string {
  try {
    return attempt()
  } catch (error) {
    return (error as Error).message
  }
}

let collections = 0
async function collectionOf(docs: Document[], specs: [Document, boolean][]): Promise<string> {
  const ns = `p.c${collections++}`
  await store.write(() => {
    const created = store.createCollection(ns)
    const added = specs.map(([key, sparse], i) => ({ id: store.nextId(), spec: stored({ key, name: `i${i}`, sparse }), multikey: Object.keys(key).map(() => false), cut: false }))
    store.saveCollection({ ...created, indexes: [...created.indexes, ...added] })
    docs.forEach((each, i) => tried(() => insertDocument(store, store.collection(ns)!, withId(stored({ _id: i, ...each })))))
  })
  return ns
}

test('whatever index is used, a query finds the same documents in the same order as reading them all', async () => {
  await fc.assert(fc.asyncProperty(fc.array(doc, { minLength: 5, maxLength: 30 }), shape, async (docs, { specs, queries }) => {
    const ns = await collectionOf(docs, specs)
    store.refresh()
    const collection = store.collection(ns)!
    for (const [where, order] of queries) {
      const fields = fieldsOf(stored(order))
      const read = (hint?: Document) => tried(() => {
        const out: { id: number; key: string }[] = []
        new Scan(store, collection, { filter: compileFilter(stored(where)), sort: fields, skip: 0, limit: 0, hint: hint && stored(hint) }).read((found) => {
          const key = fields.length > 0 ? sortKey(found.doc, fields).toString('hex') : ''
          return Boolean(out.push({ id: found.doc.get('_id')!.number()!, key }))
        })
        return out
      })
      const [free, all] = [read(), read({ $natural: 1 })]
      if (typeof free === 'string' || typeof all === 'string') continue
      expect(free.map(({ key }) => key)).toEqual(all.map(({ key }) => key))
      expect(free.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort())
    }
  }), { numRuns: 120 })
})

test('indexes agree with the documents after any writes', async () => {
  const write = fc.tuple(fc.constantFrom('replace', 'remove', 'insert'), fc.nat(9), doc)
  await fc.assert(fc.asyncProperty(fc.array(doc, { maxLength: 6 }), shape, fc.array(write, { maxLength: 10 }), async (docs, { specs }, writes) => {
    const ns = await collectionOf(docs, specs)
    await store.write(() => {
      for (const [what, n, content] of writes) {
        const collection = store.collection(ns)!
        const after = withId(stored({ _id: n, ...content }))
        if (what === 'insert') tried(() => insertDocument(store, collection, after))
        else {
          new Scan(store, collection, { filter: compileFilter(stored({ _id: n })), sort: [], skip: 0, limit: 1 }).read(({ record, doc: before }) => {
            tried(() => (what === 'remove' ? removeDocument(store, collection, record, before) : replaceDocument(store, collection, record, before, after)))
            return false
          })
        }
      }
    })
    store.refresh()
    expect(verify(store, store.collection(ns)!).errors).toEqual([])
  }), { numRuns: 100 })
})

test('a transaction that fails leaves nothing behind, neither document nor index entry nor index mark', async () => {
  const ns = await collectionOf([{ a: 1 }], [[{ a: 1 }, false]])
  await expect(store.write(() => {
    insertDocument(store, store.collection(ns)!, withId(stored({ _id: 'x', a: [1, 2] })))
    throw new Error('the disk is full')
  })).rejects.toThrow('the disk is full')
  store.refresh()
  const collection = store.collection(ns)!
  expect(verify(store, collection)).toMatchObject({ records: 1, errors: [] })
  expect(collection.indexes[1]!.multikey).toEqual([false])
})

test('a TTL index removes what has had its time, with all its entries, and nothing else', async () => {
  const ns = await collectionOf([], [])
  const at = (seconds: number) => new Date(seconds * 1000)
  await store.write(() => {
    const collection = store.collection(ns)!
    const ttl = { id: store.nextId(), spec: stored({ key: { at: 1 }, name: 'ttl', expireAfterSeconds: 60 }), multikey: [false], cut: false }
    store.saveCollection({ ...collection, indexes: [...collection.indexes, ttl] })
    for (const [i, value] of [at(0), at(100), [at(1000), at(10)], 'never', null, at(940)].entries()) {
      insertDocument(store, store.collection(ns)!, withId(stored({ _id: i, at: value })))
    }
  })
  await expire(store, at(1000))
  store.refresh()
  const left: unknown[] = []
  new Scan(store, store.collection(ns)!, { filter: compileFilter(stored({})), sort: [], skip: 0, limit: 0 }).read(({ doc: found }) => Boolean(left.push(found.get('_id')!.number())))
  expect(left).toEqual([3, 4, 5])
  expect(verify(store, store.collection(ns)!).errors).toEqual([])
})
