import { PhoneSchema } from '@zhixin/shared/contract'
import { trusted } from 'mongoose'
import { batched } from '../platform/batched'
import type { Clock } from '../platform/clock'
import { type Accounts, openidContext } from './accounts'
import type { Attempts } from './attempts'
import type { AccountDoc, Models, PersonDoc } from './model'
import { isConfirmed, type People, phoneContext, phoneIdOf } from './people'
import type { Vault } from './vault'

/** A number by which a person can be reached. */
export interface ReachPhone {
  /** Says nothing of the number. */
  id: string
  number: string
  /** The person has shown that it is theirs. */
  confirmed: boolean
  /** A mobile number of the mainland: texts get there. */
  texts: boolean
}

/** How a person can be reached: for notices and for whoever rings them, and never for a party to see. */
export interface PersonReach {
  /** Of the WeChat user who was bound to them last. */
  openid?: string
  /** Confirmed ones first, of each the newest first. Not one of which somebody said that it is not theirs. */
  phones: ReachPhone[]
}

const LAST = 4

interface Parts {
  models: Models
  vault: Vault
  clock: Clock
  people: Pick<People, 'byId' | 'identityNumberOf'>
  accounts: Pick<Accounts, 'loginOfWechat' | 'byId'>
  attempts: Attempts
}

/** Asked for many people at once it costs a few looks at the store. */
export function createReachOf({ models: { people, accounts: docs, logins }, vault, clock, accounts, attempts, people: known }: Parts) {
  const person = batched<PersonDoc>((ids) => people.find({ _id: trusted({ $in: ids }) }).lean())
  const openidOf = batched<{ _id: string; openid: string }>(async (personIds) => {
    const bound: AccountDoc[] = await docs.find({ personId: trusted({ $in: personIds }) }).sort({ boundAt: 1 }).lean()
    const found = await logins.find({ accountId: trusted({ $in: bound.map(({ _id }) => _id) }), openidSealed: trusted({ $ne: null }) }).lean()
    const opened = new Map(found.map(({ _id, accountId, openidSealed }) => [accountId, { _id, sealed: openidSealed! }]))
    const byPerson = new Map(bound.flatMap(({ _id, personId }) => {
      const login = opened.get(_id)
      return login ? [[personId!, login] as const] : []
    }))
    return [...byPerson].map(([_id, login]) => ({ _id, openid: vault.open(login.sealed, openidContext(login._id)) }))
  })

  function phonesOf(doc: PersonDoc): ReachPhone[] {
    const current = doc.phones.filter(({ endedAt, disownedAt }) => !endedAt && !disownedAt)
    const best = new Map<string, (typeof current)[number]>()
    const isBetter = (one: (typeof current)[number], than: (typeof current)[number]): boolean =>
      isConfirmed(one) === isConfirmed(than) ? one.at > than.at : isConfirmed(one)
    for (const phone of current) {
      const other = best.get(phone.index)
      if (!other || isBetter(phone, other)) best.set(phone.index, phone)
    }
    return [...best.values()]
      .sort((a, b) => (isBetter(a, b) ? -1 : 1))
      .map((phone) => {
        const number = vault.open(phone.sealed, phoneContext(doc._id))
        return { id: phoneIdOf(vault, doc._id, phone), number, confirmed: isConfirmed(phone), texts: PhoneSchema.safeParse(number).success }
      })
  }

  /** Marks phones of a person as not theirs. False: there was none to mark. Goes on until nobody else has changed them meanwhile. */
  async function disown(personId: string, which: (phone: PersonDoc['phones'][number], doc: PersonDoc) => boolean): Promise<boolean> {
    const doc = await people.findById(personId).lean()
    if (!doc?.phones.some((phone) => !phone.disownedAt && which(phone, doc))) return false
    const phones = doc.phones.map((phone) => (!phone.disownedAt && which(phone, doc) ? { ...phone, disownedAt: clock.now() } : phone))
    const updated = await people.updateOne({ _id: personId, revision: doc.revision }, { $set: { phones }, $inc: { revision: 1 } })
    return updated.matchedCount === 1 || disown(personId, which)
  }

  return {
    async of(personId: string): Promise<PersonReach> {
      const [doc, wechat] = await Promise.all([person(personId), openidOf(personId)])
      return { ...(wechat && { openid: wechat.openid }), phones: doc ? phonesOf(doc) : [] }
    },
    /** Who an openid is, where they are bound. */
    async personOf(openid: string): Promise<string | undefined> {
      const login = await logins.findById(accounts.loginOfWechat(openid)).lean()
      return (login && (await accounts.byId(login.accountId))?.personId) ?? undefined
    },
    /** Somebody rang and heard that it is not theirs. Says nothing about signing in: what binds is for the window. */
    disownPhone: (personId: string, phoneId: string): Promise<boolean> =>
      disown(personId, (phone, doc) => phoneIdOf(vault, doc._id, phone) === phoneId),
    /**
     * Whether somebody on the telephone says the last four of the person's own identity number. Too many that are wrong lock that person for a while,
     * never the desk that asks. Throws `auth.locked`.
     */
    async hasLastFour(personId: string, lastFour: string, address: string): Promise<boolean> {
      const attempt = await attempts.begin({ account: `call:${personId}`, address })
      const doc = await known.byId(personId)
      const isRight = doc !== undefined && known.identityNumberOf(doc).slice(-LAST).toUpperCase() === lastFour.toUpperCase()
      if (isRight) await attempt.succeeded()
      else await attempts.giveBack(address)
      return isRight
    },
    /** Whoever holds a number wrote back that they are not the person meant: of each whose own word it is not. Gives who that was. */
    async disownNumber(number: string): Promise<string[]> {
      const index = vault.indexOf('phone', number)
      const found = await people.find({ 'phones.index': index }).select('_id').lean()
      const done = await Promise.all(found.map(async ({ _id }) => ((await disown(_id, (phone) => phone.index === index && !isConfirmed(phone))) ? [_id] : [])))
      return done.flat()
    },
  }
}
export type ReachOf = ReturnType<typeof createReachOf>
