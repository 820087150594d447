import type { Actor as EntryActor, JsonObject } from '@zhixin/shared/log'
import type { Catalogue, OwedStep } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import type { Log, ReadModel } from '../../log'
import type { Clock } from '../../platform/clock'
import type { Logger } from '../../platform/logger'
import type { ClocksDocument, ClocksModel } from './model'
import { type Source, type SourceFolds, sourceOf } from './sources'
import { type ClockStaffDirectory, staffOf, type StaffMoment } from './whom'

const actor: EntryActor = { kind: 'system', id: 'progress-clocks', role: 'clock' }
const PAGE = 200

export interface SweepParts {
  log: Log
  list: ReadModel<ClocksModel>
  folds: SourceFolds
  catalogue: Catalogue
  staff: ClockStaffDirectory
  clock: Clock
  logger: Logger
}

/** What a sweep did: at how many documents it looked, how many entries it wrote. */
export interface Swept {
  looked: number
  written: number
}

interface Due extends OwedStep {
  /** Of the document that has it. */
  id: string
  source: Source
}
type Found = Pick<ClocksDocument, '_id' | 'nextAt' | 'caseId' | 'personId'>

/**
 * Writes the warnings and rungs that are due, in the order in which they fell due, each once: decided at the heads of its chains, under a key of its
 * own. Two processes that do it at once, or one that is started again, write none twice. Cases and threads in which nothing is due are not touched.
 *
 * The documents may lag behind the chains: what they do not show yet is found by the next sweep, what they show too much is not written.
 */
export function createSweep({ log, list, folds, catalogue, staff, clock, logger }: SweepParts) {
  async function write({ source, clockId, step }: Due, moment: StaffMoment): Promise<boolean> {
    let isMine = false
    const entry = await log.append({
      chain: source.chain,
      key: source.keyOf({ clockId, step }),
      async decide({ state, now }) {
        const { steps, file } = await source.due(state, now)
        const due = steps.find((one) => one.clockId === clockId && one.step === step)
        isMine = due !== undefined
        if (!due) return undefined
        const { entry: type, node, at: wasDueAt, dueAt, to, by } = due
        const body: JsonObject = { clockId, node, step, wasDueAt, dueAt, to, staffIds: staffOf(to, file, catalogue, moment), ...(by !== undefined && { by }) }
        return { type, actor, body }
      },
    })
    return entry !== undefined && isMine
  }

  /** Cases with something due, by when it falls due. */
  function page(now: string, after: Found | undefined): Promise<Found[]> {
    const further = after && { $or: [{ nextAt: trusted({ $gt: after.nextAt }) }, { nextAt: after.nextAt, _id: trusted({ $gt: after._id }) }] }
    return list.documents()
      .find({ nextAt: trusted({ $ne: null, $lte: now, ...(after && { $gte: after.nextAt }) }), ...further })
      .sort({ nextAt: 1, _id: 1 })
      .limit(PAGE)
      .select({ nextAt: 1, caseId: 1, personId: 1 })
      .lean<Found[]>()
  }

  async function dueIn(found: Found, now: string): Promise<Due[]> {
    const source = sourceOf(found, folds)
    return (await source.due(log.state, now)).steps.map((step) => ({ ...step, source, id: found._id }))
  }

  return async function sweep(goOn: () => boolean = () => true): Promise<Swept> {
    const now = clock.now().toISOString()
    const swept: Swept = { looked: 0, written: 0 }
    let after: Found | undefined
    let waiting: Due[] = []
    let moment: StaffMoment | undefined
    for (let isLast = false; !isLast && goOn();) {
      const found = await page(now, after)
      isLast = found.length < PAGE
      after = found.at(-1) ?? after
      swept.looked += found.length
      waiting.push(...(await Promise.all(found.map((one) => dueIn(one, now)))).flat())
      // What falls due later than the first step of a case that is still to come waits for it.
      const until = isLast ? now : after!.nextAt!
      const ready = waiting.filter(({ from }) => from <= until).sort(inOrder)
      waiting = waiting.filter(({ from }) => from > until)
      if (ready.length > 0) moment ??= await staff.moment()
      const done = await Promise.all(ready.map((step) => write(step, moment!)))
      swept.written += done.filter(Boolean).length
    }
    if (swept.written > 0) logger.info(swept, 'periods: warnings and overdue entries were written')
    return swept
  }
}
export type Sweep = ReturnType<typeof createSweep>

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const inOrder = (a: Due, b: Due): number => compare(a.from, b.from) || compare(a.at, b.at) || compare(a.id, b.id)
