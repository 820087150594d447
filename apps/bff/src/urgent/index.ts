import type { ThreadKey } from '@zhixin/shared/ids'
import type { Calendar, CourtProfile, MessagingConfig, ThreadState, UrgentCommand, UrgentConfig } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import type { Attachments } from '../attachments'
import type { Cases } from '../cases'
import type { Fold, Log, ReadModel } from '../log'
import type { Clock } from '../platform/clock'
import type { Actor } from '../platform/http/actor'
import type { Policy } from '../platform/http/policy'
import type { Route } from '../platform/http/route'
import type { Logger } from '../platform/logger'
import { createCallListRoutes } from './calls'
import { createUrgentLive, type UrgentBroadcast } from './live'
import { type UrgentModel, urgentModel } from './model'
import { createUrgentPresenter } from './present'
import { answerUrgent, raiseUrgent, takeUrgent } from './policy'
import { projectUrgent } from './read-model'
import type { UrgentRelation } from './relation'
import { createRinging, type Ringing } from './ringing'
import { createUrgentRoutes } from './routes'
import { createSight, type SightParts } from './sight'
import type { UrgentStaff } from './whom'

export type { StaffCard, UrgentStaff } from './whom'

export interface UrgentParts {
  log: Log
  connection: Connection
  cases: Cases
  attachments: Attachments
  fold: Fold<ThreadState>
  staff: UrgentStaff
  /** Who works the call list, beside who is on duty. */
  desk(): Promise<string[]>
  names: { people(ids: string[]): Promise<Map<string, string>>; staff(ids: string[]): Promise<Map<string, string>> }
  config: UrgentConfig
  messaging: MessagingConfig
  calendar: Calendar
  court: CourtProfile
  clock: Clock
  logger: Logger
}

export interface Urgent {
  routes: Route[]
  list: ReadModel<UrgentModel>
  /** Rings whatever is due by now for every open matter. Run it every few seconds; two processes do it at once without harm. */
  tick(): Promise<void>
  /** The same for one thread, at once. */
  ring: Ringing['ring']
  /** The same commands as over HTTP, for whoever acts from inside; rings for nothing by itself. */
  act(actor: Actor, key: ThreadKey, command: UrgentCommand, commandId: string): Promise<unknown>
  broadcastTo(live: UrgentBroadcast): void
  /** Resolves when no ring is under way. */
  idle(): Promise<void>
}

const POLICIES: Partial<Record<UrgentCommand['type'], Policy<UrgentRelation>>> = { RaiseUrgent: raiseUrgent, TakeUrgent: takeUrgent }
const DEPUTIES: UrgentRelation[] = ['deputy', 'deputy_judge', 'rung']
const TITLES: Partial<Record<UrgentRelation, string>> = {
  officer: '执行人员', judge: '员额法官', deputy: '代班执行人员', deputy_judge: '代班员额法官', team_leader: '团队负责人', director: '执行局长', duty: '值班人员',
}

/** Urgent clues: property is being moved away. Rings along a ladder until somebody of the court takes it. */
export async function createUrgent(parts: UrgentParts): Promise<Urgent> {
  const { log, connection, attachments, fold, staff, names, config, calendar, court, clock, logger } = parts
  const list = await log.readModel<UrgentModel>({
    name: 'urgent',
    open: (collection) => urgentModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    project: projectUrgent,
  })
  const sight = createSight(parts satisfies SightParts)
  const ringing = createRinging({ log, fold, staff, config, messaging: parts.messaging, calendar, clock, logger })
  const present = createUrgentPresenter({ log, staff, names, config, calendar, court })

  return {
    routes: [
      ...createUrgentRoutes({
        log, list, sight, present, ringing, attachments, mattersPerDay: config.matters_per_day.value, personNames: names.people,
        // Who is on duty stands in for whoever is away without a deputy: the sender knows them as the person on duty.
        titleOf: (relation, isOnDuty) => TITLES[isOnDuty && DEPUTIES.includes(relation) ? 'duty' : relation] ?? '工作人员',
      }),
      ...createCallListRoutes({ log, list, fold, staff, config }),
    ],
    list,
    async tick() {
      const open = await list.documents().find({ isOpen: true }).lean()
      await Promise.all(open.map(({ caseId, personId }) => ringing.ring({ caseId, personId })))
    },
    ring: ringing.ring,
    act: (actor, key, command, commandId) => sight.act({ actor, key, policy: POLICIES[command.type] ?? answerUrgent, commandId, command, says: {} }),
    broadcastTo(live) {
      log.onAppended(createUrgentLive({ log, fold, staff, desk: parts.desk, live, logger }))
    },
    idle: ringing.idle,
  }
}
