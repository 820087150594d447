import type { AbsenceView, StaffCard } from '@zhixin/shared/contract'
import { absencesAhead, covers, type RolesConfig, type StaffFile } from '@zhixin/shared/rules'
import type { Moment, StaffRecord } from '../identity'

/** Names of staff by id, of those who are known. */
export const namedOf = (ids: readonly string[], all: readonly StaffRecord[]): { id: string; name: string; officePhone: string }[] =>
  ids.flatMap((id) => all.filter((one) => one.id === id)).map(({ id, name, officePhone }) => ({ id, name, officePhone }))

/** Somebody's absences that run or are to come, the next first. */
export function absenceViews(staff: StaffRecord, file: StaffFile, all: readonly StaffRecord[], moment: Moment, now: string): AbsenceView[] {
  return absencesAhead(file, now)
    .sort((a, b) => a.from.localeCompare(b.from))
    .map(({ of, from, until, reason, deputyId }) => {
      const runs = covers({ from, until }, now)
      return {
        staffId: staff.id, name: staff.name, department: staff.department, of, from, until, reason,
        deputy: deputyId === null ? null : (namedOf([deputyId], all)[0] ?? null),
        standsIn: runs ? namedOf(moment.standIn(staff.id)?.ids ?? [], all) : [],
        now: runs,
      }
    })
}

/** A member of staff as administrators see them. No mobile: that is typed in, and shown to nobody. */
export const cardOf = (one: StaffRecord, { roles: known }: RolesConfig, lockedUntil: string | undefined): StaffCard => {
  const { id: staffId, number, name, department, officePhone, roles, active, confirmed } = one
  const titles = roles.flatMap((role) => known[role]?.title ?? [])
  return { staffId, number, name, department, officePhone, roles, titles, active, confirmed, lockedUntil: lockedUntil ?? null }
}
