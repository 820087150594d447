import { serialize, type Document } from 'bson'
import fc from 'fast-check'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { MongoClient, type Collection } from 'mongodb'
import { startEmbeddedMongo, type EmbeddedMongo } from './index'

/** Whatever bytes come, they end at most their own connection; and however much, the server's memory has its bounds. */

let server: EmbeddedMongo
let client: MongoClient
let witness: Collection
let pid: number
beforeAll(async () => {
  server = await startEmbeddedMongo()
  pid = server.pid
  client = await MongoClient.connect(server.uri)
  witness = client.db('others').collection('witness')
})
afterAll(async () => {
  await client.close()
  await server.stop()
})
let filed = 0
/** Somebody else's connection, and what they stored, are as they were. */
afterEach(async () => {
  await witness.insertOne({ n: filed++ })
  expect(await witness.countDocuments()).toBe(filed)
  expect(server.pid).toBe(pid)
})

const open = async (): Promise<Socket> => {
  const socket = connect(Number(new URL(server.uri).port), '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

function message(sections: Buffer, opcode = 2013, flags = 0): Buffer {
  const head = Buffer.alloc(20)
  head.writeInt32LE(head.length + sections.length, 0)
  head.writeInt32LE(opcode, 12)
  head.writeUInt32LE(flags, 16)
  return Buffer.concat([head, sections])
}
const command = (js: Document): Buffer => Buffer.concat([Buffer.from([0]), serialize({ ...js, $db: 'fuzz' })])
const section = (name: string, documents: Document[]): Buffer => {
  const content = Buffer.concat([Buffer.from(`${name}\0`), ...documents.map((doc) => serialize(doc))])
  const head = Buffer.from([1, 0, 0, 0, 0])
  head.writeInt32LE(content.length + 4, 1)
  return Buffer.concat([head, content])
}

/** Anonymous memory of the server in MB: its heap and buffers, not LMDB's map of the file. Linux tells. */
const memory = (): number => Number(/^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))![1]) / 1024
const onLinux = process.platform === 'linux' ? test : test.skip

const valid = fc.constantFrom(
  message(command({ ping: 1 })),
  message(command({ insert: 'c', documents: [{ _id: 1, a: [1, { b: 'x' }], d: new Date(0), r: /x/i, n: null }] })),
  message(Buffer.concat([command({ insert: 'c' }), section('documents', [{ a: 1 }, { b: 2 }])])),
  message(command({ find: 'c', filter: { $or: [{ a: { $gt: 1 } }, { 'a.b': 'x' }] }, sort: { a: 1 } })),
  message(command({ update: 'c', updates: [{ q: { a: 1 }, u: { $push: { l: { $each: [1], $slice: 3 } } }, multi: true, upsert: true }] })),
  message(command({ aggregate: 'c', pipeline: [{ $match: { a: 1 } }, { $group: { _id: '$a', n: { $sum: 1 } } }], cursor: {} })),
  message(command({ getMore: 5n, collection: 'c' })),
  message(Buffer.concat([Buffer.from('admin.$cmd\0'), Buffer.alloc(4), Buffer.from([255, 255, 255, 255]), serialize({ ismaster: 1 })]), 2004),
)
const numbers = fc.constantFrom(-2147483648, -1, 0, 1, 4, 5, 15, 16, 20, 21, 255, 65536, 47_999_999, 48_000_000, 48_000_001, 2147483647)
const harm: fc.Arbitrary<(bytes: Buffer) => Buffer> = fc.oneof(
  fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }).map((flips) => (bytes: Buffer) => {
    for (const [at, byte] of flips) bytes[at % bytes.length] = byte
    return bytes
  }),
  fc.nat().map((at) => (bytes: Buffer) => bytes.subarray(0, at % bytes.length)),
  fc.tuple(fc.nat(), numbers).map(([at, n]) => (bytes: Buffer) => {
    bytes.writeInt32LE(n, at % (bytes.length - 3))
    return bytes
  }),
  fc.tuple(fc.constantFrom(0, 8, 12, 16), fc.integer()).map(([at, n]) => (bytes: Buffer) => {
    bytes.writeInt32LE(n, at)
    return bytes
  }),
  fc.uint8Array({ minLength: 1, maxLength: 60 }).map((more) => (bytes: Buffer) => Buffer.concat([bytes, more])),
  fc.uint8Array({ minLength: 1, maxLength: 200 }).map((noise) => () => Buffer.from(noise)),
)

test('bytes turned, cut, doubled or made up end in a reply or in the end of their connection', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(valid, harm), { minLength: 1, maxLength: 4 }), async (messages) => {
    const socket = await open()
    const closed = once(socket, 'close')
    socket.resume().end(Buffer.concat(messages.map(([bytes, spoil]) => spoil(Buffer.from(bytes)))))
    await closed
  }), { numRuns: 600 })
}, 120_000)

test.each([100, 179, 181, 500, 20_000, 500_000])('a document nested %i deep is answered or refused, not followed to the end of the stack', async (depth) => {
  const opening = Buffer.from([0, 0, 0, 0, 3, 0x61, 0])
  const bytes = Buffer.concat([...Array<Buffer>(depth).fill(opening), Buffer.from([5, 0, 0, 0, 0]), Buffer.alloc(depth)])
  for (let level = 0; level < depth; level++) bytes.writeInt32LE(bytes.length - level * 8, level * 7)
  const socket = await open()
  const closed = once(socket, 'close')
  socket.resume().end(message(Buffer.concat([Buffer.from([0]), bytes])))
  await closed
})

onLinux('a message that claims 48 MB and brings them byte by byte, or never, takes no more than what came', async () => {
  const before = memory()
  const sockets = await Promise.all(Array.from({ length: 200 }, open))
  const head = Buffer.alloc(16)
  head.writeInt32LE(48_000_000, 0)
  for (const socket of sockets) socket.write(head)
  const [slow] = sockets
  for (let i = 0; i < 20_000; i++) slow!.write(Buffer.from([0]))
  await witness.countDocuments()
  expect(memory() - before).toBeLessThan(100)
  for (const socket of sockets) socket.destroy()
})

onLinux('unfinished messages on many connections are bounded together', async () => {
  const before = memory()
  const bytes = Buffer.alloc(40_000_000)
  bytes.writeInt32LE(48_000_000, 0)
  const sockets = await Promise.all(Array.from({ length: 20 }, open))
  let closed = 0
  await new Promise<void>((resolve) => {
    for (const socket of sockets) {
      // 20 times 40 MB are 800; the server keeps 256 of them, so at least 13 have to go.
      socket.on('close', () => ++closed === 13 && resolve())
      socket.write(bytes)
    }
  })
  expect(memory() - before).toBeLessThan(700)
  for (const socket of sockets) socket.destroy()
}, 60_000)

onLinux('a client that asks and never reads is not answered into memory', async () => {
  const c = client.db('others').collection('large')
  await c.insertOne({ text: 'x'.repeat(5_000_000) })
  const before = memory()
  const socket = await open()
  socket.pause()
  const question = message(Buffer.concat([Buffer.from([0]), serialize({ find: 'large', $db: 'others' })]))
  socket.write(Buffer.concat(Array<Buffer>(400).fill(question)))
  for (let i = 0; i < 50; i++) await witness.countDocuments()
  expect(memory() - before).toBeLessThan(200)
  socket.destroy()
})
