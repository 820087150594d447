import type { CaseState, StaffMember, StaffWho } from '@zhixin/shared/rules'

/** A member of staff as far as it decides what they are to a file. */
export interface FileStaff {
  id: string
  name: string
  department: string
  roles: readonly string[]
  leads: boolean
}

type CaseParts = Pick<CaseState, 'officerIds' | 'judgeId' | 'department'>

/** What a member of staff is to a file, and to the case it is linked to. */
export function whoIs(staff: Pick<FileStaff, 'id' | 'department' | 'roles' | 'leads'>, standsInFor: readonly string[], ofCase: CaseParts | undefined): StaffWho {
  const { id, department, roles, leads } = staff
  const own = [id, ...standsInFor]
  return {
    kind: 'staff', id, department, roles, leads, standsInFor,
    ofCase: {
      judge: ofCase !== undefined && own.includes(ofCase.judgeId),
      officer: ofCase !== undefined && ofCase.officerIds.some((officer) => own.includes(officer)),
      leader: leads && ofCase?.department === department,
    },
  }
}

export const leadsTeam = ({ reaches }: Pick<StaffMember, 'reaches'>): boolean => reaches.some(({ as }) => as === 'team_leader')
