import { MongoClient, type Document } from 'mongodb'
import { refusal, serve } from '../test-support/served'

const served = serve()

test('an index serves equalities, then a range, then the sort', async () => {
  const c = served.fresh()
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
  const c = served.fresh()
  await c.createIndexes([{ key: { officers: 1 } }, { key: { judge: 1 } }])
  await c.insertMany(Array.from({ length: 50 }, (_, i) => ({ i, officers: [`p${i}`, `p${i + 1}`], judge: `p${i}` })))
  const mine = c.find({ $or: [{ officers: 'p7' }, { judge: 'p7' }] }).sort({ i: -1 })
  expect(await mine.map(({ i }) => i as number).toArray()).toEqual([7, 6])
  const plan = await c.find({ $or: [{ officers: 'p7' }, { judge: 'p7' }] }).explain()
  expect(plan.executionStats).toMatchObject({ totalKeysExamined: 3, totalDocsExamined: 2 })
  expect((await c.find({ $or: [{ officers: 'p7' }, { i: 3 }] }).explain()).queryPlanner.winningPlan.stage).toBe('COLLSCAN')
})

test('without an index every document is read, and explain says so', async () => {
  const c = served.fresh()
  await c.insertMany([{ a: 1 }, { a: 2 }])
  const plan = await c.find({ a: 2 }).sort({ b: 1 }).explain()
  expect(plan.queryPlanner.winningPlan).toMatchObject({ stage: 'SORT', inputStage: { stage: 'COLLSCAN' } })
  expect(plan.executionStats).toMatchObject({ totalKeysExamined: 0, totalDocsExamined: 2 })
})

test('an index over arrays finds each document once, in the order of what is first in its array', async () => {
  const c = served.fresh()
  await c.createIndex({ a: 1 })
  await c.insertMany([{ _id: 1, a: [0, 3, 3] }, { _id: 2, a: 1 }, { _id: 3, a: [] }] as never[])
  expect((await c.find({ a: { $gt: 0 } }).sort({ a: 1 }).toArray()).map(({ _id }) => _id)).toEqual([1, 2])
  expect((await c.find({ a: 3 }).explain()).executionStats).toMatchObject({ nReturned: 1, totalDocsExamined: 1 })
})

test('skip, limit, sort by absent fields, natural order', async () => {
  const c = served.fresh()
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
  const c = served.fresh()
  await c.insertOne({ _id: 1 as never, l: [1, 2, 3], b: { c: 1, d: [{ e: 1, f: 2 }, 5] } })
  if ('a' in projection) expect(await c.findOne({}, { projection: { b: 1 } })).toEqual(expected)
  else expect(await c.findOne({}, { projection })).toEqual(expected)
})

test('a cursor goes on across writes: what is there all the time comes exactly once', async () => {
  const c = served.fresh()
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
  const c = served.fresh()
  const other = await MongoClient.connect(served.server.uri)
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
  const c = served.fresh()
  await c.insertMany([{}, {}, {}])
  const first = await served.db.command({ find: c.collectionName, batchSize: 1 })
  await served.db.command({ killCursors: c.collectionName, cursors: [first.cursor.id] })
  expect((await refusal(served.db.command({ getMore: first.cursor.id, collection: c.collectionName }))).code).toBe(43)
  const session = served.client.startSession()
  const second = await served.db.command({ find: c.collectionName, batchSize: 1 }, { session })
  await served.db.command({ endSessions: [session.id] })
  expect((await refusal(served.db.command({ getMore: second.cursor.id, collection: c.collectionName }, { session }))).code).toBe(43)
  await session.endSession()
})

test('an index dropped under a cursor ends it with an error, not as if there were no more', async () => {
  const c = served.fresh()
  await c.createIndex({ n: 1 }, { name: 'n' })
  await c.insertMany(Array.from({ length: 10 }, (_, n) => ({ n })))
  const cursor = c.find({ n: { $gte: 0 } }).batchSize(2)
  await cursor.next()
  await c.dropIndex('n')
  expect((await refusal(cursor.toArray())).code).toBe(43)
})

test('a find that takes longer than it may is ended', async () => {
  const c = served.fresh()
  await c.insertMany(Array.from({ length: 20_000 }, (_, n) => ({ n, text: 'x'.repeat(100) })))
  const slow = { $expr: { $gt: [{ $size: { $filter: { input: { $range: [0, 200] }, cond: { $eq: ['$$this', '$n'] } } } }, 1] } }
  expect((await refusal(c.find(slow, { maxTimeMS: 20 }).toArray())).code).toBe(50)
  expect(await c.find({ n: 5 }, { maxTimeMS: 60_000 }).toArray()).toHaveLength(1)
})

test('computed fields in a projection', async () => {
  const c = served.fresh()
  await c.insertOne({ _id: 1 as never, a: 2, b: { c: 3 } })
  expect(await c.findOne({}, { projection: { b: 1, sum: { $add: ['$a', '$b.c'] }, text: 'as it is' } })).toEqual({ _id: 1, b: { c: 3 }, sum: 5, text: 'as it is' })
})
