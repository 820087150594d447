import { CodedError } from '@zhixin/shared/errors'
import { dayOf, type HelpNeeds, instantOf } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import type { Clock } from '../platform/clock'
import { isDuplicateKey } from '../platform/database'
import type { Attempts } from './attempts'
import { newId, newReadableCode } from './ids'
import type { HelpDoc, Models } from './model'
import { sameHash, type Vault } from './vault'

/** Who says they are who. Nothing of it stands in an entry. */
export interface HelpDetails {
  name: string
  documentKind: string
  identityNumber: string
  phone: string | null
  caseNumber: string | null
  note: string | null
  /** How to talk with them. */
  helpNeeds?: HelpNeeds
}
export interface HelpAsker {
  /** actor/commandId: a repeat finds the same request. */
  key: string
  accountId: string | null
}
export interface HelpOpened {
  requestId: string
  receipt: string
  /** With the receipt's number it reads how the request stands. Shown once: what is kept is its hash. */
  followUp: string
}

interface Parts {
  models: Models
  vault: Vault
  clock: Clock
  attempts: Attempts
}

/** What identity keeps of requests for binding help. It never looks whether the court knows the person: the asker must not be able to tell. */
export function createHelpRecords({ models: { help }, vault, clock, attempts }: Parts) {
  const contextOf = (requestId: string): string => `help/${requestId}`
  const hashOf = (receipt: string, followUp: string): string => vault.hashOf('code', `help/${receipt}\n${followUp}`)
  const detailsIn = ({ _id, sealed }: HelpDoc): HelpDetails => JSON.parse(vault.open(sealed, contextOf(_id))) as HelpDetails

  async function again(found: HelpDoc, details: HelpDetails): Promise<HelpOpened> {
    if (JSON.stringify(detailsIn(found)) !== JSON.stringify(details)) throw new CodedError('log.key_conflict')
    const followUp = newReadableCode()
    await help.updateOne({ _id: found._id }, { $set: { followUpHash: hashOf(found.receipt, followUp) } })
    return { requestId: found._id, receipt: found.receipt, followUp }
  }

  async function open(asker: HelpAsker, details: HelpDetails, mostPerDay: number): Promise<HelpOpened> {
    const { key, accountId } = asker
    const known = await help.findOne({ key }).lean()
    if (known) return again(known, details)
    const now = clock.now()
    if (accountId !== null) {
      const midnight = new Date(instantOf(dayOf(now.toISOString()), 0))
      if ((await help.countDocuments({ accountId, at: trusted({ $gte: midnight }) })) >= mostPerDay) throw new CodedError('help.too_many')
    }
    const [_id, receipt, followUp] = [newId('r'), newReadableCode(), newReadableCode()]
    try {
      await help.create({
        _id, key, accountId, ...(accountId !== null && { openFor: accountId }), sealed: vault.seal(JSON.stringify(details), contextOf(_id)),
        receipt, followUpHash: hashOf(receipt, followUp), at: now,
      })
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      if (accountId !== null && (await help.exists({ openFor: accountId })) && !(await help.exists({ key }))) throw new CodedError('help.already_open')
      return open(asker, details, mostPerDay)
    }
    return { requestId: _id, receipt, followUp }
  }

  return {
    /** Keeps a request. Throws `help.already_open` where the account has one, `help.too_many`, `log.key_conflict`. */
    open,
    /** The account's newest request. */
    async ofAccount(accountId: string): Promise<{ requestId: string; receipt: string } | undefined> {
      const found = await help.findOne({ accountId }).sort({ at: -1, openFor: -1 }).lean()
      return found ? { requestId: found._id, receipt: found.receipt } : undefined
    },
    async details(requestId: string): Promise<(HelpDetails & { receipt: string }) | undefined> {
      const found = await help.findById(requestId).lean()
      return found ? { ...detailsIn(found), receipt: found.receipt } : undefined
    },
    async receipts(requestIds: readonly string[]): Promise<Map<string, { receipt: string; name: string }>> {
      const found = await help.find({ _id: trusted({ $in: [...requestIds] }) }).lean()
      return new Map(found.map((doc) => [doc._id, { receipt: doc.receipt, name: detailsIn(doc).name }]))
    },
    /** The request of a number and its follow-up code. Wrong, unknown or over: the same `input.not_found`, after the same work. */
    async lookUp(receipt: string, followUp: string, address: string): Promise<string> {
      const attempt = await attempts.begin({ account: `help:${receipt}`, address })
      const found = await help.findOne({ receipt }).lean()
      const isRight = sameHash(found?.followUpHash ?? '', hashOf(receipt, followUp))
      if (!found || !isRight) throw new CodedError('input.not_found')
      await attempt.succeeded()
      return found._id
    },
    /** Nothing more comes of it: the account may ask anew. */
    async close(requestId: string): Promise<void> {
      await help.updateOne({ _id: requestId, closedAt: null }, { $set: { closedAt: clock.now() }, $unset: { openFor: 1 } })
    },
    /** The account may ask anew, though the request goes on: its code is out. */
    release: async (requestId: string): Promise<void> => void (await help.updateOne({ _id: requestId }, { $unset: { openFor: 1 } })),
    /** Requests whose account is held and that nothing may have come of, for whoever knows better by the log. */
    held: async (): Promise<{ requestId: string; at: Date }[]> =>
      (await help.find({ openFor: trusted({ $exists: true }) }).select('at').lean()).map(({ _id, at }) => ({ requestId: _id, at })),
    /** Removes a request that never came into the log. */
    drop: async (requestId: string): Promise<void> => void (await help.deleteOne({ _id: requestId })),
    /** Forgets who asked, of requests that were over before an instant. */
    forget: async (before: Date): Promise<void> => void (await help.deleteMany({ closedAt: trusted({ $lt: before }) })),
  }
}
export type HelpRecords = ReturnType<typeof createHelpRecords>
