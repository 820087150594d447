import { createChainCache } from './chain-cache'
import type { ChainKeys } from './chain-keys'
import { createLogReader } from './reader'
import type { LogRecord } from './records'
import { databaseOver, ModelledStore } from './test-support/modelled-store'
import { logIndexes } from './test-support/world'

const court = 'a'
const [noKey, none] = [() => Promise.reject(new Error('nothing is opened here, nor sealed')), async () => new Map<string, never>()]
const noKeys: ChainKeys = { of: noKey, ofAll: none, forWriting: noKey, forWritingAll: none }

describe('heads that a process remembers', () => {
  let store: ModelledStore
  /** Set: answers wait for it; what they say was read before. */
  let held: Promise<void> | undefined

  beforeEach(() => {
    store = new ModelledStore(logIndexes)
    held = undefined
  })

  const cacheOf = (max: number) => {
    const db = databaseOver(async (request) => {
      const answer = store.run(request)
      await held
      return answer
    })
    return createChainCache(createLogReader(court, db.collection<LogRecord>('log_entries'), noKeys), max)
  }
  const elsewhere = (chain: string, index: number): void => {
    const seq = store.all('log_entries').length
    store.run({ kind: 'insert', table: 'log_entries', docs: [{ _id: `${court}/${seq}`, court, chain, index, seq, entryHash: `${seq}`, at: '2026-01-05T02:00:00.000Z' }] })
  }
  const fold = { name: 'none', initial: 0, evolve: (state: number) => state }

  it('are not older than the number that vouches for them', async () => {
    const cache = cacheOf(10)
    await cache.head('x')
    elsewhere('x', 0)
    await cache.courtHead()
    expect(await cache.head('x')).toMatchObject({ index: 0 })
  })

  it('are not put back by an answer that comes late, after newer ones were taken in and pushed out', async () => {
    const cache = cacheOf(2)
    await cache.courtHead()
    let release = (): void => undefined
    held = new Promise((resolve) => (release = resolve))
    const late = cache.head('x')
    held = undefined
    elsewhere('x', 0)
    await cache.current(fold, 'none')
    for (const chain of ['y', 'z']) {
      elsewhere(chain, 0)
      await cache.current(fold, 'none')
    }
    release()
    expect(await late).toMatchObject({ index: -1 })
    expect(await cache.head('x')).toMatchObject({ index: 0 })
  })

  it('are kept though this process writes elsewhere while they are read, and not where it writes there', async () => {
    const cache = cacheOf(10)
    await cache.courtHead()
    let release = (): void => undefined
    held = new Promise((resolve) => (release = resolve))
    const reads = [cache.head('x'), cache.head('y')]
    held = undefined
    elsewhere('y', 0)
    cache.step({ seq: 0, chain: 'y', index: 0, entryHash: '0', at: '2026-01-05T02:00:00.000Z' } as never)
    release()
    await Promise.all(reads)
    const looks = store.looks
    expect(await Promise.all([cache.head('x'), cache.head('y')])).toMatchObject([{ index: -1 }, { index: 0 }])
    expect(store.looks).toBe(looks)
  })

  it('are those of many at once: of what is new, and of what has begun even where its key was lost', async () => {
    const cache = cacheOf(10)
    await cache.courtHead()
    elsewhere('y', 0)
    elsewhere('y', 1)
    await cache.lookAhead(['x', 'y', 'z'])
    const looks = store.looks
    expect(await Promise.all(['x', 'y', 'z'].map(cache.head))).toMatchObject([{ index: -1 }, { index: 1 }, { index: -1 }])
    expect(store.looks).toBe(looks)
  })

  it('of many are not older than the number that vouches for them either', async () => {
    const cache = cacheOf(10)
    await cache.lookAhead(['x', 'y'])
    elsewhere('x', 0)
    await cache.courtHead()
    expect(await cache.head('x')).toMatchObject({ index: 0 })
  })

  it('follow what another process writes, more than is remembered as well', async () => {
    const cache = cacheOf(2)
    await cache.courtHead()
    for (let index = 0; index < 5; index++) elsewhere('x', index)
    await cache.current(fold, 'none')
    expect(await cache.head('x')).toMatchObject({ index: 4 })
  })
})
