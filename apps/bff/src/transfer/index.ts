import type { mongo } from 'mongoose'
import type { TransferConfig } from '@zhixin/shared/rules'
import type { Cases } from '../cases'
import type { Messaging } from '../messaging'
import type { Clock } from '../platform/clock'
import type { Route } from '../platform/http/route'
import type { Logger } from '../platform/logger'
import type { DropBox } from '../ports/court-file'
import type { KeyStore } from '../ports/key-store'
import type { TransferBundleParts } from './bundle'
import { openIncoming } from './incoming'
import { createOutgoing } from './outgoing'
import { createTransferRoutes } from './routes'

export interface TransferParts extends TransferBundleParts {
  db: mongo.Db
  keyStore: KeyStore
  cases: Cases
  messaging: Pick<Messaging, 'threads' | 'tails'>
  config: TransferConfig
  /** The folders through which courts exchange cases. Undefined: a case that is given away waits. */
  drops?: DropBox
  clock: Clock
  logger: Logger
}

export interface Transfer {
  routes: Route[]
  /** Hands over what goes to other courts, takes what comes. Run it every few seconds. */
  tick(): Promise<void>
}

/** 指定执行、交叉执行: a case goes to another court, or comes from one. */
export async function createTransfer(parts: TransferParts): Promise<Transfer> {
  const { log, db, keyStore, cases, messaging, config, drops, clock, logger } = parts
  const incoming = await openIncoming({ court: parts.court.id, db, keyStore, keys: log.keys, clock, logger, config })
  const outgoing = drops && createOutgoing({ ...parts, drops, incoming, tellers: messaging.tails })
  return {
    routes: createTransferRoutes({ log, cases, messaging, names: parts.names.people, config, incoming, clock }),
    tick: async () => outgoing?.tick(),
  }
}
