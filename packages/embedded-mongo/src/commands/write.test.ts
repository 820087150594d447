import { Decimal128, Double, Long, MongoClient, ObjectId, type Document, type MongoBulkWriteError } from 'mongodb'
import { refusal, serve } from '../test-support/served'

const served = serve()

test('types and field order come back as they were stored', async () => {
  const c = served.fresh()
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
  const c = served.fresh()
  await c.createIndex({ court: 1, seq: 1 }, { unique: true })
  const error = await refusal(c.insertMany([{ court: 'x', seq: 1 }, { court: 'x', seq: 2 }, { court: 'x', seq: 1 }, { court: 'x', seq: 3 }])) as MongoBulkWriteError
  expect(error.code).toBe(11000)
  expect(error.message).toContain(`E11000 duplicate key error collection: crud.${c.collectionName} index: court_1_seq_1 dup key: { court: "x", seq: 1 }`)
  expect(error.insertedCount).toBe(2)
  expect((error.writeErrors as readonly { index: number }[])[0]!.index).toBe(2)
  expect(await c.countDocuments()).toBe(2)
})

test('an unordered batch stores everything but the duplicates', async () => {
  const c = served.fresh()
  const error = await refusal(c.insertMany([{ _id: 1 }, { _id: 1 }, { _id: 2 }, { _id: 2 }] as never[], { ordered: false })) as MongoBulkWriteError
  expect((error.writeErrors as readonly { index: number }[]).map(({ index }) => index)).toEqual([1, 3])
  expect(await c.distinct('_id')).toEqual([1, 2])
})

test('one duplicate tells its key pattern and value', async () => {
  const c = served.fresh()
  await c.insertOne({ _id: 'a' as never })
  const { n, writeErrors } = await served.db.command({ insert: c.collectionName, documents: [{ _id: 'a' }] })
  expect([n, writeErrors]).toMatchObject([0, [{ index: 0, code: 11000, keyPattern: { _id: 1 }, keyValue: { _id: 'a' } }]])
})

test('an update that would double a unique key changes nothing', async () => {
  const c = served.fresh()
  await c.createIndex({ a: 1 }, { unique: true })
  await c.insertMany([{ a: 1 }, { a: 2 }])
  expect((await refusal(c.updateOne({ a: 2 }, { $set: { a: 1 } }))).code).toBe(11000)
  expect(await c.distinct('a')).toEqual([1, 2])
})

test('a document over 16 MB is refused', async () => {
  const { n, writeErrors } = await served.db.command({ insert: served.fresh().collectionName, documents: [{ s: 'x'.repeat(16 * 1024 * 1024) }] })
  expect([n, writeErrors]).toMatchObject([0, [{ code: 10334 }]])
})

test.each([[{ _id: [1] }], [{ _id: /x/ }]])('an _id that is an array or a regex is refused', async (doc) => {
  expect((await refusal(served.fresh().insertOne(doc as never))).message).toContain("'_id' value cannot be of type")
})

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
  const c = served.fresh()
  await c.insertOne({ _id: 1 as never, ...before })
  await c.updateOne({}, update)
  const { _id, ...rest } = (await c.findOne({}))!
  expect(rest).toEqual(after)
  expect(Object.keys(rest)).toEqual(Object.keys(after))
})

test('the element that matched, and the elements a filter names', async () => {
  const c = served.fresh()
  await c.insertOne({ l: [{ k: 'a', n: 1 }, { k: 'b', n: 1 }] })
  await c.updateOne({ 'l.k': 'b' }, { $set: { 'l.$.n': 2 } })
  await c.updateOne({}, { $inc: { 'l.$[x].n': 10 } }, { arrayFilters: [{ 'x.n': { $gt: 1 } }] })
  expect((await c.findOne({}))!.l).toEqual([{ k: 'a', n: 1 }, { k: 'b', n: 12 }])
})

test('ints widen to longs, doubles stay doubles', async () => {
  const c = served.fresh()
  await c.insertOne({ i: 2147483647, d: new Double(1), l: Long.MAX_VALUE })
  await c.updateOne({}, { $inc: { i: 1, d: 1 } })
  const doc = await c.findOne({}, { promoteValues: false })
  expect(doc!.i).toEqual(Long.fromNumber(2147483648))
  expect(doc!.d).toBeInstanceOf(Double)
  expect((await refusal(c.updateOne({}, { $inc: { l: 1 } }))).message).toContain('$inc')
})

test('updateMany changes each match once, even where the change moves it in the index it was found by', async () => {
  const c = served.fresh()
  await c.createIndex({ n: 1 })
  await c.insertMany(Array.from({ length: 50 }, (_, n) => ({ n })))
  expect(await c.updateMany({ n: { $gte: 0 } }, { $inc: { n: 10 } })).toMatchObject({ matchedCount: 50, modifiedCount: 50 })
  expect(await c.distinct('n')).toEqual(Array.from({ length: 50 }, (_, n) => n + 10))
})

test('upserts start from the query; replacements keep _id', async () => {
  const c = served.fresh()
  const result = await c.updateOne({ a: 1, 'b.c': 2, n: { $gt: 5 } }, { $set: { d: 3 }, $setOnInsert: { e: 4 } }, { upsert: true })
  expect(await c.findOne({})).toEqual({ _id: result.upsertedId, a: 1, b: { c: 2 }, d: 3, e: 4 })
  expect(result.upsertedId).toBeInstanceOf(ObjectId)
  await c.replaceOne({ a: 1 }, { z: 1 })
  expect(await c.findOne({})).toEqual({ _id: result.upsertedId, z: 1 })
  expect(await c.updateOne({ z: 1 }, { $set: { z: 1 } })).toMatchObject({ matchedCount: 1, modifiedCount: 0 })
  expect((await refusal(c.updateOne({}, { $set: { _id: 5 } }))).code).toBe(66)
})

test('50 clients counting up by findAndModify get 50 different numbers', async () => {
  const c = served.fresh()
  const numbers = await Promise.all(Array.from({ length: 50 }, async () => {
    const own = await MongoClient.connect(served.server.uri, { maxPoolSize: 1 })
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
  const c = served.fresh()
  await c.insertMany([{ n: 1 }, { n: 2 }, { n: 3 }])
  expect(await c.findOneAndDelete({}, { sort: { n: -1 } })).toMatchObject({ n: 3 })
  expect(await c.findOneAndReplace({ n: 2 }, { m: 1 }, { returnDocument: 'after', projection: { _id: 0 } })).toEqual({ m: 1 })
  expect(await c.findOneAndUpdate({ n: 9 }, { $set: { n: 1 } })).toBeNull()
})

test.each<[string, Document, number]>([
  ['an unknown operator', { $frobnicate: { a: 1 } }, 9],
  ['two operators at one place', { $set: { a: 1 }, $inc: { 'a.b': 1 } }, 40],
  ['counting up a text', { $inc: { s: 1 } }, 14],
  ['a field below a number', { $set: { 'n.x': 1 } }, 28],
  ['pushing to a number', { $push: { n: 1 } }, 2],
])('the update %s is refused and changes nothing', async (_, update, code) => {
  const c = served.fresh()
  await c.insertOne({ _id: 1 as never, s: 'x', n: 1 })
  expect((await refusal(c.updateOne({}, update))).code).toBe(code)
  expect(await c.findOne({})).toEqual({ _id: 1, s: 'x', n: 1 })
})

describe('an update by a pipeline', () => {
  test('leaves the type and the place of what it does not touch, and computes on what is stored', async () => {
    const c = served.fresh()
    const stored = { _id: 1 as never, z: new Double(1), d: Decimal128.fromString('1.10'), l: Long.ONE, o: { 7: 'x', a: new Double(2) }, s: 'x' }
    await c.insertOne(stored)
    const update = [{ $set: { sum: { $add: ['$z', 1] }, copy: '$d', 'o.b': '$l', s: '$$text' } }, { $unset: 'l' }]
    expect(await c.updateOne({ $expr: { $eq: ['$s', '$$old'] } }, update, { let: { old: 'x', text: { $literal: '$y' } } })).toMatchObject({ modifiedCount: 1 })
    const raw = (await c.findOne({}, { promoteValues: false }))!
    expect(Object.keys(raw)).toEqual(['_id', 'z', 'd', 'o', 's', 'sum', 'copy'])
    expect([raw.z, raw.sum, raw.copy]).toEqual([new Double(1), new Double(2), Decimal128.fromString('1.10')])
    expect(raw.o).toEqual({ 7: 'x', a: new Double(2), b: Long.ONE })
    expect(raw.s).toBe('$y')
  })

  test('inserts where nothing matched, keeps _id, and is refused where it would change it', async () => {
    const c = served.fresh()
    await c.updateOne({ _id: 5 as never, a: 1 }, [{ $set: { b: { $add: ['$a', 1] } } }], { upsert: true })
    expect(await c.findOneAndUpdate({}, [{ $replaceWith: { c: '$b' } }], { returnDocument: 'after' })).toEqual({ _id: 5, c: 2 })
    expect((await refusal(c.updateOne({}, [{ $set: { _id: 6 } }]))).code).toBe(66)
    expect((await refusal(c.updateOne({}, [{ $set: { x: { $add: ['$c', 'text'] } } }]))).message).toContain('$add')
    expect(await c.findOne({})).toEqual({ _id: 5, c: 2 })
  })
})

describe('limits', () => {
  test('a batch has 100,000 operations at the most', async () => {
    const documents = Array.from({ length: 100_001 }, () => ({}))
    const { collectionName } = served.fresh()
    expect(await refusal(served.db.command({ insert: collectionName, documents }))).toMatchObject({ code: 16, message: expect.stringContaining('Got 100001') as string })
    expect(await served.db.command({ insert: collectionName, documents: documents.slice(1) })).toMatchObject({ n: 100_000 })
  }, 60_000)

  test('a document does not grow over 16 MB', async () => {
    const c = served.fresh()
    await c.insertOne({ a: 'x'.repeat(16 * 1024 * 1024 - 100) })
    expect((await refusal(c.updateOne({}, { $set: { b: 'x'.repeat(100) } }))).code).toBe(10334)
    expect((await c.findOne({}))!.b).toBeUndefined()
  })
})

test('an _id may be null, and is then the one that is', async () => {
  const { collectionName } = served.fresh()
  await served.db.command({ insert: collectionName, documents: [{ _id: null }] })
  const { writeErrors } = await served.db.command({ insert: collectionName, documents: [{ _id: null }] })
  expect(writeErrors).toMatchObject([{ code: 11000, keyValue: { _id: null } }])
})

test('an _id with names that start with $ is refused', async () => {
  expect((await refusal(served.fresh().insertOne({ _id: { $a: 1 } as never }))).code).toBe(52)
})

test('a hint chooses the index of updates and deletes, and an index that is not there is refused', async () => {
  const c = served.fresh()
  await c.createIndex({ a: 1 }, { name: 'a' })
  await c.createIndex({ b: 1 }, { name: 'b' })
  await c.insertMany(Array.from({ length: 20 }, (_, i) => ({ a: i, b: 1 })))
  interface Plan {
    queryPlanner: { winningPlan: Document }
    executionStats: Document
  }
  const explain = async (command: Document) => (await served.db.command({ explain: command })) as Plan
  const update = await explain({ update: c.collectionName, updates: [{ q: { a: 3, b: 1 }, u: { $set: { c: 1 } }, hint: 'b', multi: true }] })
  expect(update.queryPlanner.winningPlan).toMatchObject({ stage: 'UPDATE', inputStage: { stage: 'FETCH', inputStage: { indexName: 'b' } } })
  expect(update.executionStats).toMatchObject({ totalKeysExamined: 20, nReturned: 1 })
  const remove = await explain({ delete: c.collectionName, deletes: [{ q: { a: 3, b: 1 }, limit: 0, hint: { a: 1 } }] })
  expect([remove.queryPlanner.winningPlan.stage, remove.executionStats.totalKeysExamined]).toEqual(['DELETE', 1])
  expect(await c.countDocuments({ c: 1 })).toBe(0)
  const hint = { x: 1 }
  for (const work of [() => c.updateOne({}, { $set: { c: 1 } }, { hint }), () => c.deleteOne({}, { hint }), () => c.findOneAndDelete({}, { hint })]) {
    expect((await refusal(work())).message).toContain('hint provided does not correspond to an existing index')
  }
})

test('$bit keeps the kind of its whole numbers', async () => {
  const c = served.fresh()
  await c.insertOne({ i: 13, l: Long.fromString('9007199254740993') })
  await c.updateOne({}, { $bit: { i: { and: 10 }, l: { xor: 1 }, n: { or: Long.fromNumber(4) } } as never })
  const { i, l, n } = (await c.findOne({}, { promoteValues: false }))!
  expect([Number(i), String(l), n]).toEqual([8, '9007199254740992', Long.fromNumber(4)])
})
