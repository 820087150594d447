/**
 * The least that could be called a message server on this stack: `ws` → ordered insertMany → `ws`. No sign-in, no rights, no rules,
 * no hash, no sealing, no read model. It shows what the stack costs before the product does anything. Batches gather as the log's do.
 */
import { createServer } from 'node:http'
import { startEmbeddedMongo } from '@zhixin/embedded-mongo'
import { MongoClient } from 'mongodb'
import { WebSocketServer } from 'ws'

const store = await startEmbeddedMongo({})
const client = await new MongoClient(store.uri).connect()
const messages = client.db('relay').collection('messages', { writeConcern: { w: 'majority', j: true } })
await messages.createIndex({ thread: 1, index: 1 }, { unique: true })
await messages.createIndex({ seq: 1 }, { unique: true })

const sockets = new Map()
const heads = new Map()
let seq = 0
const queue = []
let running = false

async function run() {
  running = true
  while (queue.length > 0) {
    const batch = queue.splice(0, 200)
    await messages.insertMany(batch, { ordered: true })
    for (const { to, thread, index, text } of batch) sockets.get(to)?.send(JSON.stringify({ thread, index, text }))
  }
  running = false
}

const server = createServer()
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  socket.on('message', (data) => {
    const { name, thread, to, text } = JSON.parse(data.toString())
    if (name) return sockets.set(name, socket)
    const index = heads.get(thread) ?? 0
    heads.set(thread, index + 1)
    queue.push({ _id: `${thread}/${index}`, thread, index, seq: seq++, to, text, at: new Date().toISOString() })
    if (!running) void run()
  })
})
server.listen(0, '127.0.0.1', () => console.log(`RELAY READY ws://127.0.0.1:${server.address().port}`))
process.once('SIGTERM', async () => {
  await client.close()
  await store.stop()
  process.exit(0)
})
