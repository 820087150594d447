import { powersOf, type RolesConfig, type TerminationConfig } from '@zhixin/shared/rules'
import type { Identity } from './identity'

/** Who leads a case's department, or the bureau: whom the evidence sheet tells of what passed it by. */
export const terminationLeaders = ({ staff }: Pick<Identity, 'staff'>, roles: RolesConfig) =>
  async ({ department: ofCase }: { department: string }, as: TerminationConfig['bypassed']['tell']): Promise<string[]> =>
    (await staff.all())
      .filter(({ active, confirmed, department, roles: held }) =>
        active && confirmed && powersOf(roles, held).reaches.some((reach) => as.includes(reach.as) && (reach.cases_of === 'court' || department === ofCase)))
      .map(({ id }) => id)
