import type { BatchAnswer, IntegrationKind, ItemAnswer } from '@zhixin/shared/integration'
import { mongo } from 'mongoose'
import type { Clock } from '../platform/clock'

const DAY_MS = 86_400_000

export interface Exchange {
  system: string
  keyId: string
  kind: IntegrationKind
  via: 'http' | 'drop'
  /** The file it came in. */
  name?: string
}
/** What came, and what was refused of it: numbers and reasons alone, nothing that the items said. */
export interface ExchangeRecord extends Exchange {
  _id: mongo.ObjectId
  at: Date
  counts: Record<ItemAnswer['result'], number>
  refused: ItemAnswer[]
}

/** What came from other systems lately, for whoever keeps the exchange going. Not a record: the log is. */
export function createExchanges(db: mongo.Db, clock: Clock) {
  const collection = db.collection<ExchangeRecord>('integration_exchanges')
  return {
    async note(exchange: Exchange, { dryRun, results }: BatchAnswer): Promise<void> {
      if (dryRun) return
      const counts = { created: 0, updated: 0, unchanged: 0, refused: 0 }
      for (const { result } of results) counts[result]++
      await collection.insertOne({ _id: new mongo.ObjectId(), ...exchange, at: clock.now(), counts, refused: results.filter(({ result }) => result === 'refused') })
    },
    latest: (most: number): Promise<ExchangeRecord[]> => collection.find({}).sort({ _id: -1 }).limit(most).toArray(),
    find: async (id: string): Promise<ExchangeRecord | undefined> => (await collection.findOne({ _id: new mongo.ObjectId(id) })) ?? undefined,
    async forget(keptDays: number): Promise<void> {
      await collection.deleteMany({ at: { $lt: new Date(clock.now().getTime() - keptDays * DAY_MS) } })
    },
  }
}
export type Exchanges = ReturnType<typeof createExchanges>
