import { trusted } from 'mongoose'
import type { Clock } from '../platform/clock'
import type { CodeDoc, Models } from './model'
import { sameHash, type Vault } from './vault'

export interface OneTimeCodes {
  /** Puts a code in place of the one before under the same id. */
  put(id: string, code: string, about: { subject: string | null; issuedBy?: string; claimed?: string; helpRequestId?: string; minutes: number }): Promise<Date>
  /** What was claimed when a code was asked for. Says nothing about whether it is right. */
  claimedBy(id: string): Promise<string | undefined>
  /**
   * Counts a try; what the code is about when it is right, unused and not over. Does the same work for an unknown id. `maxTries` is
   * for codes short enough to guess: whoever knows the id can then use the tries up.
   */
  attempt(id: string, code: string, maxTries?: number): Promise<CodeDoc | undefined>
  /** Uses it up. False when somebody else did so first. */
  use(id: string): Promise<boolean>
  hashOf(id: string, code: string): string
  /** Forgets codes that ended more than a day ago. */
  sweep(): Promise<void>
}

const DAY_MS = 86_400_000

export function createOneTimeCodes({ models: { codes }, vault, clock }: { models: Models; vault: Vault; clock: Clock }): OneTimeCodes {
  const hashOf = (id: string, code: string): string => vault.hashOf('code', `${id}\n${code}`)
  return {
    hashOf,
    async put(id, code, { subject, issuedBy, claimed, helpRequestId, minutes }) {
      const expiresAt = new Date(clock.now().getTime() + minutes * 60_000)
      const about = { subject, issuedBy: issuedBy ?? null, claimed: claimed ?? null, helpRequestId: helpRequestId ?? null }
      const fresh = { hash: hashOf(id, code), ...about, tries: 0, usedAt: null, expiresAt }
      await codes.findOneAndUpdate({ _id: id }, { $set: fresh }, { upsert: true })
      return expiresAt
    },
    claimedBy: async (id) => (await codes.findById(id).lean())?.claimed ?? undefined,
    async attempt(id, code, maxTries) {
      const isAlive = { usedAt: null, expiresAt: trusted({ $gt: clock.now() }), ...(maxTries !== undefined && { tries: trusted({ $lt: maxTries }) }) }
      const found = await codes.findOneAndUpdate({ _id: id, ...isAlive }, { $inc: { tries: 1 } }, { returnDocument: 'after' }).lean()
      return sameHash(found?.hash ?? '', hashOf(id, code)) ? (found ?? undefined) : undefined
    },
    async use(id) {
      const used = await codes.findOneAndUpdate({ _id: id, usedAt: null }, { $set: { usedAt: clock.now() } })
      return used !== null
    },
    async sweep() {
      await codes.deleteMany({ expiresAt: trusted({ $lt: new Date(clock.now().getTime() - DAY_MS) }) })
    },
  }
}
