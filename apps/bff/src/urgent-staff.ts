import { powersOf, type RolesConfig } from '@zhixin/shared/rules'
import type { Identity } from './identity'
import type { UrgentStaff } from './urgent'

/** What urgent clues ask about the court's staff, as identity knows it. */
export const urgentStaff = ({ staff, offices, staffTexts }: Pick<Identity, 'staff' | 'offices' | 'staffTexts'>, roles: RolesConfig): UrgentStaff => ({
  all: async () =>
    (await staff.all()).map(({ id, name, roles: held, department, officePhone, active, confirmed }) => ({
      id, name, department, officePhone, active: active && confirmed,
      title: roles.roles[held[0] ?? '']?.title ?? '',
      reaches: powersOf(roles, held).reaches,
    })),
  moment: offices.all,
  text: staffTexts.text,
  mobiles: staffTexts.mobiles,
})
