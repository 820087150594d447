import type { Calendar, CaseState, LadderConditions, LadderStep, Reach, RingResult, RingsState, RungGroup, SmsTemplate, UrgentConfig, UrgentMatter } from '@zhixin/shared/rules'
import { isOffHours, ladderFrom } from '@zhixin/shared/rules'

export interface StaffCard {
  id: string
  name: string
  /** By their first role: 执行人员, 指挥中心值班 … */
  title: string
  department: string
  officePhone: string
  reaches: readonly Reach[]
  active: boolean
}

/** What this room asks of identity about the court's staff. */
export interface UrgentStaff {
  all(): Promise<StaffCard[]>
  /** Who is on duty and who stands in for whom, at this instant. */
  moment(): Promise<{ onDuty(): string[]; standIn(staffId: string): { by: 'deputy' | 'duty'; ids: string[] } | undefined }>
  /** Sends a text to somebody's own mobile, which nobody here sees. Never rejects. */
  text(staffId: string, template: SmsTemplate): Promise<RingResult>
  /** For the desk's call list alone. */
  mobiles(staffIds: readonly string[]): Promise<Map<string, string>>
}

/** Whom each group of the ladder means now, and whether the officers are there. */
export interface Whom {
  of(group: RungGroup): string[]
  handlersAway: boolean
  onDuty: string[]
  card(staffId: string): StaffCard | undefined
}

/** Whoever is away is not rung, but who stands in for them; whoever left is rung by nobody. */
export async function whomOf(staff: UrgentStaff, file: Pick<CaseState, 'officerIds' | 'judgeId' | 'department'>): Promise<Whom> {
  const [cards, moment] = await Promise.all([staff.all(), staff.moment()])
  const known = new Map(cards.map((card) => [card.id, card]))
  const isActive = (id: string): boolean => known.get(id)?.active === true
  const onDuty = moment.onDuty().filter(isActive)
  const there = (id: string): string[] => (isActive(id) ? (moment.standIn(id)?.ids ?? [id]).filter(isActive) : [])
  const leading = (as: Reach['as']): string[] =>
    cards
      .filter(({ reaches, department }) => reaches.some((reach) => reach.as === as && (reach.cases_of === 'court' || department === file.department)))
      .flatMap(({ id }) => there(id))
  const isCovered = (id: string): boolean => isActive(id) && moment.standIn(id)?.by !== 'duty'
  return {
    handlersAway: !file.officerIds.some(isCovered),
    onDuty,
    card: (id) => known.get(id),
    of(group) {
      const ids = group === 'handlers' ? [...file.officerIds, file.judgeId].flatMap(there) : group === 'duty' ? onDuty : leading(group)
      return [...new Set(ids)]
    },
  }
}

export const conditionsOf = (whom: Whom, calendar: Calendar, roundAt: string, now: string): LadderConditions => ({
  offHours: isOffHours(calendar, roundAt, now),
  handlersAway: whom.handlersAway,
})

/** Whom a step rings: nobody whom an earlier step rings already. */
export function peopleOf(steps: readonly LadderStep[], step: LadderStep, whom: Whom): string[] {
  const before = new Set(steps.slice(0, steps.indexOf(step)).flatMap(({ rings }) => whom.of(rings)))
  return whom.of(step.rings).filter((id) => !before.has(id))
}

/** The steps that ring for a matter now: all, or where who has it says nothing, those from the step on at which it rings again. */
export const ladderOf = (ladder: UrgentConfig['ladder'], { taken }: UrgentMatter): UrgentConfig['ladder'] => (taken?.again ? ladderFrom(ladder, taken.again.from) : ladder)

/** The next step after those that were rung for a matter that rings somebody beside who has it; the last one where there is none. */
export function stepAfter(steps: readonly LadderStep[], { rings }: RingsState, { round, taken }: UrgentMatter, whom: Whom): string {
  const rung = rings.filter((ring) => ring.round === round).map(({ step }) => steps.findIndex(({ name }) => name === step))
  const after = steps.slice(Math.max(-1, ...rung) + 1)
  return (after.find(({ rings: group }) => whom.of(group).some((id) => id !== taken?.staffId)) ?? steps.at(-1)!).name
}
