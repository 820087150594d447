import type { BindingHelpConfig, Calendar, CourtProfile } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import type { Attachments } from '../attachments'
import type { Cases } from '../cases'
import type { Identity } from '../identity'
import type { Log, ReadModel } from '../log'
import type { Clock } from '../platform/clock'
import type { Route } from '../platform/http/route'
import { createAskerRoutes } from './asker-routes'
import { createDeskRoutes } from './desk-routes'
import { type HelpDocument, helpModel, projectHelp } from './model'
import { createHelpPresenter } from './present'
import { createHelpRequests, type HelpRequests } from './requests'
import { createSlipRoutes } from './slip-routes'
import { createSlips, type Slips } from './slips'

export type { Asked } from './requests'

export interface BindingHelpParts {
  log: Log
  connection: Connection
  identity: Identity
  cases: Cases
  attachments: Attachments
  maxUploadBytes: number
  names: { people(ids: string[]): Promise<Map<string, string>>; staff(ids: string[]): Promise<Map<string, string>> }
  config: BindingHelpConfig
  court: CourtProfile
  calendar: Calendar
  publicOrigin: string
  clock: Clock
}

export interface BindingHelp {
  routes: Route[]
  list: ReadModel
  requests: HelpRequests
  /** For tests and the demonstration: tokens without their paper. */
  slips: Slips
  /** What a crash has left undone, and what is kept no longer. Run it now and then. */
  sweep(): Promise<void>
}

/** For whom the ordinary way to bind does not work: help by window and hotline, and the slip that goes with a letter of the court's. */
export async function createBindingHelp(parts: BindingHelpParts): Promise<BindingHelp> {
  const { log, connection, identity, cases, attachments, maxUploadBytes, names, config, court, calendar, clock } = parts
  const list = await log.readModel({
    name: 'binding_help',
    open: (collection) => helpModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    project: (model, entries) => projectHelp(model, entries),
  })
  const requests = createHelpRequests({ log, identity: identity.help, helpNeeds: identity.helpNeeds, attachments, config, calendar, clock })
  const presenter = createHelpPresenter({ identity: identity.help, helpNeeds: identity.helpNeeds, staffNames: names.staff, config, calendar, clock })
  const slips = await createSlips({ connection, config: config.slip, calendar, clock })
  identity.people.onBound(async ({ helpRequestId, accountId, personId }) => {
    if (helpRequestId !== undefined) await requests.noteBound(helpRequestId, { accountId, personId })
  })
  return {
    routes: [
      ...createAskerRoutes({ requests, presenter, identity: identity.help, maxUploadBytes }),
      ...createDeskRoutes({ log, list, requests, presenter, attachments }),
      ...createSlipRoutes({ log, cases, slips, court, names: names.people, publicOrigin: parts.publicOrigin, clock }),
    ],
    list,
    requests,
    slips,
    async sweep() {
      const issued = await list.documents().find({ status: 'code_issued' }).select('_id').lean<HelpDocument[]>()
      await requests.sweep(issued.map(({ _id }) => _id))
      await slips.sweep()
    },
  }
}
