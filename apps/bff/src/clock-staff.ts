import { powersOf, type RolesConfig } from '@zhixin/shared/rules'
import type { Identity } from './identity'
import type { ClockStaffDirectory } from './progress'

/** What clocks ask about the court's staff, as identity knows it. */
export const clockStaff = ({ staff, offices }: Pick<Identity, 'staff' | 'offices'>, roles: RolesConfig): ClockStaffDirectory => ({
  async moment() {
    const [all, moment] = await Promise.all([staff.all(), offices.all()])
    return {
      staff: all.filter(({ active, confirmed }) => active && confirmed).map(({ id, department, roles: held }) => ({
        id, department, roles: held, leadsTeam: powersOf(roles, held).reaches.some(({ as }) => as === 'team_leader'),
      })),
      standInOf: (id) => moment.standIn(id)?.ids ?? [],
    }
  },
  names: async (ids) => new Map((await staff.find([...ids])).map(({ id, name }) => [id, name])),
})
