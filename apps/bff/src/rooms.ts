import type { Connection } from 'mongoose'
import { createAttachments } from './attachments'
import { createCasePresenter, createCaseRoutes, createCases } from './cases'
import type { CourtConfig } from './court-config'
import { createIdentity, type SecurityConfig } from './identity'
import { openLog, type ReadModel } from './log'
import { createMessaging } from './messaging'
import type { Clock } from './platform/clock'
import { checkGrants } from './platform/http/policy'
import type { Logger } from './platform/logger'
import type { KeyStore } from './ports/key-store'
import type { Sms } from './ports/sms'
import type { Wechat } from './ports/wechat'

export interface RoomsParts {
  connection: Connection
  config: CourtConfig
  security: SecurityConfig
  clock: Clock
  logger: Logger
  keyStore: KeyStore
  wechat: Wechat
  sms: Sms
  demo: boolean
  /** For tests that compare two runs: marks that wait for a timer come at another place in each. */
  marksEveryMs?: number
  /** False for tools: read models and notices stay as they are. */
  follow?: boolean
}

/** All rooms, each given what it needs of the others. Which connectors stand behind the ports is not decided here. */
export async function openRooms(parts: RoomsParts) {
  const { connection, config, clock, logger, keyStore } = parts
  const db = connection.db!
  const log = await openLog({ court: config.court.id, db, keyStore, clock, logger, follow: parts.follow ?? true })
  const identity = await createIdentity({
    connection, keyStore, clock, logger, wechat: parts.wechat, sms: parts.sms, config: parts.security, court: config.court,
    roles: config.roles, demo: parts.demo,
  })
  const names = {
    people: identity.people.namesOf,
    staff: async (ids: string[]) => new Map((await identity.staff.find(ids)).map(({ id, name }) => [id, name])),
  }
  const cases = await createCases({ log, connection, names, clock })
  const attachments = createAttachments({ court: config.court.id, db, keys: log.keys, clock, config: config.attachments })
  const messaging = await createMessaging({
    log, connection, cases, attachments, names, clock, logger,
    maxUploadBytes: config.attachments.max_bytes,
    handlers: createCasePresenter(identity.staff, clock).handlers,
    config: config.messaging,
    calendar: config.calendar,
    ...(parts.marksEveryMs !== undefined && { marksEveryMs: parts.marksEveryMs }),
  })
  const routes = [...identity.routes, ...createCaseRoutes({ log, cases, threads: messaging.summaries, staff: identity.staff, clock }), ...messaging.routes]
  checkGrants(config.roles.roles, routes.map(({ policy }) => policy))
  return {
    log,
    identity,
    cases,
    attachments,
    messaging,
    /** What can be thrown away and built anew from the log. */
    readModels: [cases.list, messaging.summaries.model] as ReadModel[],
    routes,
    async close(): Promise<void> {
      messaging.stop()
      await log.close()
    },
  }
}
export type Rooms = Awaited<ReturnType<typeof openRooms>>
