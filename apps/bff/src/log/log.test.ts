import { createHash } from 'node:crypto'
import { startEmbeddedMongo, type EmbeddedMongo } from '@zhixin/embedded-mongo'
import { CodedError } from '@zhixin/shared/errors'
import { verifyChain } from '@zhixin/shared/verify'
import { entryHash, type SequencedEntry } from '@zhixin/shared/log'
import type mongoose from 'mongoose'
import pino from 'pino'
import { openDatabase } from '../platform/database'
import type { KeyStore } from '../ports/key-store'
import { type AppendCommand, type Fold, fsckChain, type Log, openLog, sm3 } from '.'

const CHAIN = 'thread:c_aaaaaaaa/p_bbbbbbbb'
const OTHER = 'thread:c_aaaaaaaa/p_cccccccc'
const keyStore: KeyStore = {
  current: async () => ({ id: 'k1', secret: Buffer.alloc(32, 7) }),
  byId: async (id) => ({ id, secret: Buffer.alloc(32, 7) }),
}
const clock = { now: () => new Date() }
const logger = pino({ level: 'silent' })
const counter: Fold<number> = { name: 'counter', initial: 0, evolve: (count) => count + 1 }

const say = (text: string, key = text, chain = CHAIN): AppendCommand => ({
  chain,
  key,
  isSame: (stored) => stored.body.text === text,
  decide: async () => ({ type: 'message.sent', actor: { kind: 'person', id: 'p_bbbbbbbb', role: 'principal' }, body: { text } }),
})

describe('the log', () => {
  let store: EmbeddedMongo
  let connection: mongoose.Connection
  let log: Log
  let court = 0

  const openAnother = (name = `court-${court}`): Promise<Log> => openLog({ court: name, db: connection.db!, keyStore, clock, logger })

  beforeAll(async () => {
    store = await startEmbeddedMongo({ restart: true })
    connection = await openDatabase(`${store.uri}zhixin_log`)
  })
  afterAll(async () => {
    await connection.close()
    await store.stop()
  })
  beforeEach(async () => {
    court++
    log = await openAnother()
  })
  afterEach(() => log.close())

  it('numbers a chain from 0 without gaps and links each entry to the one before', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, i) => log.append(say(`第${i}句`))))
    const entries = await log.list(CHAIN)
    expect(entries.map(({ index }) => index)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(verifyChain(sm3, CHAIN, entries).next).toBe(50)
  })

  it('gives a repeat the first answer, and refuses another content under the same key', async () => {
    const first = await log.append(say('一', 'k'))
    const again = await log.append(say('一', 'k'))
    expect(again?.entryHash).toBe(first?.entryHash)
    await expect(log.append(say('二', 'k'))).rejects.toMatchObject({ code: 'log.key_conflict' })
    expect(await log.list(CHAIN)).toHaveLength(1)
  })

  it('treats doubles inside one batch alike', async () => {
    const [, a, b, other] = await Promise.allSettled([log.append(say('先', 'x')), log.append(say('一', 'k')), log.append(say('一', 'k')), log.append(say('二', 'k'))])
    expect(a).toMatchObject({ status: 'fulfilled' })
    expect((b as PromiseFulfilledResult<SequencedEntry>).value.index).toBe((a as PromiseFulfilledResult<SequencedEntry>).value.index)
    expect(other).toMatchObject({ status: 'rejected', reason: { code: 'log.key_conflict' } })
  })

  it('gives a command its stored result even when its rule would refuse it now', async () => {
    const once: AppendCommand = {
      ...say('只一次', 'once'),
      async decide(view) {
        if ((await view.state(counter, CHAIN)) > 0) throw new CodedError('messaging.nothing_open')
        return { type: 'message.sent', actor: { kind: 'person', id: 'p_bbbbbbbb', role: 'principal' }, body: { text: '只一次' } }
      },
    }
    const first = await log.append(once)
    expect((await log.append(once))?.entryHash).toBe(first?.entryHash)
    await expect(log.append({ ...once, key: 'another' })).rejects.toMatchObject({ code: 'messaging.nothing_open' })
  })

  it('decides on what stands before it in the same batch', async () => {
    const atMost3 = (key: string): AppendCommand => ({
      chain: CHAIN,
      key,
      async decide(view) {
        if ((await view.state(counter, CHAIN)) >= 3) throw new CodedError('messaging.nothing_open')
        return { type: 'message.sent', actor: { kind: 'person', id: 'p_bbbbbbbb', role: 'principal' }, body: { text: key } }
      },
    })
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => log.append(atMost3(`n${i}`))))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  })

  it('lets two writers of one court share the numbers: no hole, no double, every answer true', async () => {
    const second = await openAnother()
    const wanted = Array.from({ length: 60 }, (_, i) => say(`句${i}`, `k${i}`, i % 3 === 0 ? OTHER : CHAIN))
    const answers = await Promise.all(wanted.map((command, i) => (i % 2 === 0 ? log : second).append(command)))
    const all = await log.tail(-1, 1000)
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, i) => i))
    expect(new Set(all.map(({ entryHash }) => entryHash))).toEqual(new Set(answers.map((answer) => answer!.entryHash)))
    for (const chain of [CHAIN, OTHER]) verifyChain(sm3, chain, await log.list(chain))
    await second.close()
  })

  it('ends a right at once: what another writer forbade before is not stored', async () => {
    const second = await openAnother()
    const forbidden: Fold<boolean> = { name: 'forbidden', initial: false, evolve: (state, { type }) => state || type === 'case.handed_over' }
    const asOfficer = (key: string): AppendCommand => ({
      chain: CHAIN,
      key,
      async decide(view) {
        if (await view.state(forbidden, 'case:c_aaaaaaaa')) throw new CodedError('messaging.not_handler')
        return { type: 'message.sent', actor: { kind: 'staff', id: 's_aaaa', role: 'officer' }, body: { text: key } }
      },
    })
    await log.append(asOfficer('before'))
    await second.append({
      chain: 'case:c_aaaaaaaa', key: 'handover',
      decide: async () => ({ type: 'case.handed_over', actor: { kind: 'staff', id: 's_lead', role: 'team_leader' }, body: {} }),
    })
    await expect(log.append(asOfficer('after'))).rejects.toMatchObject({ code: 'messaging.not_handler' })
    await second.close()
  })

  it('stores everything exactly once when the store is killed in the middle', async () => {
    const appended = Array.from({ length: 200 }, (_, i) => log.append(say(`句${i}`, `k${i}`)))
    await new Promise((done) => setTimeout(done, 5))
    await store.kill9()
    const answers = await Promise.all(appended)
    const entries = await log.list(CHAIN)
    expect(entries).toHaveLength(200)
    expect(new Set(entries.map(({ entryHash }) => entryHash))).toEqual(new Set(answers.map((answer) => answer!.entryHash)))
    verifyChain(sm3, CHAIN, entries)
  })

  it('refuses to write when the head is ahead of the clock', async () => {
    await log.append(say('今天'))
    const slow = await openLog({ court: log.court, db: connection.db!, keyStore, logger, clock: { now: () => new Date(Date.now() - 60_000) } })
    await expect(slow.append(say('昨天'))).rejects.toMatchObject({ code: 'log.clock_behind' })
    await slow.close()
  })

  it('keeps bodies unreadable in the store, each chain under a key of its own', async () => {
    await log.append(say('不可见的话', 'k1'))
    await log.append(say('另一条链', 'k2', OTHER))
    const records = await connection.db!.collection('log_entries').find({ court: log.court }).toArray()
    expect(JSON.stringify(records)).not.toContain('不可见')
    const keys = await connection.db!.collection('log_chain_keys').find({}).toArray()
    expect(new Set(keys.map(({ wrapped }) => wrapped)).size).toBe(keys.length)
  })

  describe('recomputing', () => {
    const parts = () => ({ court: log.court, reader: log, keys: log.keys, attachmentSm3: async () => undefined })
    const entries = () => connection.db!.collection<{ _id: string } & Record<string, unknown>>('log_entries')
    const idOf = (key: string) => ({ _id: `${log.court}/${key}` })

    beforeEach(async () => {
      for (const text of ['一', '二', '三']) await log.append(say(text))
    })

    it('arrives at the head of a whole chain', async () => {
      await expect(fsckChain(parts(), CHAIN)).resolves.toMatchObject({ head: { next: 3 } })
    })

    it.each([
      ['a changed header', { at: '2026-01-01T00:00:00.000Z' }],
      ['a changed sender', { actor: { kind: 'person', id: 'p_dddddddd', role: 'principal' } }],
      ['a changed hash', { entryHash: createHash('sm3').update('x').digest('hex') }],
    ])('names the entry with %s', async (_, change) => {
      await entries().updateOne(idOf('二'), { $set: change })
      await expect(fsckChain(parts(), CHAIN)).resolves.toMatchObject({ misfit: { chain: CHAIN, index: 1 } })
    })

    it('finds one changed byte of a sealed body', async () => {
      const record = await entries().findOne(idOf('二'))
      const sealed = Buffer.from(String(record!.sealed), 'base64')
      sealed[20]! ^= 1
      await entries().updateOne(idOf('二'), { $set: { sealed: sealed.toString('base64') } })
      await expect(fsckChain(parts(), CHAIN)).resolves.toEqual({ misfit: { chain: CHAIN, index: 1, code: 'entry.body_unreadable' } })
    })

    it('finds a body moved here from another entry', async () => {
      const from = await entries().findOne(idOf('三'))
      await entries().updateOne(idOf('二'), { $set: { sealed: from!.sealed } })
      await expect(fsckChain(parts(), CHAIN)).resolves.toMatchObject({ misfit: { index: 1 } })
    })

    it('finds a header that was changed and all hashes after it computed anew: without the key the body does not open', async () => {
      const all = []
      for await (const record of log.records(CHAIN)) all.push(record)
      let prev: string | null = null
      for (const record of all) {
        const at = record.index === 1 ? '2026-01-01T00:00:00.000Z' : record.at
        const forged: typeof record = { ...record, at: record.index === 0 ? '2025-12-31T00:00:00.000Z' : at, prev }
        forged.entryHash = entryHash(sm3, forged)
        prev = forged.entryHash
        const { _id, ...fields } = forged
        await entries().updateOne({ _id }, { $set: fields })
      }
      await expect(fsckChain(parts(), CHAIN)).resolves.toEqual({ misfit: { chain: CHAIN, index: 0, code: 'entry.body_unreadable' } })
    })

    it('finds a lost key, and nobody makes a new one over it', async () => {
      const keys = connection.db!.collection<{ _id: string }>('log_chain_keys')
      await keys.deleteOne({ _id: `${log.court}/${CHAIN}` })
      await log.close()
      log = await openAnother()
      await expect(fsckChain(parts(), CHAIN)).resolves.toEqual({ misfit: { chain: CHAIN, index: 0, code: 'chain.key_missing' } })
      await expect(log.append(say('四'))).rejects.toThrow()
      expect(await keys.findOne({ _id: `${log.court}/${CHAIN}` })).toBeNull()
    }, 60_000)

    it('finds a removed entry', async () => {
      await entries().deleteOne(idOf('二'))
      await expect(fsckChain(parts(), CHAIN)).resolves.toEqual({ misfit: { chain: CHAIN, index: 1, code: 'chain.index_gap' } })
    })
  })

  it('lets a tail see every entry once in order, and remembers how far it got', async () => {
    const seen: number[] = []
    const handle = async (entries: SequencedEntry[]) => void seen.push(...entries.map(({ seq }) => seq))
    const tail = log.tailWith({ name: 'test', handle })
    await Promise.all(Array.from({ length: 20 }, (_, i) => log.append(say(`句${i}`))))
    expect(await tail.reached(19, 5_000)).toBe(true)
    await log.close()
    log = await openAnother()
    await log.append(say('再一句'))
    const later = log.tailWith({ name: 'test', handle })
    expect(await later.reached(20, 5_000)).toBe(true)
    expect(seen).toEqual(Array.from({ length: 21 }, (_, i) => i))
  })
})
