import * as fc from 'fast-check'
import type { HolidayTable } from '../calendar'
import { addDays, instantOf } from '../shanghai'
import { type Workflow, WorkflowSchema } from '../workflow'
import {
  ABOUT_SOMEBODY, type BulletinsConfig, BulletinsConfigSchema, bulletinOf, changedSince, type CountedEntry, type CountedFile, type CountedLog, countedBy,
    type CountingRules, decideReport,
  evolveReport, figuresOf, isAboutAny, issueDayOf, noReport, percentOf, periodBefore, periodOf, remarksToCome,
  reportedNow, reportsDueAt, thinned, unknownToWorkflows,
} from '.'

const cite = { basis: 'proposal' as const, source: '测试' }
const holidays: HolidayTable = { years: [2026], holidays: new Set(['2026-11-16']), makeUpWorkdays: new Set() }
const state = (label: string, over = false) => ({ label, told: label, over })
const workflow: Workflow = WorkflowSchema.parse({
  stream: 'petition', label: '信访', initial: 'received',
  states: { received: state('收到'), assigned: state('已交办'), closed: state('结案', true) },
  overlays: { urged: { label: '催办', cite } },
  fields: { dept: { label: '庭室', type: 'department' }, visited_at: { label: '来访时间', type: 'instant' }, words: { label: '怎么说的', type: 'text' } },
  actors: { anybody: { label: '谁都行', roles: ['duty'] } },
  read_by: [{ actor: 'anybody' }], about_may: 'nothing',
  registration: { cite }, cite: [cite],
  periods: [
    { node: 'assign_in_two_days', starts: { received: true }, ends: ['assigned', 'begin_again', 'closed'] },
    { node: 'aim', starts: { received: true }, ends: ['assigned', 'begin_again', 'closed'] },
    { node: 'settle', starts: { steps: ['assign'] }, ends: ['pass_on', 'closed'] },
  ],
  steps: [
    { id: 'assign', label: '交办', from: ['received'], to: 'assigned', by: ['anybody'], cite: [cite] },
    { id: 'urge', label: '催办', from: ['assigned'], to: 'same', by: ['anybody'], marks: 'urged', cite: [cite] },
    { id: 'pass_on', label: '转交', from: ['assigned'], to: 'same', by: ['anybody'], marks: 'urged', cite: [cite] },
    { id: 'begin_again', label: '重来', from: ['closed'], to: 'received', by: ['anybody'], begins_anew: { keeps: [] }, cite: [cite] },
    { id: 'close', label: '结案', from: ['received', 'assigned'], to: 'closed', by: ['anybody'], cite: [cite] },
  ],
})
const figure = (label: string, counts: object, of = ['petition']) => ({ label, unit: '件', definition: `测试里的${label}，只为测试。`, of, counts, cite })
const spec = {
  issued_by: '测试法院', note: '违纪举报不计入，测试。',
  rhythms: Object.fromEntries(['daily', 'weekly', 'monthly'].map((rhythm) => [rhythm, { title: '通报', to: '各庭室', headings: ['one'],
    issued_on_workday: rhythm !== 'daily', cite }])),
  screening: { to: '指挥中心', cite, weekly: { on: 'issue_day', minute: 600, cite }, daily: { on: 'last_day', minute: 1080, cite } },
  sensitive_periods: [{ label: '演示', from: '2026-11-10', to: '2026-11-11', cite }],
  department_fields: ['dept'],
  channels: { app: '小程序', hotline: '热线', letter: '来信', telephone: '来电', fax: '传真', visit: '来访', transferred: '交办', thread: '对话' },
  kinds: { petition: '信访', feedback: '反映', inquiry: '咨询', call: '来电', case: '案件', watch: '案件' },
  entry_words: { received: '收到', 'case.urged': '催办案件', 'watch.urged': '催办答复', begun_again: '重新办理', 'call.opened': '接起来电', missing: '没有报', due: '应报', made: '已报', zero: '零报告' },
  figures: {
    calls: figure('接听', { entries: ['call.opened'] }, ['call']), again: figure('重来', { begun_again: true }),
    unsettled: figure('未果', { unresolved: ['settle'] }), due_but: figure('应办二', { due: ['assign_in_two_days'], but_for: ['closed'] }),
    met_but: figure('按时二', { due: ['assign_in_two_days'], met: true, but_for: ['closed'] }),
    received: figure('登记', { received: true }), visits: figure('来访', { received: true, channels: ['visit'] }), by_visit: figure('按来访日', { received: true,
      channels: ['visit'], by_field: 'visited_at' }),
    assigned: figure('交办', { entered: ['assigned'] }), urged: figure('催办', { marked: ['urged'] }), closed: figure('结案', { entered: ['closed'] }),
    stock_start: figure('期初', { open: 'start' }), stock_end: figure('期末', { open: 'end' }),
    due: figure('应办', { due: ['assign_in_two_days'] }), met: figure('按时', { due: ['assign_in_two_days'], met: true }), overdue: figure('超期',
      { overdue: 'all' }),
    case_urged: figure('催案', { entries: ['case.urged', 'watch.urged'] }, ['case', 'watch']), missing: figure('未报', { screening: 'missing' }),
  },
  rates: { met_rate: { label: '按时率', definition: '应办的里面按时办的所占的比例。', numerator: 'met', denominator: ['due'], cite } },
  headings: {
    one: {
      label: '情况', figures: ['received', 'met', 'due', 'stock_start', 'stock_end', 'overdue'], rates: ['met_rate'], cite, chart: { figure: 'received',
        by: 'channel' },
      says: [
        { text: '登记{received}，按时率{met_rate}。', if: 'received' }, { text: '没有登记。', unless: 'received' },
        { text: '{each}有{count}超期。', each: { by: 'department', figure: 'overdue' } },
      ],
    },
  },
}
const config: BulletinsConfig = BulletinsConfigSchema.parse(spec)
const node = { id: 'assign_in_two_days', on: true, kind: 'deadline', limit: { value: 2, unit: 'calendar_day', direction: 'after', roll_forward: false }, label: '交办' }
/** The court's own: missed, it is no breach. */
const aim = { ...node, id: 'aim', kind: 'milestone', limit: undefined, target: node.limit }
const settle = { ...node, id: 'settle', limit: { ...node.limit, value: 20 } }
const rules: CountingRules = { config, workflows: { petition: workflow, feedback: workflow, inquiry: workflow, discipline: workflow },
  catalogue: { nodes: new Map([node, aim, settle].map((one) => [one.id, one])) as never }, holidays }

const staff = { kind: 'staff' as const, id: 's_duty', role: 'staff' }
let seq = 0
const entry = (index: number, at: string, type: string, body: CountedEntry['body']): CountedEntry => ({ seq: seq++, index, at, type, actor: staff, body })
const received = (at: string, body: object = {}) => entry(0, at, 'complaint.received', { channel: 'visit', by: 'anonymous', matter: '略', ...body })
const step = (index: number, at: string, id: string, to: string, fields: object = {}) => entry(index, at, 'complaint.stepped', { step: id, to,
  fields: fields as never })
const petition = (name: string, entries: CountedEntry[]): CountedFile => ({ chain: `petition:k_${name}`, kind: 'petition', entries })
const log = (files: CountedFile[], over: Partial<CountedLog> = {}): CountedLog => ({ files, screening: { chain: 'report:weekly-2026-11-09', departments: [],
  made: [] }, now: '2026-12-01T00:00:00.000Z', ...over })
/** Monday 2026-11-09 00:00 to Sunday 2026-11-15 24:00, Shanghai. */
const week = periodOf('weekly', '2026-11-12')
const at = (day: string, hour: number) => instantOf(day, hour * 60)
const valuesOf = (files: CountedFile[], period = week) => Object.fromEntries([...figuresOf(log(files), period, rules)].map(([id, { value }]) => [id, value]))

describe('periods', () => {
  test('a week is Monday 00:00 to Sunday 24:00, a month a calendar month, and what follows follows', () => {
    expect(week).toEqual({ rhythm: 'weekly', from: '2026-11-09', to: '2026-11-15' })
    expect(periodOf('weekly', '2026-11-15')).toEqual(week)
    expect(periodOf('weekly', '2026-11-16').from).toBe('2026-11-16')
    expect(periodBefore(week).from).toBe('2026-11-02')
    expect(periodOf('monthly', '2026-02-11')).toEqual({ rhythm: 'monthly', from: '2026-02-01', to: '2026-02-28' })
    expect(periodBefore(periodOf('monthly', '2026-03-31'))).toEqual({ rhythm: 'monthly', from: '2026-02-01', to: '2026-02-28' })
  })
  test('it is issued on the Monday after, or on the next working day', () => {
    expect(issueDayOf(periodBefore(week), config, holidays)).toBe('2026-11-09')
    expect(issueDayOf(week, config, holidays)).toBe('2026-11-17')
    expect(reportsDueAt(week, config, holidays)).toBe(at('2026-11-17', 10))
  })
  test('each day is reported of in a sensitive period, each week always', () => {
    expect(reportedNow(at('2026-11-11', 9), config, holidays).map(({ rhythm, from }) => `${rhythm} ${from}`)).toEqual(['weekly 2026-11-09', 'weekly 2026-11-02',
      'daily 2026-11-11', 'daily 2026-11-10'])
    // Days stay to be read until the end of the week after.
    const days = (day: string) => reportedNow(at(day, 9), config, holidays).filter(({ rhythm }) => rhythm === 'daily').map(({ from }) => from)
    expect([days('2026-11-13'), days('2026-11-22'), days('2026-11-23')]).toEqual([['2026-11-11', '2026-11-10'], ['2026-11-11', '2026-11-10'], []])
  })
  test('weeks whose reports holidays push past the next week are there until they are due, and after', () => {
    const festival: HolidayTable = { years: [2026], makeUpWorkdays: new Set(['2026-02-14', '2026-02-28']),
      holidays: new Set(Array.from({ length: 9 }, (_, i) => addDays('2026-02-15', i))) }
    const weeks = (now: string) => reportedNow(now, config, festival).filter(({ rhythm }) => rhythm === 'weekly').map(({ from }) => from)
    expect(reportsDueAt(periodOf('weekly', '2026-02-09'), config, festival)).toBe(at('2026-02-24', 10))
    expect(weeks(at('2026-02-23', 1))).toEqual(['2026-02-23', '2026-02-16', '2026-02-09', '2026-02-02'])
    expect(weeks(at('2026-02-24', 11))).toEqual(['2026-02-23', '2026-02-16', '2026-02-09'])
    expect(weeks(at('2026-03-03', 9))).toEqual(['2026-03-02', '2026-02-23'])
  })
})

describe('figures', () => {
  // Counted by hand: A came in the week before, is assigned late in this one, and urged twice, and again when it is just over; B comes and is
  // assigned in time; C comes on Sunday at 23:59; D at 24:00.
  const files = [
    petition('aaaaaaaa', [received(at('2026-11-06', 10)), step(1, at('2026-11-10', 9), 'assign', 'assigned', { dept: '执行一庭' }), step(2, at('2026-11-12', 9),
      'urge', 'assigned'), step(3, at('2026-11-13', 9), 'urge', 'assigned'), step(4, instantOf('2026-11-15', 24 * 60), 'urge', 'assigned')]),
    petition('bbbbbbbb', [received(at('2026-11-09', 0), { channel: 'letter' }), step(1, at('2026-11-11', 23), 'assign', 'assigned', { dept: '执行二庭' }),
      step(2, at('2026-11-15', 9), 'close', 'closed')]),
    petition('cccccccc', [received(instantOf('2026-11-15', 24 * 60 - 1))]),
    petition('dddddddd', [received(instantOf('2026-11-15', 24 * 60), { fields: { visited_at: at('2026-11-14', 15) } })]),
  ]
  test('of a week, as counted by hand', () => {
    expect(valuesOf(files)).toEqual({
      received: 2, visits: 1, by_visit: 2, assigned: 2, urged: 2, closed: 1, stock_start: 1, stock_end: 2, due: 1, met: 1, overdue: 0, case_urged: 0,
        missing: 0, calls: 0, again: 0, unsettled: 0, due_but: 1, met_but: 1,
    })
    expect(valuesOf(files, periodBefore(week))).toMatchObject({ received: 1, assigned: 0, stock_start: 0, stock_end: 1, due: 1, met: 0, overdue: 1 })
  })
  test('is the length of the list behind it, each an entry of its chain', () => {
    const listed = countedBy(config.figures.urged!, log(files), week, rules)
    expect(listed.map(({ chain, index, department, what }) => [chain, index, department, what])).toEqual([['petition:k_aaaaaaaa', 2, '执行一庭', 'urged'],
      ['petition:k_aaaaaaaa', 3, '执行一庭', 'urged']])
  })
  test('what is recorded later about an earlier day is counted for that day, and nothing else of a past period changes', () => {
    const before = valuesOf(files.slice(0, 3))
    expect(changedSince({ headings: [{ id: 'one', label: '', text: [], remark: '', rates: [], chart: null, figures: Object.entries(before).map(([id,
      value]) => ({ id, label: id, unit: '件', value, definition: '', cite })) }] }, valuesOf(files)))
      .toEqual([{ id: 'by_visit', label: 'by_visit', issued: 1, now: 2 }])
  })
  test('of a period that runs, only what is overdue by now', () => {
    const running = (now: string) => countedBy(config.figures.overdue!, log([petition('eeeeeeee', [received(at('2026-11-10', 10))])], { now }), week,
      rules).length
    expect([running(at('2026-11-12', 12)), running(at('2026-11-13', 1))]).toEqual([0, 1])
  })
  test('a visit is counted by its day where one is said or somebody came; a paper that was passed on without one is none', () => {
    const by = (channel: string, fields: object = {}) => valuesOf([petition('iiiiiiii', [received(at('2026-11-10', 9), { channel, fields })])]).by_visit
    expect([by('transferred'), by('transferred', { visited_at: at('2026-11-09', 9) }), by('hotline', { visited_at: at('2026-11-10', 8) }), by('visit')])
      .toEqual([0, 1, 1, 1])
  })
  test('what is passed on when its time is over has still come to nothing', () => {
    const waits = [received(at('2026-10-12', 9)), step(1, at('2026-10-13', 9), 'assign', 'assigned'), step(2, at('2026-11-03', 0), 'pass_on', 'assigned')]
    const closed = step(3, at('2026-11-10', 9), 'close', 'closed')
    expect([valuesOf([petition('jjjjjjjj', waits)]).unsettled, valuesOf([petition('jjjjjjjj', [...waits, closed])]).unsettled]).toEqual([1, 0])
  })
  test('a target that was missed is not overdue', () => {
    expect(countedBy(config.figures.overdue!, log([petition('llllllll', [received(at('2026-11-09', 9))])]), week, rules).map(({ what }) => what))
      .toEqual(['assign_in_two_days'])
  })
  test('what was settled in time some other way is neither due nor kept; late it is due and not kept', () => {
    const settled = (hour: number) => {
      const { due_but: due, met_but: met } = valuesOf([petition('mmmmmmmm', [received(at('2026-11-09', 9)), step(1, at('2026-11-10', hour), 'close', 'closed')])])
      return [due, met]
    }
    expect([settled(10), settled(24 * 2 + 1)]).toEqual([[0, 0], [1, 0]])
  })
  describe('begun again', () => {
    const first = [received(at('2026-11-09', 9), { fields: { visited_at: at('2026-11-09', 8) } }), step(1, at('2026-11-09', 10), 'assign', 'assigned'),
      step(2, at('2026-11-10', 9), 'close', 'closed')]
    const again = (day: string) => step(3, at(day, 9), 'begin_again', 'received', { visited_at: at(day, 8) })
    test('in the same week: both rounds’ periods and visits are counted, what is begun again with its step, and no more is closed than there was', () => {
      const values = valuesOf([petition('nnnnnnnn', [...first, again('2026-11-11'), step(4, at('2026-11-12', 9), 'close', 'closed')])])
      expect(values).toMatchObject({ received: 1, by_visit: 2, again: 1, closed: 2, stock_start: 0, stock_end: 0, due: 2, met: 2 })
    })
    test('once more: each time is one', () => {
      const closed = (index: number, day: string) => step(index, at(day, 9), 'close', 'closed')
      const twice = [...first, again('2026-11-11'), closed(4, '2026-11-12'), step(5, at('2026-11-13', 9), 'begin_again', 'received')]
      expect(valuesOf([petition('nnnnnnnn', twice)])).toMatchObject({ again: 2, closed: 2, by_visit: 2, stock_end: 1, due: 3, met: 3 })
    })
    test('months later: the week of the first round stays as it was', () => {
      expect(valuesOf([petition('nnnnnnnn', [...first, again('2027-02-10')])])).toEqual(valuesOf([petition('nnnnnnnn', first)]))
    })
  })
  test('an answer that was urged beside a thread is counted, under the department that has the case', () => {
    const urged: CountedFile = { chain: 'watch:c_1/p_1', kind: 'watch', department: '执行二庭', entries: [entry(0, at('2026-11-10', 9), 'watch.urged', {})] }
    expect(countedBy(config.figures.case_urged!, log([urged]), week, rules)).toMatchObject([{ what: 'watch.urged', department: '执行二庭' }])
  })
  test('a file that names somebody is counted under no department, whenever it was named', () => {
    const entries = [received(at('2026-11-09', 9)), step(1, at('2026-11-09', 10), 'assign', 'assigned', { dept: '执行一庭' }),
      entry(2, at('2026-11-20', 9), 'complaint.about_named', { about: ['s_director'] })]
    expect(countedBy(config.figures.assigned!, log([petition('oooooooo', entries)]), week, rules)).toMatchObject([{ department: ABOUT_SOMEBODY, isWithheld: true }])
    expect(countedBy(config.figures.assigned!, log([petition('oooooooo', entries.slice(0, 2))]), week, rules)).toMatchObject([{ department: '执行一庭', isWithheld: false }])
  })
  test('reports: who is missing, who reported nothing', () => {
    const screening = { chain: 'report:weekly-2026-11-09', departments: ['执行一庭', '执行二庭'], made: [{ department: '执行一庭', index: 0, at: at('2026-11-13', 9),
      isZero: true }] }
    expect(countedBy(config.figures.missing!, log([], { screening }), week, rules).map(({ department, index }) => [department, index])).toEqual([['执行二庭', -1]])
  })
  test('split a period in two and its counts add up, whatever happened', () => {
    const history = fc.array(fc.record({ from: fc.integer({ min: 0, max: 29 }), hours: fc.integer({ min: 0, max: 23 }), gaps: fc.array(fc.integer({ min: 1,
      max: 200 }), { maxLength: 5 }) }), { maxLength: 8 })
    const madeOf = (all: { from: number; hours: number; gaps: number[] }[]) => all.map(({ from, hours, gaps }, n) => {
      let minutes = hours * 60
      const day = addDays('2026-11-01', from)
      const later = gaps.map((gap, i) => step(i + 1, instantOf(day, (minutes += gap * 60)), i === 0 ? 'assign' : i < 4 ? 'urge' : 'close',
        i < 4 ? 'assigned' : 'closed'))
      return petition(`file${String(n).padStart(4, '0')}`, [received(instantOf(day, hours * 60)), ...later])
    })
    fc.assert(fc.property(history, fc.integer({ min: 1, max: 28 }), (all, cut) => {
      const files = madeOf(all)
      const part = (from: string, to: string) => valuesOf(files, { rhythm: 'monthly', from, to })
      const [whole, first, second] = [part('2026-11-01', '2026-11-30'), part('2026-11-01', addDays('2026-11-01', cut)), part(addDays('2026-11-01', cut + 1),
        '2026-11-30')]
      for (const id of ['received', 'visits', 'assigned', 'urged', 'closed', 'due', 'met']) expect([id, first[id]! + second[id]!]).toEqual([id, whole[id]])
      expect([first.stock_start, first.stock_end, second.stock_end]).toEqual([whole.stock_start, second.stock_start, whole.stock_end])
    }), { numRuns: 60 })
  })
})

describe('words', () => {
  const names = { department: (key: string) => key || '未交办', channel: (key: string) => `从${key}来` }
  test('a rate is never without its two numbers, and there is none of nothing', () => {
    const [heading] = bulletinOf(log([petition('ffffffff', [received(at('2026-11-09', 9)), step(1, at('2026-11-09', 10), 'assign', 'assigned')])]), week,
      rules, names)
    expect(heading!.text).toEqual(['登记1件，按时率100.0%（1/1）。'])
    expect(heading!.chart!.rows).toEqual([{ key: 'visit', value: 1 }])
    expect(heading!.rates).toEqual([{ id: 'met_rate', numerator: 1, denominator: 1, percent: '100.0' }])
    const [empty] = bulletinOf(log([]), week, rules, names)
    expect(empty!.text).toEqual(['没有登记。'])
    expect(empty!.rates[0]!.percent).toBeNull()
  })
  test('one sentence for each department that has any', () => {
    const [heading] = bulletinOf(log([petition('gggggggg', [received(at('2026-11-09', 9))])]), week, rules, names)
    expect(heading!.text[1]).toBe('未交办有1件超期。')
  })
  test('a per cent is rounded half up', () => {
    expect([percentOf(1, 3), percentOf(2, 3), percentOf(1, 16), percentOf(0, 7), percentOf(7, 7)]).toEqual(['33.3', '66.7', '6.3', '0.0', '100.0'])
  })
})

describe('a file of definitions', () => {
  const faults = (change: (copy: typeof spec) => void) => {
    const copy = JSON.parse(JSON.stringify(spec)) as typeof spec
    change(copy)
    const parsed = BulletinsConfigSchema.safeParse(copy)
    return parsed.success ? [] : parsed.error.issues.map(({ message }) => message)
  }
  test.each<[string, (copy: typeof spec) => void, string]>([
    ['a rate without a denominator', (copy) => { copy.rates.met_rate.denominator = [] }, 'Too small'],
    ['a rate of a figure that nobody defined', (copy) => { copy.rates.met_rate.numerator = 'made_up' }, 'no figure made_up'],
    ['a number in a sentence that is not under its heading', (copy) => { copy.headings.one.says[0]!.text = '共{closed}' }, '{closed} is no figure'],
    ['a heading that is none', (copy) => { copy.rhythms.weekly!.headings = ['two'] }, 'no heading two'],
    ['chains of discipline', (copy) => { copy.figures.received.of = ['discipline'] }, 'Invalid option'],
  ])('does not start with %s', (_what, change, message) => {
    expect(faults(change).join('\n')).toContain(message)
  })
  test('a state that no workflow has is found', () => {
    const changed = { ...config, figures: { ...config.figures, assigned: { ...config.figures.assigned!, counts: { entered: ['nowhere'] } } } }
    expect(unknownToWorkflows(changed, rules.workflows, rules.catalogue.nodes)).toEqual([{ path: ['figures', 'assigned', 'counts'],
      message: 'no state nowhere' }])
  })
})

describe('what is kept of an entry', () => {
  test('no word that anybody said, no name, no number', () => {
    const thin = thinned('petition', received(at('2026-11-09', 9), { matter: '张三欠我钱', confidential: '秘密', caseNumberSaid: '（2026）1号', aboutSaid: '李法官',
      fields: { words: '我说的话', dept: '执行一庭' } }), workflow)
    expect(thin!.body).toEqual({ channel: 'visit', by: 'anonymous', matter: '略', fields: { words: '略', dept: '执行一庭' } })
    expect(thinned('call', entry(1, at('2026-11-09', 9), 'call.told', { what: 'x' }), undefined)).toBeUndefined()
    expect(thinned('watch', entry(1, at('2026-11-09', 9), 'watch.urged', { staffIds: ['s_somebody'] }), undefined)!.body).toEqual({})
  })
  test('of calls only those that somebody made, and none on a line for reports of misconduct', () => {
    const opened = (line: string, direction: string) => thinned('call', entry(0, at('2026-11-09', 9), 'call.opened', { line, direction }), undefined,
      new Set(['misconduct']))
    expect([opened('hotline', 'out'), opened('misconduct', 'in'), opened('misconduct', 'out')]).toEqual([undefined, undefined, undefined])
    expect(opened('hotline', 'in')!.body).toEqual({})
  })
  test('a file about somebody who may know nothing of it is told apart', () => {
    const file = petition('hhhhhhhh', [received(at('2026-11-09', 9), { about: ['s_director'] })])
    expect([isAboutAny(file, new Set(['s_director']), rules), isAboutAny(file, new Set(['s_other']), rules)]).toEqual([true, false])
  })
})

describe('reports and issuing', () => {
  const when = { now: at('2026-11-17', 9), endsAt: at('2026-11-16', 0), isReported: true }
  const happened = (index: number, type: string, body: object) => ({ index, at: when.now, type, actor: staff, body: body as never, attachments: [] })
  const bulletin = { rhythm: 'weekly' as const, from: week.from, to: week.to, headings: [], readers: [], files: [] }
  test('a bulletin is issued once its period is over; again only with a reason; remarks are then for the next', () => {
    expect(() => decideReport({ type: 'Issue', bulletin, drawnFrom: 0 }, noReport, { ...when, now: at('2026-11-15', 23) }, staff)).toThrow('bulletins.not_over')
    const first = decideReport({ type: 'Issue', bulletin, drawnFrom: 0 }, noReport, when, staff)
    const issued = evolveReport(noReport, happened(0, first.type, first.body))
    expect(() => decideReport({ type: 'Issue', bulletin, drawnFrom: 1 }, issued, when, staff)).toThrow('bulletins.issued_already')
    const heading = { id: 'one', label: '情况', text: [], remark: '有误', figures: [], rates: [], chart: null }
    const said = evolveReport(issued, happened(1, 'bulletin.issued', { ...first.body, headings: [heading], edition: 2 }))
    const remark = decideReport({ type: 'Remark', heading: 'one', text: '更正' }, said, when, staff)
    const remarked = evolveReport(said, happened(2, remark.type, remark.body))
    expect([remarksToCome(said), remarksToCome(remarked)]).toEqual([{}, { one: '更正' }])
    // What was remarked while the papers were drawn stands in none of them.
    const again = { type: 'Issue' as const, bulletin: { ...bulletin, because: '文字有误' } }
    expect(() => decideReport({ ...again, drawnFrom: 2 }, remarked, when, staff)).toThrow('bulletins.drawn_from_less')
    expect(decideReport({ ...again, drawnFrom: 3 }, remarked, when, staff).body).toMatchObject({ edition: 3 })
    expect(decideReport({ type: 'Issue', bulletin: { ...bulletin, because: '数字有误' }, drawnFrom: 1 }, issued, when, staff).body).toMatchObject({ edition: 2, because: '数字有误' })
  })
  test('who owed a report is written down once the period is over, and stands', () => {
    const owe = { type: 'Owe' as const, departments: ['执行一庭'] }
    expect(() => decideReport(owe, noReport, { ...when, now: at('2026-11-15', 23) }, staff)).toThrow('bulletins.not_over')
    const owed = decideReport(owe, noReport, when, staff)
    const state = evolveReport(noReport, happened(0, owed.type, owed.body))
    expect(evolveReport(state, happened(1, 'report.owed', { departments: ['执行二庭'] })).owed).toEqual(['执行一庭'])
  })
  test('nothing is a report too; only those who have not reported are reminded', () => {
    const zero = decideReport({ type: 'Screen', report: { department: '执行一庭', petitions: 0, disputes: 0, note: '' } }, noReport, when, staff)
    const state = evolveReport(noReport, happened(0, zero.type, zero.body))
    expect(decideReport({ type: 'Remind', departments: ['执行一庭', '执行二庭'] }, state, when, staff).body).toEqual({ departments: ['执行二庭'] })
    expect(() => decideReport({ type: 'Remind', departments: ['执行一庭'] }, state, when, staff)).toThrow('bulletins.all_reported')
    expect(() => decideReport({ type: 'Screen', report: { department: '执行一庭', petitions: 0, disputes: 0, note: '' } }, noReport, { ...when,
      isReported: false }, staff)).toThrow('bulletins.no_report_due')
  })
})

