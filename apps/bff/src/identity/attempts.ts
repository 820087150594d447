import { CodedError } from '@zhixin/shared/errors'
import { trusted } from 'mongoose'
import type { Clock } from '../platform/clock'
import { isDuplicateKey } from '../platform/database'
import { networkOf } from '../platform/http/address'
import type { SecurityConfig } from './config'
import type { AttemptDoc, Models } from './model'
import type { Vault } from './vault'

export interface Attempt {
  /** It was right after all: the account's failures are forgotten, the address gets this one back. */
  succeeded(): Promise<void>
}

export interface Attempts {
  /**
   * Counts an attempt before it is looked at, so that many at once are all counted. Throws `auth.locked` when there were too many.
   * `account` is what was claimed (a phone, a staff number, an account), known to us or not: the answer is the same. `desk`: the member of staff
   * who types what somebody else says; whoever is known by that is not counted by where they sit.
   */
  begin(who: { account?: string; address: string } | { account: string; desk: string }): Promise<Attempt>
  /** Gives an address back what `begin` took for something that was finished elsewhere. */
  giveBack(address: string): Promise<void>
  /** Until when each of these accounts (as given to `begin`) is locked; by its place in the list. */
  locked(accounts: readonly string[]): Promise<Map<number, string>>
  /** Forgets what is over. */
  sweep(): Promise<void>
}

type Kind = keyof SecurityConfig['locks']

interface Parts {
  models: Models
  vault: Vault
  clock: Clock
  config: SecurityConfig
}

export function createAttempts({ models: { attempts }, vault, clock, config }: Parts): Attempts {
  const later = (minutes: number): Date => new Date(clock.now().getTime() + minutes * 60_000)
  const keyOf = (kind: Kind, value: string): string => `${kind}/${vault.indexOf('attempt', `${kind}/${value}`)}`

  async function count(key: string, kind: Kind): Promise<AttemptDoc> {
    const now = clock.now()
    const one = { $inc: { count: 1 } }
    const running = await attempts.findOneAndUpdate({ _id: key, until: trusted({ $gt: now }) }, one, { returnDocument: 'after' }).lean()
    if (running) return running
    try {
      const fresh = { $set: { count: 1, until: later(config.locks[kind].within_minutes) } }
      const begun = await attempts.findOneAndUpdate({ _id: key, until: trusted({ $lte: now }) }, fresh, { upsert: true, returnDocument: 'after' }).lean()
      if (begun) return begun
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
    }
    // Somebody else began the same count between the two.
    return count(key, kind)
  }

  async function take(kind: Kind, value: string): Promise<void> {
    const { failures, lock_minutes } = config.locks[kind]
    const key = keyOf(kind, value)
    const { count: counted, until } = await count(key, kind)
    if (counted <= failures) return
    // The one that is too many sets the lock; those after it do not make it longer.
    const lockedUntil = counted === failures + 1 ? later(lock_minutes) : until
    if (counted === failures + 1) await attempts.updateOne({ _id: key }, { $set: { until: lockedUntil } })
    throw new CodedError('auth.locked', { retryAfterSeconds: Math.max(1, Math.ceil((lockedUntil.getTime() - clock.now().getTime()) / 1000)) })
  }

  const takeBack = async (kind: Kind, value: string): Promise<void> => {
    await attempts.updateOne({ _id: keyOf(kind, value), count: trusted({ $gt: 0 }) }, { $inc: { count: -1 } })
  }
  const giveBack = (address: string): Promise<void> => takeBack('address', networkOf(address))

  return {
    async begin({ account, ...by }) {
      const [kind, value] = 'desk' in by ? (['desk', by.desk] as const) : (['address', networkOf(by.address)] as const)
      await take(kind, value)
      if (account !== undefined) await take('account', account)
      return {
        async succeeded() {
          if (account !== undefined) await attempts.deleteOne({ _id: keyOf('account', account) })
          // Not all of theirs: whoever has one right answer at hand could guess for ever.
          await takeBack(kind, value)
        },
      }
    },
    giveBack,
    async locked(accounts) {
      const keys = accounts.map((account) => keyOf('account', account))
      const over = { count: trusted({ $gt: config.locks.account.failures }), until: trusted({ $gt: clock.now() }) }
      const found = new Map((await attempts.find({ _id: trusted({ $in: keys }), ...over }).lean()).map(({ _id, until }) => [_id, until.toISOString()]))
      return new Map(keys.flatMap((key, i) => (found.has(key) ? [[i, found.get(key)!] as const] : [])))
    },
    sweep: async () => void (await attempts.deleteMany({ until: trusted({ $lte: clock.now() }) })),
  }
}
