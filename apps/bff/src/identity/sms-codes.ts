import { dayOf } from '@zhixin/shared/rules'
import type { Clock } from '../platform/clock'
import type { Logger } from '../platform/logger'
import type { Sms } from '../ports/sms'
import type { SecurityConfig } from './config'
import { newSmsCode } from './ids'
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
  sendLater(phone: string, text: string, sent?: () => Promise<void>): void
  /** Resolves when nothing is on its way to the gateway. */
  idle(): Promise<void>
}

/** What a text with a code says. Nobody of the court ever asks for one. */
export const codeText = (code: string, minutes: number): string =>
  `验证码 ${code}，${minutes} 分钟内有效，用于执信登录或绑定身份。请不要告诉任何人，法院工作人员不会索要验证码。`

const WORDS: Record<SmsPurpose, (code: string, minutes: number) => string> = {
  sign_in: codeText,
  phone_new: (code, minutes) => `验证码 ${code}，${minutes} 分钟内有效，用于把这个号码登记为您在法院留的手机号。请不要告诉任何人，法院工作人员不会索要验证码。`,
  phone_old: (code, minutes) => `有人正在更换您在法院留的手机号。是您本人的，验证码 ${code}，${minutes} 分钟内有效；不是您本人，不要告诉任何人，请马上拨打12368。`,
  phone_window: (code, minutes) => `验证码 ${code}，${minutes} 分钟内有效，用于在法院窗口当面登记这个手机号。您不在窗口的，不要告诉任何人。`,
  receiving_account: (code, minutes) => `验证码 ${code}，${minutes} 分钟内有效，用于登记您的案款收款账户。请不要告诉任何人，法院工作人员不会索要；不是您本人在办理，请马上拨打12368。`,
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

  const sendLater: SmsCodes['sendLater'] = (phone, text, sent) => {
    const sending: Promise<void> = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => sms.send({ phone, text }))
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
      if (set) sendLater(phone, WORDS[purpose](code, config.minutes))
    },
    attempt: async (phone, code, purpose = 'sign_in') => (await codes.attempt(idOf(phone, purpose), code, config.tries)) !== undefined,
    use: (phone, purpose = 'sign_in') => codes.use(idOf(phone, purpose)),
    idle: async () => {
      while (underway.size > 0) await Promise.all(underway)
    },
  }
}
