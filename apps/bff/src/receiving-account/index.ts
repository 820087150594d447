import type { mongo } from 'mongoose'
import type { Cases } from '../cases'
import type { Identity } from '../identity'
import type { Log, Tail } from '../log'
import type { Messaging } from '../messaging'
import type { Clock } from '../platform/clock'
import type { Route } from '../platform/http/route'
import { tellOfAccounts } from './alerts'
import { createAccountNumbers } from './numbers'
import { createReceivingRoutes } from './routes'

export interface ReceivingAccountsParts {
  log: Log
  db: mongo.Db
  cases: Cases
  messaging: Messaging
  identity: Identity
  clock: Clock
  resendAfterSeconds: number
}

export interface ReceivingAccounts {
  routes: Route[]
  /** Tells whom a change concerns. */
  tails: Tail[]
}

/** The accounts that parties are paid into: set by a form with identity proven anew, never in a message (issue 4, part 4). */
export function createReceivingAccounts({ log, db, cases, messaging, identity, clock, resendAfterSeconds }: ReceivingAccountsParts): ReceivingAccounts {
  const numbers = createAccountNumbers({ court: log.court, db, keys: log.keys, clock })
  return {
    routes: createReceivingRoutes({ log, cases, messaging, identity, numbers, clock, resendAfterSeconds }),
    tails: [log.tailWith({ name: 'receiving-account-alerts', handle: (entries) => tellOfAccounts({ log, fold: messaging.fold, identity }, entries) })],
  }
}
