import { CodedError } from '@zhixin/shared/errors'
import { mongo } from 'mongoose'
import { createChainCache } from './chain-cache'
import { createChainKeys } from './chain-keys'
import type { AppendCommand, Draft } from './numbering'
import { createLogReader } from './reader'
import { chainsBegun, type LogRecord } from './records'
import { databaseOver, ModelledStore, type StoreRequest } from './test-support/modelled-store'
import { logIndexes } from './test-support/world'
import { createWriter } from './writer'

const court = 'a'
const master = { id: 'k1', secret: Buffer.alloc(32, 7) }
const keyStore = { current: async () => master, byId: async () => master }
const draft: Draft = { type: 'message.sent', actor: { kind: 'person', id: 'p_aaaa', role: 'principal' }, body: { text: '还在吗' } }
const always = (key: string): AppendCommand => ({ chain: 'x', key, decide: async () => draft })

/** Allowed at the first try, too late at the second. */
function justInTime(): AppendCommand {
  let tries = 0
  return {
    chain: 'x',
    key: 'k1',
    async decide() {
      if (tries++ > 0) throw new CodedError('messaging.off_hours_reason_required')
      return draft
    },
  }
}

describe('a command that is refused at its second try', () => {
  let store: ModelledStore
  /** The first insert: its connection broke, and the store may run it yet. */
  let ghost: StoreRequest | undefined
  let onBroken: (() => Promise<unknown>) | undefined

  beforeEach(() => {
    store = new ModelledStore(logIndexes)
    ghost = undefined
    onBroken = undefined
  })

  const writerOver = (breaksOnce: boolean) => {
    const db = databaseOver(async (request) => {
      if (!breaksOnce || ghost || request.kind !== 'insert') return store.run(request)
      ghost = request
      await onBroken?.()
      throw new mongo.MongoNetworkError('connection closed')
    })
    const collection = db.collection<LogRecord>('log_entries')
    const keys = createChainKeys(court, db, keyStore, (chains) => chainsBegun(collection, court, chains))
    const reader = createLogReader(court, collection, keys)
    const clock = { now: () => new Date('2026-01-05T02:00:00.000Z') }
    const timers = { now: () => 0, pause: async () => undefined }
    return createWriter({ court, collection, reader, cache: createChainCache(reader, 10), keys, clock, timers, onAppended: () => undefined })
  }

  it('is told that this is not clear while the store may still run the first, and a repeat finds what became of it', async () => {
    await expect(writerOver(true).append(justInTime())).rejects.toMatchObject({ code: 'log.unavailable' })
    store.run(ghost!)
    await expect(writerOver(false).append(always('k1'))).resolves.toMatchObject({ key: 'k1', seq: 0 })
  })

  it('is told the refusal once the number of the first is somebody else\'s', async () => {
    onBroken = () => writerOver(false).append(always('k2'))
    await expect(writerOver(true).append(justInTime())).rejects.toMatchObject({ code: 'messaging.off_hours_reason_required' })
    expect(() => store.run(ghost!)).toThrow('duplicate key')
  })
})
