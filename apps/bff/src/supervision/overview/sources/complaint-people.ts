import { actorsOf, type Catalogue, type Clock, type ComplaintState, type FileRules, readable, type StaffWho, type StepSpec, takesAs, type Workflow } from '@zhixin/shared/rules'
import { staffIn, whoIs } from '../../../complaints'
import type { StaffMoment } from '../../../progress'
import type { CaseOf } from './cases'

export interface InFile {
  file: ComplaintState
  rules: FileRules
  /** The case that it is linked to. */
  ofCase: CaseOf | undefined
  moment: StaffMoment
}

/** Whether a stream is the case's own people's to answer: then its department is the case's, whoever took it down. */
export const isOfCase = ({ workflow }: FileRules): boolean => Object.values(workflow.actors).some(({ of_case: as }) => as !== undefined)

/** What members of staff are to one complaint's file, as of one moment. Whoever it is about is nobody here. */
export function peopleOf({ file, rules, ofCase, moment: { staff, standInOf } }: InFile) {
  const isMeant = (id: string): boolean => !file.about.includes(id)
  const who = (one: StaffMoment['staff'][number], standsInFor: readonly string[] = []): StaffWho => whoIs({ ...one, leads: one.leadsTeam }, standsInFor, ofCase)

  /** As `who` of the complaints' room: who holds one of these roles, and who answers for those of them who are away. */
  function holding(roles: readonly string[]): string[] {
    const workflow = withActors(rules.workflow, roles)
    const meant = staff.filter((one) => isMeant(one.id) && isAny(actorsOf(file, workflow, who(one)), roles)).map(({ id }) => id)
    return [...new Set(meant.flatMap((id) => [id, ...standInOf(id)]))].filter(isMeant)
  }
  function somebody(staffId: string): StaffWho | undefined {
    const one = staff.find(({ id }) => id === staffId)
    return one && who(one, staff.map(({ id }) => id).filter((id) => standInOf(id).includes(staffId)))
  }

  return {
    /** Whom the file names, and who took it first. */
    concerned(): string[] {
      const { named, first } = staffIn(file, rules.workflow)
      return [...new Set([...named, ...first])].filter(isMeant)
    },
    /**
     * Who has to see to it that a period is kept: whom the file names and who by its node answers for it; where that is nobody, or nobody but whom it
     * is about, the first of those to whom it goes up; else who took it first.
     */
    seeTo({ node }: Clock, { nodes }: Pick<Catalogue, 'nodes'>): string[] {
      const { responsible = [], ladder = [] } = nodes.get(node) ?? {}
      const { named, first } = staffIn(file, rules.workflow)
      const theirs = [...new Set([...named.filter(isMeant), ...holding(responsible)])]
      if (theirs.length > 0) return theirs
      const above = ladder.map((role) => holding([role])).find((found) => found.length > 0)
      return above ?? first.filter(isMeant)
    },
    mayTake: (step: StepSpec, staffId: string): boolean => {
      const one = somebody(staffId)
      return one !== undefined && takesAs(step, file, rules, one) !== undefined
    },
    mayOpen(staffId: string, now: string): boolean {
      const one = somebody(staffId)
      return one !== undefined && readable(file, rules, one, now)
    },
  }
}

const isAny = (held: ReadonlySet<string>, roles: readonly string[]): boolean => roles.some((role) => held.has(role))

/** A workflow as far as it says who these are, and who writes down for them: nobody else is looked for. */
function withActors(workflow: Workflow, roles: readonly string[]): Workflow {
  const names = new Set(roles.flatMap((role) => [role, ...(workflow.actors[role]?.outside?.recorded_by ?? [])]))
  return { ...workflow, actors: Object.fromEntries(Object.entries(workflow.actors).filter(([name]) => names.has(name))) }
}
