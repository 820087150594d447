import { CodedError } from '@zhixin/shared/errors'
import type { Accounts } from './accounts'
import type { Attempts } from './attempts'
import type { SecurityConfig } from './config'
import { newReadableCode } from './ids'
import type { OneTimeCodes } from './one-time-codes'
import type { Papers, People } from './people'
import type { SmsCodes } from './sms-codes'

interface Parts {
  people: People
  accounts: Accounts
  codes: OneTimeCodes
  smsCodes: SmsCodes
  attempts: Attempts
  config: SecurityConfig
}
type Claimed = Papers
interface Who {
  accountId: string
  address: string
}

/** Ties an account to the person it is. Whatever is wrong, the answer is the same and so is the work. */
export function createBinding({ people, accounts, codes, smsCodes, attempts, config }: Parts) {
  const windowId = (personId: string | undefined): string => `window/${personId ?? 'nobody'}`

  async function issue(personId: string, by: { issuedBy: string; helpRequestId?: string }): Promise<{ code: string; expiresAt: string }> {
    const code = newReadableCode()
    const expiresAt = await codes.put(windowId(personId), code, { subject: personId, ...by, minutes: config.window_code.minutes })
    return { code, expiresAt: expiresAt.toISOString() }
  }

  return {
    /** By a phone that the person themselves gave the court, proven by a code sent to it. */
    async byPhone({ phone, code, ...claimed }: Claimed & { phone: string; code: string }, { accountId, address }: Who): Promise<void> {
      const attempt = await attempts.begin({ account: `account:${accountId}`, address })
      const [person, isRight] = await Promise.all([people.byPapers(claimed), smsCodes.attempt(phone, code)])
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
    async byWindowCode({ windowCode, ...claimed }: Claimed & { windowCode: string }, { accountId, address }: Who): Promise<void> {
      const attempt = await attempts.begin({ account: `account:${accountId}`, address })
      const person = await people.byPapers(claimed)
      const right = await codes.attempt(windowId(person?._id), windowCode)
      if (!person || !right || !(await codes.use(windowId(person._id)))) throw new CodedError('binding.failed')
      await attempt.succeeded()
      const to = { personId: person._id, by: 'window_code' as const, ...(right.issuedBy !== null && { checkedBy: right.issuedBy }), ...(right.helpRequestId != null && { helpRequestId: right.helpRequestId }) }
      if (!(await accounts.bind(accountId, to))) throw new CodedError('binding.already_bound')
    },

    /** A code in place of the one before, for a person the court knows. Throws `binding.person_unknown` for anybody else: the desk has the card before it. */
    async issueWindowCode(claimed: Claimed, staffId: string): Promise<{ code: string; expiresAt: string }> {
      const person = await people.byPapers(claimed)
      if (!person) throw new CodedError('binding.person_unknown')
      return issue(person._id, { issuedBy: staffId })
    },
    /** The same as the end of a request for help, whose desk has found out who it is. Does not check that there is such a person. */
    issueHelpCode: (personId: string, staffId: string, helpRequestId: string) => issue(personId, { issuedBy: staffId, helpRequestId }),
    /** A code that was handed over and not used binds nobody any more. */
    async withdrawHelpCode(personId: string): Promise<void> {
      await codes.use(windowId(personId))
    },
  }
}
export type Binding = ReturnType<typeof createBinding>
