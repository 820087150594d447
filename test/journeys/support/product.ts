import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const ROOT = path.resolve(__dirname, '../../..')
const MAIN = path.join(ROOT, 'apps/bff/dist/main.js')
const VERIFY = path.join(ROOT, 'apps/bff/dist/verify.js')
const H5 = path.join(ROOT, 'apps/miniprogram/dist/h5')
/** Names a stopped product's data folder that others begin with a copy of; see `seed-once`. */
export const SEEDED_DIR = 'ZHIXIN_SEEDED_DIR'
const UP_WITHIN_MS = 60_000
const AGAIN_MS = 300

/** The real product as `npm start` runs it, with a data folder and a store of its own. */
export interface Product {
  readonly origin: string
  readonly dataDir: string
  /** Ends it as Ctrl-C does; answers the exit code. */
  stop(): Promise<number | null>
  /** Starts it again on the same folder and port. Tries anew while a killed predecessor still holds the folder. */
  start(): Promise<void>
  /** Ends server, store or both on the spot, as a power cut would. */
  kill(what: 'server' | 'store' | 'both'): Promise<void>
  /** What the verifier says of everything that is stored. The product may be running or not. */
  verify(): Promise<{ code: number; said: string }>
  /** Stops it and removes its folder. */
  remove(): Promise<void>
}

export interface ProductOptions {
  /** A configuration instead of the repository's. */
  configDir?: string
  env?: Record<string, string>
}

export async function startProduct({ configDir, env = {} }: ProductOptions = {}): Promise<Product> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'zx-'))
  const seeded = process.env[SEEDED_DIR]
  if (seeded !== undefined) cpSync(seeded, dataDir, { recursive: true })
  const base = { ...process.env, DEMO: '1', DATA_DIR: dataDir, H5_DIR: H5, LOG_LEVEL: 'error', NODE_ENV: 'test', ...env }
  const common = configDir ? { ...base, CONFIG_DIR: configDir } : base
  let port = '0'
  let origin = ''
  let server: ChildProcess
  /** Kept, so that a failing test can show it. */
  let said = ''

  async function start(): Promise<void> {
    const giveUpAt = performance.now() + UP_WITHIN_MS
    for (;;) {
      const launched = await launch({ ...common, PORT: port }, (text) => (said = (said + text).slice(-20_000)))
      if (launched.origin !== undefined) {
        server = launched.child
        origin = launched.origin
        port = new URL(origin).port
        return
      }
      if (performance.now() > giveUpAt) throw new Error(`the product did not come up:\n${said}`)
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }

  async function stop(): Promise<number | null> {
    if (server.exitCode === null && server.signalCode === null) {
      const ended = endOf(server)
      server.kill('SIGTERM')
      await ended
    }
    return server.exitCode
  }

  await start()
  return {
    get origin() {
      return origin
    },
    dataDir,
    start,
    stop,
    async kill(what) {
      const stores = childrenOf(server.pid!)
      if (what !== 'store') {
        const ended = endOf(server)
        server.kill('SIGKILL')
        if (what === 'both') killAll(stores)
        await ended
      } else {
        killAll(stores)
      }
    },
    verify: () => run(VERIFY, ['--all'], common),
    async remove() {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A copy of the repository's configuration in which some files say something else. */
export function configWith(changes: Record<string, (before: string) => string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'zx-config-'))
  for (const name of readdirSync(path.join(ROOT, 'config'))) {
    if (name === 'court' || name.endsWith('.yaml')) cpSync(path.join(ROOT, 'config', name), path.join(folder, name), { recursive: true })
  }
  for (const [file, change] of Object.entries(changes)) {
    const place = path.join(folder, file)
    const before = readFileSync(place, 'utf8')
    const after = change(before)
    if (after === before) throw new Error(`${file}: nothing in it was changed`)
    writeFileSync(place, after)
  }
  return folder
}

function launch(env: NodeJS.ProcessEnv, say: (text: string) => void): Promise<{ child: ChildProcess; origin?: string }> {
  const child = spawn(process.execPath, [MAIN], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  return new Promise((resolve, reject) => {
    let line = ''
    child.stdout.on('data', (piece: Buffer) => {
      say(piece.toString())
      line += piece.toString()
      const ready = /^ZHIXIN READY (\S+)$/m.exec(line)
      if (ready) resolve({ child, origin: ready[1]! })
    })
    child.stderr.on('data', (piece: Buffer) => say(piece.toString()))
    child.once('error', reject)
    child.once('exit', () => resolve({ child }))
  })
}

function run(script: string, args: string[], env: NodeJS.ProcessEnv): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (piece: Buffer) => (said += piece.toString()))
    child.stderr.on('data', (piece: Buffer) => (said += piece.toString()))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? -1, said }))
  })
}

const endOf = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.once('exit', () => resolve()))

function killAll(pids: number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself meanwhile.
    }
  }
}

/** Processes that this one started: the embedded store. */
function childrenOf(pid: number): number[] {
  const parents = process.platform === 'linux' ? parentsInProc() : parentsFromPs()
  return parents.filter(({ parent }) => parent === pid).map(({ child }) => child)
}

function parentsInProc(): { child: number; parent: number }[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      // `pid (name) state ppid …`, and the name may hold anything.
      const afterName = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!
      return [{ child: Number(name), parent: Number(afterName.split(' ')[1]) }]
    } catch {
      return []
    }
  })
}

function parentsFromPs(): { child: number; parent: number }[] {
  return execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n').map((line) => {
    const [child, parent] = line.trim().split(/\s+/).map(Number)
    return { child: child!, parent: parent! }
  })
}
