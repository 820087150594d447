import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface EmbeddedMongoOptions {
  /** Where the data lies. Without it: a fresh folder, removed by `stop`. */
  dbpath?: string
  /** A TCP port on 127.0.0.1; 0, the default, takes a free one. */
  port?: number
  /** The path of a unix socket, instead of a port. */
  socket?: string
  /** Start the server again, at the same address, when it dies unasked; the driver reconnects by itself. */
  restart?: boolean
  /** Enables `configureFailPoint`, for tests of clients. */
  testCommands?: boolean
  /** Told of every end that `stop` did not ask for. */
  onExit?: (code: number | null, signal: NodeJS.Signals | null) => void
}

export interface EmbeddedMongo {
  /** For the driver, without a database name: `mongodb://127.0.0.1:12345/` */
  readonly uri: string
  /** The process of the moment; another one after a restart. */
  readonly pid: number
  /** Ends the server once its writes are on disk. */
  stop(): Promise<void>
  /** Ends the process on the spot, as a crash would. For tests of crashes. */
  kill9(): Promise<void>
}

const BIN = join(__dirname, '..', 'bin', 'embedded-mongo.js')
const FIRST_BACK_OFF_MS = 100
const LAST_BACK_OFF_MS = 5_000

/**
 * Runs the server as a child process and resolves when it takes connections. The child ends when this process does, however
 * that ends: it holds the other side of a pipe.
 * @throws when the child ends before it is ready, with what it said (a folder in use, a port taken, a newer format).
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions = {}): Promise<EmbeddedMongo> {
  const dbpath = options.dbpath ?? mkdtempSync(join(tmpdir(), 'embedded-mongo-'))
  let stopping = false
  let backOff = FIRST_BACK_OFF_MS
  let retry: NodeJS.Timeout | undefined
  let launching: Promise<void> | undefined

  const more = options.testCommands ? ['--test-commands'] : []
  const address = [...(options.socket === undefined ? ['--port', String(options.port ?? 0)] : ['--socket', options.socket]), ...more]
  let current = await launch(dbpath, address)
  const { uri } = current
  const sameAddress = options.socket === undefined ? ['--port', new URL(uri).port, ...more] : address
  watch()

  function watch(): void {
    current.child.once('exit', (code, signal) => {
      if (stopping) return
      options.onExit?.(code, signal)
      if (options.restart) again()
    })
  }

  function again(): void {
    retry = setTimeout(() => {
      launching = launch(dbpath, sameAddress).then(
        (launched) => {
          current = launched
          backOff = FIRST_BACK_OFF_MS
          if (!stopping) watch()
        },
        () => {
          backOff = Math.min(backOff * 2, LAST_BACK_OFF_MS)
          if (!stopping) again()
        },
      )
    }, backOff)
  }

  return {
    uri,
    get pid() {
      return current.child.pid!
    },
    kill9: () => end(current.child, 'SIGKILL'),
    stop: async () => {
      stopping = true
      clearTimeout(retry)
      await launching
      await end(current.child, 'SIGTERM')
      if (options.dbpath === undefined) rmSync(dbpath, { recursive: true, force: true })
    },
  }
}

function launch(dbpath: string, address: string[]): Promise<{ child: ChildProcess; uri: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, '--dbpath', dbpath, ...address, '--parent-pipe'], { stdio: ['pipe', 'pipe', 'pipe'] })
    let said = ''
    let complaints = ''
    child.stdin.on('error', () => undefined)
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (!said.includes('\n')) return
      child.stdout.removeAllListeners('data').resume()
      resolve({ child, uri: (JSON.parse(said.slice(0, said.indexOf('\n'))) as { uri: string }).uri })
    })
    child.stderr.on('data', (chunk: Buffer) => {
      complaints = (complaints + chunk.toString()).slice(-4000)
      process.stderr.write(chunk)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`embedded-mongo ended with code ${code} before it was ready: ${complaints.trim()}`)))
  })
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill(signal)
  })
}
