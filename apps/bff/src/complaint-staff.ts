import { powersOf, type RolesConfig } from '@zhixin/shared/rules'
import type { ComplaintsParts } from './complaints'
import type { Identity } from './identity'

/** What complaints ask about the court's staff, as identity knows it. */
export const complaintStaff = ({ staff, offices }: Pick<Identity, 'staff' | 'offices'>, roles: RolesConfig): ComplaintsParts['staff'] => ({
  all: async () =>
    (await staff.all()).filter(({ active, confirmed }) => active && confirmed).map(({ id, name, department, roles: held }) => ({
      id, name, department, roles: held, leads: powersOf(roles, held).reaches.some(({ as }) => as === 'team_leader'),
    })),
  async standInOf() {
    const moment = await offices.all()
    return (staffId) => moment.standIn(staffId)?.ids ?? []
  },
})
