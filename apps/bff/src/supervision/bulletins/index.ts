import { type BulletinsConfig, type Calendar, type Catalogue, type HotlineConfig, reportedNow, ReportRemindedSchema, reportsDueAt, type RolesConfig, type Workflows } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import type { Attachments } from '../../attachments'
import type { Cases } from '../../cases'
import type { Log, ReadModel } from '../../log'
import type { Clock } from '../../platform/clock'
import type { Logger } from '../../platform/logger'
import type { Route } from '../../platform/http/route'
import { createCompute } from './compute'
import { createEntryRows, readersOf } from './entry-rows'
import { createIssuing } from './issue'
import { countedModel, projectCounted } from './model'
import { createBulletinPresenter } from './present'
import { createReports, type StaffMemberCard } from './reports'
import { createBulletinRoutes } from './routes'
import { createScreeningRoutes } from './screening-routes'

export interface BulletinsParts {
  log: Log
  connection: Connection
  cases: Cases
  attachments: Attachments
  staff(): Promise<StaffMemberCard[]>
  staffNames(ids: string[]): Promise<Map<string, string>>
  config: BulletinsConfig
  roles: RolesConfig
  /** The hotline's numbers: calls on those for reports of misconduct alone are counted by nobody. */
  lines: HotlineConfig['lines']
  workflows: Workflows
  catalogue: Catalogue
  calendar: Calendar
  clock: Clock
  logger: Logger
}

interface Live {
  sendTo(actorKey: string, frame: { type: 'work_list_changed' }): void
}

export interface Bulletins {
  routes: Route[]
  list: ReadModel
  /** Writes down who owed a report, and reminds whoever has not reported when it was due. Run it now and then. */
  sweep(): Promise<void>
  /** Tells the liaisons of departments that are reminded, by whomever. */
  broadcastTo(live: Live): void
}

const unheardLines = (lines: HotlineConfig['lines']): Set<string> =>
  new Set(Object.entries(lines).flatMap(([line, { kinds }]) => (kinds.every((kind) => kind === 'discipline') ? [line] : [])))

/** Bulletins and the weekly screening: daily, weekly and monthly figures of one log, and what was issued of them. */
export async function createBulletins(parts: BulletinsParts): Promise<Bulletins> {
  const { log, connection, cases, attachments, staff, staffNames, config, roles, lines, workflows, catalogue, calendar, clock, logger } = parts
  const unheard = unheardLines(lines)
  const list = await log.readModel({
    name: 'counted_files',
    form: 2,
    open: (collection) => countedModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    project: (model, entries) => projectCounted(model, entries, workflows, unheard),
  })
  const rules = { config, workflows, catalogue, holidays: calendar }
  const now = (): string => clock.now().toISOString()
  const reports = createReports({ log, clock, config, roles, staff })
  const compute = createCompute({ log, list, reports, rules, clock })
  const present = createBulletinPresenter({ rules, names: compute.names, staffNames, now })
  const rows = createEntryRows({ list, cases, present })
  const readers = async (): Promise<string[]> => readersOf(await staff(), roles)
  const issuing = createIssuing({ reports, compute, present, rows, attachments, readers, clock })
  return {
    routes: [
      ...createBulletinRoutes({ reports, compute, present, rows, issuing, attachments, config, readers, clock }),
      ...createScreeningRoutes({ reports, present, config, calendar, clock }),
    ],
    list,
    async sweep() {
      for (const period of reportedNow(now(), config, calendar)) {
        await reports.settle(period)
        if (now() > reportsDueAt(period, config, calendar)) await reports.remindBySystem(period)
      }
    },
    broadcastTo(live) {
      const tell = async (departments: readonly string[]): Promise<void> => {
        for (const id of await reports.liaisonsOf(departments)) live.sendTo(`staff:${id}`, { type: 'work_list_changed' })
      }
      log.onAppended((entries) => {
        for (const { type, body } of entries) {
          if (type === 'report.reminded') {
            tell(ReportRemindedSchema.parse(body).departments).catch((error: unknown) => logger.warn({ err: error }, 'bulletins: a reminder could not be told'))
          }
        }
      })
    },
  }
}
