import type { CallerCase, InboxItem, MyProgress, ToldInCall } from '@zhixin/shared/contract'
import type { Catalogue, HotlineConfig, Tellable } from '@zhixin/shared/rules'
import { relationsOf } from '@zhixin/shared/rules'
import { caseChain } from '@zhixin/shared/ids'
import { caseFold, titlesOf } from '../cases'
import type { Log } from '../log'
import type { Messaging } from '../messaging'
import type { InboxOf, ProgressOf } from '../notices'
import type { Clock } from '../platform/clock'
import type { PersonActor } from '../platform/http/actor'

/** Somebody who is on the telephone, as whom their own pages are read: with no session, and nothing can be done as them. */
export const asThemselves = (personId: string): PersonActor => ({ kind: 'person', personId, accountId: 'on-the-telephone', sessionId: 'on-the-telephone' })

interface Parts {
  log: Log
  messaging: Pick<Messaging, 'ofReader' | 'summaries'>
  progressOf: ProgressOf
  inboxOf: InboxOf
  catalogue: Catalogue
  config: HotlineConfig
  clock: Clock
}

/** The cases that somebody who was verified has to do with now, as their own list has them. */
export function createCallerCases({ log, messaging, clock }: Pick<Parts, 'log' | 'messaging' | 'clock'>) {
  return async (personId: string): Promise<CallerCase[]> => {
    const threads = await messaging.ofReader(personId)
    const now = clock.now().toISOString()
    const files = await Promise.all(threads.map(async ({ caseId }) => [caseId, await log.state(caseFold, caseChain(caseId))] as const))
    return files
      .map(([caseId, file]) => ({ caseId, caseNumber: file.caseNumber, cause: file.cause, title: titlesOf(relationsOf(file, personId, now)) }))
      .sort((a, b) => b.caseNumber.localeCompare(a.caseNumber))
  }
}
export type CallerCases = ReturnType<typeof createCallerCases>

/** What may be read out to somebody of one of their cases: what their own pages show them, through the same presenters, and nothing else. */
export function createTelling({ progressOf, inboxOf, catalogue, config, log, clock }: Parts) {
  const keptBack = new Set<string>(config.knowledge.keeps_back)
  /** Told of a query, of property found or put under control: see config/court/hotline.yaml, `knowledge`. */
  const isSecret = (id: string): boolean => {
    const node = catalogue.nodes.get(id)
    return (node ?? catalogue.events.get(id))?.secrecy !== undefined || (node !== undefined && keptBack.has(node.subject))
  }

  function withoutSecrets({ done, due, since }: MyProgress): MyProgress {
    const left = new Set(done.filter(({ node }) => isSecret(node)).map(({ ref }) => ref))
    return { done: done.filter(({ ref }) => !left.has(ref)), due: due.filter(({ ref }) => !left.has(ref)), since }
  }

  return async (personId: string, caseId: string, what: readonly Tellable[]): Promise<ToldInCall> => {
    const reader = asThemselves(personId)
    const file = await log.state(caseFold, caseChain(caseId))
    // Throws `input.not_found` where they have no part in it: before anything else is looked at.
    const whole = await progressOf(reader, caseId)
    const progress = what.includes('secret_progress') ? whole : withoutSecrets(whole)
    const inbox: InboxItem[] | null = what.includes('inbox') ? (await inboxOf(reader, { caseId })).items : null
    const title = titlesOf(relationsOf(file, personId, clock.now().toISOString()))
    const isWanted = what.includes('progress') || what.includes('secret_progress')
    return { caseNumber: file.caseNumber, cause: file.cause, title, progress: isWanted ? progress : null, inbox }
  }
}
export type Telling = ReturnType<typeof createTelling>
