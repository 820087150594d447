import type { SmsConfig } from '@zhixin/shared/rules'
import type { Clock } from '../../platform/clock'
import type { Sms } from '../../ports/sms'
import type { SmsAccount } from './accounts'
import { createGatewaySms } from './gateway'
import { createWriting } from './write'

export type { SmsAccount } from './accounts'
export { createSmsCallbacks } from './callbacks'
export { checkOwnNumbers } from './registered'

// eslint-disable-next-line @typescript-eslint/no-require-imports -- an SDK takes a fifth of a second and 30 MB: only the one that is used is loaded
const tencent = () => require('./tencent') as typeof import('./tencent')
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the same
const aliyun = () => require('./aliyun') as typeof import('./aliyun')

/** How long an answer may take: what is not answered by then may have gone. */
const ANSWER_WITHIN_MS = 8_000

export interface SmsParts {
  config: SmsConfig
  clock: Clock
  answerWithinMs?: number
}

/** The provider that this installation sends through. */
export function createSms(account: SmsAccount, { config, clock, answerWithinMs = ANSWER_WITHIN_MS }: SmsParts): Sms {
  const write = createWriting(config, account.provider)
  switch (account.provider) {
    case 'gateway': return createGatewaySms(account, { write, clock, answerWithinMs })
    case 'tencent': return tencent().createTencentSms(account, { write, config, answerWithinMs })
    case 'aliyun': return aliyun().createAliyunSms(account, { write, config, answerWithinMs })
  }
}
