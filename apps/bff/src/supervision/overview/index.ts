import { type Calendar, type MessagingConfig, UrgedSchema, isUrging } from '@zhixin/shared/rules'
import { type Connection, trusted } from 'mongoose'
import type { Complaints } from '../../complaints'
import type { Log, ReadModel } from '../../log'
import type { Route } from '../../platform/http/route'
import { createGather, type GatherParts } from './gather'
import type { CourtItem } from './item'
import { createConductRoute, type ConductParts } from './conduct'
import { createSupervisionPresenter, type PresentParts } from './present'
import { createFilesOf } from './sources/cases'
import { stepLabelOf } from './sources/petitions'
import { createSupervisionRoutes } from './routes'
import { createPetitionUrge } from './petition-urge'
import { createUrge } from './urge'
import { createUrgedList, type UrgedModel } from './urgings'

export type { CourtItem } from './item'

export interface OverviewParts extends Omit<GatherParts, 'marks' | 'complaints' | 'filesOf'> {
  connection: Connection
  log: Log
  courtName: string
  messagingConfig: MessagingConfig
  calendar: Calendar
  staffRecords: PresentParts['staff']
  everybody: ConductParts['everybody']
  complaints: GatherParts['complaints'] & Pick<Complaints, 'conduct'>
}

interface Live {
  sendTo(actorKey: string, frame: { type: 'work_list_changed' }): void
}

export interface Overview {
  routes: Route[]
  list: ReadModel<UrgedModel>
  /** Everything that is counted, as of now. Whose it is for is not asked here. */
  counted(): Promise<{ now: string; items: CourtItem[] }>
  broadcastTo(live: Live): void
}

/** Supervision: what is overdue, waits or is amiss, and urging those who have to see to it (rules D.2, X-25, X-39). */
export async function createOverview(
  { connection, courtName, messagingConfig, calendar, staffRecords, everybody, ...given }: OverviewParts,
): Promise<Overview> {
  const parts = { ...given, marks: messagingConfig.marks, filesOf: createFilesOf(given.cases) }
  const { log, config, catalogue, complaints } = parts
  let live: Live | undefined
  const changed = (staffId: string): void => live?.sendTo(`staff:${staffId}`, { type: 'work_list_changed' })
  const list = await createUrgedList(log, connection)
  const present = createSupervisionPresenter({
    config, court: courtName, catalogue, staff: staffRecords,
    stepLabel: (chain, step) => stepLabelOf(complaints, chain, step),
    urged: (ids) => list.documents().find({ _id: trusted({ $in: [...ids] }) }).lean(),
  })
  const gather = createGather(parts)
  const petitionUrge = createPetitionUrge(parts)
  const urge = createUrge({ ...parts, replyClocks: messagingConfig.reply_clocks, calendar })
  return {
    routes: [
      createConductRoute({ conduct: complaints.conduct, everybody, config, clock: given.clock }),
      ...createSupervisionRoutes({ ...parts, list, present, urge, petitionUrge, gather, tell: (staffIds) => staffIds.forEach(changed) }),
    ],
    list,
    counted: gather,
    broadcastTo(broadcast) {
      live = broadcast
      log.onAppended((entries) => {
        for (const { type, body } of entries) if (isUrging(type)) UrgedSchema.parse(body).staffIds.forEach(changed)
      })
    },
  }
}
