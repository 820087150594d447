import { hostname } from 'node:os'
import type { mongo } from 'mongoose'
import type { Clock } from './clock'
import { isDuplicateKey } from './database'
import { randomPiece } from './random'

interface LeaseRecord {
  _id: string
  /** Machine, process and a random piece: a process that is started again is another holder. */
  holder: string
  /** Milliseconds since 1970, by the holder's own clock. */
  until: number
}

/**
 * Which of several processes does something that one of them is enough for. A lease spares work; it protects nothing: a holder that stood still, and
 * clocks that differ, can make two believe in it for a moment. Whatever is done under one must be harmless when two do it.
 */
export interface Lease {
  /** Takes the lease, or renews it. False while somebody else has it. Rejects when the store does not answer. */
  hold(): Promise<boolean>
  /** Whether it was held when it was last asked for, and that time is not over. */
  isHeld(): boolean
  /** Lets the next one have it at once. */
  release(): Promise<void>
}

/** Long enough that a slow store does not lose it, short enough that work goes on soon after a holder has died. */
export const LEASE_SECONDS = 15
const PIECE_BYTES = 6

export interface LeaseParts {
  db: mongo.Db
  /** Of this machine, never one that a demonstration sets forward. */
  clock: Clock
  seconds?: number
}

/** Leases of this process, by name. All of them have the same holder. */
export function createLeases({ db, clock, seconds = LEASE_SECONDS }: LeaseParts): (name: string) => Lease {
  const leases = db.collection<LeaseRecord>('leases')
  const holder = `${hostname()}/${process.pid}/${randomPiece(PIECE_BYTES).toString('hex')}`
  const now = (): number => clock.now().getTime()

  return (name) => {
    let until = 0
    return {
      async hold() {
        const asked = now()
        const next = asked + seconds * 1_000
        try {
          const mine = { _id: name, $or: [{ holder }, { until: { $lte: asked } }] }
          await leases.updateOne(mine, { $set: { holder, until: next } }, { upsert: true })
          until = next
        } catch (error) {
          // It stands there under another holder whose time is not over: then there is no room for a new one of this name.
          if (!isDuplicateKey(error)) throw error
          until = 0
        }
        return until > 0
      },
      isHeld: () => now() < until,
      async release() {
        if (until === 0) return
        until = 0
        await leases.deleteOne({ _id: name, holder })
      },
    }
  }
}
