import { trusted } from 'mongoose'
import { batched } from '../platform/batched'
import type { Clock } from '../platform/clock'
import { isDuplicateKey } from '../platform/database'
import type { Logger } from '../platform/logger'
import { newId } from './ids'
import type { AccountDoc, LoginDoc, Models } from './model'
import type { Sessions } from './sessions'
import type { Vault } from './vault'

export interface Bound {
  personId: string
  accountId: string
  by: NonNullable<AccountDoc['boundBy']>
  at: string
  /** The request for help that it came of. */
  helpRequestId?: string
}

type Listener = (bound: Bound) => void | Promise<void>

export interface Accounts {
  loginOfWechat(openid: string): string
  loginOfPhone(phone: string): string
  /** The account behind a way in, made on the first time. */
  signIn(login: string, about?: { phone?: string; openid?: string }): Promise<LoginDoc>
  byId(accountId: string): Promise<AccountDoc | undefined>
  phoneOf(account: AccountDoc): string | null
  /** Ties a person to an account that has none. False when it has one. */
  bind(accountId: string, to: Pick<Bound, 'personId' | 'by' | 'helpRequestId'> & { checkedBy?: string }): Promise<boolean>
  /** Ends a binding and the account's sessions. */
  unbind(accountId: string): Promise<void>
  tieStaff(login: string, staffId: string): Promise<void>
  /** Whether any account is this person's. */
  isBound(personId: string): Promise<boolean>
  /** The account that the code of a request for help has bound, and to whom. */
  boundByHelp(helpRequestId: string): Promise<{ accountId: string; personId: string } | undefined>
  onBound(listener: Listener): void
}

/** Under which an openid is sealed in the login that it is of. */
export const openidContext = (login: string): string => `login/${login}/openid`

const UNBOUND = { personId: null, boundAt: null, boundBy: null, checkedBy: null, helpRequestId: null }

interface Parts {
  models: Models
  vault: Vault
  clock: Clock
  sessions: Sessions
  logger: Logger
}

export function createAccounts({ models: { accounts, logins }, vault, clock, sessions, logger }: Parts): Accounts {
  const listeners: Listener[] = []
  const phoneContext = (accountId: string): string => `account/${accountId}/phone`

  // The binding stands: what somebody else makes of it must not turn it into a failure.
  async function tell(listener: Listener, bound: Bound): Promise<void> {
    try {
      await listener(bound)
    } catch (error) {
      logger.error({ err: error }, 'a listener to bindings failed')
    }
  }

  // Twice: whoever comes second of two first times finds what the other made.
  async function upserted<T>(go: () => Promise<T>): Promise<T> {
    try {
      return await go()
    } catch (error) {
      if (isDuplicateKey(error)) return go()
      throw error
    }
  }

  return {
    loginOfWechat: (openid) => `wechat/${vault.indexOf('openid', openid)}`,
    loginOfPhone: (phone) => `phone/${vault.indexOf('phone', phone)}`,
    async signIn(login, about) {
      const once = { upsert: true, returnDocument: 'after' } as const
      const made = { accountId: newId('u'), staffId: null }
      const kept = about?.openid === undefined ? {} : { $set: { openidSealed: vault.seal(about.openid, openidContext(login)) } }
      const found = await upserted(() => logins.findOneAndUpdate({ _id: login }, { $setOnInsert: made, ...kept }, once).lean())
      const phoneSealed = about?.phone !== undefined ? vault.seal(about.phone, phoneContext(found.accountId)) : null
      const fresh = { phoneSealed, ...UNBOUND }
      await upserted(() => accounts.findOneAndUpdate({ _id: found.accountId }, { $setOnInsert: fresh }, once).lean())
      return found
    },
    byId: batched<AccountDoc>((ids) => accounts.find({ _id: trusted({ $in: ids }) }).lean()),
    phoneOf: (account) => (account.phoneSealed === null ? null : vault.open(account.phoneSealed, phoneContext(account._id))),
    async bind(accountId, { personId, by, checkedBy, helpRequestId }) {
      const at = clock.now()
      const binding = { personId, boundAt: at, boundBy: by, checkedBy: checkedBy ?? null, helpRequestId: helpRequestId ?? null }
      const bound = await accounts.findOneAndUpdate({ _id: accountId, personId: null }, { $set: binding })
      if (!bound) return false
      const event = { personId, accountId, by, at: at.toISOString(), ...(helpRequestId !== undefined && { helpRequestId }) }
      for (const listener of listeners) await tell(listener, event)
      return true
    },
    async unbind(accountId) {
      await accounts.updateOne({ _id: accountId }, { $set: UNBOUND })
      await sessions.endAllOf(accountId, 'binding ended')
    },
    tieStaff: async (login, staffId) => void (await logins.updateOne({ _id: login }, { $set: { staffId } })),
    isBound: async (personId) => (await accounts.exists({ personId })) !== null,
    async boundByHelp(helpRequestId) {
      const found = await accounts.findOne({ helpRequestId }).lean()
      return found?.personId ? { accountId: found._id, personId: found.personId } : undefined
    },
    onBound: (listener) => void listeners.push(listener),
  }
}
