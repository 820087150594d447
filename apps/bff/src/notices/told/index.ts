import { caseChain } from '@zhixin/shared/ids'
import { type Calendar, type Catalogue, type CourtProfile, firstWords } from '@zhixin/shared/rules'
import type { Cases } from '../../cases'
import type { Log, Tail } from '../../log'
import type { Messaging } from '../../messaging'
import type { Clock } from '../../platform/clock'
import type { Route } from '../../platform/http/route'
import { tellingFoldOf } from '../../progress'
import { createMyProgressRoute, createReadMyProgress, type ProgressOf } from './my-progress'
import { createTeller } from './tell'

export type { ProgressOf } from './my-progress'

export interface ToldParts {
  log: Log
  cases: Cases
  messaging: Messaging
  catalogue: Catalogue
  calendar: Calendar
  court: CourtProfile
  clock: Clock
}

/** Tells people of their case's progress, each in their own thread, and shows them what they were told as a time line. */
export function createTold({ log, cases, messaging, catalogue, calendar, court, clock }: ToldParts): { routes: Route[]; tail: Tail; progressOf: ProgressOf } {
  const telling = tellingFoldOf(catalogue)
  const teller = createTeller({ log, threadFold: messaging.fold, catalogue, calendar, first: firstWords(court) })
  const progressOf = createReadMyProgress({
    cases, messaging, clock,
    registeredAt: async (caseId) => (await log.state(telling, caseChain(caseId))).progress.records[0]?.recordedAt,
  })
  return {
    routes: [createMyProgressRoute(progressOf)],
    /** A person's time line, with that person's own eyes: for whoever reads it out to them. */
    progressOf,
    tail: log.tailWith({ name: 'nodes-told', handle: (entries) => teller.handle(entries, clock.now().toISOString()) }),
  }
}
