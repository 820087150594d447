import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient, type Collection } from 'mongodb'
import { startEmbeddedMongo } from './index'

const BIN = join(__dirname, '..', 'bin', 'embedded-mongo.js')
const LITTLE_KB = 1_000
const ROOMY_KB = 20_000

/** A disk with little room, and how to give it more. */
interface Disk {
  dbpath: string
  /** What the server is started by. */
  shell: string
  enlarge: (server: ChildProcess) => void
  remove: () => void
}

/** A limit on the size of files, which needs no rights; its soft part can be raised while the process runs. */
function limitedFiles(): Disk {
  const dbpath = mkdtempSync(join(tmpdir(), 'embedded-mongo-'))
  return {
    dbpath,
    shell: `ulimit -S -f ${LITTLE_KB * 2}; exec "$0" "$@"`,
    enlarge: ({ pid }) => void execFileSync('prlimit', ['--pid', String(pid), `--fsize=${ROOMY_KB * 1024}:`]),
    remove: () => rmSync(dbpath, { recursive: true }),
  }
}

/** A file system of its own in memory. Only root may mount one. */
function smallDisk(): Disk {
  const mount = mkdtempSync(join(tmpdir(), 'embedded-mongo-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${LITTLE_KB}k`, 'tmpfs', mount])
  const dbpath = join(mount, 'store')
  mkdirSync(dbpath)
  return {
    dbpath,
    shell: 'exec "$0" "$@"',
    enlarge: () => void execFileSync('mount', ['-o', `remount,size=${ROOMY_KB}k`, mount]),
    remove: () => {
      execFileSync('umount', [mount])
      rmSync(mount, { recursive: true })
    },
  }
}

function mayMount(): boolean {
  try {
    smallDisk().remove()
    return true
  } catch {
    return false
  }
}

const disks: [string, () => Disk][] = [['files that may not grow', limitedFiles], ...(mayMount() ? [['a file system that is full', smallDisk] as [string, () => Disk]] : [])]

/** Inserts pairs until one is refused; answers how many were stored, and the refusal. */
async function fill(c: Collection, from: number, atMost = Infinity): Promise<{ stored: number; refused: Error | undefined }> {
  for (let stored = from; ; stored++) {
    if (stored === atMost) return { stored, refused: undefined }
    try {
      await c.insertMany([{ n: stored, text: 'x'.repeat(5000) }, { n: -stored - 1 }])
    } catch (error) {
      return { stored, refused: error as Error }
    }
  }
}

let disk: Disk
let server: ChildProcess
afterEach(async () => {
  if (server.exitCode === null && server.signalCode === null) {
    server.kill('SIGKILL')
    await once(server, 'exit')
  }
  disk.remove()
})

test.each(disks)('%s: writers are told, nothing is half stored, reads go on, and with room again so do writes', async (_, make) => {
  disk = make()
  server = spawn('/bin/sh', ['-c', disk.shell, process.execPath, BIN, '--dbpath', disk.dbpath, '--port', '0', '--parent-pipe'])
  const [line] = (await once(server.stdout!, 'data')) as [Buffer]
  const client = await MongoClient.connect((JSON.parse(line.toString()) as { uri: string }).uri)
  const c = client.db('d').collection('c')
  await c.createIndex({ n: 1 }, { unique: true })

  const { stored, refused } = await fill(c, 0)
  expect(refused?.message).toMatch(/the write could not be stored/)
  for (let attempt = 0; attempt < 20; attempt++) expect((await fill(c, stored)).refused).toMatchObject({ code: 14031 })
  // Many at once share a transaction: each of them is told.
  const together = await Promise.allSettled(Array.from({ length: 20 }, (__, i) => c.insertOne({ n: 1e6 + i, text: 'x'.repeat(5000) })))
  expect(together.every(({ status }) => status === 'rejected')).toBe(true)
  expect(await c.countDocuments()).toBe(stored * 2)
  expect(await c.findOne({ n: stored - 1 })).toMatchObject({ text: 'x'.repeat(5000) })
  expect(await client.db('d').command({ validate: 'c' })).toMatchObject({ valid: true, nrecords: stored * 2 })

  disk.enlarge(server)
  const more = await fill(c, stored, stored + 200)
  expect(more).toEqual({ stored: stored + 200, refused: undefined })
  expect(await client.db('d').command({ validate: 'c' })).toMatchObject({ valid: true, nrecords: more.stored * 2 })
  await client.close()
  server.stdin!.end()
  await once(server, 'exit')

  const again = await startEmbeddedMongo({ dbpath: disk.dbpath })
  const reader = await MongoClient.connect(again.uri)
  expect(await reader.db('d').command({ validate: 'c' })).toMatchObject({ valid: true, nrecords: more.stored * 2 })
  await reader.close()
  await again.stop()
})
