import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { BSON } from 'mongodb'

/** What can happen to a command between a client and its store. */
export const LIES = ['reply_lost', 'reply_cut', 'late', 'cut', 'reset'] as const
export type Lie = (typeof LIES)[number]

export interface LyingProxy {
  /** The store's address through this proxy, without a database. */
  readonly uri: string
  /** How often each lie was told about an insert into the log, and how often such an insert was run although its client saw the connection break. */
  readonly told: Record<Lie | 'run_unanswered', number>
  /** While it is honest, everything is passed on as it comes. */
  beHonest(isHonest: boolean): void
  close(): Promise<void>
}

export interface LyingProxyOptions {
  /** Where the store listens on this machine. */
  port: number
  random(): number
  /** Of how many commands one is lied about: inserts into the log, all others. Hello never is. */
  lieTo: { inserts: number; others: number }
}

const HEADER = 16
const FIRST_SECTION = HEADER + 4
const OP_MSG = 2013
const LATE_MS = { least: 1, most: 600 }

/**
 * Stands between a driver and a store and reads OP_MSG as far as it must to lose exactly one reply: `reply_lost` and `reply_cut`
 * (the store has run the command), `late` (the client's connection breaks at once, the store gets the command some time after, when
 * the client may have gone on), `cut` (half a command), `reset` (none of it). Each ends its connection, as a network does.
 */
export async function startLyingProxy({ port, random, lieTo }: LyingProxyOptions): Promise<LyingProxy> {
  let isHonest = false
  const told = { reply_lost: 0, reply_cut: 0, late: 0, cut: 0, reset: 0, run_unanswered: 0 }
  const sockets = new Set<Socket>()

  function lieFor(command: Command): Lie | undefined {
    if (isHonest || command.name === 'hello' || command.name === 'ismaster') return undefined
    if (random() * (command.isAppend ? lieTo.inserts : lieTo.others) >= 1) return undefined
    return LIES[Math.floor(random() * LIES.length)]!
  }

  const server = createServer({ noDelay: true }, (client) => {
    const store = connect({ port, host: '127.0.0.1', noDelay: true })
    /** The command whose reply its client must not see (whole). */
    let doomed: { id: number; lie: Lie; isAppend: boolean } | undefined
    for (const socket of [client, store]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    }
    client.on('close', () => doomed || store.destroy())
    store.on('close', () => client.destroy())

    const toStore = frames((message) => {
      if (doomed) return
      const command = commandIn(message)
      const lie = lieFor(command)
      if (!lie) return void store.write(message)
      doomed = { id: message.readInt32LE(4), lie, isAppend: command.isAppend }
      if (command.isAppend) told[lie]++
      if (lie === 'reply_lost' || lie === 'reply_cut') return void store.write(message)
      client.resetAndDestroy()
      if (lie === 'late') return void setTimeout(() => store.write(message), LATE_MS.least + random() * (LATE_MS.most - LATE_MS.least))
      if (lie === 'cut') store.end(message.subarray(0, Math.floor(message.length / 2)))
      else store.destroy()
    })
    const toClient = frames((message) => {
      if (doomed?.id !== message.readInt32LE(8)) return void (client.destroyed || client.write(message))
      if (doomed.isAppend && hasStored(message)) told.run_unanswered++
      if (doomed.lie === 'reply_cut') client.end(message.subarray(0, Math.floor(message.length / 2)))
      else client.destroy()
      store.destroy()
    })
    client.on('data', toStore)
    store.on('data', toClient)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    uri: `mongodb://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    told,
    beHonest: (value) => void (isHonest = value),
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    }),
  }
}

/** Puts together what comes in pieces: each message once, whole. */
function frames(take: (message: Buffer) => void): (chunk: Buffer) => void {
  let waiting = Buffer.alloc(0)
  return (chunk) => {
    waiting = Buffer.concat([waiting, chunk])
    while (waiting.length >= HEADER && waiting.length >= waiting.readInt32LE(0)) {
      const length = waiting.readInt32LE(0)
      const message = waiting.subarray(0, length)
      waiting = waiting.subarray(length)
      take(message)
    }
  }
}

interface Command {
  name: string
  isAppend: boolean
}

/** The first of its elements names a command and what it is about. Old-style messages are the driver's first hello. */
function commandIn(message: Buffer): Command {
  const body = bodyOf(message)
  const [name, about] = Object.entries(body ?? { hello: 1 })[0]!
  return { name, isAppend: name === 'insert' && about === 'log_entries' }
}

function hasStored(reply: Buffer): boolean {
  const body = bodyOf(reply)
  return Number(body?.n ?? 0) > 0
}

function bodyOf(message: Buffer): BSON.Document | undefined {
  if (message.readInt32LE(12) !== OP_MSG || message[FIRST_SECTION] !== 0) return undefined
  const start = FIRST_SECTION + 1
  return BSON.deserialize(message.subarray(start, start + message.readInt32LE(start)))
}
