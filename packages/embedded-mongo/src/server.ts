import { once } from 'node:events'
import { lstatSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { run } from './commands'
import { FailPoint } from './commands/fail-point'
import { Cursors } from './cursors'
import { MalformedError } from './errors'
import { expire } from './store/expire'
import { Store } from './store/store'
import { messages, readMessage, writeReply } from './wire'

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

const MAX_CONNECTIONS = 4_096
/** Of all messages that have begun to come in. Five of the longest at once; a client that never ends its message cannot take more. */
const MAX_HELD = 256 * 1024 * 1024

/** A running server: its store, its listener, its connections. */
export class MongoServer {
  private readonly sockets = new Set<Socket>()
  private readonly cursors = new Cursors()
  private connections = 0
  private held = 0
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
    self.server.maxConnections = MAX_CONNECTIONS
    self.server.on('connection', (socket) => void self.serve(socket))
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

  /** One command after the other: what a client sends meanwhile stays in its own socket, and so does what it does not read. */
  private async serve(socket: Socket): Promise<void> {
    this.sockets.add(socket)
    socket.on('close', () => this.sockets.delete(socket))
    const context = { store: this.store, cursors: this.cursors, connectionId: ++this.connections, failPoint: this.failPoint }
    try {
      for await (const bytes of messages(socket as AsyncIterable<Buffer>, (held) => this.hold(held))) {
        const message = readMessage(bytes)
        const reply = await run(message, context)
        if (socket.destroyed) return
        if (!message.silent && !socket.write(writeReply(message, reply))) await drained(socket)
      }
    } catch (error) {
      refuse(socket, error)
    }
  }

  /** Keeps account of the messages that are not whole yet, on all connections: whoever brings too much is sent away. */
  private hold(bytes: number): void {
    this.held += bytes
    if (bytes > 0 && this.held > MAX_HELD) throw new MalformedError('too many bytes of messages that are not whole')
  }
}

/** What is not the protocol ends its own connection and nothing else; so does a connection that breaks. Anything else is a fault of ours. */
function refuse(socket: Socket, error: unknown): void {
  socket.destroy()
  const isTheirs = error instanceof MalformedError || error instanceof RangeError || (typeof error === 'object' && error !== null && 'code' in error)
  if (!isTheirs) console.error(error)
}

/** Resolves when a socket takes more, or is gone. Leaves no listener behind: a connection lives for many large replies. */
async function drained(socket: Socket): Promise<void> {
  const either = new AbortController()
  const { signal } = either
  try {
    await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })])
  } finally {
    either.abort()
  }
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
