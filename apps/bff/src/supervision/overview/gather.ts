import { parseChain } from '@zhixin/shared/ids'
import { addDays, type Catalogue, dayOf, instantOf, type MessagingConfig, type SupervisionConfig } from '@zhixin/shared/rules'
import type { Cases } from '../../cases'
import type { Filing } from '../../filing'
import type { Concerns, Log } from '../../log'
import type { Messaging } from '../../messaging'
import type { Push } from '../../notices'
import type { Clock } from '../../platform/clock'
import type { Clocks, ClockStaffDirectory } from '../../progress'
import type { Staffing } from '../../staffing'
import type { CourtItem } from './item'
import { soonAfter } from './soon'
import { createUnfiledItems, type FilesOf, handOverItems, uncoveredItems, unreachableItems } from './sources/cases'
import { createClockItems } from './sources/clocks'
import { petitionItems, type PetitionSourceParts } from './sources/petitions'
import { threadItems } from './sources/threads'

export interface GatherParts {
  log: Log
  cases: Cases
  clocks: Pick<Clocks, 'list' | 'responsible' | 'of'>
  messaging: Pick<Messaging, 'waiting' | 'summaries' | 'fold'>
  push: Pick<Push, 'list'>
  filing: Pick<Filing, 'list'>
  staffing: Pick<Staffing, 'uncovered'>
  complaints: PetitionSourceParts['complaints']
  filesOf: FilesOf
  staff: ClockStaffDirectory
  catalogue: Catalogue
  marks: MessagingConfig['marks']
  config: SupervisionConfig
  clock: Clock
}

/** What supervision reads follows from these; none of the inspectors'. */
const READ: ReadonlySet<string> = new Set(['case', 'thread', 'watch', 'push', 'petition', 'feedback', 'inquiry'])
/** Whoever supervises waits for all that changes what is counted. */
export const ofSupervision: Concerns = (chain) => READ.has(parseChain(chain)?.kind ?? '')

export type Gather = () => Promise<{ now: string; items: CourtItem[] }>

/**
 * Everything that is counted, as of one instant: numbers, lists and single items are all made of what this gives, and of nothing else. Whose it is for
 * is not asked here: see `seenBy`. Throws CodedError `read.behind`. What was read of a case for one look is kept for the next as long as nothing more
 * happened in it; what is counted is made anew each time, for time goes on where nothing happens.
 */
export function createGather(parts: GatherParts): Gather {
  const { log, cases, clocks, messaging, push, filing, staffing, complaints, filesOf, staff, config, clock } = parts
  const clockItems = createClockItems(parts)
  const unfiledItems = createUnfiledItems(filing, filesOf)
  const models = [cases.list, clocks.list, messaging.summaries.model, push.list, filing.list, complaints.list]

  return async function gather() {
    const now = clock.now().toISOString()
    const soon = soonAfter(now, config)
    const since = instantOf(addDays(dayOf(now), -config.hand_overs.days), 0)
    const moment = await staff.moment()
    const read = () =>
      Promise.all([
        clockItems({ now, soon, moment }), threadItems(parts, { now, moment }), handOverItems(cases, since), unreachableItems(push, filesOf), unfiledItems(now),
        petitionItems(parts, { now, soon, moment }),
      ])
    const [found, uncovered] = await Promise.all([log.reading(models, ofSupervision, read), staffing.uncovered(() => ofSupervision)])
    return { now, items: [...found.flat(), ...uncoveredItems(uncovered, now)] }
  }
}
