import type { TransferConfig } from '@zhixin/shared/rules'
import type { mongo } from 'mongoose'
import type { Cases } from '../cases'
import type { Messaging } from '../messaging'
import type { Clock } from '../platform/clock'
import type { Route } from '../platform/http/route'
import type { Logger } from '../platform/logger'
import type { CourtDoor } from '../ports/court-door'
import type { DropBox } from '../ports/court-file'
import type { KeyStore } from '../ports/key-store'
import type { CourtSignature } from '../signature'
import type { BundleParts } from './bundle'
import { createCaseRoutes } from './case-routes'
import { type Couriers, createCouriers } from './couriers'
import { createExchange, type Exchange } from './exchange'
import { createExchangeRoutes } from './exchange-routes'
import { createFormer } from './former'
import { createFormerRoutes } from './former-routes'
import { openIncoming } from './incoming'
import { createIncomingRoutes } from './incoming-routes'
import { createSealing } from './on-the-way'
import { createOutgoing } from './outgoing'
import { openPieces } from './pieces'

export { type GivenFile, type Manifest, ManifestSchema, readSigned, signedFiles } from './manifest'
export { type Note, NoteSchema, noteFiles } from './notes'
export { cut } from './pieces'

export interface TransferParts extends Omit<BundleParts, 'pieceBytes'> {
  db: mongo.Db
  keyStore: KeyStore
  cases: Cases
  messaging: Pick<Messaging, 'threads' | 'tails'>
  config: TransferConfig
  signature: CourtSignature
  /** The folders through which courts exchange cases. Undefined: a case that is given away waits, unless the other court has a door. */
  drops?: DropBox
  /** Courts whose own door can be reached, by id. */
  doors?: ReadonlyMap<string, CourtDoor>
  clock: Clock
  logger: Logger
}

export interface Transfer {
  routes: Route[]
  /** What another court has put into a door of ours. */
  receive: Exchange['receive']
  /** Puts something else than a case where another court finds it; why it does not get there, or null. */
  put: Couriers['put']
  onFigures: Exchange['onFigures']
  /** Hands over what goes to other courts, takes what comes. Run it every few seconds. */
  tick(): Promise<void>
}

/** 指定执行、交叉执行: a case goes to another court, or comes from one. */
export async function createTransfer(parts: TransferParts): Promise<Transfer> {
  const { log, db, keyStore, cases, messaging, config, drops, clock, logger, court, signature, attachments } = parts
  const couriers = createCouriers({ config, doors: parts.doors ?? new Map<string, CourtDoor>(), clock, ...(drops && { drops }) })
  const way = { db, pieces: await openPieces({ court: court.id, db, keyStore }), sealing: createSealing(keyStore), couriers, signature, config, clock, logger }
  const incoming = await openIncoming({ ...way, log, court })
  const outgoing = createOutgoing({ ...parts, ...way, tellers: messaging.tails })
  const former = createFormer({ court: court.id, db, keys: log.keys, attachments })
  const exchange = createExchange({ own: court.id, config, incoming, outgoing, logger, ...(drops && { drops }) })
  return {
    routes: [
      ...createCaseRoutes({ log, cases, config, couriers, outgoing }),
      ...createIncomingRoutes({ log, cases, names: parts.names.people, incoming, former, couriers, clock }),
      ...createFormerRoutes({ messaging, former }),
      ...createExchangeRoutes({ court, publicKey: signature.publicKey, config, couriers, exchange, incoming, outgoing }),
    ],
    receive: exchange.receive,
    put: couriers.put,
    onFigures: exchange.onFigures,
    async tick() {
      await outgoing.tick()
      await exchange.takeDrops()
      await incoming.tick()
    },
  }
}
