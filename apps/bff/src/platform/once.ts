import type { mongo } from 'mongoose'
import type { Clock } from './clock'
import { isDuplicateKey } from './database'

interface Taken {
  _id: string
  until: Date
}

export interface Once {
  /** Whether nobody has taken it before, on any instance. It is remembered until then, and may be forgotten afterwards. */
  take(id: string, until: Date): Promise<boolean>
  /** It came to nothing: it may be taken again. */
  giveBack(id: string): Promise<void>
  /** Forgets what need not be remembered any more. */
  sweep(): Promise<void>
}

/** What is good once: the nonces of signed calls, each for as long as its signature is good. */
export function createOnce({ db, name, clock }: { db: mongo.Db; name: string; clock: Clock }): Once {
  const taken = db.collection<Taken>(name)
  return {
    async take(id, until) {
      try {
        await taken.insertOne({ _id: id, until })
        return true
      } catch (error) {
        if (isDuplicateKey(error)) return false
        throw error
      }
    },
    giveBack: async (id) => void (await taken.deleteOne({ _id: id })),
    sweep: async () => void (await taken.deleteMany({ until: { $lt: clock.now() } })),
  }
}
