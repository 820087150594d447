import { actorsOf, isAbout, type Who } from './actors'
import { clocksOfFile, type FileRules } from './clocks'
import { type Facts, holds, isFiled, isSaid } from './conditions'
import type { FieldValue, FieldValues } from './entries'
import type { Condition, StepSpec } from './schema'
import type { ComplaintState } from './state'

/** What a step still lacks. */
export type Lack =
  | { kind: 'condition'; says: string }
  | { kind: 'field'; field: string }
  | { kind: 'paper'; paper: string; formOnly: boolean }
  | { kind: 'declaration'; declaration: string }

/** A step as it stands for somebody now. */
export interface StepView {
  step: StepSpec
  /** As what of the rules they would take it. */
  as: string
  /** What must be so before it can be begun at all, in plain words. */
  hindered: string[]
  /** To be uploaded with it, or made as a form before; those that are in the file already are left out. */
  papers: { required: string[]; optional: string[] }
}

export interface Taking {
  fields: FieldValues
  declared: readonly string[]
  /** Documents that come with the step. */
  papers: readonly { paper: string; attachmentId: string }[]
}
const nothing: Taking = { fields: {}, declared: [], papers: [] }

export const factsOf = (file: ComplaintState, rules: FileRules, now: string, fields: FieldValues = {}): Facts => ({
  file, fields, workflow: rules.workflow, clocks: clocksOfFile(file, rules), now,
})

/** Who takes a step as what; undefined: not theirs. Whoever the complaint is about takes none. */
export function takesAs(step: StepSpec, file: ComplaintState, { workflow }: FileRules, who: Who): string | undefined {
  if (isAbout(file, who)) return undefined
  const held = actorsOf(file, workflow, who)
  return step.by.find((name) => held.has(name))
}

/** The document of somebody outside on which a step stands that is written down for them. */
export function outsidePaper(step: StepSpec, as: string, { actors }: Pick<FileRules['workflow'], 'actors'>): string | undefined {
  const outside = actors[as]?.outside
  return outside && (step.outside_paper ?? outside.paper)
}

/** The steps that somebody could take from where the file stands, with what each asks for. The phone shows them; the server decides by the same. */
export function stepsFor(file: ComplaintState, rules: FileRules, who: Who, now: string): StepView[] {
  return rules.workflow.steps.flatMap((step) => {
    const as = step.on && step.from.includes(file.state) ? takesAs(step, file, rules, who) : undefined
    if (as === undefined) return []
    const lacks = lacksOf(step, as, file, rules, now)
    const required = [...new Set(lacks.flatMap((lack) => (lack.kind === 'paper' ? [lack.paper] : [])))]
    return [{
      step, as,
      hindered: lacks.flatMap((lack) => (lack.kind === 'condition' ? [lack.says] : [])),
      papers: { required, optional: step.may_add.filter((paper) => !required.includes(paper)) },
    }]
  })
}

const isAnswered = ({ is }: StepSpec['needs'][number], value: FieldValue | undefined): boolean =>
  isSaid(value) && (is === undefined || (typeof value === 'string' && is.includes(value)))

/** What a step lacks with what is said and brought now. Empty: it can be taken. */
export function lacksOf(step: StepSpec, as: string, file: ComplaintState, rules: FileRules, now: string, taking: Taking = nothing): Lack[] {
  const facts = factsOf(file, rules, now, taking.fields)
  const applies = ({ when }: { when?: Condition | undefined }): boolean => !when || holds(when, facts)
  const brought = new Set(taking.papers.map(({ paper }) => paper))
  const specs = rules.workflow.papers
  const isThere = (paper: string, since: string | undefined): boolean => (brought.has(paper) && !specs[paper]?.form_only) || isFiled(paper, since, facts)
  const outside = outsidePaper(step, as, rules.workflow)
  const paper = (name: string): Lack => ({ kind: 'paper', paper: name, formOnly: specs[name]?.form_only ?? false })
  return [
    ...step.only_if.filter(({ when }) => !holds(when, facts)).map(({ says }): Lack => ({ kind: 'condition', says })),
    ...step.needs.filter((one) => applies(one) && !isAnswered(one, taking.fields[one.field] ?? file.fields[one.field])).map(({ field }): Lack => ({ kind: 'field', field })),
    ...step.papers.filter((one) => applies(one) && !isThere(one.paper, one.since)).map((one) => paper(one.paper)),
    ...(outside !== undefined && !brought.has(outside) ? [paper(outside)] : []),
    ...Object.keys(step.declares).filter((one) => !taking.declared.includes(one)).map((declaration): Lack => ({ kind: 'declaration', declaration })),
  ]
}
