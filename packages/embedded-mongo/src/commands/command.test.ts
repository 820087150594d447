import { Long, ObjectId, type Document } from 'mongodb'
import { refusal, serve } from '../test-support/served'

const served = serve()

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
  expect((await refusal(served.db.command(command))).code).toBe(code)
})
