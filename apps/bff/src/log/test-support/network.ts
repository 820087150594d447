import { mongo } from 'mongoose'
import { databaseOver, type ModelledStore, type StoreRequest } from './modelled-store'

/** Whoever sends requests, until it crashes. */
export interface Client {
  isAlive: boolean
  /** How often the network or the store has failed it. */
  faults: number
}

export interface InFlight {
  client: Client
  request: StoreRequest
  /** Set once the store has run it. */
  reply: { value: unknown } | { error: unknown } | undefined
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * What is between processes and a store. A request that its process no longer waits for, and that the store has not run, is a ghost:
 * the store may run it at any later time. Nothing moves until it is told to.
 */
export class Network {
  readonly inFlight: InFlight[] = []
  readonly ghosts: StoreRequest[] = []

  constructor(
    private readonly store: ModelledStore,
    private readonly count: (what: string) => void,
  ) {}

  database(client: Client): mongo.Db {
    return databaseOver((request) => new Promise((resolve, reject) => {
      if (client.isAlive) this.inFlight.push({ client, request, reply: undefined, resolve, reject })
    }))
  }

  /** How many entries are stored. */
  stored(): number {
    return this.store.all('log_entries').length
  }

  /** The store runs a request; of an insert only the first `upTo`, where it is interrupted. */
  run(one: InFlight, upTo?: number): void {
    if (upTo !== undefined) one.client.faults++
    const before = this.stored()
    try {
      one.reply = { value: this.store.run(one.request, upTo) }
    } catch (error) {
      one.reply = { error }
      if (this.stored() > before) this.count(upTo === undefined ? 'a taken number or key in mid-batch' : 'a batch run in part')
    }
  }

  answer(one: InFlight): void {
    this.drop(one)
    if ('value' in one.reply!) one.resolve(one.reply.value)
    else one.reject(one.reply!.error)
  }

  /** The store says that it will not. */
  refuse(one: InFlight): void {
    one.client.faults++
    this.drop(one)
    one.reject(new mongo.MongoServerError({ message: 'not primary', code: 10_107 }))
  }

  /** The connection breaks: before the store has run it or after, which nobody knows. */
  cut(one: InFlight): void {
    one.client.faults++
    this.drop(one)
    if (!one.reply) this.ghosts.push(one.request)
    else if (one.request.kind === 'insert') this.count('a reply lost after an insert')
    one.reject(new mongo.MongoNetworkError('connection closed'))
  }

  /** Nobody waits for its answer. */
  runGhost(i: number, upTo?: number): void {
    const [ghost] = this.ghosts.splice(i, 1)
    const before = this.stored()
    try {
      this.store.run(ghost!, upTo)
    } catch {
      // As likely as not its numbers are taken.
    }
    if (this.stored() > before) this.count('a ghost stored')
  }

  /** A client is gone, and what it sent may arrive all the same. */
  abandon(client: Client): void {
    for (const one of this.inFlight.filter((each) => each.client === client)) {
      this.drop(one)
      if (!one.reply) this.ghosts.push(one.request)
    }
  }

  private drop(one: InFlight): void {
    this.inFlight.splice(this.inFlight.indexOf(one), 1)
  }
}
