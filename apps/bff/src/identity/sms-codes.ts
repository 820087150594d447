import { dayOf, type SmsTemplate } from '@zhixin/shared/rules'
import type { Clock } from '../platform/clock'
import type { Logger } from '../platform/logger'
import type { Sms } from '../ports/sms'
import type { SecurityConfig } from './config'
import { newReference, newSmsCode } from './ids'
import type { Models } from './model'
import type { OneTimeCodes } from './one-time-codes'
import type { Vault } from './vault'

/** What a code is good for: one that was sent for one thing does nothing for another. */
export type SmsPurpose = 'sign_in' | 'phone_new' | 'phone_old' | 'phone_window' | 'receiving_account'

export interface SmsCodes {
  /**
   * A new code for a phone, unless one went a moment ago or too many went today. Whether one goes cannot be seen from outside: the
   * same store calls are made, and the text is sent when the answer has gone.
   */
  request(phone: string, purpose?: SmsPurpose): Promise<void>
  /** Whether a code is right; counts the try. */
  attempt(phone: string, code: string, purpose?: SmsPurpose): Promise<boolean>
  use(phone: string, purpose?: SmsPurpose): Promise<boolean>
  /** Sends a text off the request path, then does what is to be done once it has gone; failures are logged. */
  sendLater(phone: string, template: SmsTemplate, params?: Readonly<Record<string, string>>, sent?: () => Promise<void>): void
  /** Resolves when nothing is on its way to the gateway. */
  idle(): Promise<void>
}

interface Parts {
  models: Models
  codes: OneTimeCodes
  vault: Vault
  clock: Clock
  sms: Sms
  config: SecurityConfig['sms_code']
  logger: Logger
}

export function createSmsCodes({ models, codes, vault, clock, sms, config, logger }: Parts): SmsCodes {
  const underway = new Set<Promise<void>>()
  const idOf = (phone: string, purpose: SmsPurpose): string => `sms/${purpose === 'sign_in' ? '' : `${purpose}/`}${vault.indexOf('phone', phone)}`

  const sendLater: SmsCodes['sendLater'] = (phone, template, params = {}, sent) => {
    const sending: Promise<void> = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => sms.send({ phone, template, params, reference: newReference() }))
      .then(sent)
      .catch((error: unknown) => logger.warn({ err: error }, 'a text did not go'))
      .finally(() => underway.delete(sending))
    underway.add(sending)
  }

  return {
    sendLater,
    async request(phone, purpose = 'sign_in') {
      const id = idOf(phone, purpose)
      const now = clock.now()
      const day = dayOf(now.toISOString())
      const expiresAt = new Date(now.getTime() + config.minutes * 60_000)
      const none = { $setOnInsert: { hash: '', tries: 0, usedAt: null, expiresAt, nextAt: new Date(0), day, sentThatDay: 0 } }
      const before = await models.codes.findOneAndUpdate({ _id: id }, none, { upsert: true, returnDocument: 'after' }).lean()
      const sentToday = before.day === day ? before.sentThatDay : 0
      // A code that was used is out of the way: whoever signs in and then binds need not wait for the second.
      const may = (before.nextAt <= now || before.usedAt !== null) && sentToday < config.per_day
      const code = newSmsCode()
      const fresh = {
        hash: codes.hashOf(id, code), tries: 0, usedAt: null, expiresAt, day, sentThatDay: sentToday + 1,
        nextAt: new Date(now.getTime() + config.resend_after_seconds * 1000),
      }
      // What was read is asked for again, so that of many requests at once one sends; of those that may not, this finds nothing.
      const set = await models.codes.findOneAndUpdate({ _id: may ? id : `${id}/none`, nextAt: before.nextAt }, { $set: fresh })
      if (set) sendLater(phone, `code_${purpose}`, { code, minutes: String(config.minutes) })
    },
    attempt: async (phone, code, purpose = 'sign_in') => (await codes.attempt(idOf(phone, purpose), code, config.tries)) !== undefined,
    use: (phone, purpose = 'sign_in') => codes.use(idOf(phone, purpose)),
    idle: async () => {
      while (underway.size > 0) await Promise.all(underway)
    },
  }
}
