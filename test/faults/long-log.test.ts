import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbeddedMongo } from '@zhixin/embedded-mongo'
import { createFileKeyStore } from '../../apps/bff/src/connectors/file-key-store'
import { loadCourtConfig } from '../../apps/bff/src/court-config'
import { openLog } from '../../apps/bff/src/log'
import { openDatabase } from '../../apps/bff/src/platform/database'
import { createLogger } from '../../apps/bff/src/platform/logger'
import { changeEntry } from '../journeys/support/tamper'
import { ROOT } from '../journeys/support/product'

/**
 * How long the log is, and the megabytes that the verifier may use for what it keeps (Node's old space, of which a bare start takes
 * some 20). `LOG_ENTRIES=100000 npm test -- --only faults` for the long run, under the same bound.
 */
const ENTRIES = Number(process.env.LOG_ENTRIES ?? 8_000)
const HEAP_MB = 64
/** So much that all entries together do not fit into the bound, also in the short run. */
const TEXT = '长'.repeat(20).padEnd(64_000_000 / ENTRIES, '-')
const VERIFY = path.join(ROOT, 'apps/bff/dist/verify.js')

describe(`a log of ${ENTRIES} entries is verified in the memory that a page takes`, () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zx-long-'))
  const heads = path.join(dataDir, 'heads')
  const long = 'thread:c_longlong/p_longlong'
  let store: Awaited<ReturnType<typeof startEmbeddedMongo>>

  /** Half of all in one chain, the rest in chains of twenty. */
  const chainOf = (n: number): string => (n % 2 === 0 ? long : `thread:c_${String(Math.floor(n / 40)).padStart(8, '0')}/p_someone0`)

  beforeAll(async () => {
    store = await startEmbeddedMongo({ dbpath: path.join(dataDir, 'store'), socket: path.join(dataDir, 'store.sock') })
    const connection = await openDatabase(`${store.uri}zhixin`)
    const log = await openLog({
      court: loadCourtConfig(path.join(ROOT, 'config')).court.id,
      db: connection.db!,
      keyStore: createFileKeyStore(path.join(dataDir, 'master-key.json'), { create: true }),
      clock: { now: () => new Date() },
      logger: createLogger('silent'),
    })
    const append = (n: number) =>
      log.append({
        chain: chainOf(n),
        key: `k${n}`,
        decide: async () => ({ type: 'message.sent', actor: { kind: 'person', id: 'p_someone0', role: 'principal' }, body: { text: `${n}${TEXT}` } }),
      })
    for (let n = 0; n < ENTRIES; n += 400) await Promise.all(Array.from({ length: Math.min(400, ENTRIES - n) }, (_, i) => append(n + i)))
    await log.close()
    await connection.close()
  })
  afterAll(async () => {
    await store.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  function verify(...args: string[]): Promise<{ code: number | null; said: string; ms: number; peakMb: number }> {
    const env = { ...process.env, DEMO: '1', DATA_DIR: dataDir, NODE_ENV: 'test' }
    const startedAt = performance.now()
    const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, VERIFY, '--all', ...args], { cwd: ROOT, env })
    let said = ''
    let peakMb = 0
    const watching = setInterval(() => (peakMb = Math.max(peakMb, residentMb(child))), 50)
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()))
    return new Promise((resolve) => {
      child.on('close', (code) => {
        clearInterval(watching)
        resolve({ code, said, ms: Math.round(performance.now() - startedAt), peakMb })
      })
    })
  }

  test('untouched, it is whole, says meanwhile how far it has got, and remembers its heads', async () => {
    const { code, said, ms, peakMb } = await verify('--save-heads', heads)
    console.info(`${ENTRIES} entries: ${ms} ms, ${peakMb} MB at the most (RSS), ${HEAP_MB} MB of old space allowed`)
    expect([code, said]).toEqual([0, expect.stringContaining(`${ENTRIES} entries recomputed.`)])
    expect(said).toMatch(new RegExp(`^… \\d+ of ${ENTRIES} entries, chain \\d+$`, 'm'))
  })

  test('one bit turned in the middle is found, and nothing else', async () => {
    await changeEntry(dataDir, long, Math.floor(ENTRIES / 4))
    const { code, said } = await verify('--heads', heads)
    expect(code).toBe(1)
    expect(said.match(/DOES NOT FIT.*/g)).toEqual([`DOES NOT FIT  ${long}  index ${Math.floor(ENTRIES / 4)}  entry.body_unreadable`])
  })
})

/** Linux's count of what a process has had in memory at the most; 0 elsewhere, or when it has ended. */
function residentMb({ pid }: ChildProcess): number {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}
