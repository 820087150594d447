import type { mongo } from 'mongoose'
import type { Clock } from '../platform/clock'

interface ClockRecord {
  _id: 'ahead'
  /** Milliseconds by which the demonstration is ahead of this machine's clock. */
  ms: number
}

/** The clock of a demonstration: it runs as any other, and can be set forward, never back. */
export interface DemoClock extends Clock {
  /** Milliseconds by which it is ahead of this machine's clock. */
  ahead(): number
  forward(ms: number): Promise<void>
}

const of = (db: mongo.Db): mongo.Collection<ClockRecord> => db.collection<ClockRecord>('demo_clock')

/** As it stood when the demonstration was last shut down: what is in the log may not lie in the future. */
export async function openDemoClock(db: mongo.Db, base: Clock): Promise<DemoClock> {
  let ms = (await of(db).findOne({ _id: 'ahead' }))?.ms ?? 0
  return {
    now: () => new Date(base.now().getTime() + ms),
    ahead: () => ms,
    async forward(by) {
      if (!(by > 0)) throw new RangeError('a clock is set forward only')
      // Stored first: a restart must not find entries of tomorrow.
      await of(db).updateOne({ _id: 'ahead' }, { $inc: { ms: by } }, { upsert: true })
      ms += by
    },
  }
}

/** A store in which a demonstration was played holds invented people, and may hold entries of days to come. Throws where there was one. */
export async function refuseDemoStore(db: mongo.Db): Promise<void> {
  for (const name of ['demo_clock', 'demo_seed']) {
    if (await db.collection(name).findOne({})) throw new Error('this store was used for a demonstration (DEMO=1): production does not start on it')
  }
}
