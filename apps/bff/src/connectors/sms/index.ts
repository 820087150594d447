import type { SmsConfig } from '@zhixin/shared/rules'
import type { Clock } from '../../platform/clock'
import type { Sms } from '../../ports/sms'
import { createGatewaySms, type GatewayAccount } from './gateway'
import { createWriting } from './write'

export type SmsAccount = GatewayAccount

/** The provider that this installation sends through. */
export const createSms = (account: SmsAccount, { config, clock }: { config: SmsConfig; clock: Clock }): Sms =>
  createGatewaySms(account, { write: createWriting(config), clock })
