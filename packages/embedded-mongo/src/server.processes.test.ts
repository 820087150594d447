import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { MongoClient, type Db } from 'mongodb'
import { startEmbeddedMongo, type EmbeddedMongo } from './index'

/** Clients that are processes of their own, with the official driver: what each was told adds up, with nothing lost and nothing done twice. */

const PROCESSES = 4
const MONGODB = require.resolve('mongodb')
let server: EmbeddedMongo
let client: MongoClient
let db: Db
beforeAll(async () => {
  server = await startEmbeddedMongo()
  client = await MongoClient.connect(server.uri)
  db = client.db('d')
})
afterAll(async () => {
  await client.close()
  await server.stop()
})

/** Runs `work(db, me)` in so many processes at once, each with ten connections; answers what each returned. */
async function inProcesses<R>(work: (db: Db, me: number) => Promise<R>): Promise<R[]> {
  const script = (me: number) => `
    const { MongoClient } = require(${JSON.stringify(MONGODB)})
    ;(async () => {
      const client = await MongoClient.connect(${JSON.stringify(server.uri)}, { maxPoolSize: 10 })
      const result = await (${work.toString()})(client.db('d'), ${me})
      await client.close()
      console.log(JSON.stringify(result ?? null))
    })()`
  return Promise.all(Array.from({ length: PROCESSES }, async (_, me) => {
    const child = spawn(process.execPath, ['-e', script(me)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    expect(await once(child, 'close')).toEqual([0, null])
    return JSON.parse(said) as R
  }))
}

test('of all who want the same unique keys, each key has exactly one who got it', async () => {
  await db.collection('unique').createIndex({ court: 1, seq: 1 }, { unique: true })
  const won = await inProcesses(async (there, me) => {
    const mine: number[] = []
    await Promise.all(Array.from({ length: 10 }, async () => {
      for (let seq = 0; seq < 100; seq++) {
        try {
          await there.collection('unique').insertOne({ court: 'x', seq, me })
          mine.push(seq)
        } catch (error) {
          if ((error as { code?: number }).code !== 11000) throw error
        }
      }
    }))
    return mine
  })
  expect(won.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, seq) => seq))
  for (const [me, mine] of won.entries()) expect(await db.collection('unique').countDocuments({ me })).toBe(mine.length)
  expect(await db.command({ validate: 'unique' })).toMatchObject({ valid: true, nrecords: 100 })
}, 60_000)

test('counters counted up by all come to the sum', async () => {
  await inProcesses(async (there) => {
    await Promise.all(Array.from({ length: 10 }, async (_, i) => {
      for (let n = 0; n < 50; n++) await there.collection<{ _id: number; n: number }>('counters').updateOne({ _id: i % 3 }, { $inc: { n: 1 } }, { upsert: true })
    }))
  })
  const counters = await db.collection('counters').find().sort({ _id: 1 }).toArray()
  expect(counters.map(({ n }) => n as number)).toEqual([4, 3, 3].map((writers) => writers * 50 * PROCESSES))
}, 60_000)

test('a queue emptied by all gives each job to one, the oldest first to each', async () => {
  await db.collection('queue').createIndex({ state: 1, n: 1 })
  await db.collection('queue').insertMany(Array.from({ length: 600 }, (_, n) => ({ n, state: 'new' })))
  const taken = await inProcesses(async (there, me) => {
    const mine: number[][] = []
    await Promise.all(Array.from({ length: 5 }, async () => {
      const own: number[] = []
      mine.push(own)
      for (;;) {
        const job = await there.collection('queue').findOneAndUpdate({ state: 'new' }, { $set: { state: 'taken', by: me } }, { sort: { n: 1 } })
        if (!job) return
        own.push(job.n as number)
      }
    }))
    return mine
  })
  for (const own of taken.flat()) expect(own).toEqual([...own].sort((a, b) => a - b))
  expect(taken.flat(2).sort((a, b) => a - b)).toEqual(Array.from({ length: 600 }, (_, n) => n))
}, 60_000)

const onLinux = process.platform === 'linux' ? test : test.skip
onLinux('memory does not grow with the data: 200,000 documents stored, read and sorted by an index', async () => {
  const all = 200_000
  // The heap and buffers; LMDB's map of the file counts as file pages and goes when others need the room.
  const megabytes = () => Number(/^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))![1]) / 1024
  const c = db.collection('many')
  await c.createIndex({ n: 1 }, { unique: true })
  const sizes: number[] = []
  for (let from = 0; from < all; from += 2_000) {
    await c.insertMany(Array.from({ length: 2_000 }, (_, i) => ({ n: from + i, text: 'x'.repeat(500) })))
    if (from % 20_000 === 0) sizes.push(megabytes())
  }
  let sum = 0
  for await (const { n } of c.find({}, { sort: { n: 1 }, batchSize: 5_000 })) {
    sum += n as number
    if (n % 20_000 === 0) sizes.push(megabytes())
  }
  expect(sum).toBe((all * (all - 1)) / 2)
  expect(await c.countDocuments({ text: { $ne: 'y' } })).toBe(all)
  // 120 MB of documents and their index; what a node process takes that has dealt with a batch is some 150.
  expect(Math.max(...sizes, megabytes())).toBeLessThan(300)
  console.info(`anonymous memory of the server in MB: ${sizes.map((size) => size.toFixed(0)).join(' ')}`)
}, 180_000)
