import { CodedError } from '@zhixin/shared/errors'
import type { Clock } from '../platform/clock'
import type { Attempts } from './attempts'
import type { ConfirmedPhone, People } from './people'
import type { SmsCodes } from './sms-codes'

interface Parts {
  people: People
  smsCodes: SmsCodes
  attempts: Attempts
  clock: Clock
}
export interface PhoneChange {
  phone: string
  /** Sent to the new number. */
  code: string
  /** Sent to a number confirmed before. */
  old?: { phoneId: string; code: string } | undefined
  replaces?: string | undefined
}

/**
 * A person's own phones. A new one needs a code sent to it and, where another is confirmed, a code sent to that one: who holds an unlocked
 * phone of somebody's and not their number adds nothing. Without the old one there is the window.
 */
export function createPhones({ people, smsCodes, attempts, clock }: Parts) {
  async function confirmedOf(personId: string): Promise<ConfirmedPhone[]> {
    const person = await people.byId(personId)
    return person ? people.confirmed(person) : []
  }
  const none = (): never => {
    throw new CodedError('phones.failed')
  }

  return {
    requestNewCode: (phone: string): Promise<void> => smsCodes.request(phone, 'phone_new'),
    requestWindowCode: (phone: string): Promise<void> => smsCodes.request(phone, 'phone_window'),
    /** To one of the person's own confirmed phones. Throws `input.not_found` for any other. */
    async requestOldCode(personId: string, phoneId: string): Promise<void> {
      const old = (await confirmedOf(personId)).find(({ id }) => id === phoneId)
      if (!old) throw new CodedError('input.not_found')
      await smsCodes.request(old.number, 'phone_old')
    },
    /** Whatever is wrong with the codes, the answer is the same. */
    async change(personId: string, { phone, code, old, replaces }: PhoneChange, address: string): Promise<void> {
      const attempt = await attempts.begin({ account: `phones:${personId}`, address })
      const confirmed = await confirmedOf(personId)
      const known = confirmed.find(({ id }) => id === old?.phoneId)
      const [isNewRight, isOldRight] = await Promise.all([
        smsCodes.attempt(phone, code, 'phone_new'),
        smsCodes.attempt(known?.number ?? 'none', old?.code ?? '', 'phone_old'),
      ])
      if (!isNewRight || (confirmed.length > 0 && !isOldRight)) none()
      if (replaces !== undefined && !confirmed.some(({ id }) => id === replaces)) none()
      if (confirmed.some(({ number }) => number === phone)) throw new CodedError('phones.same', { field: 'body.phone' })
      if (!(await smsCodes.use(phone, 'phone_new')) || (known && !(await smsCodes.use(known.number, 'phone_old')))) none()
      await attempt.succeeded()
      await people.confirm(personId, { number: phone, source: 'app', at: clock.now(), ends: replaces === undefined ? [] : [replaces] })
    },
    /** At the window, which has looked at the person's papers: the code came to the phone they hold. Throws `phones.failed`. */
    async confirmAtWindow(
      personId: string, { phone, code, endsOthers }: { phone: string; code: string; endsOthers: boolean }, record: () => Promise<void>,
    ): Promise<void> {
      if (!(await smsCodes.attempt(phone, code, 'phone_window'))) none()
      // Written down first: a phone that was changed and nobody knows by whom would be worse than a line too many.
      await record()
      if (!(await smsCodes.use(phone, 'phone_window'))) none()
      await people.confirm(personId, { number: phone, source: 'window', at: clock.now(), ends: endsOthers ? 'all' : [] })
    },
  }
}
export type Phones = ReturnType<typeof createPhones>
