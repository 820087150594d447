import type { SequencedEntry } from '@zhixin/shared/log'
import { createLogger } from '../platform/logger'
import { deriveKeys, open } from '../platform/seal'
import type { KeyStore } from '../ports/key-store'
import { openTestStore, type TestStore } from '../test-support/store'
import { fsckChains, type Log, openLog, type ReadModel } from '.'

const keysOf = (id: string, fill: number) => {
  const key = { id, secret: Buffer.alloc(32, fill) }
  return {
    current: async () => key,
    byId: async (asked: string) => {
      if (asked !== id) throw new Error(`no master key ${asked}`)
      return key
    },
  }
}
const [GENERAL, THEIRS] = [keysOf('k1', 7), keysOf('d1', 8)]
const WHOLE: KeyStore = { ...GENERAL, inspectors: THEIRS }
const REPORT = 'discipline:k_aaaaaaaa'
const PETITION = 'petition:k_bbbbbbbb'

describe('what is for the inspectors of discipline alone', () => {
  let store: TestStore
  const logs: Log[] = []
  const db = () => store.connection.db!

  const openWith = async (keyStore: KeyStore): Promise<Log> => {
    const log = await openLog({ court: 'court-1', db: db(), keyStore, clock: { now: () => new Date('2026-11-16T02:00:00.000Z') }, logger: createLogger('silent') })
    logs.push(log)
    return log
  }
  const append = (log: Log, chain: string, text: string): Promise<SequencedEntry | undefined> =>
    log.append({ chain, key: `${chain} ${text}`, decide: async () => ({ type: 'complaint.received', actor: { kind: 'system', id: 'system', role: 'door' }, body: { text } }) })
  const caughtUp = async (log: Log): Promise<void> => {
    const head = await log.courtHead()
    for (const tail of log.tails()) if (!tail.name.endsWith('_of_theirs')) expect(await tail.reached(head, 5_000)).toBe(true)
  }
  const listening = async (log: Log, name: string, forInspectors: boolean): Promise<{ seen: string[]; model: ReadModel }> => {
    const seen: string[] = []
    const project = async (_: unknown, entries: SequencedEntry[]): Promise<void> => void seen.push(...entries.map(({ chain, body }) => `${chain} ${String(body.text)}`))
    const model = await log.readModel({ name, forInspectors, open: () => ({}), prepare: async () => {}, project })
    return { seen, model }
  }

  beforeEach(async () => {
    store = await openTestStore()
  })
  afterEach(async () => {
    for (const log of logs.splice(0)) await log.close()
    await store.close()
  })

  it('does not open for whoever has the general master key, all of the store, and this program', async () => {
    const log = await openWith(WHOLE)
    for (const chain of [REPORT, PETITION]) await append(log, chain, 'said')
    const narrow = await openWith(GENERAL)
    expect((await narrow.list(PETITION))[0]!.body).toEqual({ text: 'said' })
    await expect(narrow.list(REPORT)).rejects.toMatchObject({ code: 'log.key_absent', status: 503 })
    const taken = await openWith({ ...GENERAL, inspectors: GENERAL })
    await expect(taken.list(REPORT)).rejects.toMatchObject({ code: 'log.key_absent' })
    const wrapped = await db().collection<{ _id: string; wrapped: string }>('log_chain_keys').findOne({ _id: `court-1/${REPORT}` })
    for (const label of ['chain-keys', 'inspectors-chain-keys']) {
      expect(() => open(deriveKeys(Buffer.alloc(32, 7), label), Buffer.from(wrapped!.wrapped, 'base64'), `court-1/${REPORT}`)).toThrow('does not open')
    }
  })

  it('comes to no tail, read model or listener but their own; nor by building one anew', async () => {
    const log = await openWith(WHOLE)
    const heard: string[] = []
    log.onAppended((entries) => void heard.push(...entries.map(({ chain }) => chain)))
    const [others, theirs] = [await listening(log, 'lists', false), await listening(log, 'reports_of_theirs', true)]
    for (const chain of [REPORT, PETITION, 'inspection:k_aaaaaaaa']) await append(log, chain, 'said')
    await caughtUp(log)
    expect(await theirs.model.tail.reached(2, 5_000)).toBe(true)
    expect(others.seen).toEqual([`${PETITION} said`])
    expect(theirs.seen).toHaveLength(3)
    expect(heard).toEqual([PETITION])
    for (const list of [others.seen, theirs.seen]) list.length = 0
    for (const { model } of [others, theirs]) await model.rebuild()
    expect(others.seen).toEqual([`${PETITION} said`])
    expect(theirs.seen).toHaveLength(3)
  })

  it('stops nobody else where its key is lost: others write, in the same batch too, tails go on and the server is ready', async () => {
    const before = await openWith(WHOLE)
    await append(before, REPORT, 'said')
    const log = await openWith(GENERAL)
    const [others, theirs] = [await listening(log, 'lists', false), await listening(log, 'reports_of_theirs', true)]
    const [petition, report, more] = await Promise.allSettled([append(log, PETITION, 'goes on'), append(log, 'discipline:k_cccccccc', 'new'), append(log, REPORT, 'more')])
    expect(petition.status).toBe('fulfilled')
    for (const refused of [report, more]) expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'log.key_absent' } })
    await caughtUp(log)
    for (const check of Object.values(log.checks())) await check()
    expect([others.seen, theirs.seen]).toEqual([[`${PETITION} goes on`], []])
    // Put back, it opens all that there was, and their read model takes in what it has missed.
    const again = await openWith(WHOLE)
    const back = await listening(again, 'reports_of_theirs', true)
    expect(await back.model.tail.reached(1, 5_000)).toBe(true)
    expect(back.seen).toContain(`${REPORT} said`)
  })

  it('is verified as far as it can be without its key, and said to be closed; a key that was lost, and a change, are said', async () => {
    const log = await openWith(WHOLE)
    for (const text of ['one', 'two']) for (const chain of [REPORT, PETITION]) await append(log, chain, text)
    const lookedAt = async (keyStore: KeyStore) => {
      const opened = await openWith(keyStore)
      const found = []
      for await (const result of fsckChains({ court: 'court-1', reader: opened, keys: opened.keys, attachmentSm3: async () => undefined })) {
        found.push('misfit' in result ? [result.misfit.chain, result.misfit.code] : [result.head.chain, result.closed ?? 'open', result.head.next])
      }
      return found
    }
    expect(await lookedAt(WHOLE)).toEqual([[REPORT, 'open', 2], [PETITION, 'open', 2]])
    expect(await lookedAt(GENERAL)).toEqual([[REPORT, true, 2], [PETITION, 'open', 2]])
    expect(await lookedAt({ ...GENERAL, inspectors: keysOf('d2', 9) })).toEqual([[REPORT, 'chain.master_key_missing'], [PETITION, 'open', 2]])
    await db().collection('log_entries').updateOne({ chain: REPORT, index: 0 }, { $set: { at: '2026-11-15T02:00:00.000Z' } })
    expect(await lookedAt(GENERAL)).toEqual([[REPORT, 'entry.hash_mismatch'], [PETITION, 'open', 2]])
  })
})
