import { MongoError } from './errors'

/** A query whose rest a client may ask for. */
export interface Readable {
  /** At most `count` documents (0: as many as fit a reply) and whether that was all. */
  next(count: number): { batch: Buffer[]; done: boolean }
}

interface Open {
  ns: string
  session: string | undefined
  readable: Readable
  lastUsed: number
}

const IDLE_MS = 10 * 60_000

/** The open cursors of all connections. Idle ones end after ten minutes, as MongoDB's do. */
export class Cursors {
  private readonly open = new Map<bigint, Open>()
  private lastId = BigInt(Date.now()) << 16n
  private readonly sweeper = setInterval(() => this.sweep(), 60_000).unref()

  constructor(private readonly now: () => number = Date.now) {}

  /** Keeps a cursor; answers its id. */
  add(ns: string, session: string | undefined, readable: Readable): bigint {
    this.lastId += 1n + BigInt(Math.floor(Math.random() * 1000))
    this.open.set(this.lastId, { ns, session, readable, lastUsed: this.now() })
    return this.lastId
  }

  use(id: bigint, ns: string): Readable {
    const cursor = this.open.get(id)
    if (!cursor) throw new MongoError(43, 'CursorNotFound', `cursor id ${id} not found`)
    if (cursor.ns !== ns) throw new MongoError(13, 'Unauthorized', `getMore on '${ns}', but the cursor belongs to ${cursor.ns}`)
    cursor.lastUsed = this.now()
    return cursor.readable
  }

  kill(id: bigint): boolean {
    return this.open.delete(id)
  }

  endSession(session: string): void {
    for (const [id, cursor] of this.open) if (cursor.session === session) this.open.delete(id)
  }

  endCollection(ns: string): void {
    for (const [id, cursor] of this.open) if (cursor.ns === ns) this.open.delete(id)
  }

  private sweep(): void {
    for (const [id, cursor] of this.open) if (this.now() - cursor.lastUsed > IDLE_MS) this.open.delete(id)
  }

  get size(): number {
    return this.open.size
  }

  close(): void {
    clearInterval(this.sweeper)
    this.open.clear()
  }
}
