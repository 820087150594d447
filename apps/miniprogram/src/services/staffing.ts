import {
  AddStaffSchema, ChangePasswordSchema, CommandSchema, DepartureSchema, DutyRosterSchema, FirstPasswordSchema, GiveRolesSchema, MyAbsencesSchema,
  OpeningListSchema, ResetAccessSchema, ReturnSchema, RoleListSchema, SetAbsenceSchema, SetDutySchema, StaffChangeListSchema, StaffDetailsSchema,
  StaffDoneSchema, StaffListAbilitiesSchema, StaffListSchema, StaffMemberAbilitiesSchema, StaffMemberSchema, TeamAbsencesSchema, UncoveredAbilitiesSchema,
  UncoveredSchema,
} from '@zhixin/shared/contract'
import { z } from 'zod'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

type Without<S extends z.ZodType> = Omit<z.input<S>, 'commandId'>

/** Who works for the court, who is away, who looks after both. Everything rejects with CodedError. */
export function createStaffing(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const done = <I extends object>(path: string, schema: z.ZodType<unknown, I & { commandId: string }>, input: I) =>
    intents.once(path, input, (to, value) => api.write(to, schema, StaffDoneSchema, value))
  return {
    mine: () => api.read('/absences/mine', MyAbsencesSchema),
    team: () => api.read('/absences/team', TeamAbsencesSchema),
    leave: (staffId: string, absence: Without<typeof SetAbsenceSchema>) => done(`/absences/${staffId}`, SetAbsenceSchema, absence),
    comeBack: (staffId: string, of: number) => done(`/absences/${staffId}/${of}/end`, CommandSchema, {}),
    roster: () => api.read('/duty-roster', DutyRosterSchema),
    giveDuty: (staffId: string, shift: Without<typeof SetDutySchema>) => done(`/duty-roster/${staffId}`, SetDutySchema, shift),
    removeDuty: (staffId: string, of: number) => done(`/duty-roster/${staffId}/${of}/removal`, CommandSchema, {}),
    /** So many pages of it as one list, each case once. What went from one page to another meanwhile comes with the next asking. */
    async uncovered(pages = 1) {
      const ask = (page: number) => api.readWithCan('/director/uncovered', UncoveredSchema, UncoveredAbilitiesSchema, { page })
      const found = await ask(1)
      for (let page = 2; page <= pages && found.data.hasMore; page++) {
        const { data: { cases, hasMore } } = await ask(page)
        const known = new Set(found.data.cases.map(({ caseId }) => caseId))
        found.data = { ...found.data, hasMore, cases: [...found.data.cases, ...cases.filter(({ caseId }) => !known.has(caseId))] }
      }
      return found
    },
    staff: () => api.readWithCan('/admin/staff', StaffListSchema, StaffListAbilitiesSchema),
    roles: async () => (await api.read('/admin/roles', RoleListSchema)).roles,
    /** Answers the first password: shown once. */
    add: (staff: Without<typeof AddStaffSchema>) => intents.once('/admin/staff', staff, (path, value) => api.write(path, AddStaffSchema, FirstPasswordSchema, value)),
    member: (staffId: string) => api.readWithCan(`/admin/staff/${staffId}`, StaffMemberSchema, StaffMemberAbilitiesSchema),
    changeDetails: (staffId: string, details: Without<typeof StaffDetailsSchema>) => done(`/admin/staff/${staffId}/details`, StaffDetailsSchema, details),
    /** With another mobile where one is given. Answers the first password: shown once. */
    reset: (staffId: string, phone?: string) => intents.once(`/admin/staff/${staffId}/access`, { ...(phone !== undefined && { phone }) }, (path, value) => api.write(path, ResetAccessSchema, FirstPasswordSchema, value)),
    depart: (staffId: string, departure: Without<typeof DepartureSchema>) => done(`/admin/staff/${staffId}/departure`, DepartureSchema, departure),
    takeBack: (staffId: string, reason: string) => done(`/admin/staff/${staffId}/return`, ReturnSchema, { reason }),
    giveRoles: (staffId: string, roles: string[]) => done(`/admin/staff/${staffId}/roles`, GiveRolesSchema, { roles }),
    confirmAccess: (staffId: string) => done(`/admin/staff/${staffId}/access/confirmation`, CommandSchema, {}),
    openings: (query: { day?: string; staffNumber?: string; page: number }) => api.read('/audit/openings', OpeningListSchema, query),
    changes: (query: { day?: string; staffNumber?: string; page: number }) => api.read('/audit/staff-changes', StaffChangeListSchema, query),
    changePassword: (input: z.input<typeof ChangePasswordSchema>) => api.write('/me/password', ChangePasswordSchema, z.object({}), input),
  }
}
export type StaffingService = ReturnType<typeof createStaffing>
