import { z } from 'zod'
import { CodedError } from '../errors'
import { CitationSchema } from './court-config'

/** A role's name, as `config/court/roles.yaml` has it: which roles there are, and what each may do, is the court's own. */
export const StaffRoleSchema = z.string().regex(/^[a-z][a-z_]{1,30}$/)
export type StaffRole = z.infer<typeof StaffRoleSchema>

/** As what somebody can be named in a case. */
export const HandlingSchema = z.enum(['officer', 'judge'])
export type Handling = z.infer<typeof HandlingSchema>

/** Which cases somebody sees over others' shoulders, and what that makes them to such a case. */
export const ReachSchema = z.strictObject({ cases_of: z.enum(['department', 'court']), as: z.enum(['team_leader', 'director']) })
export type Reach = z.infer<typeof ReachSchema>

const RoleSchema = z.strictObject({
  title: z.string().min(1).max(20),
  handles: HandlingSchema.optional(),
  reaches: ReachSchema.optional(),
  /** Whether somebody with this role is called when nobody else stands in (command-centre duty). */
  on_duty: z.boolean().default(false),
  /** Whoever keeps the system running, its safety or its records: has no other role and comes near no message. */
  kept_apart: z.boolean().default(false),
  /** Actions, as in the `x-policy` of the OpenAPI description. */
  may: z.array(z.string().regex(/^[a-z_]+\.[a-z_]+$/)),
  cite: CitationSchema,
})

export const RolesConfigSchema = z.strictObject({ roles: z.record(StaffRoleSchema, RoleSchema) }).superRefine(({ roles }, context) => {
  for (const [name, role] of Object.entries(roles)) {
    if (role.kept_apart && (role.handles || role.reaches || role.on_duty)) {
      context.addIssue({ code: 'custom', path: ['roles', name, 'kept_apart'], message: 'a role that is kept apart handles no case, reaches none and has no duty' })
    }
  }
})
export type RolesConfig = z.infer<typeof RolesConfigSchema>

/** What somebody's roles come to. */
export interface Powers {
  may: ReadonlySet<string>
  handles: readonly Handling[]
  reaches: readonly Reach[]
  onDuty: boolean
}

/** What a member of staff may by all their roles together. A role that the court no longer has gives nothing. */
export function powersOf({ roles }: RolesConfig, of: readonly StaffRole[]): Powers {
  const held = of.flatMap((name) => (roles[name] ? [roles[name]] : []))
  return {
    may: new Set(held.flatMap(({ may }) => may)),
    handles: [...new Set(held.flatMap(({ handles }) => (handles ? [handles] : [])))],
    reaches: held.flatMap(({ reaches }) => (reaches ? [reaches] : [])),
    onDuty: held.some(({ on_duty }) => on_duty),
  }
}

/** Throws `staff.role_unknown`, or `staff.roles_apart` where a role that is kept apart comes with another. */
export function checkRoles({ roles }: RolesConfig, of: readonly StaffRole[]): void {
  for (const name of of) if (!roles[name]) throw new CodedError('staff.role_unknown', { field: 'body.roles' })
  if (of.length > 1 && of.some((name) => roles[name]!.kept_apart)) throw new CodedError('staff.roles_apart', { field: 'body.roles' })
}

/** A member of staff as far as rules about cases need to know them. */
export interface StaffMember {
  id: string
  department: string
  handles: readonly Handling[]
  reaches: readonly Reach[]
  /** Members of staff who are away and for whom this one answers now. */
  standsInFor: readonly string[]
}
