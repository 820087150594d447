import { openTestStore, type TestStore } from '../test-support/store'
import { createChainKeys, MissingChainKey } from './chain-keys'

const master = { id: 'k1', secret: Buffer.alloc(32, 7) }
const keyStore = { current: async () => master, byId: async () => master }
const none = async (): Promise<Set<string>> => new Set()
const all = async (chains: readonly string[]): Promise<Set<string>> => new Set(chains)
let court = 0

describe('a chain\'s key', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore()
  })
  afterAll(() => store.close())
  beforeEach(() => {
    court++
  })

  const inAnotherProcess = (begun: (chains: readonly string[]) => Promise<ReadonlySet<string>> = none) =>
    createChainKeys(`court-${court}`, store.connection.db!, keyStore, begun)

  it('is one, also when ten processes make it at once', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => inAnotherProcess().forWriting('thread:a')))
    const stored = await inAnotherProcess().of('thread:a')
    for (const key of made) expect(key).toEqual(stored)
  })

  it('is found by whoever looked for it just before another process made it and wrote the first entry', async () => {
    const theirs = inAnotherProcess()
    const late = inAnotherProcess(async (chains) => {
      await theirs.forWriting('thread:a')
      return all(chains)
    })
    expect(await late.forWriting('thread:a')).toEqual(await theirs.of('thread:a'))
  })

  it('is not made by looking, nor over one that was lost', async () => {
    await expect(inAnotherProcess().of('thread:a')).rejects.toThrow(MissingChainKey)
    await expect(inAnotherProcess(all).forWriting('thread:a')).rejects.toThrow(MissingChainKey)
  })

  it('is made for many at once: the same for whoever asks, none for what has entries and has lost its own', async () => {
    const lost = inAnotherProcess(async (chains) => new Set(chains.filter((chain) => chain === 'thread:lost')))
    const known = await lost.forWriting('thread:a')
    const [made, also] = await Promise.all([lost, inAnotherProcess(all)].map((keys) => keys.forWritingAll(['thread:a', 'thread:b', 'thread:lost'])))
    expect([...made!.keys()]).toEqual(['thread:a', 'thread:b'])
    expect(made!.get('thread:a')).toEqual(known)
    expect(await inAnotherProcess().of('thread:b')).toEqual(made!.get('thread:b'))
    expect(also!.has('thread:lost')).toBe(false)
  })
})
