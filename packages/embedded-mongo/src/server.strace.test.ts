import { serialize, type Document } from 'bson'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What the kernel was asked for, and in which order, is the one witness of durability: a test that reads its data back sees the cache. */

const BIN = join(__dirname, '..', 'bin', 'embedded-mongo.js')
const HOW = 'these tests need strace (sudo apt-get install strace) and leave to trace processes'

/** Why there can be no trace here, or undefined. */
function lacking(): string | undefined {
  const { status, error } = spawnSync('strace', ['-f', '-o', '/dev/null', 'true'])
  if (error) return `strace is not there; ${HOW}`
  return status === 0 ? undefined : `strace may not trace here; ${HOW}`
}
const missing = lacking()

let root: string
let traced: ChildProcess
let socket: Socket
let exited: Promise<unknown>

async function start(...faults: string[]): Promise<void> {
  root = mkdtempSync(join(tmpdir(), 'embedded-mongo-'))
  const calls = 'trace=openat,write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync,msync'
  const server = [process.execPath, BIN, '--dbpath', join(root, 'store'), '--port', '0', '--parent-pipe']
  traced = spawn('strace', ['-f', '-yy', '-s', '0', '-e', calls, '-o', join(root, 'trace'), ...faults, ...server], { stdio: ['pipe', 'pipe', 'inherit'] })
  exited = once(traced, 'exit')
  const [line] = (await once(traced.stdout!, 'data')) as [Buffer]
  socket = connect(Number(new URL((JSON.parse(line.toString()) as { uri: string }).uri).port), '127.0.0.1')
  await once(socket, 'connect')
}

async function stop(): Promise<void> {
  socket.destroy()
  traced.stdin!.end()
  await exited
  rmSync(root, { recursive: true, force: true })
}

/** Sends one command as OP_MSG and waits for its reply. The driver's own pings would stand among what is traced. */
async function ask(command: Document): Promise<void> {
  const body = serialize({ ...command, $db: 'd' })
  const head = Buffer.alloc(21)
  head.writeInt32LE(head.length + body.length, 0)
  head.writeInt32LE(2013, 12)
  socket.write(Buffer.concat([head, body]))
  await once(socket, 'data')
}

const traceNow = (): string => readFileSync(join(root, 'trace'), 'utf8')

/**
 * The trace as words, each at the place where the call ended (a reply: where it began): `pages` written to the data file, `sync` of it
 * that succeeded, `root` written through a descriptor that is itself synchronous, `reply` to the client, `failed` for a call that did.
 */
function words(trace: string): string {
  const out: string[] = []
  const synchronous = new Set<string>()
  const unfinished = new Map<string, string>()
  for (const line of trace.split('\n')) {
    const [, pid = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    if (rest.endsWith('<unfinished ...>')) unfinished.set(pid, rest)
    const whole = rest.startsWith('<...') ? `${unfinished.get(pid)}${rest}` : rest
    const opened = /O_DSYNC.* = (\d+)<.*data\.mdb>$/.exec(whole)
    if (opened) synchronous.add(opened[1]!)
    const [, call = '', fd = '', target = ''] = /^(\w+)\((\d+)<([^>]*)>/.exec(whole) ?? []
    if (target.startsWith('TCP:') && /^(write|send)/.test(call) && !rest.startsWith('<...')) out.push('reply')
    if (!target.endsWith('data.mdb') || rest.endsWith('<unfinished ...>')) continue
    const failed = !/ = \d+$/.test(whole)
    out.push(failed ? 'failed' : call === 'fdatasync' ? 'sync' : /write/.test(call) ? (synchronous.has(fd) ? 'root' : 'pages') : call)
  }
  return out.join(' ')
}

if (missing && process.env.CI) {
  test('writes are on disk before they are answered', () => {
    throw new Error(missing)
  })
} else if (missing) {
  console.warn(missing)
}

const traceable = missing ? describe.skip : describe
traceable('each write is on disk before it is answered, and a batch takes one fdatasync', () => {
  beforeAll(() => start(), 60_000)
  afterAll(stop, 60_000)

  test.each<[string, Document]>([
    ['insert', { insert: 'c', documents: [{ _id: 1, a: 1 }] }],
    ['insert of a batch', { insert: 'c', documents: Array.from({ length: 100 }, (_, n) => ({ _id: n + 2, a: n, text: 'x'.repeat(3000) })) }],
    ['insert of a batch that is refused in its middle', { insert: 'c', documents: [{ _id: 'x' }, { _id: 1 }, { _id: 'y' }] }],
    ['update', { update: 'c', updates: [{ q: { _id: 1 }, u: { $set: { a: 2 } } }] }],
    ['update of many', { update: 'c', updates: [{ q: {}, u: { $inc: { a: 1 } }, multi: true }] }],
    ['upsert', { update: 'c', updates: [{ q: { _id: 'new' }, u: { $set: { a: 2 } }, upsert: true }] }],
    ['findAndModify', { findAndModify: 'c', query: { _id: 1 }, update: { $inc: { a: 1 } } }],
    ['findAndModify that removes', { findAndModify: 'c', query: { _id: 2 }, remove: true }],
    ['delete', { delete: 'c', deletes: [{ q: { _id: 1 }, limit: 1 }] }],
    ['createIndexes', { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'a' }] }],
    ['dropIndexes', { dropIndexes: 'c', index: 'a' }],
    ['drop', { drop: 'c' }],
  ])('%s', async (_, command) => {
    const before = words(traceNow()).length
    await ask(command)
    let after = ''
    // The client may have its reply before strace has told of it.
    while (!after.includes('reply')) after = words(traceNow()).slice(before).trim()
    expect(after).toMatch(/^(pages )+sync root reply$/)
  }, 60_000)
})

traceable('a disk that fails', () => {
  afterEach(stop, 60_000)

  test('when a sync fails nobody is told yes or no: the server ends, as mongod does', async () => {
    await start('-e', 'inject=fdatasync:error=EIO:when=2+')
    const closed = once(socket, 'close').then(() => 'closed')
    let answered = 0
    while (answered < 50) {
      if ((await Promise.race([closed, ask({ insert: 'c', documents: [{ _id: answered }] })])) === 'closed') break
      answered++
    }
    expect(await exited).toEqual([1, null])
    // Each thread's first sync is let through, so some writes were stored: those and no others were answered.
    expect(words(traceNow()).match(/sync root reply/g)).toHaveLength(answered)
  }, 60_000)
})
