import type { CaseState, Catalogue } from '@zhixin/shared/rules'

/** A member of staff as far as it decides who is meant by a role of the rules. */
export interface ClockStaff {
  id: string
  department: string
  roles: readonly string[]
  /** Leads the team of their department. */
  leadsTeam: boolean
}

/** What this room asks of identity: who works here now, and who answers for whoever is away. */
export interface ClockStaffDirectory {
  moment(): Promise<{ staff: readonly ClockStaff[]; standInOf(staffId: string): readonly string[] }>
  names(ids: readonly string[]): Promise<Map<string, string>>
}

export type StaffMoment = Awaited<ReturnType<ClockStaffDirectory['moment']>>
type Handling = Pick<CaseState, 'officerIds' | 'judgeId' | 'department'>

/**
 * Who of the court is told when a step names these roles: whoever they are at this moment, and who answers for those of them who are away. Nobody for
 * roles that do not sign in here: what goes up to a superior court goes on paper.
 */
export function staffOf(names: readonly string[], file: Handling, { roles }: Pick<Catalogue, 'roles'>, { staff, standInOf }: StaffMoment): string[] {
  const there = new Set(staff.map(({ id }) => id))
  const meant = names.flatMap((name): string[] => {
    const who = roles.get(name)?.who
    if (who === undefined || who === 'outside' || who === 'party') return []
    if (who === 'case_judge') return [file.judgeId]
    if (who === 'case_officers') return file.officerIds
    if (who === 'case_team_leader') return staff.filter((one) => one.leadsTeam && one.department === file.department).map(({ id }) => id)
    return staff.filter((one) => one.roles.includes(who.role)).map(({ id }) => id)
  })
  return [...new Set(meant.filter((id) => there.has(id)).flatMap((id) => [id, ...standInOf(id)]))]
}
