import type { Attempts } from './attempts'
import { maskPhone } from './numbers'
import type { People } from './people'
import type { SmsCodes, SmsPurpose } from './sms-codes'

interface Parts {
  people: People
  smsCodes: SmsCodes
  attempts: Attempts
}
export interface Asked {
  personId: string
  /** The phone's id, as `phonesOf` gives it. */
  phone: string
}

/**
 * Who is signed in shows once more who they are, by a code to one of their own confirmed phones: for what a stolen session must not be
 * able to do. A code is good for the purpose it was asked for and for one use.
 */
export function createConfirmations({ people, smsCodes, attempts }: Parts) {
  async function phone(personId: string, id: string): Promise<string | undefined> {
    const person = await people.byId(personId)
    return person && people.confirmed(person).find((one) => one.id === id)?.number
  }

  return {
    async phonesOf(personId: string): Promise<{ ref: string; masked: string }[]> {
      const person = await people.byId(personId)
      return person ? people.confirmed(person).map(({ id, number }) => ({ ref: id, masked: maskPhone(number) })) : []
    },
    /** False for a phone that is not this person's: nothing is sent. */
    async request({ personId, phone: id }: Asked, purpose: SmsPurpose): Promise<boolean> {
      const number = await phone(personId, id)
      if (number !== undefined) await smsCodes.request(number, purpose)
      return number !== undefined
    },
    /** Whether the code is right; uses it up. Throws `auth.locked` when this account or address has failed too often. */
    async confirm({ personId, phone: id }: Asked, code: string, purpose: SmsPurpose, from: { accountId: string; address: string }): Promise<boolean> {
      const attempt = await attempts.begin({ account: `${purpose}:${from.accountId}`, address: from.address })
      const number = await phone(personId, id)
      const isRight = number !== undefined && (await smsCodes.attempt(number, code, purpose)) && (await smsCodes.use(number, purpose))
      if (isRight) await attempt.succeeded()
      return isRight
    },
  }
}
export type Confirmations = ReturnType<typeof createConfirmations>
