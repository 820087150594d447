import * as fc from 'fast-check'
import type { mongo } from 'mongoose'
import { openTestStore, type TestStore } from '../test-support/store'
import { createLogReader } from './reader'
import { chainsBegun, ensureLogIndexes, type LogRecord } from './records'
import { type Doc, databaseOver, ModelledStore } from './test-support/modelled-store'
import { logIndexes } from './test-support/world'

const RUNS = Number(process.env.MODEL_RUNS ?? 2_000) / 50
const ENTRIES = 'log_entries'
const KEYS = 'log_chain_keys'

type Operation =
  | { does: 'insert'; docs: Doc[] }
  | { does: 'look_up'; ids: string[] }
  | { does: 'head'; chain: string }
  | { does: 'court_head' }
  | { does: 'list'; chain: string; after: number; limit: number }
  | { does: 'follow'; after: number; limit: number }
  | { does: 'begun'; chains: string[] }
  | { does: 'keys'; ids: string[]; wrapped: string }

const COURT = 'a'
const chain = fc.constantFrom('x', 'y')
const id = fc.nat(7).map((n) => `${COURT}/k${n}`)
const doc: fc.Arbitrary<Doc> = fc.record({ _id: id, court: fc.constant(COURT), chain, index: fc.nat(3), seq: fc.nat(6), sealed: fc.string({ maxLength: 3 }) })
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('insert' as const), docs: fc.array(doc, { minLength: 1, maxLength: 4 }) }) },
  fc.record({ does: fc.constant('look_up' as const), ids: fc.array(id, { maxLength: 4 }) }),
  fc.record({ does: fc.constant('head' as const), chain }),
  fc.record({ does: fc.constant('court_head' as const) }),
  fc.record({ does: fc.constant('list' as const), chain, after: fc.integer({ min: -1, max: 3 }), limit: fc.nat(2) }),
  fc.record({ does: fc.constant('follow' as const), after: fc.integer({ min: -1, max: 6 }), limit: fc.nat(3) }),
  fc.record({ does: fc.constant('begun' as const), chains: fc.subarray(['x', 'y', 'z']) }),
  { weight: 2, arbitrary: fc.record({ does: fc.constant('keys' as const), ids: fc.array(id, { minLength: 1, maxLength: 3 }), wrapped: fc.string({ maxLength: 3 }) }) },
)

/** What the log asks of a store, asked of this one: an answer, or the error's code. */
async function ask(db: mongo.Db, op: Operation): Promise<unknown> {
  const entries = db.collection<LogRecord>(ENTRIES)
  const [noKey, none] = [() => Promise.reject(new Error('nothing is opened here, nor sealed')), async () => new Map<string, never>()]
  const noKeys = { of: noKey, ofAll: none, forWriting: noKey, forWritingAll: none }
  const reader = createLogReader(COURT, entries, noKeys)
  switch (op.does) {
    case 'insert':
      return entries.insertMany(op.docs.map((each) => ({ ...each }) as unknown as LogRecord), { ordered: true }).then(
        ({ insertedCount }) => insertedCount,
        ({ code }: { code?: number }) => ({ code }),
      )
    case 'look_up':
      return (await entries.find({ _id: { $in: op.ids } }).toArray()).sort((a, b) => a._id.localeCompare(b._id))
    case 'head':
      return reader.head(op.chain)
    case 'court_head':
      return reader.courtHead()
    case 'list':
      return entries.find({ court: COURT, chain: op.chain, index: { $gt: op.after } }).sort({ index: 1 }).limit(op.limit).toArray()
    case 'follow': {
      const seen: number[] = []
      for await (const { seq } of reader.numbers(op.after, op.limit)) seen.push(seq)
      return seen
    }
    case 'begun':
      return [...(await chainsBegun(entries, COURT, op.chains))].sort()
    case 'keys': {
      const keys = db.collection<{ _id: string; wrapped: string }>(KEYS)
      const writes = op.ids.map((_id) => ({ updateOne: { filter: { _id }, update: { $setOnInsert: { wrapped: op.wrapped } }, upsert: true } }))
      await keys.bulkWrite(writes, { ordered: false })
      return (await keys.find({ _id: { $in: op.ids } }).toArray()).sort((a, b) => a._id.localeCompare(b._id))
    }
  }
}

describe('the store of the model', () => {
  let real: TestStore
  beforeAll(async () => {
    real = await openTestStore()
    await ensureLogIndexes(real.connection.db!.collection<LogRecord>(ENTRIES))
  })
  afterAll(() => real.close())

  it('answers whatever the log asks as the real one does, and holds the same afterwards', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 25, size: 'max' }), async (operations) => {
        const db = real.connection.db!
        for (const table of [ENTRIES, KEYS]) await db.collection(table).deleteMany({})
        const store = new ModelledStore(logIndexes)
        const modelled = databaseOver(async (request) => store.run(request))
        for (const op of operations) expect(await ask(modelled, op)).toEqual(await ask(db, op))
        for (const table of [ENTRIES, KEYS]) {
          const held = await db.collection<{ _id: string }>(table).find({}).toArray()
          expect(new Map(store.all(table).map((each) => [each._id, each]))).toEqual(new Map(held.map((each) => [each._id, each])))
        }
      }),
      { numRuns: RUNS },
    )
  }, 600_000)
})
