import { mkdtempSync, rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { MongoServer } from './server'

test('a connection that has carried many large replies has no more listeners than a new one', async () => {
  const dbpath = mkdtempSync(join(tmpdir(), 'embedded-mongo-server-'))
  const server = await MongoServer.start({ dbpath, listen: { port: 0 }, onBroken: (cause) => { throw cause } })
  const client = await new MongoClient(server.uri, { maxPoolSize: 1 }).connect()
  try {
    const listeners = (): number[] => [...Reflect.get(server, 'sockets') as Set<Socket>].map((socket) => socket.eventNames().reduce((sum, name) => sum + socket.listenerCount(name), 0))
    const large = client.db('large').collection('large')
    await large.insertOne({ text: 'x'.repeat(8_000_000) })
    const before = Math.max(...listeners())
    for (let i = 0; i < 20; i++) await large.findOne()
    expect(Math.max(...listeners())).toBeLessThanOrEqual(before + 2)
  } finally {
    await client.close()
    await server.close()
    rmSync(dbpath, { recursive: true, force: true })
  }
})
