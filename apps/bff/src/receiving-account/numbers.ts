import { assertThat, CodedError } from '@zhixin/shared/errors'
import { isBankCard, isIdentityNumber, plainAccount } from '@zhixin/shared/rules'
import type { mongo } from 'mongoose'
import { type ChainKeys } from '../log'
import type { Clock } from '../platform/clock'
import { isDuplicateKey } from '../platform/database'
import { open, seal } from '../platform/seal'

/** What stands in no entry. */
export interface AccountNumber {
  account: string
  holder: string
  bank: string
}
interface AccountRecord {
  /** `<court>/<chain>/<account id>` */
  _id: string
  sealed: string
  at: Date
}
interface Parts {
  court: string
  db: mongo.Db
  keys: ChainKeys
  clock: Clock
}

/** Full account numbers, each sealed under the key of the thread in which it was set. Written once, never changed. */
export function createAccountNumbers({ court, db, keys, clock }: Parts) {
  const collection = db.collection<AccountRecord>('receiving_accounts')
  const idOf = (chain: string, accountId: string): string => `${court}/${chain}/${accountId}`

  async function find(chain: string, accountId: string): Promise<AccountNumber | undefined> {
    const found = await collection.findOne({ _id: idOf(chain, accountId) })
    return found ? (JSON.parse(open(await keys.of(chain), Buffer.from(found.sealed, 'base64'), found._id).toString()) as AccountNumber) : undefined
  }

  return {
    find,
    /** Throws `log.key_conflict` where another number stands under the id. */
    async keep(chain: string, accountId: string, number: AccountNumber): Promise<void> {
      const _id = idOf(chain, accountId)
      const sealed = seal(await keys.forWriting(chain), Buffer.from(JSON.stringify(number)), _id).toString('base64')
      try {
        await collection.insertOne({ _id, sealed, at: clock.now() })
      } catch (error) {
        if (!isDuplicateKey(error)) throw error
        if (JSON.stringify(await find(chain, accountId)) !== JSON.stringify(number)) throw new CodedError('log.key_conflict')
      }
    },
    /** Of one that no entry names. */
    drop: async (chain: string, accountId: string): Promise<void> => void (await collection.deleteOne({ _id: idOf(chain, accountId) })),
  }
}
export type AccountNumbers = ReturnType<typeof createAccountNumbers>

const UNIT_ACCOUNT = /^\d{8,32}$/

/**
 * An account number as it is kept. A natural person's is a card, with a right check digit; a unit's has none. Throws
 * `receiving_account.number_wrong`. Whether the bank has such an account, only the bank knows.
 */
export function checkedAccount(text: string, form: 'natural' | 'unit'): string {
  const account = plainAccount(text)
  const isRight = form === 'natural' ? isBankCard(account) : UNIT_ACCOUNT.test(account)
  assertThat(isRight && !isIdentityNumber(account), 'receiving_account.number_wrong', { field: 'body.account' })
  return account
}
