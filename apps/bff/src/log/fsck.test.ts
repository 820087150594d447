import { type EmbeddedMongo, startEmbeddedMongo } from '@zhixin/embedded-mongo'
import type mongoose from 'mongoose'
import pino from 'pino'
import { openDatabase } from '../platform/database'
import { type ChainHead, fsckChains, fsckNumbers, type Log, type Misfit, openLog } from '.'

const keyStore = { current: async () => ({ id: 'k1', secret: Buffer.alloc(32, 7) }), byId: async (id: string) => ({ id, secret: Buffer.alloc(32, 7) }) }
const CHAINS = ['case:c_aaaaaaaa', 'thread:c_aaaaaaaa/p_bbbbbbbb', 'thread:c_aaaaaaaa/p_cccccccc']
const [, MIDDLE] = CHAINS as [string, string, string]
const EACH = 5

describe('a log held against the heads that were remembered of it', () => {
  let store: EmbeddedMongo
  let connection: mongoose.Connection
  let log: Log
  let remembered: { heads: ChainHead[]; entries: number }
  let court = 0

  const entries = () => connection.db!.collection('log_entries')
  const openIt = (): Promise<Log> =>
    openLog({ court: `court-${court}`, db: connection.db!, keyStore, clock: { now: () => new Date() }, logger: pino({ level: 'silent' }) })
  const append = (chain: string, text: string) =>
    log.append({ chain, key: text, decide: async () => ({ type: 'message.sent', actor: { kind: 'person', id: 'p_bbbbbbbb', role: 'principal' }, body: { text } }) })

  beforeAll(async () => {
    store = await startEmbeddedMongo()
    connection = await openDatabase(`${store.uri}zhixin_fsck`)
  })
  afterAll(async () => {
    await connection.close()
    await store.stop()
  })
  beforeEach(async () => {
    court++
    log = await openIt()
    for (let i = 0; i < EACH; i++) for (const chain of CHAINS) await append(chain, `${chain} ${i}`)
    remembered = { heads: await heads(), entries: CHAINS.length * EACH }
  })
  afterEach(() => log.close())

  const parts = () => ({ court: log.court, reader: log, keys: log.keys, attachmentSm3: async () => undefined })

  async function heads(): Promise<ChainHead[]> {
    const found: ChainHead[] = []
    for await (const result of fsckChains(parts())) if ('head' in result) found.push({ chain: result.head.chain, index: result.head.next - 1, entryHash: result.head.prev! })
    return found
  }

  async function misfits(known = remembered.heads): Promise<Misfit[]> {
    const found: Misfit[] = []
    for await (const result of fsckChains(parts(), { remembered: (async function* () { yield* known })() })) if ('misfit' in result) found.push(result.misfit)
    return found
  }
  const numbers = () => fsckNumbers(log, log.court, remembered.entries)

  it('is whole when nothing was done, and when it has grown', async () => {
    expect(remembered.heads.map(({ chain, index }) => [chain, index])).toEqual(CHAINS.map((chain) => [chain, EACH - 1]))
    for (const chain of [...CHAINS, 'access:c_aaaaaaaa', 'thread:c_zzzzzzzz/p_zzzzzzzz']) await append(chain, `more of ${chain}`)
    expect(await misfits()).toEqual([])
    expect(await numbers()).toEqual({ entries: remembered.entries + 5 })
  })

  it.each([1, 3, EACH])('names the place where the last %i of a chain are missing, and no other chain', async (dropped) => {
    await entries().deleteMany({ court: log.court, chain: MIDDLE, index: { $gte: EACH - dropped } })
    expect(await misfits()).toEqual([{ chain: MIDDLE, index: EACH - dropped, code: 'chain.head_missing' }])
  })

  it('misses chains at the beginning and at the end of all', async () => {
    for (const chain of [CHAINS[0]!, CHAINS[2]!]) await entries().deleteMany({ court: log.court, chain })
    expect((await misfits()).map(({ chain, code }) => [chain, code])).toEqual([[CHAINS[0], 'chain.head_missing'], [CHAINS[2], 'chain.head_missing']])
  })

  it('tells a chain that was written anew, with hashes and seals that fit, from the one that was remembered', async () => {
    await entries().deleteMany({ court: log.court, chain: MIDDLE })
    await log.close()
    log = await openIt()
    for (let i = 0; i < EACH + 2; i++) await append(MIDDLE, `another story ${i}`)
    expect(await misfits([])).toEqual([])
    expect(await misfits()).toEqual([{ chain: MIDDLE, index: EACH - 1, code: 'chain.other_history' }])
  })

  it('sees that the court’s last entries are gone, where no number in between is missing', async () => {
    await entries().deleteMany({ court: log.court, seq: { $gte: remembered.entries - 2 } })
    expect(await fsckNumbers(log, log.court)).toEqual({ entries: remembered.entries - 2 })
    expect(await numbers()).toMatchObject({ misfit: { index: remembered.entries - 2, code: expect.stringContaining('court.head_missing') } })
    expect(await misfits()).toHaveLength(2)
  })

  it('refuses heads in another order than they were written: some would not be looked at', async () => {
    await expect(misfits([...remembered.heads].reverse())).rejects.toThrow('not in order')
  })
})
