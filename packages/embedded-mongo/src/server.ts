import { lstatSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { run } from './commands'
import { FailPoint } from './commands/fail-point'
import { Cursors } from './cursors'
import { MalformedError } from './errors'
import { expire } from './store/expire'
import { Store } from './store/store'
import { messageLength, readMessage, writeReply } from './wire'

export interface ServerOptions {
  dbpath: string
  /** A TCP port on 127.0.0.1 (0: any free one), or the path of a unix socket. */
  listen: { port: number } | { socket: string }
  /** Told when the disk failed in a way that leaves open what is on it. Whoever goes on from there may answer what is not so. */
  onBroken: (cause: Error) => void
  /** Enables what only tests of clients need: configureFailPoint. */
  testCommands?: boolean | undefined
}

/** mongod's own interval for TTL indexes. */
const EXPIRE_EVERY_MS = 60_000

/** A running server: its store, its listener, its connections. */
export class MongoServer {
  private readonly sockets = new Set<Socket>()
  private readonly cursors = new Cursors()
  private connections = 0
  private expiring: Promise<void> = Promise.resolve()
  private readonly expirer = setInterval(() => {
    this.expiring = this.expiring.then(() => expire(this.store, new Date())).catch((error: unknown) => console.error(error))
  }, EXPIRE_EVERY_MS).unref()

  private constructor(
    private readonly store: Store,
    private readonly server: Server,
    private readonly failPoint: FailPoint | undefined,
  ) {}

  /** @throws when the folder cannot be used or the port is taken. */
  static async start({ dbpath, listen, onBroken, testCommands }: ServerOptions): Promise<MongoServer> {
    const store = new Store(dbpath, onBroken)
    const self = new MongoServer(store, createServer({ noDelay: true }), testCommands ? new FailPoint() : undefined)
    self.server.on('connection', (socket) => self.serve(socket))
    if ('socket' in listen && isSocket(listen.socket) && !(await answers(listen.socket))) rmSync(listen.socket)
    await new Promise<void>((resolve, reject) => {
      self.server.once('error', reject)
      if ('socket' in listen) self.server.listen(listen.socket, resolve)
      else self.server.listen(listen.port, '127.0.0.1', resolve)
    })
    return self
  }

  get uri(): string {
    const address = this.server.address() as AddressInfo | string
    return typeof address === 'string' ? `mongodb://${encodeURIComponent(address)}/` : `mongodb://127.0.0.1:${address.port}/`
  }

  /** Takes no more commands, lets the running writes reach the disk, closes. */
  async close(): Promise<void> {
    this.server.close()
    for (const socket of this.sockets) socket.destroy()
    this.cursors.close()
    clearInterval(this.expirer)
    await this.expiring
    await this.store.close()
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket)
    const context = { store: this.store, cursors: this.cursors, connectionId: ++this.connections, failPoint: this.failPoint }
    let waiting: Buffer[] = []
    let size = 0
    let needed: number | undefined
    let last = Promise.resolve()
    const answer = async (bytes: Buffer): Promise<void> => {
      if (socket.destroyed) return
      const message = readMessage(bytes)
      const reply = await run(message, context)
      if (!message.silent && !socket.destroyed) socket.write(writeReply(message, reply))
    }
    socket.on('data', (chunk) => {
      waiting.push(chunk)
      size += chunk.length
      try {
        for (;;) {
          if (needed === undefined) {
            const head = size >= 4 && waiting[0]!.length < 4 ? (waiting = [Buffer.concat(waiting)])[0]! : waiting[0]!
            needed = size >= 4 ? messageLength(head) : undefined
          }
          if (needed === undefined || size < needed) return
          const all = waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting)
          const bytes = all.subarray(0, needed)
          waiting = all.length > needed ? [all.subarray(needed)] : []
          size -= needed
          needed = undefined
          // One after the other: a connection's replies come in the order of its commands.
          last = last.then(() => answer(bytes)).catch((error: unknown) => refuse(socket, error))
          if (waiting.length === 0) return
        }
      } catch (error) {
        refuse(socket, error)
      }
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.sockets.delete(socket))
  }
}

/** What is not the protocol ends its own connection and nothing else. */
function refuse(socket: Socket, error: unknown): void {
  socket.destroy()
  if (!(error instanceof MalformedError) && !(error instanceof RangeError)) console.error(error)
}

const isSocket = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSocket() ?? false

/** Whether somebody listens there. A socket file at which nobody does was left behind by a crash. */
function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket)
    const end = (answered: boolean) => {
      probe.destroy()
      resolve(answered)
    }
    probe.once('connect', () => end(true)).once('error', () => end(false))
  })
}
