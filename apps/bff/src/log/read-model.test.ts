import { type EmbeddedMongo, startEmbeddedMongo } from '@zhixin/embedded-mongo'
import type { SequencedEntry } from '@zhixin/shared/log'
import type mongoose from 'mongoose'
import type { mongo } from 'mongoose'
import pino from 'pino'
import { openDatabase } from '../platform/database'
import { type AppendCommand, type Log, openLog, putNewer, type ReadModel, RebuildOvertaken } from '.'
import { createCursor } from './cursor'

const keyStore = { current: async () => ({ id: 'k1', secret: Buffer.alloc(32, 7) }), byId: async (id: string) => ({ id, secret: Buffer.alloc(32, 7) }) }
const clock = { now: () => new Date() }
const logger = pino({ level: 'silent' })
const CHAINS = ['thread:c_aaaaaaaa/p_bbbbbbbb', 'thread:c_aaaaaaaa/p_cccccccc', 'case:c_aaaaaaaa']
const everything = (): boolean => true

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

let said = 0
const say = (chain = CHAINS[0]!): AppendCommand => ({
  chain,
  key: `k${++said}`,
  decide: async () => ({ type: 'message.sent', actor: { kind: 'person', id: 'p_bbbbbbbb', role: 'principal' }, body: { text: `${said}` } }),
})

/** What the test's read model holds of a chain: which indexes it has taken in, in the order in which it did. */
interface Tally {
  _id: string
  indexes: number[]
  upTo: number
}

describe('a read model', () => {
  let store: EmbeddedMongo
  let connection: mongoose.Connection
  let db: mongo.Db
  let name: string
  let round = 0
  const opened: Log[] = []

  beforeAll(async () => {
    store = await startEmbeddedMongo()
    connection = await openDatabase(`${store.uri}zhixin_read`)
    db = connection.db!
  })
  afterAll(async () => {
    await connection.close()
    await store.stop()
  })
  beforeEach(() => {
    name = `tally${++round}`
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((log) => log.close()))
  })

  async function openProcess({ follow = true, form = 1, before = async () => {} }: { follow?: boolean; form?: number; before?(): Promise<void> } = {}) {
    const log = await openLog({ court: `court-${round}`, db, keyStore, clock, logger, follow })
    opened.push(log)
    const model = await log.readModel<mongo.Collection<Tally>>({
      name,
      form,
      open: (collection) => db.collection<Tally>(collection),
      prepare: async () => undefined,
      async project(documents, entries) {
        await before()
        await tally(documents, entries)
      },
    })
    return { log, model }
  }

  async function tally(documents: mongo.Collection<Tally>, entries: SequencedEntry[]): Promise<void> {
    const found = await documents.find({ _id: { $in: [...new Set(entries.map(({ chain }) => chain))] } }).toArray()
    const tallies = new Map(found.map((document) => [document._id, document]))
    for (const { chain, index, seq } of entries) {
      const so = tallies.get(chain) ?? { _id: chain, indexes: [], upTo: -1 }
      if (so.upTo < seq) tallies.set(chain, { ...so, indexes: [...so.indexes, index], upTo: seq })
    }
    await putNewer(documents, [...tallies.values()])
  }

  const contents = (model: ReadModel<mongo.Collection<Tally>>): Promise<Tally[]> => model.documents().find({}).sort({ _id: 1 }).toArray()
  const read = (log: Log, model: ReadModel<mongo.Collection<Tally>>): Promise<Tally[]> => log.reading([model], everything, () => contents(model))
  const appendAll = (log: Log, count: number): Promise<unknown> => Promise.all(Array.from({ length: count }, (_, i) => log.append(say(CHAINS[i % 3]))))
  const collections = async (): Promise<string[]> => {
    const all = await db.listCollections({}, { nameOnly: true }).toArray()
    return all.map((one) => one.name).filter((one) => one === name || one.startsWith(`${name}.`)).sort()
  }

  /** What a single pass over the whole log, in one page, gives. */
  async function fresh(log: Log): Promise<Tally[]> {
    const into = db.collection<Tally>(`fresh_${name}`)
    await into.deleteMany({})
    await tally(into, await log.tail(-1, 100_000))
    return into.find({}).sort({ _id: 1 }).toArray()
  }

  const countOf = (tallies: Tally[]): number => tallies.reduce((sum, { indexes }) => sum + indexes.length, 0)

  /** Every index once, in order: nothing lost, nothing counted twice. */
  function expectWhole(tallies: Tally[]): void {
    for (const { indexes } of tallies) expect(indexes).toEqual(indexes.map((_, i) => i))
  }

  it('is built anew where the program makes another form of it, once, and by no tool that only reads', async () => {
    const before = await openProcess()
    for (let i = 0; i < 5; i++) await before.log.append(say())
    const head = await before.log.courtHead()
    expect(await before.model.tail.reached(head, 5_000)).toBe(true)
    expect(await before.model.standing()).toMatchObject({ generation: 0 })
    await before.log.close()

    await openProcess({ follow: false, form: 2 })
    expect(await (await openProcess({ follow: false })).model.standing()).toMatchObject({ generation: 0 })
    const after = await openProcess({ form: 2 })
    expect(await after.model.standing()).toMatchObject({ generation: 1, seq: head, form: 2 })
    expect(await after.model.tail.reached(head, 5_000)).toBe(true)
    expect(await after.model.documents().findOne({ _id: CHAINS[0]! })).toMatchObject({ indexes: [0, 1, 2, 3, 4], upTo: head })

    expect(await (await openProcess({ form: 2 })).model.standing()).toMatchObject({ generation: 1 })
  })

  it('counts every entry once when two processes keep it at the same time', async () => {
    const [one, two] = [await openProcess(), await openProcess()]
    await Promise.all([appendAll(one.log, 300), appendAll(two.log, 300)])
    expect(await read(one.log, one.model)).toEqual(await fresh(one.log))
    expectWhole(await read(two.log, two.model))
  })

  it('does not go back when a process that was held up comes late with what it had read', async () => {
    let release = (): void => {}
    const held = new Promise<void>((done) => (release = done))
    const { log } = await openProcess({ follow: false })
    await appendAll(log, 30)
    const page = await log.tail(-1, 10)
    const documents = db.collection<Tally>(name)
    const late = (async () => {
      const stale = { _id: CHAINS[0]!, indexes: [0], upTo: 0 }
      await held
      await putNewer(documents, [stale])
    })()
    await tally(documents, await log.tail(-1, 100))
    release()
    await late
    await tally(documents, page)
    expect(await documents.find({}).sort({ _id: 1 }).toArray()).toEqual(await fresh(log))
  })

  it('passes on any other error than that somebody was first', async () => {
    await expect(putNewer(db.collection<Tally>(name), [{ _id: 'x', indexes: [], upTo: 1, $no: 1 } as Tally])).rejects.toThrow(/\$no/)
  })

  it('takes what comes from memory as the store has it, and what others have written between from the store', async () => {
    const { log } = await openProcess({ follow: false })
    const other = await openProcess({ follow: false })
    const seen: SequencedEntry[] = []
    const listening = await openLog({ court: log.court, db, keyStore, clock, logger })
    opened.push(listening)
    const tail = listening.tailWith({ name: `seen${round}`, handle: async (entries) => void seen.push(...entries) })
    for (let i = 0; i < 20; i++) {
      await Promise.all([appendAll(listening, 4), appendAll(i % 3 === 0 ? other.log : listening, 3)])
    }
    await tail.reached(await log.courtHead(), 5_000)
    expect(seen).toStrictEqual(await log.tail(-1, 1_000))
  })

  it('reads the log once for all tails that are at the same place', async () => {
    const { log } = await openProcess({ follow: false })
    await appendAll(log, 50)
    const follower = await openLog({ court: log.court, db, keyStore, clock, logger })
    opened.push(follower)
    const pages: SequencedEntry[][] = []
    const tails = ['a', 'b', 'c'].map((which) => follower.tailWith({ name: `${which}${round}`, handle: async (entries) => void pages.push(entries) }))
    await Promise.all(tails.map((tail) => tail.reached(49, 5_000)))
    expect(new Set(pages.map((page) => page[0])).size).toBe(1)
  })

  describe('built anew while the server runs', () => {
    it('comes out identical, and no reader sees less than was there when they asked', async () => {
      const [one, two, tool] = [await openProcess(), await openProcess(), await openProcess({ follow: false })]
      await appendAll(one.log, 1_200)
      let writing = true
      let reads = 0
      const write = async ({ log }: Pick<typeof one, 'log'>): Promise<void> => {
        while (writing) await Promise.all([appendAll(log, 6), pause(50)])
      }
      const readAll = async ({ log, model }: typeof one): Promise<void> => {
        while (writing) {
          const head = await log.courtHead()
          const tallies = await read(log, model).catch((error: { code?: string }) => error.code)
          if (typeof tallies !== 'object') {
            expect(tallies).toBe('read.behind')
            continue
          }
          reads++
          expectWhole(tallies)
          expect(countOf(tallies)).toBeGreaterThan(head)
        }
      }
      const busy = Promise.all([write(one), write(two), readAll(one), readAll(two)]).finally(() => (writing = false))
      const shown: number[] = []
      for (let i = 0; i < 3 && writing; i++) await tool.model.rebuild(({ done, total }) => void shown.push(done / total))
      writing = false
      await busy
      expect(reads).toBeGreaterThan(5)
      expect(Math.max(...shown)).toBe(1)
      for (const { log, model } of [one, two]) expect(await read(log, model)).toEqual(await fresh(log))
      expect((await tool.model.standing())!.generation).toBe(3)
    }, 60_000)

    it('repairs what somebody spoilt: a changed, a missing and an invented document', async () => {
      const { log, model } = await openProcess()
      const tool = await openProcess({ follow: false })
      await appendAll(log, 60)
      const before = await read(log, model)
      await model.documents().updateOne({ _id: CHAINS[0]! }, { $set: { indexes: [99] } })
      await model.documents().deleteOne({ _id: CHAINS[1]! })
      await model.documents().insertOne({ _id: 'invented', indexes: [], upTo: 7 })
      await tool.model.rebuild()
      expect(await read(log, model)).toEqual(before)
    })

    it('leaves everything as it was when it breaks off, and the next one clears up', async () => {
      const { log, model } = await openProcess()
      let pages = 0
      const breaking = await openProcess({ follow: false, before: async () => {
        if (++pages === 2) throw new Error('killed')
      } })
      await appendAll(log, 1_100)
      const before = await read(log, model)
      await expect(breaking.model.rebuild()).rejects.toThrow('killed')
      expect(await collections()).toEqual([name, `${name}.1`])
      expect(await read(log, model)).toEqual(before)
      await (await openProcess({ follow: false })).model.rebuild()
      expect(await collections()).toEqual([`${name}.2`])
      expect(await read(log, model)).toEqual(before)
    })

    it('is overtaken by one that was begun later: the first does not end, the second does', async () => {
      const { log, model } = await openProcess()
      await appendAll(log, 30)
      let release = (): void => {}
      const held = new Promise<void>((done) => (release = done))
      const slow = await openProcess({ follow: false, before: () => held })
      const first = slow.model.rebuild().then(() => 'done', (error: unknown) => error)
      while ((await collections()).length < 1) await pause(5)
      await pause(50)
      await (await openProcess({ follow: false })).model.rebuild()
      release()
      expect(await first).toBeInstanceOf(RebuildOvertaken)
      expect(await collections()).toEqual([`${name}.2`])
      expect(await read(log, model)).toEqual(await fresh(log))
    })

    it('is found out by a tail that has got further than the rebuild: it goes back, and says no word for what it did before', async () => {
      const { log, model } = await openProcess()
      await appendAll(log, 10)
      expect(countOf(await read(log, model))).toBe(10)
      const cursor = createCursor(db, log.court, name)
      const { building } = await cursor.beginBuilding()
      await tally(db.collection<Tally>(`${name}.${building}`), await log.tail(-1, 5))
      expect(await cursor.putInPlace(building, 4)).toBe(true)
      await log.append(say())
      while ((await cursor.read())!.seq < 10) await pause(20)
      expect(await db.collection<Tally>(`${name}.${building}`).find({}).sort({ _id: 1 }).toArray()).toEqual(await fresh(log))
    })

    it('is read only once it has what the server’s tail had handled before it was put in place', async () => {
      const { log, model } = await openProcess()
      await appendAll(log, 10)
      const before = await read(log, model)
      const cursor = createCursor(db, log.court, name)
      const { building } = await cursor.beginBuilding()
      await tally(db.collection<Tally>(`${name}.${building}`), await log.tail(-1, 5))
      await cursor.putInPlace(building, 4)
      expect(await read(log, model)).toEqual(before)
    })

    it('is not missed by a server whose tail stands still: it answers right, or says that it is behind', async () => {
      let hold: Promise<void> | undefined
      let release = (): void => {}
      const slow = await openProcess({ before: async () => hold })
      const tool = await openProcess({ follow: false })
      await appendAll(slow.log, 60)
      const before = await read(slow.log, slow.model)
      hold = new Promise<void>((done) => (release = done))
      const nobodys = 'thread:c_zzzzzzzz/p_zzzzzzzz'
      await tool.log.append(say(nobodys))
      const stuck = slow.model.tail.reached(60, 500)
      await tool.model.rebuild()
      // The collection that its tail still knows is gone: what it finds there is nothing, and must not be the answer.
      expect(await stuck).toBe(false)
      const notHis = (chain: string): boolean => chain !== nobodys
      await expect(slow.log.reading([slow.model], notHis, () => contents(slow.model))).rejects.toMatchObject({ code: 'read.behind' })
      release()
      hold = undefined
      expect((await read(slow.log, slow.model)).filter(({ _id }) => _id !== nobodys)).toEqual(before)
    })
  })

  describe('read while its tail stands still', () => {
    it('answers whoever it has all of, and tells the others to come again', async () => {
      let hold: Promise<void> | undefined
      let release = (): void => {}
      const { log, model } = await openProcess({ before: async () => hold })
      await appendAll(log, 6)
      const before = await read(log, model)
      hold = new Promise<void>((done) => (release = done))
      await log.append(say(CHAINS[1]))
      const of = (own: string) => log.reading([model], (chain) => chain === own, () => contents(model))
      await expect(of(CHAINS[1]!)).rejects.toMatchObject({ code: 'read.behind', retryAfterSeconds: 1 })
      expect(await of(CHAINS[0]!)).toEqual(before)
      expect([...(await log.behind())]).toEqual([[name, 1]])
      await expect(log.checks()[name]!()).rejects.toThrow(name)
      release()
      hold = undefined
      expect((await of(CHAINS[1]!)).find(({ _id }) => _id === CHAINS[1])?.indexes).toEqual([0, 1, 2])
      await log.checks()[name]!()
      expect([...(await log.behind())]).toEqual([[name, 0]])
    })

    it('waits for what another process has written', async () => {
      const { log, model } = await openProcess()
      const other = await openProcess({ follow: false })
      await appendAll(log, 6)
      await read(log, model)
      await other.log.append(say(CHAINS[2]))
      expect(countOf(await read(log, model))).toBe(7)
    })
  })
})
