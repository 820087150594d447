import { CodedError } from '@zhixin/shared/errors'
import { reportChain } from '@zhixin/shared/ids'
import type { EntryAttachment } from '@zhixin/shared/log'
import {
  type BulletinPeriod, type BulletinsConfig, decideReport, evolveReport, isPeriod, isReported, isZeroReport, noReport, periodEnd, periodOf,
  type ReportCommand, type ReportState, type RolesConfig, type ScreeningFacts,
} from '@zhixin/shared/rules'
import type { Fold, Log } from '../../log'
import type { Clock } from '../../platform/clock'
import { actorKeyOf, type StaffActor } from '../../platform/http/actor'

export const reportFold: Fold<ReportState> = { name: 'report', initial: noReport, evolve: evolveReport }

export interface StaffMemberCard {
  id: string
  name: string
  roles: readonly string[]
  department: string
  active: boolean
}
export interface ReportsParts {
  log: Log
  clock: Clock
  config: BulletinsConfig
  roles: RolesConfig
  staff(): Promise<StaffMemberCard[]>
}
export interface ReportingDepartment {
  department: string
  liaisons: string[]
}

const SYSTEM = { kind: 'system', id: 'screening', role: 'clock' } as const

/** The chains of days, weeks and months: what departments reported, what was remarked and issued. */
export function createReports({ log, clock, config, roles, staff }: ReportsParts) {
  const chainOf = ({ rhythm, from }: Pick<BulletinPeriod, 'rhythm' | 'from'>): string => reportChain(rhythm, from)
  const state = (period: Pick<BulletinPeriod, 'rhythm' | 'from'>): Promise<ReportState> => log.state(reportFold, chainOf(period))

  const mayReport = ({ roles: held }: StaffMemberCard): boolean => held.some((role) => roles.roles[role]?.may.includes('screenings.report'))
  const working = async (): Promise<StaffMemberCard[]> => (await staff()).filter(({ active }) => active)

  /** Who owes a report for a period: departments that enforce, or have a liaison, as they were when it was over; of one that runs, as they are. */
  async function owing({ owed, screened }: ReportState): Promise<ReportingDepartment[]> {
    const all = await working()
    const handle = all.filter((one) => mayReport(one) || one.roles.some((role) => roles.roles[role]?.handles !== undefined))
    const departments = owed ?? [...handle.map(({ department }) => department), ...Object.keys(screened)]
    return [...new Set(departments)].sort().map((department) => ({
      department, liaisons: all.filter((one) => one.department === department && mayReport(one)).map(({ name }) => name),
    }))
  }

  async function append(key: string, period: BulletinPeriod, command: ReportCommand, actor: { kind: 'staff' | 'system'; id: string; role: string },
    files: EntryAttachment[] = []) {
    const chain = chainOf(period)
    const when = () => ({ now: clock.now().toISOString(), endsAt: periodEnd(period), isReported: isReported(period, config) })
    return log.append({
      chain, key,
      // What is drawn and stored for it is another upload each time it is sent.
      isSame: (stored) => stored.chain === chain,
      decide: async (head) => ({ ...decideReport(command, await head.state(reportFold, chain), when(), actor), attachments: files }),
    })
  }

  /** Once for each period that is over: writes down who owed a report for it, whoever comes or goes later. */
  async function settle(period: BulletinPeriod): Promise<void> {
    if (!isReported(period, config) || clock.now().toISOString() < periodEnd(period)) return
    const now = await state(period)
    if (now.owed) return
    const departments = (await owing(now)).map(({ department }) => department)
    await append(`owed/${chainOf(period)}`, period, { type: 'Owe', departments }, SYSTEM)
  }

  return {
    state,
    owing,
    /** The period that begins on a day. Throws `input.not_found` for a day on which none does, or that has not come. */
    periodAt({ rhythm, from }: Pick<BulletinPeriod, 'rhythm' | 'from'>, today: string): BulletinPeriod {
      if (!isPeriod({ rhythm, from }) || from > today) throw new CodedError('input.not_found')
      return periodOf(rhythm, from)
    },
    act: (actor: StaffActor, commandId: string, period: BulletinPeriod, command: ReportCommand, files?: EntryAttachment[]) =>
      append(`${actorKeyOf(actor)}/${commandId}`, period, command, { kind: 'staff', id: actor.staffId, role: 'staff' }, files),
    /** Those of some departments who report for them. */
    liaisonsOf: async (departments: readonly string[]): Promise<string[]> =>
      (await working()).filter((one) => mayReport(one) && departments.includes(one.department)).map(({ id }) => id),
    settle,
    /** Once for each period: whoever has not reported when it was due. */
    async remindBySystem(period: BulletinPeriod): Promise<void> {
      const now = await state(period)
      const missing = (await owing(now)).map(({ department }) => department).filter((one) => !now.screened[one] && !now.reminded[one])
      if (missing.length > 0) await append(`reminded/${chainOf(period)}`, period, { type: 'Remind', departments: missing }, SYSTEM)
    },
    async factsOf(period: BulletinPeriod): Promise<ScreeningFacts> {
      const now = await state(period)
      const due = isReported(period, config) ? await owing(now) : []
      const made = Object.values(now.screened).map((report) => ({ department: report.department, index: report.index, at: report.at,
        isZero: isZeroReport(report) }))
      return { chain: chainOf(period), departments: due.map(({ department }) => department), made }
    },
  }
}
export type Reports = ReturnType<typeof createReports>
