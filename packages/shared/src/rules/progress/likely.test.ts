import { calendar } from '../testing'
import { type Catalogue, EventSpecSchema, NodeSpecSchema } from './catalogue'
import { clocksOf } from './clocks'
import { likelyNext } from './likely'
import { evolveProgress, noProgress, type ProgressState } from './progress-state'

const cite = [{ basis: 'proposal', source: 'test' }]
const node = (id: string, more: object = {}) =>
  NodeSpecSchema.parse({ id, label: `节点${id}`, kind: 'milestone', of: 'case', subject: 'notice', responsible: ['judge'], cite, ...more })
const due = (event: string, value: number, more: object = {}) =>
  ({ kind: 'deadline', start: { event }, limit: { value, unit: 'calendar_day', direction: 'after', roll_forward: false }, ...more })
const byId = <T extends { id: string }>(...all: T[]): Map<string, T> => new Map(all.map((one) => [one.id, one]))

const catalogue: Catalogue = {
  nodes: byId(
    node('case_filing'), node('slow_one', due('case_filed', 20)), node('quick_one', due('case_filed', 3)),
    node('control', due('found', 10, { per_object: true })),
    node('after_quick', { start: { event: 'quick_one' } }), node('after_filing', { start: { event: 'case_filing' } }),
    node('whole_case', due('case_filed', 180, { subject: 'closing', ended_by_closing: true })), node('other_procedure', due('case_filed', 180, { kind: 'trigger' })),
    node('kept_elsewhere', due('case_filed', 1, { kept_in: 'thread' })), node('off_one', { on: false, start: { event: 'case_filing' } }),
    node('for_some', { start: { event: 'case_filing' }, only_if: ['marked'] }),
  ),
  events: byId(...['case_filed', 'found', 'marked'].map((id) => EventSpecSchema.parse({ id, label: `事件${id}`, of: 'case', of_nodes: id === 'case_filed' ? ['case_filing'] : [] }))),
  roles: new Map(), late_after: { value: 1, unit: 'working_day' }, suspensions: new Map(),
}

let index = 0
const add = (state: ProgressState, what: string, on: string, object?: string): ProgressState =>
  evolveProgress(state, { index: ++index, at: `${on}T02:00:00.000Z`, type: 'node.recorded', body: { recordId: `n_${String(index).padStart(8, '0')}`, what, on, ...(object && { object }) } })
const next = (state: ProgressState): string[] =>
  likelyNext(state, catalogue, clocksOf(state, catalogue, calendar)).map(({ what, object, clock }) => `${what}${object ? ` ${object}` : ''}${clock ? ' runs' : ''}`)

describe('what is probably next in a case', () => {
  const filed = add(noProgress, 'case_filing', '2026-01-05')
  it('is nothing before the filing', () => expect(next(noProgress)).toEqual([]))
  it('is first what runs out first, then what follows upon what was done; never what is off, kept elsewhere, or of another kind of case', () => {
    expect(next(filed)).toEqual(['quick_one runs', 'slow_one runs', 'after_filing'])
  })
  it('is each thing by itself', () => {
    const found = add(add(filed, 'found', '2026-01-06', '户1'), 'found', '2026-01-06', '户2')
    expect(next(found).filter((one) => one.startsWith('control'))).toEqual(['control 户1 runs', 'control 户2 runs'])
    expect(next(add(found, 'control', '2026-01-07', '户1')).filter((one) => one.startsWith('control'))).toEqual(['control 户2 runs'])
  })
  it('is what the newest step opens, before what the filing did; what was done is not offered again', () => {
    const done = add(filed, 'quick_one', '2026-01-07')
    expect(next(done)).toEqual(['slow_one runs', 'after_quick', 'after_filing'])
    expect(next(add(done, 'after_filing', '2026-01-08'))).toEqual(['slow_one runs', 'after_quick'])
  })
  it('is what a mark opens', () => expect(next(add(filed, 'marked', '2026-01-06'))).toContain('for_some'))
})
