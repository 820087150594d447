import { type Absence, absencesAhead, covers, type Shift } from './staff-file'

/** A member of staff as far as it decides who answers for whom. */
export interface OfficeHolder {
  id: string
  /** Works here, and their way in is confirmed. */
  isActive: boolean
  /** Has a role that is called when nobody else stands in. */
  onDuty: boolean
  absences: readonly Absence[]
  shifts: readonly Shift[]
}

/** Who answers for somebody who is away: the deputy they named, else who is on duty; nobody where `ids` is empty. */
export interface StandIn {
  by: 'deputy' | 'duty'
  ids: string[]
}

export const absenceNow = ({ absences }: Pick<OfficeHolder, 'absences'>, now: string): Absence | undefined =>
  absencesAhead({ absences: [...absences] }, now).find((absence) => covers(absence, now))

const isThere = (holder: OfficeHolder, now: string): boolean => holder.isActive && !absenceNow(holder, now)

/** Whose shift it is; where nobody with a shift is there, everybody with a duty role who is. A shift without the role is none. */
export function onDutyNow(holders: readonly OfficeHolder[], now: string): OfficeHolder[] {
  const there = holders.filter((holder) => holder.onDuty && isThere(holder, now))
  const inShift = there.filter(({ shifts }) => shifts.some((shift) => covers(shift, now)))
  return inShift.length > 0 ? inShift : there
}

/**
 * Who answers for one of the holders now. Undefined: they are there, or do not work here any more (then nobody answers for them, and
 * their cases need another officer). A deputy who is away does not stand in, and neither does theirs: then it is who is on duty.
 */
export function standInOf(id: string, holders: readonly OfficeHolder[], now: string): StandIn | undefined {
  const holder = holders.find((one) => one.id === id)
  const absence = holder?.isActive ? absenceNow(holder, now) : undefined
  if (!absence) return undefined
  const deputy = holders.find((one) => one.id === absence.deputyId)
  if (deputy && isThere(deputy, now)) return { by: 'deputy', ids: [deputy.id] }
  return { by: 'duty', ids: onDutyNow(holders, now).filter((one) => one.id !== id).map((one) => one.id) }
}

/** For whom somebody answers now. */
export const standsInFor = (id: string, holders: readonly OfficeHolder[], now: string): string[] =>
  holders.filter((holder) => standInOf(holder.id, holders, now)?.ids.includes(id)).map((holder) => holder.id)

/** Why nobody answers for somebody now: they left, or are away and nobody stands in. Undefined: somebody does. */
export function uncovered(id: string, holders: readonly OfficeHolder[], now: string): 'left' | 'away' | undefined {
  const holder = holders.find((one) => one.id === id)
  if (!holder?.isActive) return 'left'
  return standInOf(id, holders, now)?.ids.length === 0 ? 'away' : undefined
}
