import { CodedError, sentence } from '@zhixin/shared/errors'
import { type Batch, type BatchAnswer, type IntegrationItem, type IntegrationKind, ITEM_SCHEMAS, type ItemAnswer } from '@zhixin/shared/integration'
import type { z } from 'zod'
import { codedOf, invalidInput } from '../platform/http/errors'
import type { Logger } from '../platform/logger'
import { takeCase } from './items/cases'
import { takeProgress } from './items/nodes'
import { takeOfficer } from './items/officers'
import { takeParty } from './items/standings'
import type { House, Outcome, Taking } from './items/taking'
import type { createNumbers, KnownNumber } from './numbers'
import { tryingOut } from './trying-out'

/** How many cases of a batch are worked on at once: their entries share the log's batches. */
const AT_ONCE = 64

const TAKE: { [K in IntegrationKind]: (taking: Taking, item: IntegrationItem[K]) => Promise<Outcome> } = {
  cases: takeCase, parties: takeParty, officers: takeOfficer, nodes: takeProgress,
}

interface Parts {
  house: House
  numbers: ReturnType<typeof createNumbers>
  logger: Logger
}

/** Items of one batch, each for itself: what is refused spoils no other, and what was taken in before changes nothing. */
export function createTaker({ house, numbers, logger }: Parts) {
  /** What is done about one thing is done one after the other, whichever batch it comes in. */
  const queues = new Map<string, Promise<unknown>>()
  function inTurn<T>(place: string, work: () => Promise<T>): Promise<T> {
    const turn = (queues.get(place) ?? Promise.resolve()).then(work)
    const settled = turn.catch(() => undefined).then(() => {
      if (queues.get(place) === settled) queues.delete(place)
    })
    queues.set(place, settled)
    return turn
  }

  async function taken<K extends IntegrationKind>(taking: Taking, kind: K, raw: unknown, i: number): Promise<ItemAnswer> {
    const externalId = numberIn(raw) ?? `#${i + 1}`
    const parsed = ITEM_SCHEMAS[kind].safeParse(raw)
    if (!parsed.success) return refused(externalId, faultOf(parsed.error, raw))
    const item = parsed.data as unknown as IntegrationItem[K]
    try {
      const { result, code } = await inTurn(placeOf(taking.system, item), () => TAKE[kind](taking, item))
      return { externalId, result, ...(code && { code, message: sentence(code) }) }
    } catch (error) {
      const coded = codedOf(error)
      if (coded.status >= 500) logger.error({ err: error, kind, externalId }, 'an item of another system could not be taken in')
      return refused(externalId, coded)
    }
  }

  return {
    async take(system: string, kind: IntegrationKind, { items, dryRun }: Batch): Promise<BatchAnswer> {
      const log = dryRun ? tryingOut(house.log, house.clock) : house.log
      const own = numbers.of(system, dryRun ? new Map<string, KnownNumber>() : undefined)
      const taking: Taking = { ...house, log, system, numbers: own, dry: dryRun, progress: house.progressOn(log) }
      const results: ItemAnswer[] = []
      // A dry run stands on what its earlier items would have done: one after the other.
      const width = dryRun ? 1 : AT_ONCE
      let next = 0
      const work = async (): Promise<void> => {
        for (let i = next++; i < items.length; i = next++) results[i] = await taken(taking, kind, items[i], i)
      }
      await Promise.all(Array.from({ length: Math.min(width, items.length) }, work))
      return { dryRun, results }
    },
  }
}
export type Taker = ReturnType<typeof createTaker>

function numberIn(raw: unknown): string | undefined {
  const { externalId } = (typeof raw === 'object' && raw !== null ? raw : {}) as { externalId?: unknown }
  return typeof externalId === 'string' && externalId.trim() !== '' ? externalId.trim().slice(0, 60) : undefined
}

/** What two items must not be worked on at once for: their case, or the member of staff. */
function placeOf(system: string, item: { externalId: string; case?: string; number?: string }): string {
  return `${system}/${'number' in item ? `staff/${item.number}` : (item.case ?? item.externalId)}`
}

const refused = (externalId: string, { code, field, detail }: CodedError): ItemAnswer => ({
  externalId, result: 'refused', code, message: detail ?? sentence(code), ...(field !== undefined && { field: field.replace(/^body\./, '') }),
})

/** The first thing wrong with an item's form; a rule of ours may have a code of its own. */
function faultOf(error: z.ZodError, raw: unknown): CodedError {
  const [issue] = error.issues
  const code = (issue as { params?: { code?: string } } | undefined)?.params?.code
  if (code === 'integration.identity_as_number') return new CodedError(code, { field: issue!.path.join('.') })
  return invalidInput('body', error, raw)
}
