import { Double, type Document } from 'mongodb'
import { refusal, serve } from '../test-support/served'

const served = serve()

test('a renamed collection has its documents and indexes; one that is there is in the way, unless it may go', async () => {
  const [a, b] = [served.fresh(), served.fresh()]
  await a.createIndex({ n: 1 }, { unique: true })
  await a.insertMany([{ n: 1 }, { n: 2 }])
  await b.insertOne({ old: true })
  expect((await refusal(a.rename(b.collectionName))).code).toBe(48)
  await a.rename(b.collectionName, { dropTarget: true })
  expect(await b.distinct('n')).toEqual([1, 2])
  expect((await b.find({ n: 2 }).explain()).executionStats).toMatchObject({ totalKeysExamined: 1 })
  expect((await refusal(b.insertOne({ n: 1 }))).code).toBe(11000)
  expect(await a.countDocuments()).toBe(0)
  expect((await refusal(a.rename('x'))).code).toBe(26)
  expect(await served.db.command({ validate: b.collectionName })).toMatchObject({ valid: true, nrecords: 2 })
})

test('sizes are those of what is stored', async () => {
  const db = served.client.db('sizes')
  await db.collection<Document>('a').insertMany([{ _id: 1 }, { _id: 2 }] as never[])
  expect(await db.command({ collStats: 'a' })).toMatchObject({ ns: 'sizes.a', count: 2, size: 28, avgObjSize: 14, nindexes: 1 })
  expect(await db.command({ dbStats: 1 })).toMatchObject({ db: 'sizes', collections: 1, views: 0, objects: 2, dataSize: 28, indexes: 1 })
  expect(await db.command({ collStats: 'nowhere' })).toMatchObject({ count: 0, size: 0 })
})

test('a validator binds inserts, updates and what a pipeline writes, unless it is bypassed', async () => {
  const c = await served.db.createCollection('valid', { validator: { n: { $type: 'number' } } })
  const wrong = [
    () => c.insertOne({ n: 'x' }), () => c.updateOne({}, { $set: { n: 'x' } }), () => c.findOneAndReplace({}, {}),
    () => c.updateOne({ m: 1 }, { $set: { n: 'x' } }, { upsert: true }), () => c.aggregate([{ $set: { n: 'x' } }, { $merge: 'valid' }]).toArray(),
  ]
  await c.insertOne({ _id: 1 as never, n: 1 })
  for (const work of wrong) expect(await refusal(work())).toMatchObject({ code: 121, errorResponse: { errInfo: { details: expect.any(Object) as object } } })
  expect(await c.find().toArray()).toEqual([{ _id: 1, n: 1 }])
  await c.insertOne({ n: 'x' }, { bypassDocumentValidation: true })
  await served.db.command({ collMod: 'valid', validator: {} })
  await c.insertOne({ n: 'x' })
  expect(await c.countDocuments({ n: 'x' })).toBe(2)
})

test('a view is read through what it stands on, and is not written', async () => {
  const c = served.fresh()
  await c.insertMany([{ _id: 1, n: 1 }, { _id: 2, n: 2 }, { _id: 3, n: 3 }] as never[])
  await served.db.createCollection('half', { viewOn: c.collectionName, pipeline: [{ $match: { n: { $gt: 1 } } }] })
  const view = await served.db.createCollection<Document>('doubled', { viewOn: 'half', pipeline: [{ $set: { n: { $multiply: ['$n', 2] } } }] })
  expect(await view.find({ n: { $gt: 1 } }, { projection: { _id: 0 } }).sort({ n: -1 }).skip(1).limit(1).toArray()).toEqual([{ n: 4 }])
  expect(await view.countDocuments({ n: 6 })).toBe(1)
  expect(await view.estimatedDocumentCount()).toBe(2)
  expect(await view.aggregate([{ $group: { _id: null, sum: { $sum: '$n' } } }]).toArray()).toEqual([{ _id: null, sum: 10 }])
  expect(await view.find({}, { batchSize: 1 }).toArray()).toHaveLength(2)
  const refused = [
    () => view.insertOne({}), () => view.updateOne({}, { $set: { n: 1 } }), () => view.deleteMany({}), () => view.createIndex({ n: 1 }), () => view.distinct('n'),
  ]
  for (const work of refused) expect((await refusal(work())).code).toBe(166)
  expect(await served.db.listCollections({ name: 'half' }).toArray()).toMatchObject([{ type: 'view', info: { readOnly: true } }])
  await view.drop()
  expect(await c.countDocuments()).toBe(3)
})

test('views that stand on each other in a circle are refused when they are read', async () => {
  await served.db.createCollection('egg', { viewOn: 'hen' })
  await served.db.createCollection('hen', { viewOn: 'egg' })
  expect((await refusal(served.db.collection('hen').findOne())).code).toBe(165)
})

test('a clustered collection reads in the order of its _id', async () => {
  const c = await served.db.createCollection<Document>('clustered', { clusteredIndex: { key: { _id: 1 }, unique: true, name: 'by id' } })
  await c.insertMany([{ _id: 3 }, { _id: new Double(1.5) }, { _id: 2 }] as never[])
  expect((await c.find().toArray()).map(({ _id }) => _id as unknown)).toEqual([1.5, 2, 3])
  expect((await c.find().sort({ $natural: -1 }).limit(1).toArray())).toEqual([{ _id: 3 }])
  expect((await refusal(c.insertOne({ _id: 2 as never }))).code).toBe(11000)
  expect(await c.indexes()).toEqual([{ v: 2, key: { _id: 1 }, name: 'by id', unique: true, clustered: true }])
  expect((await refusal(c.dropIndex('by id'))).code).toBe(72)
})

test('a time series takes what has a time, whatever its _id, and no updates', async () => {
  const series = { timeField: 'at', metaField: 'of' }
  const c = await served.db.createCollection<Document>('series', { timeseries: series, expireAfterSeconds: 60 })
  await c.insertMany([{ _id: 1, at: new Date(2) }, { _id: 1, at: new Date(1) }] as never[])
  expect((await c.find({ at: { $gt: new Date(0) } }).sort({ at: 1 }).toArray()).map(({ at }) => Number(at))).toEqual([1, 2])
  expect((await refusal(c.insertOne({ at: 5 }))).message).toContain("'at' must be present")
  expect((await refusal(c.updateOne({}, { $set: { x: 1 } }))).code).toBe(72)
  await c.deleteMany({ at: new Date(1) })
  expect(await served.db.listCollections({ name: 'series' }).toArray()).toEqual([
    { name: 'series', type: 'timeseries', options: { timeseries: series, expireAfterSeconds: 60 }, info: { readOnly: false } },
  ])
})
