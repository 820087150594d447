import { z } from 'zod'
import { CaseIdSchema, ClientMessageIdSchema, StaffIdSchema } from '../ids'
import { StaffRoleSchema } from '../rules'
import { InstantSchema, PhoneSchema, TextSchema } from './common'

const commandId = ClientMessageIdSchema
const NameSchema = TextSchema(40).pipe(z.string().trim().min(2))
const DepartmentSchema = TextSchema(40).pipe(z.string().trim().min(2))
const ReasonSchema = TextSchema(200).pipe(z.string().trim().min(2))
const OfficePhoneSchema = z.string().trim().regex(/^[0-9-]{5,20}$/)
const PageSchema = z.coerce.number().int().min(1).max(1000).default(1)

export const StaffParamsSchema = z.strictObject({ staffId: StaffIdSchema })
/** `of`: the index of the entry that set the absence or shift. */
export const StaffEntryParamsSchema = StaffParamsSchema.extend({ of: z.coerce.number().int().nonnegative() })
export const CommandSchema = z.strictObject({ commandId })
/** What a command of an administrator's, or of a staff page, is answered with. */
export const StaffDoneSchema = z.object({ staffId: StaffIdSchema })

export const NamedStaffSchema = z.object({ id: StaffIdSchema, name: z.string() })

/** GET /admin/staff — system and security administrators: who works here. No mobile number: it is typed in, and shown to nobody. */
export const StaffCardSchema = z.object({
  staffId: StaffIdSchema,
  number: z.string(),
  name: z.string(),
  department: z.string(),
  officePhone: z.string(),
  roles: z.array(StaffRoleSchema),
  titles: z.array(z.string()),
  active: z.boolean(),
  /** False: their way in was set up anew and nobody has confirmed yet that it is theirs. */
  confirmed: z.boolean(),
  /** Security administrators see until when a number is locked after too many failures. */
  lockedUntil: InstantSchema.nullable(),
})
export type StaffCard = z.infer<typeof StaffCardSchema>
export const StaffListSchema = z.object({ staff: z.array(StaffCardSchema) })
export const StaffListAbilitiesSchema = z.object({ add: z.boolean(), giveRoles: z.boolean(), confirmAccess: z.boolean() })
export type StaffListAbilities = z.infer<typeof StaffListAbilitiesSchema>

/** GET /admin/staff/:staffId — one of them, and what the reader may do about them: nothing about oneself. */
export const StaffMemberSchema = z.object({
  staff: StaffCardSchema,
  /** What is left behind when they are stopped. To who may stop them; null to others. */
  follows: z
    .object({
      /** Open cases in which they are named. */
      openCases: z.number().int(),
      /** Shifts that run or are to come. */
      shifts: z.number().int(),
      /** Who named them as deputy for an absence that runs or is to come. */
      deputyOf: z.array(z.string()),
    })
    .nullable(),
})
export type StaffMemberView = z.infer<typeof StaffMemberSchema>
export const StaffMemberAbilitiesSchema = z.object({
  change: z.boolean(), giveRoles: z.boolean(), resetAccess: z.boolean(), confirmAccess: z.boolean(), stop: z.boolean(), takeBack: z.boolean(),
})
export type StaffMemberAbilities = z.infer<typeof StaffMemberAbilitiesSchema>

/** POST /admin/staff — a new member of staff, with no role yet. The first password is answered once, and must be changed to be of any use. */
export const AddStaffSchema = z.strictObject({
  commandId,
  number: z.string().trim().regex(/^[0-9A-Za-z]{2,20}$/),
  name: NameSchema,
  department: DepartmentSchema,
  officePhone: OfficePhoneSchema,
  phone: PhoneSchema,
})
/** POST /admin/staff/:staffId/access — a new first password; the phone for codes too, where one is given. All sign-ins end. */
export const ResetAccessSchema = z.strictObject({ commandId, phone: PhoneSchema.optional() })
export const FirstPasswordSchema = z.object({ staffId: StaffIdSchema, firstPassword: z.string() })
/** POST /admin/staff/:staffId/details */
export const StaffDetailsSchema = z.strictObject({ commandId, name: NameSchema, department: DepartmentSchema, officePhone: OfficePhoneSchema })
/** POST /admin/staff/:staffId/departure, …/return */
export const DepartureSchema = z.strictObject({ commandId, why: z.enum(['left', 'suspended']), reason: ReasonSchema })
export const ReturnSchema = z.strictObject({ commandId, reason: ReasonSchema })

/** GET /admin/roles — what roles there are; POST /admin/staff/:staffId/roles */
export const RoleCardSchema = z.object({ role: StaffRoleSchema, title: z.string(), keptApart: z.boolean() })
export type RoleCard = z.infer<typeof RoleCardSchema>
export const RoleListSchema = z.object({ roles: z.array(RoleCardSchema) })
export const GiveRolesSchema = z.strictObject({ commandId, roles: z.array(StaffRoleSchema).max(10) })

/** GET /audit/openings, /audit/staff-changes — by day (Shanghai) and member of staff, newest first. Nothing of a case but its number. */
export const AuditQuerySchema = z.strictObject({ day: z.iso.date().optional(), staffNumber: TextSchema(20).optional(), page: PageSchema })
export const OpeningSchema = z.object({
  at: InstantSchema,
  staffId: StaffIdSchema,
  name: z.string(),
  number: z.string(),
  /** As what they opened it: 承办人, 团队负责人 … */
  role: z.string(),
  caseNumber: z.string(),
  what: z.enum(['case', 'thread', 'other']),
})
export type Opening = z.infer<typeof OpeningSchema>
export const OpeningListSchema = z.object({ openings: z.array(OpeningSchema), hasMore: z.boolean() })
export const StaffChangeSchema = z.object({
  at: InstantSchema,
  /** Whose record. */
  name: z.string(),
  number: z.string(),
  /** Who changed it; 法院系统 where an import did. */
  by: z.string(),
  type: z.string(),
  detail: z.string(),
})
export type StaffChange = z.infer<typeof StaffChangeSchema>
export const StaffChangeListSchema = z.object({ changes: z.array(StaffChangeSchema), hasMore: z.boolean() })

/** An absence that runs or is to come. */
export const AbsenceViewSchema = z.object({
  staffId: StaffIdSchema,
  name: z.string(),
  department: z.string(),
  of: z.number().int(),
  from: InstantSchema,
  until: InstantSchema,
  reason: z.string(),
  deputy: NamedStaffSchema.nullable(),
  /** Who answers now: the deputy, or who is on duty; empty before it begins, or where nobody is there. */
  standsIn: z.array(NamedStaffSchema),
  /** It runs now. */
  now: z.boolean(),
})
export type AbsenceView = z.infer<typeof AbsenceViewSchema>
/** GET /absences/mine: my own, whom I stand in for, and who may stand in for me. */
export const MyAbsencesSchema = z.object({
  absences: z.array(AbsenceViewSchema),
  iStandInFor: z.array(NamedStaffSchema.extend({ until: InstantSchema })),
  deputies: z.array(NamedStaffSchema),
})
export type MyAbsences = z.infer<typeof MyAbsencesSchema>
/** GET /absences/team: of those whom the reader leads, who all of them are, and who may stand in. */
export const TeamAbsencesSchema = z.object({
  absences: z.array(AbsenceViewSchema),
  members: z.array(NamedStaffSchema.extend({ department: z.string(), handles: z.boolean() })),
})
export type TeamAbsences = z.infer<typeof TeamAbsencesSchema>
/** POST /absences/:staffId — one's own, or of somebody one leads; POST /absences/:staffId/:of/end */
export const SetAbsenceSchema = z.strictObject({
  commandId, from: InstantSchema, until: InstantSchema, reason: ReasonSchema, deputyId: StaffIdSchema.nullable(),
})

/** GET /duty-roster */
export const ShiftViewSchema = z.object({
  staffId: StaffIdSchema, name: z.string(), officePhone: z.string(), of: z.number().int(), from: InstantSchema, until: InstantSchema, now: z.boolean(),
})
export type ShiftView = z.infer<typeof ShiftViewSchema>
export const DutyRosterSchema = z.object({
  shifts: z.array(ShiftViewSchema),
  /** Who is called now. */
  onDuty: z.array(NamedStaffSchema.extend({ officePhone: z.string() })),
  candidates: z.array(NamedStaffSchema),
})
export type DutyRoster = z.infer<typeof DutyRosterSchema>
/** POST /duty-roster/:staffId; POST /duty-roster/:staffId/:of/removal */
export const SetDutySchema = z.strictObject({ commandId, from: InstantSchema, until: InstantSchema })

/** GET /director/uncovered — open cases that nobody answers, and absences without a deputy. No party's name, nothing of what was said. */
export const UncoveredCaseSchema = z.object({
  caseId: CaseIdSchema,
  caseNumber: z.string(),
  cause: z.string(),
  department: z.string(),
  missing: z.array(z.object({ name: z.string(), title: z.enum(['执行人员', '员额法官']), why: z.enum(['left', 'away']) })),
})
export type UncoveredCase = z.infer<typeof UncoveredCaseSchema>
export const UncoveredSchema = z.object({
  cases: z.array(UncoveredCaseSchema),
  hasMore: z.boolean(),
  absences: z.array(AbsenceViewSchema),
  onDuty: z.array(NamedStaffSchema),
})
export type Uncovered = z.infer<typeof UncoveredSchema>
export const UncoveredQuerySchema = z.strictObject({ page: PageSchema })
export const UncoveredAbilitiesSchema = z.object({ handOver: z.boolean() })

/** POST /me/password — staff: in place of the one that is known. Other sign-ins end. */
export const ChangePasswordSchema = z.strictObject({ current: z.string().min(1).max(200), next: z.string().min(1).max(200) })
