import { type ComplaintState, decideComplaint, lacksOf, noComplaint, type Who } from '@zhixin/shared/rules'
import { at, clockWho, complainant, courtRules, refused, staff, upload } from '../../test-support/complaint-play'
import { CAST, FIVE, REGISTERED, TASK_FORCE } from '../../test-support/petition-cast'

const rules = { ...courtRules, workflow: courtRules.workflows.petition }
const WHO: Record<string, Who> = { ...CAST, contactman: staff('s_contactman', ['officer'], { department: '执行一庭' }), clock: clockWho, complainant }
const STATES = Object.keys(rules.workflow.states)
const DEPARTMENT = ['handler', 'chief', 'contactman']
const IN_WORK = ['assigned', 'contacted', 'task_force_reported', 'interviewed', 'handling']
const OPEN = ['registered', 'explaining', 'pending_approval', ...IN_WORK, 'writeoff_review', 'hearing', 'termination_review', 'concluded', 'replied']
const AFTER_ASSIGNMENT = [...IN_WORK, 'writeoff_review', 'hearing', 'termination_review', 'concluded', 'replied', 'acceptance_review']

interface Row {
  /** Number in the rules; none: the court's own, or an overlay. */
  t?: string
  step: string
  from: string[]
  /** `same`: where it is. */
  to: string
  who: string[]
  /** What the file must say for the step to be open at all. */
  given?: Partial<ComplaintState>
  fields?: Record<string, string>
  /** The document of somebody outside, which comes with the step. */
  brings?: string
  /** Who else, and on whose document. */
  also?: Record<string, string>
  /** What a file that says nothing lacks for it. */
  asks: string[]
}
const SET = { count: 1, first: at('2026-06-20'), last: at('2026-06-20') }
const REGISTRATION = ['field nature', 'field residence', 'field arrival', 'field confidentiality_asked']
const FIVE_FIXED = ['field handling_department', 'field responsible_leader', 'field responsible', 'field requirements', 'field due_on']
const REPLIED = ['paper reply_record']

/** All transitions of the rules (complaint-workflows, petition), by their numbers, and what the court put beside them. */
const ROWS: Row[] = [
  { t: 'T01', step: 'register', from: ['received'], to: 'registered', who: ['centre', 'window', 'liaison', 'clerk'], asks: REGISTRATION },
  { t: 'T02', step: 'explain', from: ['registered'], to: 'explaining', who: ['window', 'centre'], asks: [] },
  { t: 'T03', step: 'resolve_on_spot', from: ['explaining'], to: 'concluded', who: ['window'], asks: ['field result'] },
  { t: 'T04', step: 'submit_for_approval', from: ['explaining'], to: 'pending_approval', who: ['centre'], asks: ['field draft_opinion', 'declaration not_resolved'] },
  { t: 'T05', step: 'approve', from: ['pending_approval'], to: 'assigned', who: ['vp', 'leader', 'president'], asks: [...FIVE_FIXED, 'paper approval_form'] },
  {
    t: 'T06', step: 'assign_from_above', from: ['received', 'registered'], to: 'assigned', who: ['centre'], fields: { arrival_place: 'province' }, brings: 'assignment_notice',
    asks: ['field nature', 'field residence', 'field arrival', ...FIVE_FIXED, 'paper assignment_notice'],
  },
  { t: 'T07', step: 'contact', from: ['assigned'], to: 'contacted', who: DEPARTMENT, asks: ['field contact_result'] },
  { t: 'T07b', step: 'dispatch_on_site', from: ['assigned'], to: 'same', who: DEPARTMENT, fields: { behaviour: 'staying' }, asks: ['field dispatched'] },
  {
    t: 'T08', step: 'report_task_force', from: ['assigned', 'contacted'], to: 'task_force_reported', who: DEPARTMENT,
    asks: ['field petition_leader', 'field task_force_liaison', 'field members', 'paper resolution_plan'],
  },
  { t: 'T09', step: 'interview', from: ['task_force_reported'], to: 'interviewed', who: ['leader'], asks: ['field told_next_steps', 'paper interview_record'] },
  { t: 'T10', step: 'begin_handling', from: ['interviewed', 'contacted'], to: 'handling', who: ['leader', ...DEPARTMENT], asks: [] },
  { t: 'T11', step: 'apply_for_writeoff', from: [], to: 'writeoff_review', who: [], asks: ['paper writeoff_application', 'declaration meets_standard'] },
  {
    t: 'T12', step: 'open_hearing', from: ['handling'], to: 'hearing', who: [...DEPARTMENT, 'centre'], also: { centre: 'hearing_notice' },
    asks: ['field hearing_ground', 'paper committee_report', 'declaration measures_exhausted', 'declaration still_petitioning', 'declaration not_for_writeoff'],
  },
  { t: 'T13', step: 'apply_for_termination', from: ['handling', 'hearing'], to: 'termination_review', who: DEPARTMENT, asks: ['paper termination_application', 'declaration meets_conditions'] },
  { t: 'T14', step: 'writeoff_granted', from: ['writeoff_review'], to: 'concluded', who: ['centre'], brings: 'writeoff_result', asks: ['paper writeoff_result'] },
  { t: 'T15', step: 'writeoff_refused', from: ['writeoff_review'], to: 'handling', who: ['centre'], brings: 'superior_reply', asks: ['field return_reason', 'paper superior_reply'] },
  { t: 'T16', step: 'termination_granted', from: ['termination_review'], to: 'concluded', who: ['centre'], brings: 'termination_approval', asks: ['paper termination_approval'] },
  { t: 'T17', step: 'termination_refused', from: ['termination_review'], to: 'handling', who: ['centre'], brings: 'superior_reply', asks: ['field return_reason', 'paper superior_reply'] },
  { t: 'T18', step: 'conclude_hearing', from: ['hearing'], to: 'concluded', who: DEPARTMENT, asks: ['field on_spot_feedback', 'paper hearing_record'] },
  { t: 'T19', step: 'conclude', from: ['handling'], to: 'concluded', who: DEPARTMENT, asks: ['field result', 'field outcome', 'paper evidence_of_work'] },
  {
    t: 'T20', step: 'reply', from: ['concluded'], to: 'replied', who: [...DEPARTMENT, 'centre'], fields: { residence: 'local' }, asks: ['field reply', ...REPLIED],
  },
  {
    t: 'T21', step: 'report_for_acceptance', from: ['replied'], to: 'acceptance_review', who: DEPARTMENT, fields: { assigned_from_above: 'yes' },
    asks: ['paper closing_report', 'declaration two_copies'],
  },
  { t: 'T22', step: 'not_accepted', from: ['acceptance_review'], to: 'handling', who: ['centre'], brings: 'superior_reply', asks: ['field return_reason', 'paper superior_reply'] },
  {
    t: 'T23', step: 'accept', from: ['acceptance_review'], to: 'closed', who: ['centre'], fields: { residence: 'local' }, brings: 'superior_reply',
    asks: ['field closing_category', ...REPLIED, 'paper superior_reply'],
  },
  { t: 'T23', step: 'close', from: ['replied'], to: 'closed', who: ['vp', 'leader', 'president'], fields: { residence: 'local' }, asks: ['field closing_category', ...REPLIED] },
  { t: 'T24', step: 'archive', from: ['closed'], to: 'archived', who: [...DEPARTMENT, 'liaison', 'centre'], asks: ['paper archive_list', 'declaration bound'] },
  { t: 'T25', step: 'urge', from: IN_WORK, to: 'same', who: ['centre', 'clock'], asks: [] },
  { t: 'T26', step: 'to_discipline_supervision', from: IN_WORK, to: 'same', who: ['centre', 'clock'], asks: ['condition', 'condition'] },
  { t: 'T27', step: 'begin_again', from: ['closed', 'archived'], to: 'registered', who: ['centre'], asks: ['field repeat_matter'] },
  { step: 'supervise', from: OPEN, to: 'same', who: ['centre', 'vp', 'leader', 'director', 'president'], asks: ['field supervise_requirements'] },
  {
    t: 'T26', step: 'supervise_by_discipline', from: OPEN, to: 'same', who: ['inspector'], given: { marks: { urged: SET, discipline_supervised: SET } },
    asks: ['condition', 'field supervise_requirements'],
  },
  { step: 'correct_residence', from: OPEN, to: 'same', who: [...DEPARTMENT, 'centre'], asks: ['field residence', 'field correction_reason'] },
  { step: 'list_for_supervision', from: OPEN, to: 'same', who: ['centre'], brings: 'superior_reply', asks: ['paper superior_reply'] },
  { step: 'file_discipline_conclusion', from: AFTER_ASSIGNMENT, to: 'same', who: ['inspector'], asks: ['paper discipline_conclusion'] },
  {
    step: 'hand_up', from: ['received', ...OPEN, 'acceptance_review'], to: 'with_superior', who: ['centre'], given: { goesUp: true },
    asks: ['paper hand_over_document'],
  },
  { step: 'superior_concluded', from: ['with_superior'], to: 'concluded', who: ['centre'], brings: 'superior_reply', asks: ['field result', 'field residence', 'paper superior_reply'] },
]

const NOW = at('2026-06-20')
/** A file that has everything a step could ask for; only state and actor decide. */
function full(state: string, { given, fields }: Pick<Row, 'given' | 'fields'>): ComplaintState {
  const value = { text: '虚构', day: '2026-04-30', instant: at('2026-03-09'), staff: 's_handler', department: '执行一庭', yes_no: 'no', members: TASK_FORCE.members, about_staff: ['s_handler'], choice: '' }
  const all = Object.entries(rules.workflow.fields).map(([name, { type, choices }]) => [name, type === 'choice' ? Object.keys(choices!)[0]! : value[type]] as const)
  return {
    ...noComplaint, status: 'open', state, by: 'named', channel: 'visit', receivedAt: at('2026-03-10'), firstContact: { staffId: 's_clerk', handedOver: null },
    fields: { ...Object.fromEntries(all), ...REGISTERED, ...FIVE, ...TASK_FORCE, ...fields },
    papers: Object.entries(rules.workflow.papers).map(([paper, { form }]) => ({ paper, ...(form !== undefined && { form, said: { channel: 'in_person' } }), index: 50, attachmentIds: [] })),
    came: Object.fromEntries(STATES.map((name) => [name, 10])), marks: { urged: { count: 1, first: NOW, last: NOW } }, next: 100, ...given,
    steps: [{ step: 'approve', from: 'pending_approval', to: 'assigned', at: at('2026-03-10'), index: 10, actor: { kind: 'staff', id: 's_vp', role: 'vice_president' } }],
  }
}
const declared = (step: string) => Object.keys(rules.workflow.steps.find(({ id }) => id === step)!.declares)
const take = (file: ComplaintState, who: Who, { step, brings }: Pick<Row, 'step' | 'brings'>, says = declared(step)) =>
  decideComplaint(
    { type: 'TakeStep', step, fields: {}, declared: says, papers: brings === undefined ? [] : [{ paper: brings, attachment: upload() }] },
    file, { actor: { kind: 'staff', id: 's_any', role: 'any' }, who, rules, now: NOW },
  )

describe('each step of a petition', () => {
  test('is one of the rules’, and all of theirs are there', () => {
    expect(ROWS.map(({ step }) => step)).toEqual(rules.workflow.steps.map(({ id }) => id))
    const numbers = [...Array.from({ length: 27 }, (_, i) => `T${String(i + 1).padStart(2, '0')}`), 'T07b']
    expect([...new Set(ROWS.flatMap(({ t }) => (t === undefined ? [] : [t])))].sort()).toEqual(numbers.sort())
    const sources = (step: string) => rules.workflow.steps.find(({ id }) => id === step)!.cite.map(({ source }) => source).join(' ')
    for (const { t, step } of ROWS) if (t !== undefined) expect(sources(step)).toContain(t)
  })

  test.each(ROWS)('$step: from its states and by its people alone', (row) => {
    const { from, to, who } = row
    for (const state of STATES) {
      const file = full(state, row)
      for (const [name, one] of Object.entries(WHO)) {
        let moved: unknown
        const brings = row.also?.[name] ?? row.brings
        const code = refused(() => { moved = take(file, one, { step: row.step, ...(brings !== undefined && { brings }) })!.body.to })
        const isTheirs = who.includes(name)
        if (!isTheirs) expect([state, name, code]).toEqual([state, name, expect.stringMatching(/^(access\.forbidden|input\.not_found)$/)])
        else if (!from.includes(state)) expect([state, name, code]).toEqual([state, name, 'complaints.other_state'])
        else expect([state, name, code, moved]).toEqual([state, name, undefined, to === 'same' ? state : to])
      }
    }
  })

  test.each(ROWS)('$step: asks for what the rules ask for, and is refused without each of it', (row) => {
    const spec = rules.workflow.steps.find(({ id }) => id === row.step)!
    const as = spec.by.find((name) => rules.workflow.actors[name]!.outside !== undefined === (row.brings !== undefined)) ?? spec.by[0]!
    const bare: ComplaintState = { ...full('', row), fields: row.fields ?? {}, papers: [], marks: {}, steps: [], came: {} }
    const words = lacksOf(spec, as, bare, rules, NOW).map((lack) =>
      lack.kind === 'condition' ? 'condition' : `${lack.kind} ${lack.kind === 'field' ? lack.field : lack.kind === 'paper' ? lack.paper : lack.declaration}`)
    expect(words).toEqual(row.asks)

    // Each of them alone, where all the rest is there.
    const [state] = row.from
    if (state === undefined) return
    const file = full(state, row)
    const who = WHO[row.who[0]!]!
    for (const ask of row.asks) {
      const [kind, name] = ask.split(' ') as [string, string]
      if (kind === 'condition') continue
      const { [name]: _, ...fields } = file.fields
      const lacking = kind === 'field' ? { ...file, fields } : kind === 'paper' ? { ...file, papers: [] } : file
      const act = kind === 'declaration'
        ? () => take(file, who, row, declared(row.step).filter((one) => one !== name))
        : () => take(lacking, who, kind === 'paper' ? { step: row.step } : row)
      expect([ask, refused(act)]).toEqual([ask, { field: 'complaints.field_missing', paper: 'complaints.paper_missing', declaration: 'complaints.not_declared' }[kind]])
    }
  })
})
