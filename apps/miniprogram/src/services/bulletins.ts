import {
  BulletinAbilitiesSchema, BulletinEntriesSchema, BulletinListSchema, BulletinViewSchema, IssueBulletinSchema, RemarkBulletinSchema, RemindScreeningSchema,
  ReportScreeningSchema, ScreeningAbilitiesSchema, ScreeningsSchema, type ChartView, type ScreeningPeriod,
} from '@zhixin/shared/contract'
import type { Rhythm } from '@zhixin/shared/ids'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

export interface BulletinAsked {
  rhythm: Rhythm
  from: string
}
export interface ScreeningSaid {
  petitions: number
  disputes: number
  note: string
}

/** Bulletins of days, weeks and months, and what departments report for them. Everything rejects with CodedError. */
export function createBulletins(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const at = ({ rhythm, from }: BulletinAsked): string => `/bulletins/${rhythm}/${from}`
  const ofScreening = ({ rhythm, from }: Pick<ScreeningPeriod, 'rhythm' | 'from'>): string => `/screenings/${rhythm}/${from}`
  return {
    list: (rhythm: Rhythm) => api.read('/bulletins', BulletinListSchema, { rhythm }),
    view: (asked: BulletinAsked) => api.readWithCan(at(asked), BulletinViewSchema, BulletinAbilitiesSchema),
    entries: (asked: BulletinAsked, figure: string, part?: { by: ChartView['by']; key: string }) =>
      api.read(`${at(asked)}/entries`, BulletinEntriesSchema, { figure, ...part }),
    remark: (asked: BulletinAsked, heading: string, text: string) =>
      intents.once(`${at(asked)}/remarks`, { heading, text }, (path, input) => api.write(path, RemarkBulletinSchema, BulletinViewSchema, input)),
    /** An entry: it cannot be taken back, only corrected by another edition. */
    issue: (asked: BulletinAsked, because?: string) =>
      intents.once(`${at(asked)}/issue`, because === undefined ? {} : { because }, (path, input) =>
        api.write(path, IssueBulletinSchema, BulletinViewSchema, input)),
    /** The path of a paper on this device: of the newest edition unless another is said. */
    file: (asked: BulletinAsked, kind: 'docx' | 'xlsx', name: string, edition?: number) =>
      api.download(`${at(asked)}/files/${kind}${edition === undefined ? '' : `?edition=${edition}`}`, `${name}.${kind}`),
    screenings: () => api.readWithCan('/screenings', ScreeningsSchema, ScreeningAbilitiesSchema),
    report: (period: Pick<ScreeningPeriod, 'rhythm' | 'from'>, said: ScreeningSaid) =>
      intents.once(ofScreening(period), said, (path, input) => api.write(path, ReportScreeningSchema, ScreeningsSchema, input)),
    remind: (period: Pick<ScreeningPeriod, 'rhythm' | 'from'>, departments: string[]) =>
      intents.once(`${ofScreening(period)}/reminders`, { departments }, (path, input) => api.write(path, RemindScreeningSchema, ScreeningsSchema, input)),
  }
}
export type BulletinsService = ReturnType<typeof createBulletins>
