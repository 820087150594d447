import { z } from 'zod'
import { CaseIdSchema, PersonIdSchema, StaffIdSchema } from '../ids'
import type { Actor } from '../log'

/** What stands in `case:<case>`: the court's own record of the case. Parties never read this chain. */
export const ParticipantSchema = z.object({
  personId: PersonIdSchema,
  side: z.enum(['applicant', 'respondent']),
  role: z.enum(['principal', 'agent']),
  /** Of an agent: general authority cannot speak on termination, settlement or payment (rules X-37). */
  authority: z.enum(['general', 'special']).optional(),
  principalId: PersonIdSchema.optional(),
})
export type Participant = z.infer<typeof ParticipantSchema>

const Handlers = { officerIds: z.array(StaffIdSchema).min(1), judgeId: StaffIdSchema }

export const CaseRegisteredSchema = z.object({
  caseId: CaseIdSchema,
  caseNumber: z.string().min(4).max(60),
  cause: z.string().min(1).max(60),
  /** Day of filing, YYYY-MM-DD. */
  filedOn: z.iso.date(),
  department: z.string().min(1).max(40),
  participants: z.array(ParticipantSchema).min(1),
  ...Handlers,
})
export const CaseHandedOverSchema = z.object({ ...Handlers, from: z.array(StaffIdSchema), reason: z.string().min(1).max(200) })
export const CaseClosedSchema = z.object({ way: z.string().min(1).max(40), closedOn: z.iso.date() })
export const FileOpenedSchema = z.object({ what: z.string().max(120) })

export interface CaseState {
  status: 'none' | 'open' | 'closed'
  caseId: string
  caseNumber: string
  cause: string
  filedOn: string
  closedOn?: string
  department: string
  participants: Participant[]
  officerIds: string[]
  judgeId: string
}

export const noCase: CaseState = {
  status: 'none', caseId: '', caseNumber: '', cause: '', filedOn: '', department: '', participants: [], officerIds: [], judgeId: '',
}

interface Happened {
  type: string
  body: unknown
}

/** State of a case after one more entry of its chain. Entries it does not know leave it as it is. */
export function evolveCase(state: CaseState, entry: Happened): CaseState {
  switch (entry.type) {
    case 'case.registered':
      return { ...CaseRegisteredSchema.parse(entry.body), status: 'open' }
    case 'case.handed_over': {
      const { officerIds, judgeId } = CaseHandedOverSchema.parse(entry.body)
      return { ...state, officerIds, judgeId }
    }
    case 'case.closed':
      return { ...state, status: 'closed', closedOn: CaseClosedSchema.parse(entry.body).closedOn }
    default:
      return state
  }
}

export const participantOf = (state: CaseState, personId: string): Participant | undefined =>
  state.participants.find((participant) => participant.personId === personId)

/** A member of staff as far as rules about cases need to know them. */
export interface StaffMember {
  id: string
  roles: readonly StaffRole[]
  department: string
}
export const StaffRoleSchema = z.enum(['officer', 'judge', 'team_leader', 'window'])
export type StaffRole = z.infer<typeof StaffRoleSchema>

/**
 * What someone is to a case, as the case's chain says now:
 * - `principal`, `agent`: a participant;
 * - `judge`, `officer`: handles it — also any officer or judge of its department once it is closed, whose queue then owns it (rules B-17, X-42);
 * - `team_leader`: leads the department that handles it (may read and hand over, not write);
 * - `none`: nothing to do with it.
 */
export type Relation = 'principal' | 'agent' | 'judge' | 'officer' | 'team_leader' | 'none'

export function relationOfPerson(state: CaseState, personId: string): Relation {
  return participantOf(state, personId)?.role ?? 'none'
}

export function relationOfStaff(state: CaseState, staff: StaffMember): Relation {
  if (state.status === 'none') return 'none'
  const has = (role: StaffRole) => staff.roles.includes(role)
  const sameDepartment = staff.department === state.department
  if (state.judgeId === staff.id && has('judge')) return 'judge'
  if (state.officerIds.includes(staff.id) && has('officer')) return 'officer'
  if (state.status === 'closed' && sameDepartment && has('judge')) return 'judge'
  if (state.status === 'closed' && sameDepartment && has('officer')) return 'officer'
  if (sameDepartment && has('team_leader')) return 'team_leader'
  return 'none'
}

export type Side = 'party' | 'court'
export const sideOf = (actor: Pick<Actor, 'kind'>): Side => (actor.kind === 'person' ? 'party' : 'court')
