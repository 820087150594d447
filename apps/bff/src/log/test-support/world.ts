import { type ChainCache, createChainCache } from '../chain-cache'
import { createChainKeys } from '../chain-keys'
import { createLogReader } from '../reader'
import { chainsBegun, type LogRecord } from '../records'
import { createWriter } from '../writer'
import { type Call, createAuditor, isUnclear, type Read } from './auditor'
import { ModelledStore } from './modelled-store'
import { type Client, Network } from './network'
import { CASE, caseFold, commandOf, threadFold, THREADS, type Wish } from './small-court'

const COURT = 'model-court'
const SLOTS = 3
const BEGIN = Date.parse('2026-01-05T02:00:00.000Z')
const STEP_MS = 40
const LEAP_MS = 7_000
const CLOCKS_MS = [-9_000, -3_000, 0, 4_000]
/** A calm world must come to rest in far fewer. */
const REST_WITHIN = 4_000

export const logIndexes = { log_entries: [['court', 'chain', 'index'], ['court', 'seq']] }
const master = { id: 'k1', secret: Buffer.alloc(32, 7) }
const keyStore = { current: async () => master, byId: async () => master }

/** What somebody asks for, and at which process first. */
export interface Send {
  key: string
  wish: Wish
  slot: number
  /** Whether its rule reads both chains at the same time. */
  atOnce: boolean
}

interface Process extends Client {
  slot: number
  /** How far its clock is off. */
  clockMs: number
  /** All times that it was told. */
  times: string[]
  announced: Set<number>
  writer: ReturnType<typeof createWriter>
  cache: ChainCache
}
type Event = { weight: number; happens(choice: number): void }

/**
 * Three processes, their clients and one store, where nothing moves by itself: each step is one event that the chooser picks among
 * all that could happen now.
 */
export class World {
  /** How often what happened, so that a test can see that it tested something. */
  readonly seen = new Map<string, number>()
  private readonly store = new ModelledStore(logIndexes)
  private readonly auditor = createAuditor(COURT, this.store, keyStore)
  private readonly network = new Network(this.store, (what) => this.count(what))
  private readonly timers: { at: number; process: Process; wake(): void }[] = []
  private readonly waiting = new Map<Call, { process: Process; send: Send; faults: number; times: number }>()
  private readonly answered: Call[] = []
  private readonly reads: Read[] = []
  private readonly toSend: Send[]
  private readonly processes: Process[]
  private now = 0
  private calls = 0

  constructor(sends: Send[], private readonly remembered: number) {
    this.toSend = [...sends]
    this.processes = Array.from({ length: SLOTS }, (_, slot) => this.start(slot))
  }

  /** One event, then all that follows from it, then every invariant. */
  async step(choice: number): Promise<void> {
    const events = this.events()
    let at = choice % events.reduce((sum, { weight }) => sum + weight, 0)
    await this.after(() => events.find(({ weight }) => (at -= weight) < 0)!.happens(choice))
  }

  /** No further fault: everything is run and answered in order, and whoever was left in the dark asks again. Ghosts come last. */
  async rest(): Promise<void> {
    const { network } = this
    for (let steps = 0; network.inFlight.length + this.timers.length + this.waiting.size + this.toSend.length > 0; steps++) {
      if (steps > REST_WITHIN) throw new Error('the world does not come to rest')
      await this.after(() => {
        const [first] = network.inFlight
        if (first?.reply) network.answer(first)
        else if (first) network.run(first)
        else if (this.toSend.length > 0) this.submit(1)
        else if (this.timers.length > 0) this.wakeNext()
        else throw new Error('somebody waits for ever')
      })
    }
    while (network.ghosts.length > 0) await this.after(() => network.runGhost(0))
  }

  private async after(event: () => void): Promise<void> {
    this.now += STEP_MS
    event()
    // Whatever a process does until it waits for the world again.
    await new Promise(setImmediate)
    await this.auditor.look(this.answered.splice(0), this.reads.splice(0))
  }

  /** What could happen now, the harmless first: a shorter list of choices is a simpler story. */
  private events(): Event[] {
    const { network } = this
    const events: Event[] = []
    const add = (weight: number, happens: Event['happens']): void => void events.push({ weight, happens })
    for (const one of network.inFlight) add(100, () => (one.reply ? network.answer(one) : network.run(one)))
    if (this.toSend.length > 0) add(60, (choice) => this.submit(1 + (choice % 6)))
    if (this.timers.length > 0) add(60, () => this.wakeNext())
    for (const one of network.inFlight) {
      const { request, reply } = one
      add(request.kind === 'find' ? 4 : 50, () => network.cut(one))
      if (reply) continue
      add(4, () => network.refuse(one))
      const several = request.kind === 'insert' && request.docs.length > 1 ? request.docs.length : 0
      if (several > 0) add(300, (choice) => network.run(one, 1 + (choice % (several - 1))))
    }
    network.ghosts.forEach((_, i) => add(40, (choice) => network.runGhost(i, 1 + (choice % 4))))
    for (const process of this.processes) {
      add(1, (choice) => (process.clockMs = CLOCKS_MS[choice % CLOCKS_MS.length]!))
      add(1, () => this.crash(process))
      add(6, (choice) => this.read(process, choice))
    }
    add(2, () => {
      this.now += LEAP_MS
      for (const process of this.processes) process.faults++
    })
    return events
  }

  private start(slot: number): Process {
    const process: Partial<Process> & Pick<Process, 'isAlive' | 'announced'> = { slot, isAlive: true, clockMs: 0, times: [], faults: 0, announced: new Set() }
    const self = process as Process
    const db = this.network.database(self)
    const collection = db.collection<LogRecord>('log_entries')
    const keys = createChainKeys(COURT, db, keyStore, (chains) => chainsBegun(collection, COURT, chains), this.remembered)
    const reader = createLogReader(COURT, collection, keys)
    self.cache = createChainCache(reader, this.remembered)
    self.writer = createWriter({
      court: COURT, collection, reader, cache: self.cache, keys,
      clock: { now: () => this.timeOf(self) },
      timers: { now: () => this.now, pause: (ms) => new Promise((wake) => this.timers.push({ at: this.now + ms, process: self, wake })) },
      onAppended: (entries) => entries.forEach(({ seq }) => self.announced.add(seq)),
    })
    return self
  }

  /** Somebody else in this process asks how something stands, while its writer is at work. */
  private read(process: Process, choice: number): void {
    const from = this.network.stored()
    const asked = choice % 3
    const answered = (state: unknown): void => {
      if (process.isAlive) this.reads.push({ asked, state, from, until: this.network.stored() })
      this.count('a read')
    }
    const reading = asked === 2 ? process.cache.current(caseFold, CASE) : process.cache.current(threadFold, THREADS[asked]!)
    void reading.then(answered, () => this.count('a read that failed'))
  }

  private timeOf(process: Process): Date {
    const time = new Date(BEGIN + this.now + process.clockMs)
    process.times.push(time.toISOString())
    return time
  }

  /** Several at once come to one process, so that its batches have several entries. */
  private submit(several: number): void {
    const slot = this.toSend[0]!.slot
    const process = this.processes[slot]!
    for (const send of this.toSend.splice(0, several)) {
      const { key, wish, atOnce } = send
      const id = this.calls++
      const call: Call = { id, key, wish, slot, from: this.network.stored(), until: 0, times: [], answer: undefined, hadFault: false, wasAnnounced: false }
      this.waiting.set(call, { process, send: { ...send, slot }, faults: process.faults, times: process.times.length })
      void process.writer.append(commandOf(key, wish, { call: id, atOnce })).then(
        (entry) => this.told(call, entry ? { stored: entry } : 'nothing'),
        (error: unknown) => this.told(call, { error }),
      )
    }
  }

  private told(call: Call, answer: Exclude<Call['answer'], undefined>): void {
    const asked = this.waiting.get(call)
    // Its process has crashed: nobody hears it.
    if (!asked) return
    this.waiting.delete(call)
    const times = asked.process.times.slice(asked.times)
    const wasAnnounced = typeof answer === 'object' && 'stored' in answer && asked.process.announced.has(answer.stored.seq)
    this.answered.push(Object.assign(call, { answer, until: this.network.stored(), times, hadFault: asked.process.faults > asked.faults, wasAnnounced }))
    if (isUnclear(answer)) this.again(asked.send)
    this.count(answer === 'nothing' ? 'nothing' : 'stored' in answer ? 'stored' : String((answer.error as Error).message))
  }

  /** At the next process: clients know no favourite. */
  private again(send: Send): void {
    this.toSend.push({ ...send, slot: (send.slot + 1) % SLOTS })
  }

  private crash(process: Process): void {
    process.isAlive = false
    this.network.abandon(process)
    this.timers.splice(0, Infinity, ...this.timers.filter((each) => each.process !== process))
    for (const [call, asked] of this.waiting) {
      if (asked.process !== process) continue
      this.waiting.delete(call)
      this.again(asked.send)
      this.count('a crash under a waiting client')
    }
    this.processes[process.slot] = this.start(process.slot)
  }

  private wakeNext(): void {
    const next = this.timers.reduce((first, each) => (each.at < first.at ? each : first))
    this.timers.splice(this.timers.indexOf(next), 1)
    this.now = Math.max(this.now, next.at)
    next.wake()
  }

  private count(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1)
  }
}
