import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient, type Db } from 'mongodb'
import { startEmbeddedMongo, type EmbeddedMongo } from '../index'

const BIN = join(__dirname, '..', '..', 'bin', 'embedded-mongo.js')
const ROUNDS = Number(process.env.COPY_ROUNDS ?? 4)
const WRITERS = 4

let root: string
let original: string
let server: EmbeddedMongo
let client: MongoClient
let db: Db
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'embedded-mongo-'))
  original = join(root, 'original')
  server = await startEmbeddedMongo({ dbpath: original })
  client = await MongoClient.connect(server.uri)
  db = client.db('d')
  await db.collection('log').createIndex({ writer: 1, n: 1 }, { unique: true })
  await db.createCollection('notes')
})
afterEach(async () => {
  await client.close()
  await server.stop()
  rmSync(root, { recursive: true, force: true })
})

async function run(command: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const child = spawn(command, args)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, said }
}

/** Each writer files an entry, then notes in a document of its own how far it is. `filed` is what has been acknowledged. */
function startWriting(): { filed: number[]; stop: () => Promise<void> } {
  let going = true
  const filed = Array<number>(WRITERS).fill(0)
  const writers = Promise.all(filed.map(async (_, writer) => {
    for (let n = 0; going; n++) {
      await db.collection('log').insertOne({ writer, n, text: 'x'.repeat(n % 5 ? 300 : 9000) })
      filed[writer] = n + 1
      await db.collection('notes').updateOne({ _id: writer as never }, { $set: { n } }, { upsert: true })
    }
  }))
  writers.catch(() => undefined)
  return {
    filed,
    stop: async () => {
      going = false
      await writers
    },
  }
}

/** Opens a copy and holds it against what had been acknowledged when the copying began; answers whether it could be opened. */
async function examine(dbpath: string, filedBefore: number[]): Promise<boolean> {
  const copy = await startEmbeddedMongo({ dbpath }).catch((error: Error) => error)
  if (copy instanceof Error) {
    expect(copy.message).toContain('is a torn copy of a store that was in use')
    return false
  }
  const reader = await MongoClient.connect(copy.uri)
  const read = reader.db('d')
  for (const name of ['log', 'notes']) expect(await read.command({ validate: name })).toMatchObject({ valid: true, errors: [] })
  for (const [writer, filed] of filedBefore.entries()) {
    const numbers = (await read.collection('log').find({ writer }).sort({ n: 1 }).toArray()).map(({ n }) => n as number)
    expect(numbers).toEqual(numbers.map((_, n) => n))
    expect(numbers.length).toBeGreaterThanOrEqual(filed)
    // The note follows its entry: of one state, it is at the last entry or at the one before.
    expect([numbers.length - 1, numbers.length - 2]).toContain((await read.collection('notes').findOne({ _id: writer as never }))?.n ?? -1)
  }
  await reader.close()
  await copy.stop()
  return true
}

test('a folder copied with cp while it is written to opens as one whole state, beside its original, or is refused', async () => {
  const writing = startWriting()
  let opened = 0
  for (let round = 0; round < ROUNDS; round++) {
    const copy = join(root, `copy${round}`)
    const before = [...writing.filed]
    expect((await run('cp', '-r', original, copy)).code).toBe(0)
    if (await examine(copy, before)) opened++
  }
  await writing.stop()
  expect(opened).toBeGreaterThan(0)
}, 120_000)

test('a torn copy is refused, and told how to make a whole one', async () => {
  const log = db.collection('log')
  const copy = join(root, 'copy')
  await log.insertMany(Array.from({ length: 5000 }, (_, n) => ({ writer: 0, n })))
  cpSync(original, copy, { recursive: true })
  const roots = readFileSync(join(copy, 'data.mdb')).subarray(0, 8192)
  // The writes that follow take places again that the roots copied above still point to.
  for (let n = 0; n < 20; n++) await log.updateMany({ n: { $lt: 600 } }, { $inc: { times: 1 } })
  writeFileSync(join(copy, 'data.mdb'), Buffer.concat([roots, readFileSync(join(original, 'data.mdb')).subarray(8192)]))
  await expect(startEmbeddedMongo({ dbpath: copy })).rejects.toThrow(/torn copy of a store that was in use.*--copy-to/)
})

test('a copy whose end is missing is refused', async () => {
  const copy = join(root, 'copy')
  await db.collection('log').insertMany(Array.from({ length: 5000 }, (_, n) => ({ writer: 0, n })))
  cpSync(original, copy, { recursive: true })
  const whole = readFileSync(join(copy, 'data.mdb'))
  writeFileSync(join(copy, 'data.mdb'), whole.subarray(0, whole.length - 40_960))
  await expect(startEmbeddedMongo({ dbpath: copy })).rejects.toThrow('its end is missing')
})

test('--copy-to makes a whole copy while the store is written to', async () => {
  const writing = startWriting()
  for (let round = 0; round < ROUNDS; round++) {
    const copy = join(root, `copy${round}`)
    const before = [...writing.filed]
    expect(await run(process.execPath, BIN, '--dbpath', original, '--copy-to', copy)).toMatchObject({ code: 0 })
    expect(await examine(copy, before)).toBe(true)
  }
  await writing.stop()
  expect(await db.command({ validate: 'log' })).toMatchObject({ valid: true })
  // Whoever is copied from loses nothing by it.
  for (const [writer, filed] of writing.filed.entries()) {
    const numbers = (await db.collection('log').find({ writer }).sort({ n: 1 }).toArray()).map(({ n }) => n as number)
    expect(numbers).toEqual(Array.from({ length: filed }, (_, n) => n))
  }
}, 120_000)

test('while somebody copies, no page of when they began is taken again, however much is written; their note goes with them', async () => {
  const log = db.collection('log')
  await log.insertMany(Array.from({ length: 5000 }, (_, n) => ({ writer: 0, n })))
  const copier = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'embedded-mongo'])
  const note = join(original, `embedded-mongo.copying.${copier.pid}`)
  writeFileSync(note, '')
  const begun = readFileSync(join(original, 'data.mdb')).subarray(0, 8192)
  const writeMuch = async () => {
    for (let n = 0; n < 30; n++) await log.updateMany({ n: { $lt: 600 } }, { $inc: { times: 1 } })
  }
  const pieced = (name: string) => {
    const copy = join(root, name)
    cpSync(original, copy, { recursive: true })
    writeFileSync(join(copy, 'data.mdb'), Buffer.concat([begun, readFileSync(join(original, 'data.mdb')).subarray(8192)]))
    return startEmbeddedMongo({ dbpath: copy })
  }
  await writeMuch()
  await (await pieced('slow')).stop()
  copier.kill()
  await once(copier, 'close')
  await writeMuch()
  await expect(pieced('slower')).rejects.toThrow(/torn copy/)
  expect(existsSync(note)).toBe(false)
}, 120_000)

test('--copy-to overwrites nothing, and makes no store where there is none', async () => {
  expect(await run(process.execPath, BIN, '--dbpath', original, '--copy-to', original)).toMatchObject({ code: 1, said: expect.stringContaining('is not empty') })
  expect(await run(process.execPath, BIN, '--dbpath', join(root, 'none'), '--copy-to', join(root, 'copy'))).toMatchObject({ code: 1, said: expect.stringContaining('there is no store') })
})
