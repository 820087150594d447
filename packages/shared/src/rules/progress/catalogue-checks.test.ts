import { type EventSpec, EventSpecSchema, type NodeSpec, NodeSpecSchema } from './catalogue'
import { faultsOf } from './catalogue-checks'

const cite = [{ basis: 'proposal' as const, source: 'test' }]
const node = (id: string, more: object = {}): NodeSpec =>
  NodeSpecSchema.parse({ id, label: '一个节点', kind: 'milestone', of: 'case', subject: 'sale', responsible: ['handler'], cite, ...more })
const event = (id: string, more: object = {}): EventSpec => EventSpecSchema.parse({ id, label: '一件事', of: 'case', ...more })
const tell = (more: object = {}) => ({ agents: true, text: '法院已于{on}办理。', means: '意思是这样。', basis: 'proposal', ...more })
const three = { value: 3, unit: 'calendar_day', roll_forward: true }
const roles = { handler: { label: '承办人', who: 'case_officers' as const } }

/** `<id of the node or event>: <field>: <message>` of everything that is wrong. */
function wrong(nodes: NodeSpec[], events: EventSpec[] = [event('filed')]): string[] {
  return faultsOf({ nodes, events, roles }).map(({ of, at, path, message }) => {
    const id = of === 'nodes' ? nodes[at as number]!.id : of === 'events' ? events[at as number]!.id : at
    return `${id}: ${path.join('.')}: ${message}`
  })
}

describe('what a catalogue names has to be there', () => {
  it('passes a node whose names are all known', () => {
    const whole = node('due', {
      kind: 'deadline', start: { event: 'filed', alternatives: ['done'] }, limit: three, ended_by: ['done'], only_if: ['filed'], unless: ['done'], ladder: ['handler'], performed_by: 'handler',
      warnings: [{ before: { value: 1, unit: 'calendar_day' }, to: ['handler'], by: 'handler', basis: 'proposal' }], approval: { by: ['handler'], report_to: 'handler', cite: cite[0] },
      extension: { times: 1, each: { value: 1, unit: 'month' }, approvers: ['handler'] }, tell: { applicant: tell({ act: { text: '请办理。', by: 'due' } }) },
    })
    expect(wrong([whole, node('done')])).toEqual([])
  })
  it.each([
    ['start.event', { start: { event: 'nowhere' } }, 'no node or event'],
    ['start.alternatives.0', { start: { event: 'filed', alternatives: ['nowhere'] } }, 'no node or event'],
    ['ended_by.0', { ended_by: ['nowhere'] }, 'no node or event'],
    ['only_if.0', { only_if: ['nowhere'] }, 'no node or event'],
    ['unless.0', { unless: ['nowhere'] }, 'no node or event'],
    ['responsible.1', { responsible: ['handler', 'nowhere'] }, 'no role'],
    ['ladder.0', { ladder: ['nowhere'] }, 'no role'],
    ['performed_by', { performed_by: 'nowhere' }, 'no role'],
    ['approval.by.0', { approval: { by: ['nowhere'], cite: cite[0] } }, 'no role'],
    ['approval.report_to', { approval: { by: ['handler'], report_to: 'nowhere', cite: cite[0] } }, 'no role'],
    ['tell.applicant.act.by', { tell: { applicant: tell({ act: { text: '请办理。', by: 'nowhere' } }) } }, 'no node'],
    ['tell.applicant.act.by', { tell: { applicant: tell({ act: { text: '请办理。', by: 'one' } }) } }, 'no limit'],
    ['fields.0.required_if', { fields: [{ id: 'why', label: '原因', type: 'text', required_if: { field: 'nowhere', is: ['甲'] } }] }, 'no field'],
  ])('%s', (field, more, message) => {
    expect(wrong([node('one', more)])).toEqual([expect.stringMatching(`^one: ${field.replaceAll('.', '\\.')}: .*${message}`)])
  })
  it('roles of warnings and extensions', () => {
    const late = node('one', {
      kind: 'deadline', start: { event: 'filed' }, limit: three, extension: { times: 1, each: three_days, approvers: ['nowhere'] },
      warnings: [{ before: { value: 1, unit: 'calendar_day' }, to: ['nowhere'], by: 'nobody', basis: 'proposal' }],
    })
    expect(wrong([late]).map((one) => one.split(': ')[1])).toEqual(['warnings.0.to.0', 'warnings.0.by', 'extension.approvers.0'])
  })
  it('nodes that an event is, or whose period it ends', () => {
    expect(wrong([node('one')], [event('filed', { of_nodes: ['nowhere'], expiry_of: ['one', 'filed'] })]).map((one) => one.split(': ')[1])).toEqual(['of_nodes.0', 'expiry_of.1'])
  })
  it('each once', () => expect(wrong([node('one'), node('one'), node('filed')])).toEqual([expect.stringContaining('one is there twice'), expect.stringContaining('filed is there twice')]))
})
const three_days = { value: 3, unit: 'calendar_day' }

describe('limits that cannot be', () => {
  const start = { event: 'filed' }
  it.each([
    ['a limit without a start', { kind: 'deadline', limit: three }, 'limit'],
    ['a target without a start', { target: three }, 'target'],
    ['a deadline without a limit', { kind: 'deadline', start }, 'kind'],
    ['hours that roll', { kind: 'deadline', start, limit: { value: 48, unit: 'hour', roll_forward: true } }, 'limit.roll_forward'],
    ['a lead time that rolls', { kind: 'lead_time', start, limit: { ...three, direction: 'before' } }, 'limit.roll_forward'],
    ['a lead time that counts on', { kind: 'lead_time', start, limit: three }, 'limit.direction'],
    ['hours that are suspended', { kind: 'deadline', start, limit: { value: 48, unit: 'hour', roll_forward: false }, suspended_by: ['stayed'] }, 'suspended_by'],
    ['hours extended by days', { kind: 'deadline', start, limit: { value: 48, unit: 'hour', roll_forward: false }, extension: { times: 1, each: three_days, approvers: ['handler'] } }, 'extension'],
    ['a warning of no end', { start, warnings: [{ before: three_days, to: ['handler'], basis: 'proposal' }] }, 'warnings'],
    ['a price check without its least part', { checks: ['reserve_price'] }, 'checks'],
  ])('%s', (_, more, field) => {
    expect(wrong([node('one', more)]).map((one) => one.split(': ')[1])).toEqual([field])
  })
  it('starts that go in a circle, over events as well', () => {
    const a = node('first', { kind: 'deadline', start: { event: 'second' }, limit: three })
    const b = node('second', { kind: 'deadline', start: { event: 'third_over' }, limit: three })
    expect(wrong([a, b], [event('third_over', { expiry_of: ['first'] })])).toEqual([expect.stringContaining('first waits for itself'), expect.stringContaining('second waits for itself')])
  })
})

const bears = (mark: string) => ({ secrecy: { mark, cite: cite[0] } })
const found = event('found_it', bears('found'))
const query = [
  node('looked', { subject: 'query', ...bears('query_begun') }), node('looked_all', { subject: 'query', ...bears('query_done') }),
  node('froze', { subject: 'control', start: { event: 'found_it' }, ...bears('controlled') }),
]

describe('what is looked for in secret (X-40)', () => {
  const [begun, done, froze] = query as [NodeSpec, NodeSpec, NodeSpec]
  const events = [event('filed'), found]
  it('passes where what is found is controlled and what is begun ends', () => expect(wrong(query, events)).toEqual([]))
  it('what is found needs a node that controls it, and is on', () => {
    const message = expect.stringMatching(/^found_it: secrecy.mark: no node that is controlled starts with found_it/)
    expect(wrong([begun, done], events)).toEqual([message])
    expect(wrong([begun, done, { ...froze, on: false }], events)).toEqual([message])
    expect(wrong([begun, done, { ...froze, start: { event: 'filed', alternatives: [], choose: 'first_named' } }], events)).toEqual([message])
    expect(wrong([begun, done, { ...froze, start: { event: 'filed', alternatives: ['found_it'], choose: 'first_named' } }], events)).toEqual([])
  })
  it('a query needs an end', () => {
    expect(wrong([begun, froze], events)).toEqual([expect.stringMatching(/^looked: secrecy.mark: no node ends a query/)])
    expect(wrong([begun, froze, node('looked_at_all', { subject: 'query', ...bears('all_queries_done') })], events)).toEqual([])
  })
  it('each mark stands with its subject', () => {
    expect(wrong([...query, node('told', bears('query_begun')), node('held', { subject: 'query', ...bears('controlled') })], [...events, event('searched', bears('query_done'))])).toEqual([
      expect.stringMatching(/^told: .*no node of subject query/), expect.stringMatching(/^held: .*no node of subject control/), expect.stringMatching(/^searched: .*no node of subject query/),
    ])
  })
  it('a court that tells the respondent of control says what is found, and what begins a query', () => {
    const tells = node('told', { subject: 'preservation', tell: { respondent: tell({ when: 'controls_done' }) } })
    expect(wrong([tells])).toEqual([expect.stringMatching(/^told: tell.respondent: .*nothing says which record is found or query_begun/)])
    expect(wrong([tells, ...query], events)).toEqual([])
    expect(wrong([{ ...tells, on: false }])).toEqual([])
  })
})

describe('who may be told what (X-40)', () => {
  it.each(['query', 'search', 'police', 'relief', 'internal'])('nothing of %s to the respondent, whatever it waits for', (subject) => {
    for (const when of ['recorded', 'controls_done', 'released']) {
      expect(wrong([node('one', { subject, tell: { respondent: tell({ when }) } })])).toEqual([`one: tell.respondent: nothing about ${subject} is ever told to the respondent (X-40)`])
    }
  })
  it.each(['control', 'preservation'])('of %s only when nothing is left that could be taken away', (subject) => {
    const told = (when: string) => wrong([node('one', { subject, tell: { respondent: tell({ when, text: '法院已办理。' }) } }), ...query], [event('filed'), found])
    expect(told('controls_done')).toEqual([])
    expect(told('recorded')).toEqual([expect.stringContaining('tell.respondent.when')])
    expect(told('released')).toEqual([expect.stringContaining('tell.respondent.when')])
  })
  it('nothing internal to anybody', () => expect(wrong([node('one', { subject: 'internal', tell: { applicant: tell() } })])).toEqual([expect.stringContaining('tell.applicant')]))
  it.each(['query', 'control', 'preservation', 'search', 'police'])('of %s neither kind, place nor amount is named, to either side', (subject) => {
    for (const words of ['冻结了存款。', '查封了一套房。', '共 3 项。', '银行已经回复。']) {
      expect(wrong([node('one', { subject, tell: { applicant: tell({ means: words }) } })])).toEqual([expect.stringContaining('names what was found or held')])
    }
    expect(wrong([node('one', { subject, tell: { applicant: tell() } })])).toEqual([])
  })
  it('{on} is the only placeholder, in all that is said', () => {
    for (const more of [{ text: '冻结{amount}。' }, { means: '账户{account}' }, { act: { text: '请看{object' } }]) {
      expect(wrong([node('one', { tell: { applicant: tell(more) } })])).toEqual([expect.stringContaining('is no placeholder')])
    }
  })
  it('a minimum node that nobody is told of is no such node', () => {
    expect(wrong([node('one', { minimum: true })])).toEqual([expect.stringContaining('minimum')])
    expect(wrong([node('one', { minimum: true, tell: { applicant: tell() } })])).toEqual([])
  })
})
