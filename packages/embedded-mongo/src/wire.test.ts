import { deserialize, serialize, type Document } from 'bson'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { MongoClient } from 'mongodb'
import { startEmbeddedMongo, type EmbeddedMongo } from './index'

let server: EmbeddedMongo
let client: MongoClient
beforeAll(async () => {
  server = await startEmbeddedMongo()
  client = await MongoClient.connect(server.uri)
})
afterAll(async () => {
  await client.close()
  await server.stop()
})

function message(sections: Buffer, { opcode = 2013, flags = 0, length = 0 } = {}): Buffer {
  const head = Buffer.alloc(20)
  head.writeInt32LE(length || head.length + sections.length, 0)
  head.writeInt32LE(7, 4)
  head.writeInt32LE(opcode, 12)
  head.writeUInt32LE(flags, 16)
  return Buffer.concat([head, sections])
}
const body = (js: object): Buffer => Buffer.concat([Buffer.from([0]), serialize(js)])
const ping = body({ ping: 1, $db: 'admin' })
const corrupt = (js: object, at: number, byte: number): Buffer => {
  const bytes = body(js)
  bytes[at] = byte
  return bytes
}
const open = async (): Promise<Socket> => {
  const { port } = new URL(server.uri)
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

test.each<[string, Buffer]>([
  ['a length of nothing', message(ping, { length: 1 })],
  ['a negative length', message(ping, { length: -5 })],
  ['a length over the limit', message(ping, { length: 48_000_001 })],
  ['an unknown opcode', message(ping, { opcode: 2012 })],
  ['an unknown required flag', message(ping, { flags: 4 })],
  ['an unknown section', message(Buffer.from([9, 0, 0, 0, 0]))],
  ['no body', message(Buffer.concat([Buffer.from([1, 14, 0, 0, 0]), Buffer.from('a\0'), Buffer.from([5, 0, 0, 0, 0, 0])]))],
  ['two bodies', message(Buffer.concat([ping, ping]))],
  ['a document that claims to be longer than its message', message(corrupt({ ping: 1, $db: 'admin' }, 1, 0xff))],
  ['a string that claims to be longer than its document', message(corrupt({ $db: 'admin', ping: 1 }, 10, 0xff))],
  ['an unknown type', message(corrupt({ ping: 1, $db: 'admin' }, 5, 0x77))],
  ['bytes that are no message at all', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
  ['an OP_QUERY that is not for a command', message(Buffer.concat([Buffer.from('db.c\0'), Buffer.alloc(8), serialize({})]), { opcode: 2004 })],
])('%s closes its own connection and harms no other', async (_, bytes) => {
  const socket = await open()
  const closed = once(socket, 'close')
  socket.resume().write(bytes)
  await closed
  expect(await client.db('d').command({ ping: 1 })).toMatchObject({ ok: 1 })
})

test('a message cut short by its sender stores nothing', async () => {
  const socket = await open()
  const whole = message(body({ insert: 'cut', documents: [{ a: 1 }], $db: 'd' }))
  socket.write(whole.subarray(0, whole.length - 3))
  socket.end()
  await once(socket.resume(), 'close')
  expect(await client.db('d').collection('cut').countDocuments()).toBe(0)
})

test('messages in pieces, and several in one piece, are answered in their order', async () => {
  const socket = await open()
  const bytes = Buffer.concat([message(body({ insert: 'order', documents: [{ a: 1 }], $db: 'd' })), message(body({ count: 'order', $db: 'd' })), message(ping)])
  for (const byte of bytes.subarray(0, 100)) socket.write(Buffer.from([byte]))
  socket.write(bytes.subarray(100))
  let rest = Buffer.alloc(0)
  const replies: Document[] = []
  while (replies.length < 3) {
    rest = Buffer.concat([rest, ...((await once(socket, 'data')) as [Buffer])])
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      replies.push(deserialize(rest.subarray(21, rest.readInt32LE(0))))
      rest = rest.subarray(rest.readInt32LE(0))
    }
  }
  expect(replies).toEqual([{ n: 1, ok: 1 }, { n: 1, ok: 1 }, { ok: 1 }])
  socket.destroy()
})

test('a first hello as OP_QUERY is answered as OP_REPLY', async () => {
  const socket = await open()
  const query = message(Buffer.concat([Buffer.from('admin.$cmd\0'), Buffer.alloc(4), Buffer.from([255, 255, 255, 255]), serialize({ ismaster: 1 })]), { opcode: 2004 })
  socket.write(query)
  const [reply] = (await once(socket, 'data')) as [Buffer]
  expect(reply.readInt32LE(12)).toBe(1)
  expect(reply.includes(Buffer.from('maxWireVersion'))).toBe(true)
  socket.destroy()
})

test('a write that wants no reply is done all the same', async () => {
  const c = client.db('d').collection('silent')
  await c.insertOne({ a: 1 }, { writeConcern: { w: 0 } })
  while ((await c.countDocuments()) === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(await c.countDocuments()).toBe(1)
})
