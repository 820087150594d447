import { createHash } from 'node:crypto'
import { mkdirSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbeddedMongo } from '@zhixin/embedded-mongo'
import type { Env } from './platform/env'
import type { Logger } from './platform/logger'

export interface Store {
  /** With the database's name. */
  uri: string
  stop(): Promise<void>
}

const DATABASE = 'zhixin'
/** The system cuts a socket's path at about this length. */
const SOCKET_PATH_MAX = 100

/** Where the embedded store of a data folder listens: a socket in it, that nobody else on the machine can open. */
function socketOf(dataDir: string): string {
  const inside = path.join(dataDir, 'store.sock')
  if (inside.length <= SOCKET_PATH_MAX) return inside
  const folder = path.join(tmpdir(), `zhixin-${createHash('sm3').update(dataDir).digest('hex').slice(0, 16)}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = statSync(folder)
  // Anybody may make a folder there: one that is not ours alone is somebody's trap.
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) throw new Error(`${folder} is not this user's own; choose a shorter DATA_DIR`)
  return path.join(folder, 'store.sock')
}

const uriOf = (socket: string): string => `mongodb://${encodeURIComponent(socket)}/${DATABASE}`

/** The store this installation uses: the server that is named, else an embedded one that lives and dies with this process. */
export async function openStore(env: Env, logger: Logger): Promise<Store> {
  if (env.mongodbUri) return { uri: env.mongodbUri, stop: async () => undefined }
  mkdirSync(env.dataDir, { recursive: true, mode: 0o700 })
  const socket = socketOf(env.dataDir)
  const onExit = (code: number | null, signal: NodeJS.Signals | null): void => logger.error({ code, signal }, 'the embedded store ended and is started again')
  const store = await startEmbeddedMongo({ dbpath: path.join(env.dataDir, 'store'), socket, restart: true, onExit })
  return { uri: uriOf(socket), stop: store.stop }
}

/** The same for a tool that runs beside the server: the store that is open already, else one of its own. */
export async function borrowStore(env: Env, logger: Logger): Promise<Store> {
  if (!env.mongodbUri && (await answers(socketOf(env.dataDir)))) return { uri: uriOf(socketOf(env.dataDir)), stop: async () => undefined }
  return openStore(env, logger)
}

const answers = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(socket)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
