import { ClockWarnedSchema, type MessagingConfig, type WatchRules } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import type { Log, ReadModel } from '../../log'
import type { Clock } from '../../platform/clock'
import type { Route } from '../../platform/http/route'
import type { Logger } from '../../platform/logger'
import { clocksFold, threadClocksFold } from './fold'
import { formOf } from './form'
import { type ClocksModel, clocksModel } from './model'
import { clocksProjection } from './read-model'
import { createClockRoutes } from './routes'
import { type Source, type SourceFolds, sourceOf, warnedIn } from './sources'
import { createSweep, type Sweep } from './sweep'
import { type ClockStaffDirectory, staffOf, type StaffMoment } from './whom'

export type { ClockInCase, ClocksDocument } from './model'
export type { ClockStaff, ClockStaffDirectory, StaffMoment } from './whom'
export type { Swept } from './sweep'

export interface ClocksParts extends WatchRules {
  log: Log
  connection: Connection
  staff: ClockStaffDirectory
  people(ids: string[]): Promise<Map<string, string>>
  messaging: Pick<MessagingConfig, 'acknowledgements'>
  clock: Clock
  logger: Logger
}

/** Sockets that are open. */
export interface ClocksBroadcast {
  sendTo(actorKey: string, frame: { type: 'work_list_changed' }): void
}

export interface Clocks {
  list: ReadModel<ClocksModel>
  /** Where the clocks of a case, or of one of its threads, are kept. */
  of(place: { caseId: string; personId: string | null }): Source
  /** Who has to do a node in a case at a moment, and who answers for those of them who are away. */
  responsible(node: string, file: Parameters<typeof staffOf>[1], moment: StaffMoment): string[]
  /** Writes what is due by now. Run it now and then; two processes do it at once without harm. */
  sweep: Sweep
  routes: Route[]
  broadcastTo(live: ClocksBroadcast): void
}

/** What is due in each case and in its threads, from the log alone; warnings and the ladder (rules A.8). */
export async function createClocks({ log, connection, catalogue, ladder, holidays, staff, people, messaging, clock, logger }: ClocksParts): Promise<Clocks> {
  const rules: WatchRules = { catalogue, ladder, holidays }
  const folds: SourceFolds = { ofCase: clocksFold(rules), ofThread: threadClocksFold(rules, messaging.acknowledgements) }
  const list = await log.readModel<ClocksModel>({
    name: 'clocks',
    form: formOf(rules),
    open: (collection) => clocksModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    project: clocksProjection(log, folds, rules),
  })
  return {
    list,
    of: (place) => sourceOf(place, folds),
    responsible: (node, file, moment) => staffOf(catalogue.nodes.get(node)?.responsible ?? [], file, catalogue, moment),
    sweep: createSweep({ log, list, folds, catalogue, staff, clock, logger }),
    routes: createClockRoutes({ log, list, rules, staff, people, clock }),
    broadcastTo(live) {
      log.onAppended((entries) => {
        for (const { chain, type, body } of entries) {
          if ((type !== 'clock.warned' && type !== 'clock.overdue') || !warnedIn(chain)) continue
          for (const id of ClockWarnedSchema.parse(body).staffIds) live.sendTo(`staff:${id}`, { type: 'work_list_changed' })
        }
      })
    },
  }
}
