import type { Document } from 'mongodb'
import { Double } from 'mongodb'
import { refusal, serve } from '../test-support/served'

const served = serve()

test('groups by BSON equality and sums', async () => {
  const c = served.fresh()
  await c.insertMany([{ k: { x: 1, y: 2 }, n: 1 }, { k: { y: 2, x: 1 }, n: 2 }, { k: { x: new Double(1), y: 2 }, n: 4 }])
  const groups = await c.aggregate([{ $group: { _id: '$k', n: { $sum: '$n' }, max: { $max: '$n' } } }, { $sort: { n: -1 } }]).toArray()
  expect(groups.map(({ n, max }) => [n, max])).toEqual([[5, 4], [2, 2]])
})

test('match, sort, skip and limit at the start use an index; the rest follows', async () => {
  const c = served.fresh()
  await c.createIndex({ n: 1 })
  await c.insertMany(Array.from({ length: 20 }, (_, n) => ({ n, tags: ['a', n] })))
  const pipeline = [{ $match: { n: { $gte: 10 } } }, { $sort: { n: -1 } }, { $limit: 2 }, { $unwind: '$tags' }, { $project: { _id: 0, tags: 1, double: { $multiply: ['$n', 2] } } }]
  expect(await c.aggregate(pipeline).toArray()).toEqual([{ tags: 'a', double: 38 }, { tags: 19, double: 38 }, { tags: 'a', double: 36 }, { tags: 18, double: 36 }])
  expect((await c.aggregate(pipeline).explain()).executionStats).toMatchObject({ totalKeysExamined: 2 })
  expect(await c.countDocuments({ n: { $gte: 10 } })).toBe(10)
})

test('results come batch by batch', async () => {
  const c = served.fresh()
  await c.insertMany(Array.from({ length: 250 }, (_, n) => ({ n })))
  const seen: number[] = []
  for await (const { m } of c.aggregate([{ $project: { m: { $add: ['$n', 1] } } }], { batchSize: 7 })) seen.push(m as number)
  expect(seen).toEqual(Array.from({ length: 250 }, (_, n) => n + 1))
})

test('$out makes a collection of the results, which keeps its indexes, and changes nothing where one is refused', async () => {
  const [c, out] = [served.fresh(), served.fresh()]
  await c.insertMany([{ _id: 1, n: 1 }, { _id: 2, n: 2 }] as never[])
  await out.createIndex({ n: 1 }, { unique: true })
  await out.insertOne({ _id: 9 as never })
  await c.aggregate([{ $addFields: { x: true } }, { $out: out.collectionName }]).toArray()
  expect(await out.find().toArray()).toEqual([{ _id: 1, n: 1, x: true }, { _id: 2, n: 2, x: true }])
  expect((await refusal(c.aggregate([{ $set: { n: 1 } }, { $out: out.collectionName }]).toArray())).code).toBe(11000)
  expect(await out.distinct('n')).toEqual([1, 2])
})

test.each<[string, Document, Document[]]>([
  ['merges by itself', {}, [{ _id: 1, old: 1, n: 1 }, { _id: 2, n: 2 }]],
  ['replaces', { whenMatched: 'replace' }, [{ _id: 1, n: 1 }, { _id: 2, n: 2 }]],
  ['keeps', { whenMatched: 'keepExisting' }, [{ _id: 1, old: 1 }, { _id: 2, n: 2 }]],
  ['discards', { whenNotMatched: 'discard' }, [{ _id: 1, old: 1, n: 1 }]],
])('$merge %s', async (_, how, expected) => {
  const [c, into] = [served.fresh(), served.fresh()]
  await c.insertMany([{ _id: 1, n: 1 }, { _id: 2, n: 2 }] as never[])
  await into.insertOne({ _id: 1 as never, old: 1 })
  await c.aggregate([{ $merge: { into: into.collectionName, ...how } }]).toArray()
  expect(await into.find().toArray()).toEqual(expected)
})

test('$merge that may not match, or must, changes nothing', async () => {
  const [c, into] = [served.fresh(), served.fresh()]
  await c.insertMany([{ _id: 0 }, { _id: 1 }] as never[])
  await into.insertOne({ _id: 1 as never })
  expect((await refusal(c.aggregate([{ $merge: { into: into.collectionName, whenMatched: 'fail' } }]).toArray())).code).toBe(11000)
  expect((await refusal(c.aggregate([{ $merge: { into: into.collectionName, whenNotMatched: 'fail' } }]).toArray())).code).toBe(13113)
  expect(await into.distinct('_id')).toEqual([1])
})
