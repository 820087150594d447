import { setTimeout as pause } from 'node:timers/promises'
import type { BindingHelpConfig, Calendar, Catalogue, CourtProfile, HotlineConfig } from '@zhixin/shared/rules'
import { dayOf, instantOf, lastDay } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import type { Cases } from '../cases'
import type { Complaints } from '../complaints'
import type { Identity } from '../identity'
import type { Log, ReadModel } from '../log'
import type { Messaging } from '../messaging'
import type { InboxOf, ProgressOf } from '../notices'
import type { Clock } from '../platform/clock'
import type { Route } from '../platform/http/route'
import { createCallRoutes } from './call-routes'
import { createCalls } from './calls'
import { createComplaintRoutes } from './complaint-routes'
import { createDeskRoute } from './desk-route'
import { createFirstContactRoute } from './first-contact-route'
import { createKept } from './kept'
import { type CallDocument, callModel, projectCalls } from './model'
import { createCallPresenter } from './present'
import { createRegisterRoutes } from './register-routes'
import { createCallerCases, createTelling } from './telling'
import { createTellingRoutes } from './telling-routes'
import { createVerifyRoutes } from './verify-routes'

export interface HotlineParts {
  log: Log
  connection: Connection
  identity: Identity
  cases: Cases
  messaging: Messaging
  /** A person's own pages, as that person sees them. */
  progressOf: ProgressOf
  inboxOf: InboxOf
  config: HotlineConfig
  bindingHelp: BindingHelpConfig
  catalogue: Catalogue
  court: CourtProfile
  calendar: Calendar
  clock: Clock
  complaints: Pick<Complaints, 'register' | 'files' | 'list' | 'hasReceipt' | 'receipts' | 'followUp'>
}

export interface Hotline {
  routes: Route[]
  list: ReadModel
  /** Calls that nobody ended, and what is kept of calls no longer. Run it now and then. */
  sweep(): Promise<void>
}

/** The hotline desk: who rings, what they may be told, and what is registered for them. */
export async function createHotline(parts: HotlineParts): Promise<Hotline> {
  const { log, connection, identity, cases, config, bindingHelp, calendar, clock } = parts
  const list = await log.readModel({
    name: 'hotline_calls',
    open: (collection) => callModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    project: (model, entries) => projectCalls(model, entries),
  })
  const kept = createKept({ connection, keys: log.keys })
  await kept.prepare()
  const calls = createCalls({ log, config, clock })
  const { find } = identity.help
  const presenter = createCallPresenter({ calls, kept, people: identity.people, find, config, bindingHelp })
  const callerCases = createCallerCases(parts)

  async function evenly<T>(work: Promise<T>): Promise<T> {
    const [settled] = await Promise.allSettled([work, pause(config.knowledge.answers_after_ms)])
    if (settled.status === 'rejected') throw settled.reason
    return settled.value
  }

  function keptSince(): Date {
    const { after_end: limit } = config.kept
    return new Date(instantOf(lastDay({ ...limit, value: -limit.value }, dayOf(clock.now().toISOString()), calendar), 0))
  }

  return {
    routes: [
      createDeskRoute({ log, list, calls, kept, presenter, identity, config, bindingHelp, court: parts.court, clock }),
      ...createCallRoutes({ calls, kept, presenter, clock }),
      ...createVerifyRoutes({
        log, calls, kept, presenter, cases, callers: identity.callers, find, evenly, config, bindingHelp, calendar, clock,
        hasReceipt: parts.complaints.hasReceipt,
      }),
      ...createRegisterRoutes({ calls, kept, presenter, callerCases, complaints: parts.complaints, sendText: identity.sendText, config }),
      ...createComplaintRoutes({ calls, complaints: parts.complaints, evenly }),
      createFirstContactRoute({ log, complaints: parts.complaints }),
      ...createTellingRoutes({ calls, cases, callerCases, tell: createTelling(parts) }),
    ],
    list,
    async sweep() {
      const open = await list.documents().find({ status: 'open' }).select('_id').lean<CallDocument[]>()
      for (const { _id } of open) {
        await calls.lapse(_id)
        if (calls.isOver(await calls.state(_id))) await kept.dropSaid(_id)
      }
      await kept.sweep(keptSince())
    },
  }
}
