import type { Calendar, StandingConfig } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import type { Attachments } from '../attachments'
import type { Cases } from '../cases'
import type { Log, ReadModel, Tail } from '../log'
import type { Clock } from '../platform/clock'
import type { Route } from '../platform/http/route'
import { tellRequests } from './grants'
import { requestModel } from './model'
import { createStandingPresenter, type PresentParts } from './present'
import { projectRequests } from './read-model'
import { createRequests, type Requests, type RequestsParts } from './requests'
import { createStandingRoutes } from './routes'

export interface StandingParts {
  log: Log
  connection: Connection
  cases: Cases
  attachments: Attachments
  maxUploadBytes: number
  names: PresentParts['names']
  codeOf: PresentParts['codeOf']
  unitOf: RequestsParts['unitOf']
  tellers: RequestsParts['tellers']
  config: StandingConfig
  calendar: Calendar
  clock: Clock
}

export interface Standing {
  routes: Route[]
  list: ReadModel
  tails: Tail[]
  /** The same commands as over HTTP, for whoever acts from inside. */
  requests: Requests
}

/** Who stands for whom in a case: asking for it, deciding on it, seeing it, ending it. What it comes to are entries of the case's chain. */
export async function createStanding(parts: StandingParts): Promise<Standing> {
  const { log, connection, cases, attachments, config, clock, tellers, unitOf } = parts
  const list = await log.readModel({
    name: 'standing_requests',
    open: (collection) => requestModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    project: (model, entries) => projectRequests(model, entries),
  })
  const grants = log.tailWith({ name: 'standing-grants', handle: (entries) => tellRequests(log, entries) })
  const shared = { log, cases, model: list, attachments, grants, tellers, unitOf, config, clock }
  const requests = createRequests(shared)
  const presenter = createStandingPresenter(parts)
  return {
    routes: createStandingRoutes({ ...shared, requests, presenter, maxUploadBytes: parts.maxUploadBytes }),
    list,
    tails: [list.tail, grants],
    requests,
  }
}
