import type { Calendar, Catalogue, CourtProfile, MessagingConfig, ServiceConfig } from '@zhixin/shared/rules'
import type { Attachments } from '../attachments'
import type { Cases } from '../cases'
import type { Log, Tail } from '../log'
import type { Messaging } from '../messaging'
import type { Clock } from '../platform/clock'
import type { Route } from '../platform/http/route'
import type { Logger } from '../platform/logger'
import type { ProgressCommands } from '../progress'
import { createServiceActs, type ServiceActs } from './acts'
import { createArrivals } from './arrivals'
import { createCaseServicesRoute } from './case-route'
import { createServiceRoutes } from './routes'
import { createServingRoutes } from './serving-routes'
import { statementOf } from './statement'

export interface Names {
  people(ids: string[]): Promise<Map<string, string>>
  staff(ids: string[]): Promise<Map<string, string>>
}

export interface ElectronicServiceParts {
  log: Log
  cases: Cases
  messaging: Messaging
  attachments: Attachments
  progress: Pick<ProgressCommands, 'record' | 'state'>
  names: Names
  /** Whether somebody has signed in here before, as this person. */
  hasAccount(personId: string): Promise<boolean>
  court: CourtProfile
  config: ServiceConfig
  messagingConfig: MessagingConfig
  catalogue: Catalogue
  calendar: Calendar
  clock: Clock
  logger: Logger
}

/** 电子送达: consent, the act, its arrival and its receipt (民事诉讼法 第九十条; rules ). No push is any of it. */
export function createElectronicService(parts: ElectronicServiceParts): { routes: Route[]; tail: Tail; acts: ServiceActs } {
  const { log, messaging } = parts
  const tail = log.tailWith({ name: 'service-arrivals', handle: createArrivals({ ...parts, fold: messaging.fold }) })
  const statement = statementOf(parts.config)
  const acts = createServiceActs(parts, statement)
  const shared = { ...parts, statement, acts, tail }
  return { routes: [...createServiceRoutes(shared), ...createServingRoutes(shared), createCaseServicesRoute(shared)], tail, acts }
}
