import { refusal, serve } from '../test-support/served'

const served = serve()

test('an index over existing documents is built, and refused where they double a key', async () => {
  const c = served.fresh()
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
  const c = served.fresh()
  await c.createIndex({ a: 1 }, { unique: true, sparse: true })
  await c.createIndex({ p: 1 }, { unique: true, partialFilterExpression: { live: true } })
  await c.insertMany([{}, {}, { a: 1 }, { p: 1 }, { p: 1 }, { p: 1, live: true }])
  expect((await refusal(c.insertOne({ a: 1 }))).code).toBe(11000)
  expect((await refusal(c.insertOne({ p: 1, live: true }))).code).toBe(11000)
  expect((await refusal(c.updateOne({ p: 1, live: null }, { $set: { live: true } }))).code).toBe(11000)
  expect(await c.countDocuments({ a: null })).toBe(5)
  expect(await served.db.command({ validate: c.collectionName })).toMatchObject({ valid: true, nrecords: 6 })
})

test('dropping a collection and making it anew shows nothing of the old one', async () => {
  const c = served.fresh()
  await c.insertMany([{ a: 1 }, { a: 2 }])
  await c.drop()
  expect(await c.find().toArray()).toEqual([])
  await served.db.createCollection(c.collectionName)
  expect((await refusal(served.db.createCollection(c.collectionName))).code).toBe(48)
  expect(await served.db.listCollections({ name: c.collectionName }, { nameOnly: true }).toArray()).toEqual([{ name: c.collectionName, type: 'collection' }])
})

test('an index becomes unique in two steps: no new doubles, then none at all', async () => {
  const c = served.fresh()
  await c.createIndex({ n: 1 })
  await c.insertMany([{ _id: 1, n: 1 }, { _id: 2, n: 1 }, { _id: 3, n: 2 }] as never[])
  const change = (index: object) => served.db.command({ collMod: c.collectionName, index: { keyPattern: { n: 1 }, ...index } })
  expect((await refusal(change({ unique: true }))).code).toBe(72)
  await change({ prepareUnique: true })
  expect((await refusal(c.insertOne({ n: 1 }))).code).toBe(11000)
  expect((await refusal(c.updateOne({ _id: 3 as never }, { $set: { n: 1 } }))).code).toBe(11000)
  await c.updateOne({ _id: 1 as never }, { $set: { touched: true } })
  expect(await refusal(change({ unique: true }))).toMatchObject({ code: 359, errorResponse: { violations: [{ ids: [1, 2] }] } })
  await c.deleteOne({ _id: 2 as never })
  await change({ unique: true })
  expect((await c.indexes())[1]).toEqual({ v: 2, key: { n: 1 }, name: 'n_1', unique: true })
  expect((await refusal(c.insertOne({ n: 2 }))).code).toBe(11000)
  expect(await served.db.command({ validate: c.collectionName })).toMatchObject({ valid: true, nrecords: 2 })
})

test('collMod changes how long a TTL index keeps', async () => {
  const c = served.fresh()
  await c.createIndex({ at: 1 }, { expireAfterSeconds: 60 })
  const { expireAfterSeconds_old: old, expireAfterSeconds_new: now } = await served.db.command({ collMod: c.collectionName, index: { name: 'at_1', expireAfterSeconds: 5 } })
  expect([old, now]).toEqual([60, 5])
  expect((await c.indexes())[1]).toMatchObject({ expireAfterSeconds: 5 })
})
