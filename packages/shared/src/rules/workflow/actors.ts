import type { ActorSpec, Workflow } from './schema'
import type { ComplaintState } from './state'

/** Whoever wants to do something with a file, as far as its rules need to know them. */
export type Who =
  | {
    kind: 'staff'; id: string; department: string
    /** Of config/court/roles.yaml. */
    roles: readonly string[]
    /** Leads the team of their department. */
    leads: boolean
    /** Members of staff who are away and for whom this one answers now. */
    standsInFor: readonly string[]
    /** What they are to the case that the file is linked to. */
    ofCase: { judge: boolean; officer: boolean; leader: boolean }
  }
  | { kind: 'complainant' }
  | { kind: 'clock' }
export type StaffWho = Extract<Who, { kind: 'staff' }>

/** The roles of the rules that somebody has to a file. Not what the file's being about them takes away: `isAbout`. */
export function actorsOf(file: ComplaintState, workflow: Workflow, who: Who): ReadonlySet<string> {
  const direct = new Set(Object.entries(workflow.actors).flatMap(([name, spec]) => (isActor(spec, file, who) ? [name] : [])))
  for (const [name, { outside }] of Object.entries(workflow.actors)) if (outside?.recorded_by.some((one) => direct.has(one))) direct.add(name)
  return direct
}

/** Whether a complaint is about somebody of the court's staff. */
export const isAbout = ({ about }: Pick<ComplaintState, 'about'>, who: Who): boolean => who.kind === 'staff' && about.includes(who.id)

function isActor(spec: ActorSpec, file: ComplaintState, who: Who): boolean {
  if (who.kind === 'clock') return spec.clock
  if (who.kind === 'complainant') return spec.complainant
  const own = ownIds(who)
  const named = (field: string): boolean => typeof file.fields[field] === 'string' && own.has(file.fields[field])
  const isOfDepartment = (field: string | undefined): boolean => field !== undefined && file.fields[field] === who.department
  return (
    (spec.roles.some((role) => who.roles.includes(role)) && (spec.of_department === undefined || isOfDepartment(spec.of_department)))
    || spec.named_in.some(named) || isOfDepartment(spec.works_in)
    || (who.leads && isOfDepartment(spec.leads)) || (spec.first_contact && hasFirstContact(file, who)) || isOfCase(spec, who)
  )
}

function isOfCase({ of_case: as }: ActorSpec, { ofCase }: StaffWho): boolean {
  return (as === 'judge' && ofCase.judge) || (as === 'officers' && ofCase.officer) || (as === 'team_leader' && ofCase.leader)
}

/** Themselves, and whom they stand in for. */
const ownIds = ({ id, standsInFor }: StaffWho): ReadonlySet<string> => new Set([id, ...standsInFor])

/** R6: whoever took it first has it until it is handed over; then whoever has it from them: a colleague, or the head of a department. */
export function hasFirstContact({ firstContact }: Pick<ComplaintState, 'firstContact'>, who: StaffWho): boolean {
  if (!firstContact) return false
  const own = ownIds(who)
  const { staffId, handedOver } = firstContact
  if (!handedOver) return own.has(staffId)
  return (handedOver.staffId !== undefined && own.has(handedOver.staffId)) || (who.leads && handedOver.department === who.department)
}
