import type { Catalogue } from '../progress'
import type { RolesConfig } from '../staff-roles'
import type { Condition, Workflow } from './schema'

export interface WorkflowFault {
  path: readonly (string | number)[]
  message: string
}

/** Where a workflow names what neither it nor the rest of the configuration has, and states that nothing leads to or out of. Empty: all is well. */
export function faultsOfWorkflow(workflow: Workflow, { catalogue, roles, forms }: { catalogue: Pick<Catalogue, 'nodes'>; roles: RolesConfig; forms?: ReadonlySet<string> }): WorkflowFault[] {
  const faults: WorkflowFault[] = []
  const { states, fields, papers, actors, overlays, steps } = workflow
  const has = (kind: string, known: object, name: string, ...path: WorkflowFault['path']): void => void (Object.keys(known).includes(name) || faults.push({ path, message: `no ${kind} is called ${name}` }))
  const node = (name: string, ...path: WorkflowFault['path']): void => void (catalogue.nodes.has(name) || faults.push({ path, message: `no node is called ${name}` }))
  const stepIds = Object.fromEntries(steps.map(({ id }) => [id, true]))
  const condition = (one: Condition | undefined, ...path: WorkflowFault['path']): void => {
    if (!one) return
    if ('all' in one || 'any' in one) for (const inner of 'all' in one ? one.all : one.any) condition(inner, ...path)
    else if ('not' in one) condition(one.not, ...path)
    else if ('field' in one) {
      has('field', fields, one.field, ...path)
      const choices = fields[one.field]?.choices
      for (const value of choices ? one.is : []) has(`choice of ${one.field}`, choices!, value, ...path)
    } else if ('known' in one) has('field', fields, one.known, ...path)
    else if ('been_in' in one) has('state', states, one.been_in, ...path)
    else if ('marked' in one) has('overlay', overlays, one.marked, ...path)
    else if ('over' in one) node(one.over, ...path)
    else if ('said_since' in one) has('step', stepIds, one.said_since, ...path)
    else if ('filed' in one) has('paper', papers, one.filed, ...path)
  }
  const starts = ({ steps: names, field, said_after: after }: { steps: string[]; said_after: string[]; field?: string | undefined }, ...path: WorkflowFault['path']): void => {
    for (const name of [...names, ...after]) has('step', stepIds, name, ...path)
    if (field !== undefined) has('field', fields, field, ...path)
  }

  has('state', states, workflow.initial, 'initial')
  for (const [name, { choices, type }] of Object.entries(fields)) if ((type === 'choice') !== (choices !== undefined)) faults.push({ path: ['fields', name], message: 'a choice, and nothing else, has choices' })
  for (const [name, { form }] of Object.entries(papers)) if (form !== undefined && forms && !forms.has(form)) faults.push({ path: ['papers', name, 'form'], message: `no form is called ${form}` })
  for (const [name, { brought_by: bringers }] of Object.entries(papers)) for (const one of bringers) has('actor', actors, one, 'papers', name, 'brought_by')
  for (const [name, { held_by: holders, not_theirs: when }] of Object.entries(fields)) {
    for (const role of holders) has('role', roles.roles, role, 'fields', name)
    condition(when, 'fields', name)
  }
  for (const [name, spec] of Object.entries(actors)) {
    for (const role of spec.roles) has('role', roles.roles, role, 'actors', name, 'roles')
    for (const field of [...spec.named_in, ...[spec.works_in, spec.leads, spec.of_department].filter((one) => one !== undefined)]) has('field', fields, field, 'actors', name)
    for (const by of spec.outside?.recorded_by ?? []) has('actor', actors, by, 'actors', name, 'outside')
    if (spec.outside) has('paper', papers, spec.outside.paper, 'actors', name, 'outside')
  }
  workflow.read_by.forEach(({ actor, when }, i) => {
    has('actor', actors, actor, 'read_by', i)
    condition(when, 'read_by', i)
  })
  workflow.confidence_to.forEach((name, i) => has('actor', actors, name, 'confidence_to', i))
  const record = workflow.conduct_record
  if (record) {
    has('state', states, record.in_state, 'conduct_record')
    has('field', fields, record.field, 'conduct_record')
    if (fields[record.of]?.type !== 'about_staff') faults.push({ path: ['conduct_record', 'of'], message: `${record.of} is no field of some whom it is about` })
    for (const finding of record.founded) has(`choice of ${record.field}`, fields[record.field]?.choices ?? {}, finding, 'conduct_record', 'founded')
    if (record.paper !== undefined) has('paper', papers, record.paper, 'conduct_record')
  }
  for (const role of workflow.about_goes_up?.roles ?? []) has('role', roles.roles, role, 'about_goes_up', 'roles')
  for (const { field } of workflow.registration.needs) has('field', fields, field, 'registration')
  for (const field of workflow.registration.may_say) has('field', fields, field, 'registration')
  workflow.periods.forEach((period, i) => {
    node(period.node, 'periods', i)
    // Whom its node warns is somebody to this file, by the same name.
    const { responsible = [], warnings = [], ladder = [] } = catalogue.nodes.get(period.node) ?? {}
    for (const role of new Set([...responsible, ...warnings.flatMap(({ to }) => to), ...ladder])) has('actor', actors, role, 'periods', i, 'node')
    starts(period.starts, 'periods', i)
    for (const end of period.ends) has('step or state', { ...stepIds, ...states }, end, 'periods', i, 'ends')
    condition(period.only_if, 'periods', i)
    if (period.due_on !== undefined) has('field', fields, period.due_on, 'periods', i, 'due_on')
  })
  workflow.automatic.forEach((one, i) => {
    has('step', stepIds, one.step, 'automatic', i)
    if (one.starts) starts(one.starts, 'automatic', i)
    if (one.at_end_of !== undefined && !workflow.periods.some((period) => period.node === one.at_end_of)) {
      faults.push({ path: ['automatic', i, 'at_end_of'], message: `no period of ${one.at_end_of} runs here` })
    }
  })
  steps.forEach((step, i) => {
    if (steps.findIndex(({ id }) => id === step.id) !== i) faults.push({ path: ['steps', i], message: `another step is called ${step.id}` })
    for (const state of step.from) has('state', states, state, 'steps', i, 'from')
    if (step.to !== 'same') has('state', states, step.to, 'steps', i, 'to')
    else if (step.marks === undefined) faults.push({ path: ['steps', i, 'to'], message: 'a step that moves nothing marks something' })
    for (const actor of step.by) has('actor', actors, actor, 'steps', i, 'by')
    for (const { when } of step.only_if) condition(when, 'steps', i, 'only_if')
    for (const { field, when, is = [] } of step.needs) {
      has('field', fields, field, 'steps', i, 'needs')
      for (const value of is) has(`choice of ${field}`, fields[field]?.choices ?? {}, value, 'steps', i, 'needs')
      condition(when, 'steps', i, 'needs')
    }
    for (const field of step.may_say) has('field', fields, field, 'steps', i, 'may_say')
    for (const [field, value] of Object.entries(step.sets)) {
      has('field', fields, field, 'steps', i, 'sets')
      const choices = fields[field]?.choices
      if (choices) has(`choice of ${field}`, choices, value, 'steps', i, 'sets')
    }
    if (step.outside_paper !== undefined) has('paper', papers, step.outside_paper, 'steps', i, 'outside_paper')
    for (const { paper, since, when } of step.papers) {
      has('paper', papers, paper, 'steps', i, 'papers')
      if (since !== undefined) has('state', states, since, 'steps', i, 'papers')
      condition(when, 'steps', i, 'papers')
    }
    for (const paper of step.may_add) has('paper', papers, paper, 'steps', i, 'may_add')
    if (step.marks !== undefined) has('overlay', overlays, step.marks, 'steps', i, 'marks')
    if (step.answers !== undefined) has('field', fields, step.answers, 'steps', i, 'answers')
    for (const field of step.begins_anew?.keeps ?? []) has('field', fields, field, 'steps', i, 'begins_anew')
  })
  return [...faults, ...knownAs(workflow), ...unreachable(workflow)]
}

/** Each step that the product looks for is one, and an answer in a thread has somewhere to be written down. */
function knownAs({ stream, steps }: Workflow): WorkflowFault[] {
  const known = steps.flatMap(({ known_as: as }) => as ?? [])
  const twice = steps.flatMap(({ known_as: as }, i): WorkflowFault[] =>
    as !== undefined && known.indexOf(as) !== known.lastIndexOf(as) ? [{ path: ['steps', i, 'known_as'], message: `another step is known as ${as}` }] : [])
  const lacks = stream === 'feedback' && !known.includes('thread_answer')
  return lacks ? [...twice, { path: ['steps'], message: 'no step is known as thread_answer: what is answered in a thread would never count' }] : twice
}

/** States that no way leads to, and states that are not the end but have no way out. */
function unreachable({ states, initial, steps }: Workflow): WorkflowFault[] {
  const reached = new Set([initial])
  for (let before = -1; before !== reached.size;) {
    before = reached.size
    for (const { from, to } of steps) if (to !== 'same' && from.some((state) => reached.has(state))) reached.add(to)
  }
  return Object.entries(states).flatMap(([name, { over }]): WorkflowFault[] => {
    if (!reached.has(name)) return [{ path: ['states', name], message: 'no step leads to it' }]
    const hasWayOut = steps.some(({ from, to }) => to !== 'same' && from.includes(name))
    return over || hasWayOut ? [] : [{ path: ['states', name], message: 'no step leads out of it, and it is not said to be over' }]
  })
}
