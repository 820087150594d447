import { openTestStore, type TestStore } from '../test-support/store'
import { createChainKeys, MissingChainKey } from './chain-keys'

const master = { id: 'k1', secret: Buffer.alloc(32, 7) }
const keyStore = { current: async () => master, byId: async () => master }
const isEmpty = async (): Promise<boolean> => true
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

  const inAnotherProcess = (empty: () => Promise<boolean> = isEmpty) => createChainKeys(`court-${court}`, store.connection.db!, keyStore, empty)

  it('is one, also when ten processes make it at once', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => inAnotherProcess().forWriting('thread:a')))
    const stored = await inAnotherProcess().of('thread:a')
    for (const key of made) expect(key).toEqual(stored)
  })

  it('is found by whoever looked for it just before another process made it and wrote the first entry', async () => {
    const theirs = inAnotherProcess()
    const late = inAnotherProcess(async () => {
      await theirs.forWriting('thread:a')
      return false
    })
    expect(await late.forWriting('thread:a')).toEqual(await theirs.of('thread:a'))
  })

  it('is not made by looking, nor over one that was lost', async () => {
    await expect(inAnotherProcess().of('thread:a')).rejects.toThrow(MissingChainKey)
    await expect(inAnotherProcess(async () => false).forWriting('thread:a')).rejects.toThrow(MissingChainKey)
  })
})
