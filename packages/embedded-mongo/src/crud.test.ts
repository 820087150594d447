import { Decimal128, Double, Long, type MongoBulkWriteError, MongoClient, type MongoServerError, ObjectId, type Collection, type Db, type Document } from 'mongodb'
import { startEmbeddedMongo, type EmbeddedMongo } from './index'

let server: EmbeddedMongo
let client: MongoClient
let db: Db
let collections = 0
const fresh = (): Collection<Document> => db.collection(`c${collections++}`)

beforeAll(async () => {
  server = await startEmbeddedMongo()
  client = await MongoClient.connect(server.uri)
  db = client.db('crud')
})
afterAll(async () => {
  await client.close()
  await server.stop()
})

const refusal = async (work: Promise<unknown>): Promise<MongoServerError> => {
  try {
    await work
  } catch (error) {
    return error as MongoServerError
  }
  throw new Error('nothing was refused')
}

describe('storing', () => {
  test('types and field order come back as they were stored', async () => {
    const c = fresh()
    const doc = { _id: 1, z: new Double(1), a: Long.fromNumber(1), d: Decimal128.fromString('1.10'), n: { y: 1, x: 2 }, e: {}, l: [] }
    await c.insertOne(doc as never)
    const raw = await c.findOne({ _id: 1 as never }, { promoteValues: false })
    expect(Object.keys(raw!)).toEqual(['_id', 'z', 'a', 'd', 'n', 'e', 'l'])
    expect(raw!.z).toBeInstanceOf(Double)
    expect(raw!.a).toBeInstanceOf(Long)
    expect(String(raw!.d)).toBe('1.10')
    await c.updateOne({ _id: 1 as never }, { $set: { new: 1 } })
    const updated = await c.findOne({ _id: 1 as never }, { promoteValues: false })
    expect(updated!.z).toBeInstanceOf(Double)
    expect(Object.keys(updated!.n as object)).toEqual(['y', 'x'])
  })

  test('an ordered batch stops at the first duplicate, and what came before it is stored', async () => {
    const c = fresh()
    await c.createIndex({ court: 1, seq: 1 }, { unique: true })
    const error = await refusal(c.insertMany([{ court: 'x', seq: 1 }, { court: 'x', seq: 2 }, { court: 'x', seq: 1 }, { court: 'x', seq: 3 }])) as MongoBulkWriteError
    expect(error.code).toBe(11000)
    expect(error.message).toContain(`E11000 duplicate key error collection: crud.${c.collectionName} index: court_1_seq_1 dup key: { court: "x", seq: 1 }`)
    expect(error.insertedCount).toBe(2)
    expect((error.writeErrors as readonly { index: number }[])[0]!.index).toBe(2)
    expect(await c.countDocuments()).toBe(2)
  })

  test('an unordered batch stores everything but the duplicates', async () => {
    const c = fresh()
    const error = await refusal(c.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }, { _id: 2 }] as never[], { ordered: false })) as MongoBulkWriteError
    expect((error.writeErrors as readonly { index: number }[]).map(({ index }) => index)).toEqual([1, 3])
    expect(await c.distinct('_id')).toEqual([1, 2])
  })

  test('one duplicate tells its key pattern and value', async () => {
    const c = fresh()
    await c.insertOne({ _id: 'a' as never })
    const { n, writeErrors } = await db.command({ insert: c.collectionName, documents: [{ _id: 'a' }] })
    expect([n, writeErrors]).toMatchObject([0, [{ index: 0, code: 11000, keyPattern: { _id: 1 }, keyValue: { _id: 'a' } }]])
  })

  test('an update that would double a unique key changes nothing', async () => {
    const c = fresh()
    await c.createIndex({ a: 1 }, { unique: true })
    await c.insertMany([{ a: 1 }, { a: 2 }])
    expect((await refusal(c.updateOne({ a: 2 }, { $set: { a: 1 } }))).code).toBe(11000)
    expect(await c.distinct('a')).toEqual([1, 2])
  })

  test('a document over 16 MB is refused', async () => {
    const { n, writeErrors } = await db.command({ insert: fresh().collectionName, documents: [{ s: 'x'.repeat(16 * 1024 * 1024) }] })
    expect([n, writeErrors]).toMatchObject([0, [{ code: 10334 }]])
  })

  test.each([[{ _id: [1] }], [{ _id: /x/ }]])('an _id that is an array or a regex is refused', async (doc) => {
    expect((await refusal(fresh().insertOne(doc as never))).message).toContain("'_id' value cannot be of type")
  })
})

describe('finding', () => {
  test('an index serves equalities, then a range, then the sort', async () => {
    const c = fresh()
    await c.createIndex({ court: 1, seq: 1 }, { unique: true })
    await c.insertMany(Array.from({ length: 200 }, (_, i) => ({ court: i % 2 ? 'x' : 'y', seq: i })))
    const find = c.find({ court: 'x', seq: { $gt: 100, $lte: 109 } }).sort({ seq: -1 })
    expect(await find.map(({ seq }) => seq as number).toArray()).toEqual([109, 107, 105, 103, 101])
    const plan = await c.find({ court: 'x', seq: { $gt: 100, $lte: 109 } }).sort({ seq: -1 }).explain()
    expect(plan.queryPlanner.winningPlan).toMatchObject({ stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName: 'court_1_seq_1', direction: 'backward' } })
    expect(plan.executionStats).toMatchObject({ nReturned: 5, totalKeysExamined: 5, totalDocsExamined: 5 })
    const head = await c.find({ court: 'x' }).sort({ seq: -1 }).limit(1).explain()
    expect(head.executionStats).toMatchObject({ nReturned: 1, totalKeysExamined: 1 })
    const point = await c.find({ court: 'x', seq: { $in: [1, 3, 4] } }).explain()
    expect(point.executionStats).toMatchObject({ nReturned: 2, totalKeysExamined: 2 })
  })

  test('an $or whose branches have indexes reads only what they find, and each document once', async () => {
    const c = fresh()
    await c.createIndexes([{ key: { officers: 1 } }, { key: { judge: 1 } }])
    await c.insertMany(Array.from({ length: 50 }, (_, i) => ({ i, officers: [`p${i}`, `p${i + 1}`], judge: `p${i}` })))
    const mine = c.find({ $or: [{ officers: 'p7' }, { judge: 'p7' }] }).sort({ i: -1 })
    expect(await mine.map(({ i }) => i as number).toArray()).toEqual([7, 6])
    const plan = await c.find({ $or: [{ officers: 'p7' }, { judge: 'p7' }] }).explain()
    expect(plan.executionStats).toMatchObject({ totalKeysExamined: 3, totalDocsExamined: 2 })
    expect((await c.find({ $or: [{ officers: 'p7' }, { i: 3 }] }).explain()).queryPlanner.winningPlan.stage).toBe('COLLSCAN')
  })

  test('without an index every document is read, and explain says so', async () => {
    const c = fresh()
    await c.insertMany([{ a: 1 }, { a: 2 }])
    const plan = await c.find({ a: 2 }).sort({ b: 1 }).explain()
    expect(plan.queryPlanner.winningPlan).toMatchObject({ stage: 'SORT', inputStage: { stage: 'COLLSCAN' } })
    expect(plan.executionStats).toMatchObject({ totalKeysExamined: 0, totalDocsExamined: 2 })
  })

  test('an index over arrays finds each document once, in the order of what is first in its array', async () => {
    const c = fresh()
    await c.createIndex({ a: 1 })
    await c.insertMany([{ _id: 1, a: [0, 3, 3] }, { _id: 2, a: 1 }, { _id: 3, a: [] }] as never[])
    expect((await c.find({ a: { $gt: 0 } }).sort({ a: 1 }).toArray()).map(({ _id }) => _id)).toEqual([1, 2])
    expect((await c.find({ a: 3 }).explain()).executionStats).toMatchObject({ nReturned: 1, totalDocsExamined: 1 })
  })

  test('skip, limit, sort by absent fields, natural order', async () => {
    const c = fresh()
    await c.insertMany([{ _id: 3, a: 1 }, { _id: 1 }, { _id: 2, a: null }, { _id: 4, a: 0 }] as never[])
    const ids = async (cursor: { toArray(): Promise<Document[]> }) => (await cursor.toArray()).map(({ _id }) => _id)
    expect(await ids(c.find())).toEqual([3, 1, 2, 4])
    expect(await ids(c.find().sort({ $natural: -1 }))).toEqual([4, 2, 1, 3])
    expect(await ids(c.find().sort({ a: 1, _id: -1 }))).toEqual([2, 1, 4, 3])
    expect(await ids(c.find().sort({ a: -1, _id: 1 }).skip(1).limit(2))).toEqual([4, 1])
  })

  test.each<[Document, Document, Document]>([
    [{ a: 1 }, { b: 1 }, { _id: 1, b: { c: 1, d: [{ e: 1, f: 2 }, 5] } }],
    [{ _id: 0, 'b.d.e': 1 }, {}, { b: { d: [{ e: 1 }] } }],
    [{ b: 0 }, {}, { _id: 1, l: [1, 2, 3] }],
    [{ 'b.d.e': 0 }, {}, { _id: 1, l: [1, 2, 3], b: { c: 1, d: [{ f: 2 }, 5] } }],
    [{ b: 0, l: { $slice: -2 } }, {}, { _id: 1, l: [2, 3] }],
    [{ _id: 0, l: { $elemMatch: { $gt: 1 } } }, {}, { l: [2] }],
  ])('projection %j', async (projection, _, expected) => {
    const c = fresh()
    await c.insertOne({ _id: 1 as never, l: [1, 2, 3], b: { c: 1, d: [{ e: 1, f: 2 }, 5] } })
    if ('a' in projection) expect(await c.findOne({}, { projection: { b: 1 } })).toEqual(expected)
    else expect(await c.findOne({}, { projection })).toEqual(expected)
  })

  test('a cursor goes on across writes: what is there all the time comes exactly once', async () => {
    const c = fresh()
    await c.createIndex({ n: 1 })
    await c.insertMany(Array.from({ length: 500 }, (_, n) => ({ n })))
    for (const query of [c.find({}).batchSize(7), c.find({ n: { $gte: 0 } }).sort({ n: -1 }).batchSize(7), c.find({}).sort({ x: 1, n: 1 }).batchSize(7)]) {
      const seen: number[] = []
      for await (const { n } of query) {
        seen.push(n as number)
        if (seen.length % 50 === 0) {
          await c.insertOne({ n: n as number, extra: true })
          await c.deleteMany({ extra: true })
          await c.updateOne({ n }, { $inc: { touched: 1 } })
        }
      }
      expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, n) => n))
    }
  })

  test('a reader sees every write that was acknowledged to somebody else', async () => {
    const c = fresh()
    const other = await MongoClient.connect(server.uri)
    try {
      for (let n = 0; n < 200; n++) {
        await c.insertOne({ n })
        expect(await other.db('crud').collection(c.collectionName).countDocuments()).toBe(n + 1)
      }
    } finally {
      await other.close()
    }
  })

  test('a killed cursor is gone, and so are those of an ended session', async () => {
    const c = fresh()
    await c.insertMany([{}, {}, {}])
    const first = await db.command({ find: c.collectionName, batchSize: 1 })
    await db.command({ killCursors: c.collectionName, cursors: [first.cursor.id] })
    expect((await refusal(db.command({ getMore: first.cursor.id, collection: c.collectionName }))).code).toBe(43)
    const session = client.startSession()
    const second = await db.command({ find: c.collectionName, batchSize: 1 }, { session })
    await db.command({ endSessions: [session.id] })
    expect((await refusal(db.command({ getMore: second.cursor.id, collection: c.collectionName }, { session }))).code).toBe(43)
    await session.endSession()
  })

  test('an index dropped under a cursor ends it with an error, not as if there were no more', async () => {
    const c = fresh()
    await c.createIndex({ n: 1 }, { name: 'n' })
    await c.insertMany(Array.from({ length: 10 }, (_, n) => ({ n })))
    const cursor = c.find({ n: { $gte: 0 } }).batchSize(2)
    await cursor.next()
    await c.dropIndex('n')
    expect((await refusal(cursor.toArray())).code).toBe(43)
  })
})

describe('changing', () => {
  test.each<[string, Document, Document, Document]>([
    ['$set deep', { a: 1 }, { $set: { 'b.c': 1, 'b.d': 2 } }, { a: 1, b: { c: 1, d: 2 } }],
    ['$set into arrays', { l: [1] }, { $set: { 'l.2': 3 } }, { l: [1, null, 3] }],
    ['new fields by name', {}, { $set: { z: 1, a: 2 } }, { a: 2, z: 1 }],
    ['$unset', { a: 1, l: [1, 2] }, { $unset: { a: '', 'l.0': '' } }, { l: [null, 2] }],
    ['$inc and $mul', { a: 1, b: 2 }, { $inc: { a: 2, n: 1 }, $mul: { b: 3, m: 2 } }, { a: 3, b: 6, m: 0, n: 1 }],
    ['$min and $max', { a: 5, b: 5 }, { $min: { a: 3 }, $max: { b: 3 } }, { a: 3, b: 5 }],
    ['$rename', { a: 1, b: 2 }, { $rename: { a: 'c.d' } }, { b: 2, c: { d: 1 } }],
    ['$push with all its clauses', { l: [3] }, { $push: { l: { $each: [1, 2], $sort: -1, $slice: 2 } } }, { l: [3, 2] }],
    ['$push at a place', { l: [1, 4] }, { $push: { l: { $each: [2, 3], $position: 1 } } }, { l: [1, 2, 3, 4] }],
    ['$addToSet', { l: [{ x: 1, y: 2 }] }, { $addToSet: { l: { $each: [{ x: 1, y: 2 }, { y: 2, x: 1 }] } } }, { l: [{ x: 1, y: 2 }, { y: 2, x: 1 }] }],
    ['$pull by value', { l: [1, 2, 1] }, { $pull: { l: 1 } }, { l: [2] }],
    ['$pull by condition', { l: [{ a: 1 }, { a: 5 }] }, { $pull: { l: { a: { $gt: 3 } } } }, { l: [{ a: 1 }] }],
    ['$pull by operators', { l: [1, 5] }, { $pull: { l: { $gte: 3 } } }, { l: [1] }],
    ['$pullAll, $pop', { l: [1, 2, 3], m: [1, 2] }, { $pullAll: { l: [1, 3] }, $pop: { m: -1 } }, { l: [2], m: [2] }],
    ['all elements', { l: [{ n: 1 }, { n: 2 }] }, { $inc: { 'l.$[].n': 10 } }, { l: [{ n: 11 }, { n: 12 }] }],
    ['$bit', { a: 13 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
  ])('%s', async (_, before, update, after) => {
    const c = fresh()
    await c.insertOne({ _id: 1 as never, ...before })
    await c.updateOne({}, update)
    const { _id, ...rest } = (await c.findOne({}))!
    expect(rest).toEqual(after)
    expect(Object.keys(rest)).toEqual(Object.keys(after))
  })

  test('the element that matched, and the elements a filter names', async () => {
    const c = fresh()
    await c.insertOne({ l: [{ k: 'a', n: 1 }, { k: 'b', n: 1 }] })
    await c.updateOne({ 'l.k': 'b' }, { $set: { 'l.$.n': 2 } })
    await c.updateOne({}, { $inc: { 'l.$[x].n': 10 } }, { arrayFilters: [{ 'x.n': { $gt: 1 } }] })
    expect((await c.findOne({}))!.l).toEqual([{ k: 'a', n: 1 }, { k: 'b', n: 12 }])
  })

  test('ints widen to longs, doubles stay doubles', async () => {
    const c = fresh()
    await c.insertOne({ i: 2147483647, d: new Double(1), l: Long.MAX_VALUE })
    await c.updateOne({}, { $inc: { i: 1, d: 1 } })
    const doc = await c.findOne({}, { promoteValues: false })
    expect(doc!.i).toEqual(Long.fromNumber(2147483648))
    expect(doc!.d).toBeInstanceOf(Double)
    expect((await refusal(c.updateOne({}, { $inc: { l: 1 } }))).message).toContain('$inc')
  })

  test('updateMany changes each match once, even where the change moves it in the index it was found by', async () => {
    const c = fresh()
    await c.createIndex({ n: 1 })
    await c.insertMany(Array.from({ length: 50 }, (_, n) => ({ n })))
    expect(await c.updateMany({ n: { $gte: 0 } }, { $inc: { n: 10 } })).toMatchObject({ matchedCount: 50, modifiedCount: 50 })
    expect(await c.distinct('n')).toEqual(Array.from({ length: 50 }, (_, n) => n + 10))
  })

  test('upserts start from the query; replacements keep _id', async () => {
    const c = fresh()
    const result = await c.updateOne({ a: 1, 'b.c': 2, n: { $gt: 5 } }, { $set: { d: 3 }, $setOnInsert: { e: 4 } }, { upsert: true })
    expect(await c.findOne({})).toEqual({ _id: result.upsertedId, a: 1, b: { c: 2 }, d: 3, e: 4 })
    expect(result.upsertedId).toBeInstanceOf(ObjectId)
    await c.replaceOne({ a: 1 }, { z: 1 })
    expect(await c.findOne({})).toEqual({ _id: result.upsertedId, z: 1 })
    expect(await c.updateOne({ z: 1 }, { $set: { z: 1 } })).toMatchObject({ matchedCount: 1, modifiedCount: 0 })
    expect((await refusal(c.updateOne({}, { $set: { _id: 5 } }))).code).toBe(66)
  })

  test('50 clients counting up by findAndModify get 50 different numbers', async () => {
    const c = fresh()
    const numbers = await Promise.all(Array.from({ length: 50 }, async () => {
      const own = await MongoClient.connect(server.uri, { maxPoolSize: 1 })
      const mine: number[] = []
      for (let i = 0; i < 5; i++) {
        const doc = await own.db('crud').collection(c.collectionName).findOneAndUpdate({ _id: 'n' as never }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' })
        mine.push(doc!.n as number)
      }
      await own.close()
      return mine
    }))
    expect(numbers.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 250 }, (_, i) => i + 1))
  })

  test('findAndModify removes, replaces, sorts', async () => {
    const c = fresh()
    await c.insertMany([{ n: 1 }, { n: 2 }, { n: 3 }])
    expect(await c.findOneAndDelete({}, { sort: { n: -1 } })).toMatchObject({ n: 3 })
    expect(await c.findOneAndReplace({ n: 2 }, { m: 1 }, { returnDocument: 'after', projection: { _id: 0 } })).toEqual({ m: 1 })
    expect(await c.findOneAndUpdate({ n: 9 }, { $set: { n: 1 } })).toBeNull()
  })
})

describe('collections and indexes', () => {
  test('an index over existing documents is built, and refused where they double a key', async () => {
    const c = fresh()
    await c.insertMany([{ a: 1, b: 1 }, { a: 1, b: 2 }])
    expect((await refusal(c.createIndex({ a: 1 }, { unique: true }))).code).toBe(11000)
    await c.createIndex({ b: 1 }, { unique: true, name: 'b' })
    expect((await c.indexes()).map(({ name }) => name)).toEqual(['_id_', 'b'])
    expect((await c.find({ b: 2 }).explain()).executionStats.totalKeysExamined).toBe(1)
    expect((await refusal(c.createIndex({ b: 1 }, { unique: false, name: 'b' }))).code).toBe(86)
    await c.dropIndex('b')
    expect(await c.find({ b: 2 }).toArray()).toHaveLength(1)
  })

  test('sparse and partial unique indexes bind only what they hold', async () => {
    const c = fresh()
    await c.createIndex({ a: 1 }, { unique: true, sparse: true })
    await c.createIndex({ p: 1 }, { unique: true, partialFilterExpression: { live: true } })
    await c.insertMany([{}, {}, { a: 1 }, { p: 1 }, { p: 1 }, { p: 1, live: true }])
    expect((await refusal(c.insertOne({ a: 1 }))).code).toBe(11000)
    expect((await refusal(c.insertOne({ p: 1, live: true }))).code).toBe(11000)
    expect((await refusal(c.updateOne({ p: 1, live: null }, { $set: { live: true } }))).code).toBe(11000)
    expect(await c.countDocuments({ a: null })).toBe(5)
    expect(await db.command({ validate: c.collectionName })).toMatchObject({ valid: true, nrecords: 6 })
  })

  test('dropping a collection and making it anew shows nothing of the old one', async () => {
    const c = fresh()
    await c.insertMany([{ a: 1 }, { a: 2 }])
    await c.drop()
    expect(await c.find().toArray()).toEqual([])
    await db.createCollection(c.collectionName)
    expect((await refusal(db.createCollection(c.collectionName))).code).toBe(48)
    expect(await db.listCollections({ name: c.collectionName }, { nameOnly: true }).toArray()).toEqual([{ name: c.collectionName, type: 'collection' }])
  })
})

describe('aggregating', () => {
  test('groups by BSON equality and sums', async () => {
    const c = fresh()
    await c.insertMany([{ k: { x: 1, y: 2 }, n: 1 }, { k: { y: 2, x: 1 }, n: 2 }, { k: { x: new Double(1), y: 2 }, n: 4 }])
    const groups = await c.aggregate([{ $group: { _id: '$k', n: { $sum: '$n' }, max: { $max: '$n' } } }, { $sort: { n: -1 } }]).toArray()
    expect(groups.map(({ n, max }) => [n, max])).toEqual([[5, 4], [2, 2]])
  })

  test('match, sort, skip and limit at the start use an index; the rest follows', async () => {
    const c = fresh()
    await c.createIndex({ n: 1 })
    await c.insertMany(Array.from({ length: 20 }, (_, n) => ({ n, tags: ['a', n] })))
    const pipeline = [{ $match: { n: { $gte: 10 } } }, { $sort: { n: -1 } }, { $limit: 2 }, { $unwind: '$tags' }, { $project: { _id: 0, tags: 1, double: { $multiply: ['$n', 2] } } }]
    expect(await c.aggregate(pipeline).toArray()).toEqual([{ tags: 'a', double: 38 }, { tags: 19, double: 38 }, { tags: 'a', double: 36 }, { tags: 18, double: 36 }])
    expect((await c.aggregate(pipeline).explain()).executionStats).toMatchObject({ totalKeysExamined: 2 })
    expect(await c.countDocuments({ n: { $gte: 10 } })).toBe(10)
  })
})

test.each<[string, Document, number]>([
  ['an unknown command', { frobnicate: 1 }, 59],
  ['an unknown argument', { find: 'c', frobnicate: 1 }, 40415],
  ['a collation', { find: 'c', collation: { locale: 'zh' } }, 2],
  ['a transaction', { insert: 'c', documents: [{}], txnNumber: Long.fromNumber(1), startTransaction: true, autocommit: false, lsid: { id: new ObjectId() } }, 20],
  ['an unknown stage', { aggregate: 'c', pipeline: [{ $frobnicate: {} }], cursor: {} }, 40324],
  ['a stage not done here', { aggregate: 'c', pipeline: [{ $lookup: {} }], cursor: {} }, 40324],
  ['an unknown expression', { aggregate: 'c', pipeline: [{ $project: { a: { $function: 1 } } }], cursor: {} }, 168],
  ['a text index', { createIndexes: 'c', indexes: [{ key: { a: 'text' }, name: 'a' }] }, 2],
  ['more copies than there are', { insert: 'c', documents: [{}], writeConcern: { w: 2 } }, 2],
  ['a snapshot', { find: 'c', readConcern: { level: 'snapshot' } }, 2],
  ['an empty batch', { insert: 'c', documents: [] }, 16],
  ['a capped collection', { create: 'c', capped: true, size: 1000 }, 2],
])('%s is refused by name', async (_, command, code) => {
  expect((await refusal(db.command(command))).code).toBe(code)
})

test.each<[string, Document, number]>([
  ['an unknown operator', { $frobnicate: { a: 1 } }, 9],
  ['two operators at one place', { $set: { a: 1 }, $inc: { 'a.b': 1 } }, 40],
  ['counting up a text', { $inc: { s: 1 } }, 14],
  ['a field below a number', { $set: { 'n.x': 1 } }, 28],
  ['pushing to a number', { $push: { n: 1 } }, 2],
])('the update %s is refused and changes nothing', async (_, update, code) => {
  const c = fresh()
  await c.insertOne({ _id: 1 as never, s: 'x', n: 1 })
  expect((await refusal(c.updateOne({}, update))).code).toBe(code)
  expect(await c.findOne({})).toEqual({ _id: 1, s: 'x', n: 1 })
})
