import { CodedError } from '@zhixin/shared/errors'
import { parseChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  arrivalOf, type Calendar, type Catalogue, runsFrom, ServiceArrivedSchema, type ServiceConfig, ServiceOpenedSchema, sideOf, type ThreadEntryType,
  type ThreadState, UpToSchema,
} from '@zhixin/shared/rules'
import type { Fold, Log } from '../log'
import type { Logger } from '../platform/logger'
import type { ProgressCommands } from '../progress'

export interface ArrivalsParts {
  log: Log
  fold: Fold<ThreadState>
  progress: Pick<ProgressCommands, 'record'>
  config: ServiceConfig
  catalogue: Catalogue
  calendar: Calendar
  logger: Logger
}

const actor = { kind: 'system', id: 'electronic-service', role: 'notice' } as const
/** Who says it in the case's chain. */
const recorder = { kind: 'system', id: 'electronic-service', role: 'import' } as const
const type: ThreadEntryType = 'service.arrived'

/** Of one service, unique within its case: with it a repeat records nothing twice. */
export const recordKey = (personId: string, of: number): string => `service/${personId}/${of}`
export const RECORDER = recorder

/**
 * What follows from a document that was served. It has arrived by the entry that the court's configuration names: that it lies in the person's own
 * account, or that their phone has fetched it. What arrived is recorded in the case, and only that: so no period begins with a push, nor without
 * consent. Idempotent; whatever was missed is caught up with by whoever follows next.
 */
export function createArrivals({ log, fold, progress, config, catalogue, calendar, logger }: ArrivalsParts) {
  const { when } = config.effect

  async function arrive(key: ThreadKey, of: number, cause: SequencedEntry): Promise<void> {
    const chain = threadChain(key)
    await log.append({
      chain,
      key: `arrived/${key.caseId}/${key.personId}/${of}`,
      async decide({ state }) {
        const { service } = (await state(fold, chain)).parts
        const arrival = arrivalOf(service, of, cause, when)
        const sent = service.services.find(({ index }) => index === of)
        if (!arrival || !sent) return undefined
        const body = { ...arrival, runs: runsFrom(sent.records, arrival.on, sent.side, catalogue, calendar) }
        return { type, actor, body }
      },
    })
  }

  /** What may have arrived by an entry of a thread. */
  async function reachedBy(key: ThreadKey, entry: SequencedEntry): Promise<number[]> {
    if (when === 'in_account') return entry.type === 'service.sent' ? [entry.index] : []
    if (entry.type === 'service.opened') return [ServiceOpenedSchema.parse(entry.body).of]
    const isFetched = (entry.type === 'message.delivered' || entry.type === 'message.read') && sideOf(entry.actor) === 'party'
    if (!isFetched) return []
    const { upTo } = UpToSchema.parse(entry.body)
    const { services } = (await log.state(fold, threadChain(key))).parts.service
    return services.filter(({ index, arrived }) => !arrived && index <= upTo).map(({ index }) => index)
  }

  async function record({ caseId, personId }: ThreadKey, entry: SequencedEntry): Promise<void> {
    const { of, on, arrivedAt } = ServiceArrivedSchema.parse(entry.body)
    const { services } = (await log.state(fold, entry.chain)).parts.service
    const sent = services.find(({ index }) => index === of)
    if (!sent) return
    const node = {
      key: recordKey(personId, of), what: sent.records, on, time: timeOf(arrivedAt),
      // Each service is a start of its own: what runs for one party runs for no other. Whoever it is about reads of it in their own thread.
      object: `电子送达 ${personId.slice(-4)}-${of + 1}`, about: [sent.partyId], quiet: true as const,
      note: `电子送达：${sent.label}`, ...(sent.number !== undefined && { papers: [sent.number] }),
    }
    try {
      await progress.record(recorder, caseId, node)
    } catch (error) {
      // A case that another court has by now, say. The service stands; staff see that nothing was recorded for it.
      if (!(error instanceof CodedError) || error.status >= 500) throw error
      logger.warn({ caseId, code: error.code }, 'a service was not recorded in the case')
    }
  }

  return async function handle(entries: SequencedEntry[]): Promise<void> {
    for (const entry of entries) {
      const place = parseChain(entry.chain)
      if (place?.kind !== 'thread') continue
      const key = { caseId: place.caseId, personId: place.personId }
      if (entry.type === type) await record(key, entry)
      else for (const of of await reachedBy(key, entry)) await arrive(key, of, entry)
    }
  }
}

const SHANGHAI = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const timeOf = (at: string): string => SHANGHAI.format(new Date(at))
