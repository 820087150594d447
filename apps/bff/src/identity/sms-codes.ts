import { dayOf } from '@zhixin/shared/rules'
import type { Clock } from '../platform/clock'
import type { Logger } from '../platform/logger'
import type { Sms } from '../ports/sms'
import type { SecurityConfig } from './config'
import { newSmsCode } from './ids'
import type { Models } from './model'
import type { OneTimeCodes } from './one-time-codes'
import type { Vault } from './vault'

export interface SmsCodes {
  /**
   * A new code for a phone, unless one went a moment ago or too many went today. Whether one goes cannot be seen from outside: the
   * same store calls are made, and the text is sent when the answer has gone.
   */
  request(phone: string): Promise<void>
  /** Whether a code is right; counts the try. */
  attempt(phone: string, code: string): Promise<boolean>
  use(phone: string): Promise<boolean>
  /** Sends a text off the request path; failures are logged. */
  sendLater(phone: string, text: string): void
  /** Resolves when nothing is on its way to the gateway. */
  idle(): Promise<void>
}

/** What a text with a code says. Nobody of the court ever asks for one. */
export const codeText = (code: string, minutes: number): string =>
  `验证码 ${code}，${minutes} 分钟内有效，用于执信登录或绑定身份。请不要告诉任何人，法院工作人员不会索要验证码。`

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
  const idOf = (phone: string): string => `sms/${vault.indexOf('phone', phone)}`

  const sendLater = (phone: string, text: string): void => {
    const sending: Promise<void> = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => sms.send({ phone, text }))
      .catch((error: unknown) => logger.warn({ err: error }, 'a text with a code did not go'))
      .finally(() => underway.delete(sending))
    underway.add(sending)
  }

  return {
    sendLater,
    async request(phone) {
      const id = idOf(phone)
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
      if (set) sendLater(phone, codeText(code, config.minutes))
    },
    attempt: async (phone, code) => (await codes.attempt(idOf(phone), code, config.tries)) !== undefined,
    use: (phone) => codes.use(idOf(phone)),
    idle: async () => {
      while (underway.size > 0) await Promise.all(underway)
    },
  }
}
