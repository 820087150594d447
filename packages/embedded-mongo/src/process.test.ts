import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { open } from 'lmdb'
import { startEmbeddedMongo } from './index'

const BIN = join(__dirname, '..', 'bin', 'embedded-mongo.js')
const LAUNCHER = join(__dirname, '..', 'dist', 'index.js')
const folders: string[] = []
const folder = (): string => {
  folders.push(mkdtempSync(join(tmpdir(), 'embedded-mongo-')))
  return folders.at(-1)!
}
afterAll(() => folders.forEach((each) => rmSync(each, { recursive: true, force: true })))

const run = (...args: string[]): ChildProcess => spawn(process.execPath, [BIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })

async function outcome(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = ''
  child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    // A child that was killed but not yet reaped by its new parent counts as dead.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 20))
}

test('kill -9 while 64 clients write: every acknowledged insert is there once, and indexes agree with documents', async () => {
  const dbpath = folder()
  const server = await startEmbeddedMongo({ dbpath })
  const client = await MongoClient.connect(server.uri, { maxPoolSize: 64, retryWrites: false, serverSelectionTimeoutMS: 500 })
  const log = client.db('d').collection('log')
  await log.createIndex({ writer: 1, n: 1 }, { unique: true })
  await log.createIndex({ tags: 1 })
  const acknowledged: string[] = []
  const writers = Array.from({ length: 64 }, async (_, writer) => {
    for (let n = 0; ; n++) {
      try {
        await log.insertMany([{ writer, n, tags: [n, writer] }, { writer, n: -n - 1, tags: [] }], { writeConcern: { w: 1, j: true } })
        acknowledged.push(`${writer}/${n}`, `${writer}/${-n - 1}`)
      } catch {
        return
      }
    }
  })
  await until(() => acknowledged.length > 2000)
  await server.kill9()
  await Promise.all(writers)
  await client.close()

  const again = await startEmbeddedMongo({ dbpath })
  const reader = await MongoClient.connect(again.uri)
  const stored = (await reader.db('d').collection('log').find().toArray()).map(({ writer, n }) => `${writer}/${n}`)
  expect(new Set(stored).size).toBe(stored.length)
  const there = new Set(stored)
  expect(acknowledged.filter((each) => !there.has(each))).toEqual([])
  expect(await reader.db('d').command({ validate: 'log' })).toMatchObject({ valid: true, nrecords: stored.length, errors: [] })
  await reader.close()
  await again.stop()
})

test('a second opener of a folder is refused with the name and pid of the first', async () => {
  const dbpath = folder()
  const server = await startEmbeddedMongo({ dbpath })
  const { code, said } = await outcome(run('--dbpath', dbpath, '--port', '0'))
  expect(code).toBe(3)
  expect(said).toContain(`in use by the process embedded-mongo with pid ${server.pid}`)
  await expect(startEmbeddedMongo({ dbpath })).rejects.toThrow(/in use by the process/)
  await server.stop()
  expect(existsSync(join(dbpath, 'embedded-mongo.lock'))).toBe(false)
})

test('the lock of a process that is gone is taken over', async () => {
  const dbpath = folder()
  const dead = spawn(process.execPath, ['-e', ''])
  await once(dead, 'exit')
  writeFileSync(join(dbpath, 'embedded-mongo.lock'), `${dead.pid} embedded-mongo\n`)
  const server = await startEmbeddedMongo({ dbpath })
  await server.stop()
})

test('data of a newer format is refused by name', async () => {
  const dbpath = folder()
  const lmdb = open<Buffer, Buffer>({ path: dbpath, encoding: 'binary', keyEncoding: 'binary', noSubdir: false })
  await lmdb.put(Buffer.from('!format'), Buffer.from('99'))
  await lmdb.close()
  await expect(startEmbeddedMongo({ dbpath })).rejects.toThrow(/format 99; this version knows format 1/)
})

test.each([[[]], [['--dbpath', 'x']], [['--dbpath', 'x', '--port', 'y']], [['--dbpath', 'x', '--port', '1', '--socket', 's']], [['--frob']]])('a wrong call (%j) is told how to call it', async (args) => {
  const { code, said } = await outcome(run(...args))
  expect(code).toBe(2)
  expect(said).toMatch(/usage|Unknown option/)
})

test('the server ends when its parent is killed with -9', async () => {
  const parent = spawn(process.execPath, ['-e', `require(${JSON.stringify(LAUNCHER)}).startEmbeddedMongo().then((s) => console.log(s.pid)); setInterval(() => {}, 1000)`])
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = Number(line.toString())
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  await until(() => !isAlive(pid))
})

test('SIGTERM closes it with exit code 0', async () => {
  const child = run('--dbpath', folder(), '--port', '0')
  await once(child.stdout!, 'data')
  child.kill('SIGTERM')
  expect((await outcome(child)).code).toBe(0)
})

test('after a crash it comes back at the same address, and the driver goes on with the data', async () => {
  const ends: unknown[] = []
  const server = await startEmbeddedMongo({ restart: true, onExit: (_, signal) => ends.push(signal) })
  const client = await MongoClient.connect(server.uri)
  await client.db('d').collection('c').insertOne({ a: 1 })
  const first = server.pid
  await server.kill9()
  await until(async () => {
    try {
      return (await client.db('d').collection('c').countDocuments()) === 1
    } catch {
      return false
    }
  })
  expect(server.pid).not.toBe(first)
  expect(ends).toEqual(['SIGKILL'])
  await client.close()
  await server.stop()
})

test('it serves a unix socket, whose file a crash may have left behind', async () => {
  const dbpath = folder()
  const socket = join(dbpath, 'a b.sock')
  for (const end of ['kill9', 'stop'] as const) {
    const server = await startEmbeddedMongo({ dbpath, socket })
    const client = await MongoClient.connect(server.uri)
    await client.db('d').collection('c').insertOne({})
    await client.close()
    await server[end]()
  }
})

test('without a folder of its own it leaves nothing behind', async () => {
  const server = await startEmbeddedMongo()
  const client = await MongoClient.connect(server.uri)
  await client.db('d').collection('c').insertOne({})
  await client.close()
  await server.stop()
  expect(isAlive(server.pid)).toBe(false)
})
