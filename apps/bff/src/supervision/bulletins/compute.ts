import {
  ABOUT_SOMEBODY, type BulletinNames, bulletinOf, type BulletinPeriod, type Calendar, COUNTED_KINDS, type Counted, countedBy, isAboutAny, type CountedLog,
    type CountingRules, type HeadingResult, NOT_ASSIGNED,
} from '@zhixin/shared/rules'
import type { Log, ReadModel } from '../../log'
import type { Clock } from '../../platform/clock'
import { type CountedModel, filesFor } from './model'
import type { Reports } from './reports'

const isCounted = (chain: string): boolean => (COUNTED_KINDS as readonly string[]).includes(chain.slice(0, chain.indexOf(':')))

export interface ComputeParts {
  log: Log
  list: ReadModel<CountedModel>
  reports: Reports
  rules: CountingRules & { holidays: Calendar }
  clock: Clock
}

/** For what came in by nothing that is named. */
const UNNAMED = '未注明'

/** For all files together that name somebody who may know nothing of it. */
const NAMES_SOMEBODY = '反映具体人员的件（不分庭室）'

/** A bulletin's figures, made anew from the entries each time they are asked for. */
export function createCompute({ log, list, reports, rules, clock }: ComputeParts) {
  const { channels } = rules.config
  const names: BulletinNames = {
    department: (key) => (key === '' ? NOT_ASSIGNED : key === ABOUT_SOMEBODY ? NAMES_SOMEBODY : key),
    channel: (key) => (channels as Readonly<Record<string, string>>)[key] ?? UNNAMED,
  }
  /** `readers`: files about them are not counted, where whoever it is about may know nothing of it. */
  async function counted(period: BulletinPeriod, readers: readonly string[]): Promise<CountedLog> {
    const files = await log.reading([list], isCounted, () => filesFor(list.documents(), period))
    const hidden = new Set(readers)
    return { files: files.filter((file) => !isAboutAny(file, hidden, rules)), screening: await reports.factsOf(period), now: clock.now().toISOString() }
  }
  return {
    names,
    async bulletin(period: BulletinPeriod, readers: readonly string[]): Promise<HeadingResult[]> {
      return bulletinOf(await counted(period, readers), period, rules, names)
    },
    /** What one number counts. */
    async entries(period: BulletinPeriod, figure: string, readers: readonly string[]): Promise<Counted[]> {
      return countedBy(rules.config.figures[figure]!, await counted(period, readers), period, rules)
    },
  }
}
export type Compute = ReturnType<typeof createCompute>
