import { serialize, type Document } from 'bson'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { documentOf } from '../bson/value'
import { encodeDocument } from '../bson/write'
import { run } from '../commands'
import { Cursors } from '../cursors'
import { after } from './index-keys'
import { documentPrefix, Store } from './store'
import { verify } from './verify'

/** A command's documents and index entries go in together or not at all, wherever in the middle it is stopped. */

let dir: string
let store: Store
let cursors: Cursors
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'embedded-mongo-'))
  store = new Store(dir)
  cursors = new Cursors()
})
afterAll(async () => {
  cursors.close()
  await store.close()
  rmSync(dir, { recursive: true })
})
afterEach(() => jest.restoreAllMocks())

const ask = async (command: Document): Promise<Document> => {
  const body = documentOf(Buffer.from(serialize({ ...command, $db: 'd' })))
  const reply = await run({ requestId: 1, legacy: false, silent: false, sequences: new Map(), body }, { store, cursors, connectionId: 1 })
  return documentOf(encodeDocument(reply)).toJS() as Document
}

let collections = 0
/** A collection with a unique, a multikey and a compound index, and what is in it: `_id`s in their order, after a check of all entries. */
async function fresh(documents: Document[]): Promise<{ name: string; ids: () => unknown[] }> {
  const name = `c${collections++}`
  const indexes = [{ key: { u: 1 }, unique: true, sparse: true }, { key: { tags: 1 } }, { key: { a: 1, b: -1 } }]
  await ask({ createIndexes: name, indexes: indexes.map((index, i) => ({ ...index, name: `i${i}` })) })
  if (documents.length > 0) expect(await ask({ insert: name, documents })).toMatchObject({ ok: 1, n: documents.length })
  const ids = () => {
    store.refresh()
    const collection = store.collection(`d.${name}`)!
    expect(verify(store, collection).errors).toEqual([])
    const prefix = documentPrefix(collection)
    return [...store.range(prefix, after(prefix))].map(({ value }) => documentOf(value).get('_id')!.toJS())
  }
  return { name, ids }
}
/** How many entries there are in LMDB altogether. */
const entries = (): number => [...store.range(Buffer.from([0]), Buffer.from([0xff]))].length

const FIVE = [{ _id: 1, u: 1 }, { _id: 2, u: 2, tags: ['x', 'y'] }, { _id: 3, u: 1, tags: ['z'], a: 1 }, { _id: 4, u: 4 }, { _id: 5, u: 5 }]

test('a duplicate at the third of five, ordered: the first two are stored, the third has left nothing', async () => {
  const { name, ids } = await fresh([])
  expect(await ask({ insert: name, documents: FIVE })).toMatchObject({ ok: 1, n: 2, writeErrors: [{ index: 2, code: 11000 }] })
  expect(ids()).toEqual([1, 2])
})

test('a duplicate at the third of five, unordered: the other four are stored', async () => {
  const { name, ids } = await fresh([])
  expect(await ask({ insert: name, documents: FIVE, ordered: false })).toMatchObject({ ok: 1, n: 4, writeErrors: [{ index: 2, code: 11000 }] })
  expect(ids()).toEqual([1, 2, 4, 5])
})

test('a document that no index can hold (two arrays side by side) leaves nothing, its neighbours stay', async () => {
  const { name, ids } = await fresh([])
  const documents = [{ _id: 1, a: [1, 2], b: 1 }, { _id: 2, a: [1], b: [2], tags: ['x'], u: 2 }, { _id: 3, u: 2 }]
  expect(await ask({ insert: name, documents, ordered: false })).toMatchObject({ n: 2, writeErrors: [{ index: 1, code: 171 }] })
  expect(ids()).toEqual([1, 3])
})

test('keys longer than LMDB takes are indexed all the same, told apart, and found unique', async () => {
  const { name, ids } = await fresh([])
  const long = 'x'.repeat(5000)
  const documents = [{ _id: 1, u: `${long}a` }, { _id: 2, u: `${long}b` }, { _id: 3, u: `${long}a` }, { _id: long.slice(0, 4000) }]
  expect(await ask({ insert: name, documents, ordered: false })).toMatchObject({ n: 3, writeErrors: [{ index: 2, code: 11000 }] })
  expect(ids()).toEqual([1, 2, long.slice(0, 4000)])
  expect(await ask({ delete: name, deletes: [{ q: { u: `${long}b` }, limit: 1 }] })).toMatchObject({ n: 1 })
  expect(ids()).toEqual([1, long.slice(0, 4000)])
})

test('an update of many that meets a duplicate keeps what it changed before, as MongoDB does, and nothing of the one refused', async () => {
  const { name, ids } = await fresh([{ _id: 1, u: 1, a: 1 }, { _id: 2, u: 2, a: 1 }, { _id: 3, u: 3, a: 1 }])
  const updates = [{ q: { a: 1 }, u: { $set: { u: 9, tags: ['new'] } }, multi: true }]
  expect(await ask({ update: name, updates })).toMatchObject({ writeErrors: [{ index: 0, code: 11000 }] })
  expect(ids()).toEqual([1, 2, 3])
  const { cursor } = await ask({ find: name, filter: { tags: 'new' } })
  expect(cursor.firstBatch).toEqual([{ _id: 1, u: 9, a: 1, tags: ['new'] }])
})

test('an index that some document forbids is not there afterwards, with no entry', async () => {
  const { name, ids } = await fresh([{ _id: 1, k: 1 }, { _id: 2, k: 2 }, { _id: 3, k: 1 }])
  const before = entries()
  expect(await ask({ createIndexes: name, indexes: [{ key: { _id: 1, k: 1 }, name: 'fine' }, { key: { k: 1 }, name: 'k', unique: true }] })).toMatchObject({ ok: 0, code: 11000 })
  expect(ids()).toEqual([1, 2, 3])
  expect(entries()).toBe(before)
  expect((await ask({ listIndexes: name })).cursor.firstBatch).toHaveLength(4)
})

describe('a fault at any of its puts or removals', () => {
  /** Lets the n-th put or removal from now on throw. Answers how to tell whether it came to that. */
  function failAt(n: number): () => boolean {
    let left = n
    for (const name of ['put', 'remove'] as const) {
      const real = store[name].bind(store) as (...args: unknown[]) => void
      jest.spyOn(store, name).mockImplementation((...args: unknown[]) => {
        if (--left === 0) throw new Error('the fault')
        real(...args)
      })
    }
    return () => left <= 0
  }

  const before = [{ _id: 1, u: 1, tags: ['a', 'b'], a: 1 }, { _id: 2, u: 2, tags: ['a'], a: 1 }, { _id: 3, a: 3 }]
  test.each<[string, (name: string) => Document]>([
    ['insert', (name) => ({ insert: name, documents: [{ _id: 7, u: 7, tags: ['q', 'r'] }, { _id: 8, tags: [] }] })],
    ['unordered insert', (name) => ({ insert: name, documents: [{ _id: 7, u: 7, tags: ['q', 'r'] }, { _id: 8, tags: [] }], ordered: false })],
    ['update', (name) => ({ update: name, updates: [{ q: {}, u: { $push: { tags: 'n' }, $inc: { a: 1 } }, multi: true }] })],
    ['replacement', (name) => ({ update: name, updates: [{ q: { _id: 1 }, u: { u: 5 } }] })],
    ['upsert', (name) => ({ update: name, updates: [{ q: { _id: 9 }, u: { $set: { u: 9 } }, upsert: true }] })],
    ['delete', (name) => ({ delete: name, deletes: [{ q: {}, limit: 0 }] })],
    ['findAndModify', (name) => ({ findAndModify: name, query: { _id: 2 }, update: { $set: { u: 10, tags: ['z'] } } })],
    ['createIndexes', (name) => ({ createIndexes: name, indexes: [{ key: { tags: 1, a: 1 }, name: 'new' }] })],
    ['dropIndexes', (name) => ({ dropIndexes: name, index: '*' })],
    ['drop', (name) => ({ drop: name })],
  ])('%s: all is as it was', async (_, command) => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined)
    const { name, ids } = await fresh(before)
    const size = entries()
    let faults = 0
    for (let n = 1; ; n++) {
      const happened = failAt(n)
      const reply = await ask(command(name))
      jest.restoreAllMocks()
      jest.spyOn(console, 'error').mockImplementation(() => undefined)
      if (!happened()) {
        expect(reply).toMatchObject({ ok: 1 })
        break
      }
      faults++
      expect(reply).toMatchObject({ ok: 0, errmsg: expect.stringContaining('the fault') })
      expect(ids()).toEqual([1, 2, 3])
      expect(entries()).toBe(size)
      expect((await ask({ find: name, sort: { _id: 1 } })).cursor.firstBatch).toEqual(before)
    }
    expect(faults).toBeGreaterThan(1)
  })
})
