import { CodedError } from '@zhixin/shared/errors'
import type { Accounts } from './accounts'
import type { Attempts } from './attempts'
import type { SecurityConfig } from './config'
import { newReadableCode } from './ids'
import type { OneTimeCodes } from './one-time-codes'
import type { People } from './people'
import type { SmsCodes } from './sms-codes'

interface Parts {
  people: People
  accounts: Accounts
  codes: OneTimeCodes
  smsCodes: SmsCodes
  attempts: Attempts
  config: SecurityConfig
}
interface Claimed {
  name: string
  identityNumber: string
}
interface Who {
  accountId: string
  address: string
}

/** Ties an account to the person it is. Whatever is wrong, the answer is the same and so is the work. */
export function createBinding({ people, accounts, codes, smsCodes, attempts, config }: Parts) {
  const windowId = (personId: string | undefined): string => `window/${personId ?? 'nobody'}`

  return {
    /** By a phone that the person themselves gave the court, proven by a code sent to it. */
    async byPhone({ name, identityNumber, phone, code }: Claimed & { phone: string; code: string }, { accountId, address }: Who): Promise<void> {
      const attempt = await attempts.begin({ account: `account:${accountId}`, address })
      const [person, isRight] = await Promise.all([people.byIdentity(name, identityNumber), smsCodes.attempt(phone, code)])
      const isTheirs = people.hasConfirmed(person, phone)
      if (!person || !isTheirs || !isRight || !(await smsCodes.use(phone))) throw new CodedError('binding.failed')
      await attempt.succeeded()
      if (!(await accounts.bind(accountId, { personId: person._id, by: 'phone' }))) throw new CodedError('binding.already_bound')
    },

    /**
     * By the one-time code of the reception window, which has seen the identity card. A wrong one counts against the account and the
     * address that try, not against the code: name and identity number stand in every judgment, and an opponent who knows them must
     * not be able to use it up. Eight letters out of 31 are not guessed in its time.
     */
    async byWindowCode({ name, identityNumber, windowCode }: Claimed & { windowCode: string }, { accountId, address }: Who): Promise<void> {
      const attempt = await attempts.begin({ account: `account:${accountId}`, address })
      const person = await people.byIdentity(name, identityNumber)
      const right = await codes.attempt(windowId(person?._id), windowCode)
      if (!person || !right || !(await codes.use(windowId(person._id)))) throw new CodedError('binding.failed')
      await attempt.succeeded()
      const to = { personId: person._id, by: 'window_code' as const, ...(right.issuedBy !== null && { checkedBy: right.issuedBy }) }
      if (!(await accounts.bind(accountId, to))) throw new CodedError('binding.already_bound')
    },

    /** A code in place of the one before, for a person the court knows. Throws `binding.person_unknown` for anybody else: the desk has the card before it. */
    async issueWindowCode({ name, identityNumber }: Claimed, staffId: string): Promise<{ code: string; expiresAt: string }> {
      const person = await people.byIdentity(name, identityNumber)
      if (!person) throw new CodedError('binding.person_unknown')
      const code = newReadableCode()
      const expiresAt = await codes.put(windowId(person._id), code, { subject: person._id, issuedBy: staffId, minutes: config.window_code.minutes })
      return { code, expiresAt: expiresAt.toISOString() }
    },
  }
}
export type Binding = ReturnType<typeof createBinding>
