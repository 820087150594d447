import { pathOf } from './path'
import { WorkflowSchema } from './schema'
import { type ComplaintState, noComplaint, type StepTaken } from './state'

const cite = [{ basis: 'proposal' as const, source: 'test' }]
const state = (label: string, more: object = {}) => ({ label, told: '说给反映人听', ...more })
const step = (id: string, from: string[], to: string, more: object = {}) => ({ id, label: '办一步', from, to, by: ['clerk'], cite, ...more })
const workflow = WorkflowSchema.parse({
  stream: 'petition', label: '信访', initial: 'received', cite,
  states: {
    received: state('收到'), work: state('办理'), report: state('验收', { aside: true }), hearing: state('听证', { aside: true }), done: state('办结', { over: true }),
    shelf: state('归档', { over: true }),
  },
  fields: { above: { label: '上级交办', type: 'yes_no' } },
  actors: { clerk: { label: '经办' } }, read_by: [{ actor: 'clerk' }], about_may: 'nothing', registration: { cite: cite[0] },
  steps: [
    step('begin', ['received'], 'work'), step('hear', ['work'], 'hearing'), step('heard', ['hearing'], 'work'),
    step('close', ['work'], 'done', { only_if: [{ when: { not: { field: 'above', is: ['yes'] } }, says: '要先验收。' }] }),
    step('hand_in', ['work'], 'report', { only_if: [{ when: { field: 'above', is: ['yes'] }, says: '不用验收。' }] }), step('accept', ['report'], 'done'),
    step('off', ['work'], 'done', { on: false }), step('mark', ['work'], 'same'), step('file', ['done'], 'shelf'), step('again', ['done', 'shelf'], 'received', { begins_anew: { keeps: [] } }),
  ],
})
const at = (day: number): string => `2026-03-0${day}T01:00:00.000Z`
const taken = (id: string, from: string, to: string, index: number): StepTaken => ({ step: id, from, to, at: at(index + 1), index, actor: { kind: 'staff', id: 's_0001', role: 'duty' } })
const fileIn = (where: string, steps: StepTaken[], more: Partial<ComplaintState> = {}): ComplaintState =>
  ({ ...noComplaint, status: 'open', state: where, receivedAt: at(1), steps, ...more })
const drawn = (file: ComplaintState): string[] => pathOf(file, { file, fields: {}, workflow, clocks: [], now: at(9) }).map(({ state: name, where }) => `${name} ${where}`)

it('shows where a file is and the usual way ahead to its shelf, without what lies beside', () => {
  expect(drawn(fileIn('received', []))).toEqual(['received now', 'work ahead', 'done ahead', 'shelf ahead'])
})

it('shows every place a file has come through, those beside the usual way too, in the order of time', () => {
  const file = fileIn('work', [taken('begin', 'received', 'work', 1), taken('hear', 'work', 'hearing', 2), taken('heard', 'hearing', 'work', 3), taken('mark', 'work', 'work', 4)])
  expect(drawn(file)).toEqual(['received done', 'work done', 'hearing done', 'work now', 'done ahead', 'shelf ahead'])
  expect(pathOf(file, { file, fields: {}, workflow, clocks: [], now: at(9) })[2]!.at).toBe(at(3))
})

it('leads past what is beside the way only where nothing else is left to the file', () => {
  expect(drawn(fileIn('work', [taken('begin', 'received', 'work', 1)], { fields: { above: 'yes' } }))).toEqual(['received done', 'work now', 'report ahead', 'done ahead', 'shelf ahead'])
})

it('begins a new round with the step that began it', () => {
  const before = [taken('begin', 'received', 'work', 1), taken('close', 'work', 'done', 2), taken('again', 'done', 'received', 3), taken('begin', 'received', 'work', 4)]
  expect(drawn(fileIn('work', before, { round: 3 }))).toEqual(['received done', 'work now', 'done ahead', 'shelf ahead'])
})

it('ends where the file ends', () => {
  expect(drawn(fileIn('shelf', [taken('file', 'done', 'shelf', 1)]))).toEqual(['received done', 'shelf now'])
})
