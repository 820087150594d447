/**
 * `npm run bench -- store [--json FILE]`: what the embedded store does in a second, as ratios within one run.
 *
 *  1. insertOne through the official driver, 64 writers at once, documents of 400 bytes, two secondary indexes, every reply after
 *     its fdatasync; beside it plain lmdb (same library, same options, same folder's disk): 64 writers, each a transaction of
 *     three puts (the document under its _id, two index entries), each awaited until it is on disk. Nothing is parsed or checked there.
 *  2. findOne by an index, 16 readers at once, in 1,000 and in 200,000 documents.
 *  3. From spawning the server to its taking connections, on nothing and on those 200,000.
 *
 * Each pair takes turns, ROUNDS times; medians are shown. Everything lies in a temporary folder that is removed.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ObjectId, serialize } from 'bson'
import { open } from 'lmdb'
import { MongoClient } from 'mongodb'
import { startEmbeddedMongo } from '@zhixin/embedded-mongo'

const ROUNDS = 7
const ROUND_MS = 2_000
const WRITERS = 64
const READERS = 16
const [FEW, MANY] = [1_000, 200_000]
const DOCUMENT_BYTES = 400

const { values: options } = parseArgs({ options: { json: { type: 'string' } } })
const folder = mkdtempSync(join(tmpdir(), 'bench-store-'))
const say = (text) => process.stderr.write(`${text}\n`)
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const rows = []
const row = (name, value, unit, ratio) => rows.push({ name, value: Number(value.toPrecision(4)), unit, ratio: Number(ratio.toPrecision(3)) })

let made = 0
function document() {
  const n = made++
  const doc = { _id: new ObjectId(), owner: `owner-${n % 5_000}`, n, text: '' }
  doc.text = 'x'.repeat(DOCUMENT_BYTES - serialize(doc).length)
  return doc
}

/** How often `work` is done in a second by so many at once. */
async function perSecond(workers, work) {
  const started = performance.now()
  let done = 0
  await Promise.all(Array.from({ length: workers }, async () => {
    while (performance.now() - started < ROUND_MS) {
      await work()
      done++
    }
  }))
  return done / ((performance.now() - started) / 1000)
}

/** Lets the two take turns, the first of a round now one, now the other. */
async function inTurns(title, works) {
  const found = works.map(() => [])
  for (let round = 0; round < ROUNDS; round++) {
    for (const i of round % 2 ? [1, 0] : [0, 1]) found[i].push(await works[i]())
    say(`${title} ${round + 1}/${ROUNDS}: ${found.map((list) => list.at(-1).toFixed(0)).join(' · ')}`)
  }
  return found.map(median)
}

async function inserts() {
  const server = await startEmbeddedMongo({ dbpath: join(folder, 'inserts') })
  const client = await MongoClient.connect(server.uri, { maxPoolSize: WRITERS })
  const collection = client.db('bench').collection('inserts')
  await collection.createIndexes([{ key: { owner: 1, n: 1 }, unique: true }, { key: { n: 1 } }])
  const lmdb = open({ path: join(folder, 'plain'), encoding: 'binary', keyEncoding: 'binary', noSubdir: false })
  const plain = () => {
    const { _id, owner, n, ...rest } = document()
    const bytes = serialize({ _id, owner, n, ...rest })
    const number = Buffer.alloc(8)
    number.writeUInt32BE(n, 4)
    return lmdb.transaction(() => {
      void lmdb.put(Buffer.concat([Buffer.from('d'), _id.id]), bytes)
      void lmdb.put(Buffer.concat([Buffer.from(`o${owner}`), number]), _id.id)
      void lmdb.put(Buffer.concat([Buffer.from('n'), number, _id.id]), _id.id)
    })
  }
  const [ours, theirs] = await inTurns('inserts a second, ours · plain lmdb', [
    () => perSecond(WRITERS, () => collection.insertOne(document(), { writeConcern: { w: 1, j: true } })),
    () => perSecond(WRITERS, plain),
  ])
  row(`insertOne, ${WRITERS} writers, ${DOCUMENT_BYTES} bytes, 2 indexes`, ours, 'per s', ours / theirs)
  row('plain lmdb transactions of the same', theirs, 'per s', 1)
  await client.close()
  await server.stop()
  await lmdb.close()
}

async function fill(collection, count) {
  await collection.createIndexes([{ key: { owner: 1, n: 1 }, unique: true }, { key: { n: 1 } }])
  const first = made
  while (made - first < count) {
    await collection.insertMany(Array.from({ length: 1_000 }, document))
    if ((made - first) % 50_000 === 0) say(`stored ${made - first} of ${count}`)
  }
  return () => first + Math.floor(Math.random() * count)
}

async function finds(dbpath) {
  const server = await startEmbeddedMongo({ dbpath })
  const client = await MongoClient.connect(server.uri, { maxPoolSize: READERS })
  const db = client.db('bench')
  const searches = []
  for (const count of [FEW, MANY]) {
    const collection = db.collection(`of${count}`)
    const pick = await fill(collection, count)
    searches.push(() => perSecond(READERS, async () => {
      const n = pick()
      if ((await collection.findOne({ n }))?.n !== n) throw new Error(`${n} was not found`)
    }))
  }
  const [few, many] = await inTurns(`findOne a second, of ${FEW} · of ${MANY}`, searches)
  row(`findOne by index, ${READERS} readers, ${FEW} documents`, few, 'per s', 1)
  row(`findOne by index, ${READERS} readers, ${MANY} documents`, many, 'per s', many / few)
  await client.close()
  await server.stop()
}

async function startUp(dbpath) {
  const started = performance.now()
  const server = await startEmbeddedMongo({ dbpath })
  const took = performance.now() - started
  await server.stop()
  return took
}

async function starts(dbpath) {
  let fresh = 0
  const [empty, full] = await inTurns(`ms to start on nothing · on ${MANY} documents`, [() => startUp(join(folder, `empty${fresh++}`)), () => startUp(dbpath)])
  row('start, empty store', empty, 'ms', 1)
  row(`start, ${MANY} documents (${Math.round(statSync(join(dbpath, 'data.mdb')).size / 1e6)} MB)`, full, 'ms', full / empty)
}

try {
  await inserts()
  const dbpath = join(folder, 'finds')
  await finds(dbpath)
  await starts(dbpath)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const { name, value, unit, ratio } of rows) console.log(`${name.padEnd(56)} ${String(value).padStart(8)} ${unit.padEnd(5)} ${ratio}`)
if (options.json) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`)
