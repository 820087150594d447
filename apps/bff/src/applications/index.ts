import type { Calendar, Catalogue, FormsConfig, MessagingConfig } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import type { Attachments } from '../attachments'
import type { Cases } from '../cases'
import type { Log, ReadModel, Tail } from '../log'
import type { Messaging } from '../messaging'
import type { Clock } from '../platform/clock'
import type { Route } from '../platform/http/route'
import type { Logger } from '../platform/logger'
import type { ProgressCommands } from '../progress'
import { type AskCorrection, createAskCorrection } from './correction'
import { createDocketed } from './docketed'
import { applicationModel } from './model'
import { projectApplications } from './read-model'
import { createDeskRoutes } from './routes'
import { createSight } from './sight'
import { createThreadRoutes } from './thread-routes'

export interface ApplicationsParts {
  log: Log
  connection: Connection
  cases: Cases
  messaging: Messaging
  attachments: Attachments
  names: { people(ids: string[]): Promise<Map<string, string>> }
  forms: FormsConfig
  config: MessagingConfig
  catalogue: Catalogue
  calendar: Calendar
  clock: Clock
  logger: Logger
  /** What docketing records in the case. */
  progress: Pick<ProgressCommands, 'record'>
}

export interface Applications {
  routes: Route[]
  list: ReadModel
  /** The same command as over HTTP, for whoever acts from inside. */
  askCorrection: AskCorrection
  /** Records in the case what was docketed. */
  docketed: Tail
}

/** Clues to property, and applications that go to the filing window: each with a clock of its own, each ending in an answer (rules ). */
export async function createApplications(parts: ApplicationsParts): Promise<Applications> {
  const { log, connection, cases, messaging, attachments, forms, config, catalogue, calendar, clock } = parts
  const list = await log.readModel({
    name: 'applications',
    open: (collection) => applicationModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    project: (model, entries) => projectApplications(model, entries),
  })
  const given = { log, messaging, names: parts.names.people, config, calendar, catalogue, holidays: calendar, now: () => clock.now().toISOString() }
  const sight = createSight(given)
  const askCorrection = createAskCorrection({ ...given, forms, sight })
  const room = { ...given, cases, attachments, forms, list, sight, askCorrection }
  const follow = createDocketed({ log, fold: messaging.fold, forms, progress: parts.progress, logger: parts.logger })
  return { routes: [...createThreadRoutes(room), ...createDeskRoutes(room)], list, askCorrection, docketed: log.tailWith({ name: 'applications-docketed', handle: follow }) }
}
