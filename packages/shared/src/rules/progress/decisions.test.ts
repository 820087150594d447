import * as fc from 'fast-check'
import { CodedError } from '../../errors'
import type { CaseState, Relation } from '../case-file'
import { noCase } from '../case-file'
import { addDays } from '../shanghai'
import { calendar } from '../testing'
import { type Catalogue, EventSpecSchema, NodeSpecSchema } from './catalogue'
import type { ProgressCommand, SaidOfNode } from './commands'
import { decideProgress, type ProgressGiven } from './decisions'
import { onTimeFrom } from './recordable'
import { evolveProgress, inTime, noProgress, type ProgressState } from './progress-state'

const cite = [{ basis: 'proposal', source: 'test' }]
const tell = (more: object = {}) => ({ agents: true, text: '法院已办理。', means: '案件有了进展。', basis: 'proposal', ...more })
const day = (value: number) => ({ value, unit: 'calendar_day', direction: 'after', roll_forward: true })
const node = (id: string, more: object = {}) => NodeSpecSchema.parse({ id, label: `节点${id}`, kind: 'milestone', of: 'case', subject: 'notice', responsible: ['judge'], cite, ...more })
const event = (id: string, more: object = {}) => EventSpecSchema.parse({ id, label: `事件${id}`, of: 'case', ...more })
const approval = (by: string, more: object = {}) => ({ by: [by], cite: cite[0], ...more })
const notice = [
  ...['start_price', 'reference_price'].map((id) => ({ id, label: id, type: 'money', required: true })),
  { id: 'auction_day', label: '拍卖时间', type: 'day', required: true },
  { id: 'flaws', label: '已知瑕疵', type: 'text', required: true },
]
const byId = <T extends { id: string }>(...all: T[]): Map<string, T> => new Map(all.map((one) => [one.id, one]))

const catalogue: Catalogue = {
  nodes: byId(
    node('case_filing', { subject: 'filing', start: { event: 'application_received' } }),
    node('issue_notice', { kind: 'deadline', start: { event: 'case_filed' }, limit: day(10), tell: { applicant: tell(), respondent: tell() } }),
    node('switched_off', { on: false }),
    node('of_petition', { of: 'petition' }),
    node('a_target', { kind: 'target' }),
    node('query', { subject: 'query', tell: { applicant: tell() } }),
    node('online_control', { kind: 'deadline', subject: 'control', start: { event: 'property_found' }, limit: { value: 48, unit: 'hour', roll_forward: false }, per_object: true, tell: { applicant: tell(), respondent: tell() } }),
    node('entrust', { subject: 'valuation', approval: approval('vp_in_charge', { report_to: 'superior_bureau' }) }),
    node('detain', { subject: 'measure', approval: approval('court_president'), tell: { respondent: tell({ to: 'concerned' }) } }),
    node('freeze', { subject: 'control', secrecy: { mark: 'controlled', cite: cite[0] }, tell: { respondent: tell({ when: 'controls_done' }) } }),
    node('begun', { subject: 'query', secrecy: { mark: 'query_begun', cite: cite[0] } }),
    node('auction_notice', { kind: 'lead_time', subject: 'sale', start: { event: 'auction_start' }, limit: { value: 30, unit: 'calendar_day', direction: 'before', roll_forward: false }, fields: notice, checks: ['reserve_price', 'auction_lead'], least_percent: 70 }),
    node('talk', { checks: ['interview_record'] }),
    node('settle', { checks: ['signed_paper'], fields: [
      { id: 'form', label: '和解方式', type: 'choice', choices: ['分期', '一次'], required: true },
      { id: 'months', label: '分几期', type: 'text', required_if: { field: 'form', is: ['分期'] } },
      { id: 'sum', label: '金额', type: 'money', most: 10_000 },
    ] }),
    node('terminate', { subject: 'closing', checks: ['termination_age', 'interview_held'] }),
    node('in_thread', { kept_in: 'thread', kind: 'deadline', start: { event: 'said_in_thread' }, limit: day(3) }),
    node('termination_min_age', { kind: 'not_before', start: { event: 'case_filed' }, limit: { value: 3, unit: 'month', roll_forward: false } }),
    node('for_release', { subject: 'measure', tell: { applicant: tell({ when: 'released' }) } }),
    node('appraise', { kind: 'deadline', start: { event: 'entrusted' }, limit: day(30), extension: { times: 2, each: { value: 15, unit: 'calendar_day' }, approvers: ['bureau_director'] } }),
  ),
  events: byId(
    event('application_received'), event('case_filed', { of_nodes: ['case_filing'] }), event('property_found', { needs_time: true, secrecy: { mark: 'found', cite: cite[0] } }), event('auction_start'), event('entrusted'),
    event('said_in_thread', { kept_in: 'thread' }),
  ),
  roles: new Map(['vp_in_charge', 'court_president', 'bureau_director'].map((role) => [role, { label: `角色${role}`, who: 'outside' as const }])),
  late_after: { value: 1, unit: 'working_day' },
  suspensions: new Map([['stay', '暂缓执行']]),
}

const party = (partyId: string, side: 'applicant' | 'respondent') => ({ partyId, side, form: 'natural' as const })
const file: CaseState = {
  ...noCase, status: 'open', caseId: 'c_aaaaaaaa', filedOn: '2026-01-05', officerIds: ['s_offi'], judgeId: 's_judg',
  parties: [party('p_applican', 'applicant'), party('p_responda', 'respondent'), party('p_respondb', 'respondent')],
}
/** Wednesday, ten in Shanghai. */
const NOW = '2026-05-13T02:00:00.000Z'
const TODAY = '2026-05-13'

let index = 0
const after = (state: ProgressState, type: string, body: object): ProgressState => evolveProgress(state, { index: ++index, at: NOW, type, body })
const done = (what: string, on: string, more: object = {}) => ({ recordId: `n_${what.replace(/_/g, '').padEnd(8, '0')}`, what, on, ...more })
const having = (...records: object[]): ProgressState => records.reduce<ProgressState>((state, record) => after(state, 'node.recorded', record), noProgress)

const given = (more: Partial<ProgressGiven> = {}): ProgressGiven => ({ file, progress: noProgress, catalogue, calendar, level: 'basic', acts: 'officer', now: NOW, ...more })
const said = (what: string, more: Partial<SaidOfNode> = {}): ProgressCommand =>
  ({ type: 'RecordNode', recordId: 'n_newrecord', node: { what, on: TODAY, fields: {}, papers: [], ...more } })

/** What it comes to: the draft, or code and field of the refusal. */
function outcome(command: ProgressCommand, state: Partial<ProgressGiven> = {}) {
  try {
    const { type, body, warnings } = decideProgress(command, given(state))
    return { type, body, warnings }
  } catch (error) {
    if (error instanceof CodedError) return error.field ? `${error.code} ${error.field}` : error.code
    throw error
  }
}
const ok = (type: string, body: object = {}) => expect.objectContaining({ type, body: expect.objectContaining(body) })

describe('recording a node', () => {
  it('stands in the case as it was said, with the number it was given', () => {
    expect(outcome(said('issue_notice', { note: '法院专递' }))).toEqual(ok('node.recorded', { recordId: 'n_newrecord', what: 'issue_notice', on: TODAY, note: '法院专递', warnings: [] }))
  })
  it.each(['switched_off', 'of_petition', 'a_target', 'case_filed', 'made_up'])('is refused of what is no act of a case here: %s', (what) => {
    expect(outcome(said(what))).toBe('progress.unknown_node body.what')
  })
  it('is refused of the filing, which is the registration', () => expect(outcome(said('case_filing'))).toBe('progress.filed_already'))
  it('is refused of what has not happened, unless its day is fixed beforehand', () => {
    expect(outcome(said('query', { on: '2026-05-14' }))).toBe('progress.in_future body.on')
    expect(outcome(said('property_found', { time: '10:01', object: '房1' }))).toBe('progress.in_future body.time')
    expect(outcome(said('property_found', { time: '10:00', object: '房1' }))).toEqual(ok('node.recorded'))
    expect(outcome(said('auction_start', { on: '2026-07-01' }))).toEqual(ok('node.recorded'))
  })
  it('is refused before the filing, but for what the case was filed upon', () => {
    expect(outcome(said('query', { on: '2026-01-04', lateReason: '补录' }))).toBe('progress.before_filing body.on')
    expect(outcome(said('application_received', { on: '2026-01-04', lateReason: '补录' }))).toEqual(ok('node.recorded'))
  })
  it('asks for the thing and the time where a period counts by them', () => {
    expect(outcome(said('online_control', { time: '09:00' }))).toBe('progress.object_required body.object')
    expect(outcome(said('online_control', { object: '户1' }))).toBe('progress.time_required body.time')
    expect(outcome(said('property_found', { object: '户1' }))).toBe('progress.time_required body.time')
  })
  it.each<[Relation, boolean]>([
    ['judge', true], ['officer', true], ['deputy', true], ['deputy_judge', true], ['team_leader', false], ['director', false], ['principal', false], ['agent', false], ['none', false],
  ])('is for whoever handles the case: %s', (acts, may) => {
    expect(outcome(said('query'), { acts })).toEqual(may ? ok('node.recorded') : 'access.forbidden')
  })
})

describe('back-filling (A0-2)', () => {
  // One working day after Monday is Tuesday; now it is Wednesday.
  it('needs a reason, and is marked by it', () => {
    expect(outcome(said('query', { on: '2026-05-11' }))).toBe('progress.late_reason_required body.lateReason')
    expect(outcome(said('query', { on: '2026-05-11', lateReason: '外出执行' }))).toEqual(ok('node.recorded', { lateReason: '外出执行' }))
  })
  it('is none within the time, and then leaves no mark even where somebody wrote a reason', () => {
    const draft = outcome(said('query', { on: '2026-05-12', lateReason: '不必' })) as { body: object }
    expect(draft.body).not.toHaveProperty('lateReason')
  })
  it('begins on a day that the phone is told beforehand', () => {
    // Now it is Wednesday: Tuesday is in time. On a Monday, so is Friday, and the days between.
    expect(onTimeFrom(catalogue, calendar, NOW)).toBe('2026-05-12')
    expect(onTimeFrom(catalogue, calendar, '2026-05-11T02:00:00.000Z')).toBe('2026-05-08')
  })
  it('of the court’s own system says when it arrived, or why, where it does say', () => {
    expect(outcome(said('query', { on: '2026-05-11' }), { acts: 'import' })).toEqual(ok('node.recorded', { lateReason: '法院办案系统于 2026-05-13 10:00 送达本平台' }))
    expect(outcome(said('query', { on: '2026-05-11', lateReason: '断网' }), { acts: 'import' })).toEqual(ok('node.recorded', { lateReason: '断网' }))
  })
  it('is decided by the day alone: whatever the days, a mark is there exactly when it came later than allowed', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 60 }), (ago) => {
      const on = addDays(TODAY, -ago)
      const draft = outcome(said('query', { on, lateReason: '补录' })) as { body: { lateReason?: string } }
      expect(draft.body.lateReason !== undefined).toBe(ago >= 2)
    }))
  })
})

describe('approvals (D-9, A-16, A-31)', () => {
  const by = (role: string, on: string, more: object = {}) => ({ role, name: '某院长', on, paper: '审批〔2026〕1号', ...more })
  it('have to be in the record, by whom the rules name, before the act', () => {
    const about = ['p_responda']
    expect(outcome(said('detain', { about }))).toBe('progress.approval_required body.approval')
    expect(outcome(said('detain', { about, approval: by('bureau_director', '2026-05-12') }))).toBe('progress.approval_unfit body.approval.role')
    expect(outcome(said('detain', { about, approval: by('court_president', '2026-05-14') }))).toBe('progress.approval_unfit body.approval.on')
    expect(outcome(said('detain', { about, approval: by('court_president', TODAY) }))).toEqual(ok('node.recorded'))
  })
  it('are reported to the superior bureau by a basic court, and by that alone (X-30)', () => {
    expect(outcome(said('entrust', { approval: by('vp_in_charge', TODAY) }))).toBe('progress.report_required body.approval.reportedOn')
    expect(outcome(said('entrust', { approval: by('vp_in_charge', '2026-05-12', { reportedOn: '2026-05-11' }) }))).toBe('progress.approval_unfit body.approval.reportedOn')
    expect(outcome(said('entrust', { approval: by('vp_in_charge', '2026-05-12', { reportedOn: '2026-05-14' }) }))).toBe('progress.approval_unfit body.approval.reportedOn')
    expect(outcome(said('entrust', { approval: by('vp_in_charge', '2026-05-12', { reportedOn: TODAY }) }))).toEqual(ok('node.recorded'))
    expect(outcome(said('entrust', { approval: by('vp_in_charge', TODAY) }), { level: 'intermediate' })).toEqual(ok('node.recorded'))
  })
  it('are asked of the court’s own system all the same', () => expect(outcome(said('detain', { about: ['p_responda'] }), { acts: 'import' })).toBe('progress.approval_required body.approval'))
})

describe('an auction (A-19 … A-21, X-10)', () => {
  const fields = { start_price: '70000', reference_price: '100000', auction_day: addDays(TODAY, 40), flaws: '无' }
  const notice = (more: object = {}, rest: Partial<SaidOfNode> = {}) => said('auction_notice', { object: '房1', fields: { ...fields, ...more }, ...rest })
  it('may be announced with all that a notice has to say', () => {
    expect(outcome(notice())).toEqual(ok('node.recorded', { warnings: [] }))
    expect(outcome(notice({ flaws: ' ' }))).toBe('progress.field_missing body.fields.flaws')
    expect(outcome(notice({ more: '1' }))).toBe('progress.field_wrong body.fields.more')
    expect(outcome(notice({ start_price: '七万' }))).toBe('progress.field_wrong body.fields.start_price')
    expect(outcome(notice({ auction_day: '2026-02-31' }))).toBe('progress.field_wrong body.fields.auction_day')
  })
  it('does not start under its least price', () => {
    expect(outcome(notice({ start_price: '69999.99' }))).toBe('progress.reserve_price body.fields.start_price')
    expect(outcome(notice({ start_price: '70000.00' }))).toEqual(ok('node.recorded'))
  })
  it('takes no price under the least, and any other, whatever the value', () => {
    const money = fc.integer({ min: 1, max: 1_000_000_000_00 })
    fc.assert(fc.property(money, money, (start, reference) => {
      const yuan = (cents: number) => (cents / 100).toFixed(2)
      const got = outcome(notice({ start_price: yuan(start), reference_price: yuan(reference) }))
      expect(typeof got === 'string').toBe(BigInt(start) * 100n < BigInt(reference) * 70n)
    }))
  })
  it('is announced early enough; to the day is warned of', () => {
    expect(outcome(notice({ auction_day: addDays(TODAY, 29) }))).toBe('progress.auction_lead body.fields.auction_day')
    expect(outcome(notice({ auction_day: addDays(TODAY, 30) }))).toEqual(expect.objectContaining({ warnings: ['公告到开拍正好 30 天，没有余地。'] }))
    expect(outcome(notice({ auction_day: addDays(TODAY, 31) }))).toEqual(expect.objectContaining({ warnings: [] }))
  })
  it('is on the day that the notice says, whichever is recorded first', () => {
    const start = having(done('auction_start', addDays(TODAY, 41), { object: '房1' }))
    expect(outcome(notice(), { progress: start })).toBe('progress.auction_day_differs body.fields.auction_day')
    const announced = having(done('auction_notice', TODAY, { object: '房1', fields }))
    expect(outcome(said('auction_start', { object: '房1', on: addDays(TODAY, 41) }), { progress: announced })).toBe('progress.auction_day_differs body.on')
    expect(outcome(said('auction_start', { object: '房2', on: addDays(TODAY, 41) }), { progress: announced })).toEqual(ok('node.recorded'))
    expect(outcome(said('auction_start', { object: '房1', on: addDays(TODAY, 40) }), { progress: announced })).toEqual(ok('node.recorded'))
  })
  it('is announced once for each auction, and again for the next one', () => {
    const announced = (auction: string) => having(done('auction_notice', '2026-03-02', { object: '房1', fields: { ...fields, auction_day: auction } }))
    expect(outcome(notice(), { progress: announced('2026-05-20') })).toBe('progress.already_recorded body.on')
    expect(outcome(notice(), { progress: announced('2026-04-10') })).toEqual(ok('node.recorded'))
  })
  it('has one day to come', () => {
    const start = having(done('auction_start', addDays(TODAY, 41), { object: '房1' }))
    expect(outcome(said('auction_start', { object: '房1', on: addDays(TODAY, 50) }), { progress: start })).toBe('progress.already_recorded body.on')
  })
})

describe('what a node rests on', () => {
  it('an interview on its record, a settlement on the signed paper', () => {
    const photo = { id: 'a_00000001', name: '笔录.png', kind: 'picture' as const }
    const proof = (type: string) => ({ proof: { uploaded: [{ id: photo.id, sm3: '0'.repeat(64), size: 1, type }] } })
    expect(outcome(said('talk', { papers: ['约谈笔录1'] }))).toBe('progress.evidence_missing body.evidence')
    expect(outcome(said('talk', { evidence: [photo] }), proof('image/png'))).toEqual(ok('node.recorded'))
    expect(outcome(said('talk', { evidence: [photo] }), proof('text/plain'))).toBe('progress.evidence_unknown body.evidence')
    const filedIn = { personId: 'p_applican', index: 3 }
    expect(outcome(said('talk', { filedIn }))).toBe('progress.evidence_unknown body.filedIn')
    expect(outcome(said('talk', { filedIn }), { proof: { uploaded: [], filedHash: 'abc' } })).toEqual(ok('node.recorded'))
    const both = ['p_applican', 'p_responda']
    const settled = (signedBy: string[]) => outcome(said('settle', { fields: { form: '一次' }, evidence: [photo], signedBy }), proof('application/pdf'))
    for (const some of [[], ['p_applican'], ['p_responda', 'p_respondb']]) expect(settled(some)).toBe('progress.signature_missing body.signedBy')
    expect(settled(['p_applican', 'p_nobody00'])).toBe('progress.field_wrong body.signedBy')
    expect(settled(both)).toEqual(ok('node.recorded'))
    // The court's own system keeps its papers itself.
    expect(outcome(said('talk'), { acts: 'import' })).toBe('progress.paper_missing body.papers')
    expect(outcome(said('settle', { fields: { form: '一次' }, papers: ['和解协议1'] }), { acts: 'import' })).toEqual(ok('node.recorded'))
  })
  it('what stands in somebody’s own thread is recorded by nobody, not even by the court’s own system, and says so', () => {
    for (const what of ['in_thread', 'said_in_thread']) {
      expect([outcome(said(what)), outcome(said(what), { acts: 'import' })]).toEqual(['progress.kept_in_thread body.what', 'progress.kept_in_thread body.what'])
    }
  })
  it('fields that other fields ask for, choices there are, and a word on large sums', () => {
    const papers = ['和解协议1']
    const settled = (fields: Record<string, string>) => outcome(said('settle', { fields, papers }), { acts: 'import' })
    expect(settled({ form: '分期' })).toBe('progress.field_missing body.fields.months')
    expect(settled({ form: '不付' })).toBe('progress.field_wrong body.fields.form')
    expect(settled({ form: '一次', sum: '10000.01' })).toEqual(expect.objectContaining({ warnings: ['“金额”超过了 10000 元。'] }))
  })
  it('the end of a round of enforcement on three months and an interview with the applicant (B-14)', () => {
    const talked = having(done('talk', '2026-03-02'))
    expect(outcome(said('terminate'))).toBe('progress.interview_missing')
    expect(outcome(said('terminate', { on: '2026-03-01', lateReason: '补录' }), { progress: talked })).toBe('progress.too_early body.on')
    expect(outcome(said('terminate', { on: '2026-04-04', lateReason: '补录' }), { progress: talked })).toBe('progress.too_early body.on')
    expect(outcome(said('terminate', { on: '2026-04-05', lateReason: '补录' }), { progress: talked })).toEqual(ok('node.recorded'))
    expect(outcome(said('terminate'), { progress: having(done('talk', '2026-05-14')) })).toBe('progress.interview_missing')
  })
  it('whom it is about, where not all of a side may know', () => {
    const approved = { approval: { role: 'court_president', name: '某院长', on: TODAY, paper: '拘1号' } }
    expect(outcome(said('detain', approved))).toBe('progress.field_missing body.about')
    expect(outcome(said('detain', { ...approved, about: ['p_stranger0'] }))).toBe('progress.field_wrong body.about')
    const one = { ...file, parties: file.parties.slice(0, 2) }
    expect(outcome(said('detain', approved), { file: one })).toEqual(ok('node.recorded', { about: ['p_responda'] }))
  })
  it('a second time is refused of the same thing, and only of that', () => {
    const control = having(done('online_control', '2026-05-12', { object: '户1', time: '09:00' }))
    expect(outcome(said('online_control', { object: '户1', time: '09:30' }), { progress: control })).toBe('progress.already_recorded body.on')
    expect(outcome(said('online_control', { object: '户2', time: '09:30' }), { progress: control })).toEqual(ok('node.recorded'))
    const withdrawn = after(control, 'node.withdrawn', { recordId: 'n_onlinecontrol', reason: '记错了' })
    expect(outcome(said('online_control', { object: '户1', time: '09:30' }), { progress: withdrawn })).toEqual(ok('node.recorded'))
    // What begins again is done again: another appraisal of the same house.
    const appraised = having(done('entrusted', '2026-03-02', { object: '房1' }), done('appraise', '2026-04-01', { object: '房1' }))
    expect(outcome(said('appraise', { object: '房1' }), { progress: appraised })).toBe('progress.already_recorded body.on')
    const again = after(appraised, 'node.recorded', { ...done('entrusted', '2026-04-20', { object: '房1' }), recordId: 'n_entrusted2' })
    expect(outcome(said('appraise', { object: '房1' }), { progress: again })).toEqual(ok('node.recorded'))
    const queried = having(done('query', '2026-05-12'))
    expect(outcome(said('query', { on: '2026-05-12' }), { progress: queried })).toBe('progress.already_recorded body.on')
    expect(outcome(said('query'), { progress: queried })).toEqual(ok('node.recorded'))
  })
})

describe('taking back', () => {
  const progress = having(done('query', '2026-05-12'))
  const withdraw = (recordId = 'n_query000'): ProgressCommand => ({ type: 'WithdrawNode', recordId, reason: '记错案件' })
  it('needs a record that stands, and keeps it readable', () => {
    expect(outcome(withdraw(), { progress })).toEqual(ok('node.withdrawn', { reason: '记错案件' }))
    const taken = after(progress, 'node.withdrawn', { recordId: 'n_query000', reason: '记错案件' })
    expect(taken.records).toHaveLength(1)
    expect(inTime(taken)).toHaveLength(0)
    expect(outcome(withdraw(), { progress: taken })).toBe('progress.unknown_record')
    expect(outcome(withdraw('n_nothing00'), { progress })).toBe('progress.unknown_record')
  })
  it('is for whoever handles the case, and never of the filing', () => {
    expect(outcome(withdraw(), { progress, acts: 'team_leader' })).toBe('access.forbidden')
    expect(outcome(withdraw('n_casefiling'), { progress: having(done('case_filing', '2026-01-05')) })).toBe('progress.filed_already')
  })
})

describe('who may know more, and when (X-40, F-5)', () => {
  const progress = having(
    done('query', '2026-05-12'), done('issue_notice', '2026-05-12'), done('for_release', '2026-05-12'), done('auction_start', '2026-07-01'), done('online_control', '2026-05-12', { object: '户1' }),
  )
  const held = after(progress, 'hold.set', { held: true, reason: '敏感案件' })
  const release = (what: string, side: 'applicant' | 'respondent', detail?: string): ProgressCommand =>
    ({ type: 'ReleaseNode', recordId: done(what, TODAY).recordId, side, ...(detail !== undefined && { detail }) })
  const judge = { progress, acts: 'judge' as const }
  it('a detail goes to the applicant’s side alone, by the judge alone, without a number that opens an account', () => {
    expect(outcome(release('query', 'applicant', '查到尾号1234的账户'), judge)).toEqual(ok('node.released', { side: 'applicant', detail: '查到尾号1234的账户' }))
    expect(outcome(release('query', 'applicant', '查到账户'), { progress })).toBe('progress.judge_required')
    expect(outcome(release('query', 'applicant', '查到账户'), { progress, acts: 'director' })).toBe('progress.judge_required')
    expect(outcome(release('query', 'applicant', '查到账户'), { progress, acts: 'deputy_judge' })).toEqual(ok('node.released'))
    expect(outcome(release('issue_notice', 'respondent', '详情'), judge)).toBe('progress.detail_for_applicant body.side')
    expect(outcome(release('query', 'applicant', '账号 6222021234567890128'), judge)).toBe('progress.number_in_detail body.detail')
  })
  it('nothing makes tellable to the respondent what may not be told to them', () => {
    for (const state of [judge, { ...judge, progress: held }]) {
      expect(outcome(release('query', 'respondent'), state)).toBe('progress.not_for_this_side body.side')
      expect(outcome(release('query', 'respondent', '详情'), state)).toBe('progress.not_for_this_side body.side')
      expect(outcome(release('auction_start', 'respondent'), state)).toBe('progress.not_for_this_side body.side')
    }
  })
  it('what waits for a release, or is held, goes out once', () => {
    expect(outcome(release('issue_notice', 'respondent'), judge)).toBe('progress.nothing_to_release')
    expect(outcome(release('issue_notice', 'respondent'), { ...judge, progress: held })).toEqual(ok('node.released'))
    expect(outcome(release('issue_notice', 'respondent'), { progress: held, acts: 'director' })).toEqual(ok('node.released'))
    expect(outcome(release('issue_notice', 'respondent'), { progress: held })).toBe('progress.judge_required')
    expect(outcome(release('for_release', 'applicant'), judge)).toEqual(ok('node.released'))
    const released = after(progress, 'node.released', { recordId: done('for_release', TODAY).recordId, side: 'applicant' })
    expect(outcome(release('for_release', 'applicant'), { ...judge, progress: released })).toBe('progress.nothing_to_release')
  })
  it('a freeze that waits for a query is let go by a judge alone, with a reason, which an earlier release without one is not', () => {
    const running = having(done('begun', '2026-05-12'), done('freeze', '2026-05-12'))
    const reason = '裁定须在法定期限内送达'
    const letGo = (more: object = {}): ProgressCommand => ({ type: 'ReleaseNode', recordId: done('freeze', TODAY).recordId, side: 'respondent', ...more })
    expect(outcome(letGo(), { ...judge, progress: running })).toBe('progress.release_reason body.reason')
    expect(outcome(letGo({ reason }), { progress: running, acts: 'director' })).toBe('progress.judge_required')
    expect(outcome(letGo({ reason }), { progress: running })).toBe('progress.judge_required')
    expect(outcome(letGo({ reason }), { ...judge, progress: running })).toEqual(ok('node.released', { side: 'respondent', reason }))
    const before = after(running, 'node.released', { recordId: done('freeze', TODAY).recordId, side: 'respondent' })
    expect(outcome(letGo({ reason }), { ...judge, progress: before })).toEqual(ok('node.released', { side: 'respondent', reason }))
    const open = having(done('property_found', '2026-05-12', { object: '户1', time: '09:00' }), done('begun', '2026-05-12'), done('freeze', '2026-05-12'))
    expect(outcome(letGo({ reason }), { ...judge, progress: open })).toBe('progress.nothing_to_release')
    expect(outcome(letGo({ reason }), { ...judge, progress: having(done('freeze', '2026-05-12')) })).toBe('progress.nothing_to_release')
  })
  it('a hold is a judge’s or the director’s', () => {
    const hold = (isHeld: boolean): ProgressCommand => ({ type: 'SetHold', held: isHeld, reason: '敏感案件' })
    expect(outcome(hold(true), judge)).toEqual(ok('hold.set', { held: true }))
    expect(outcome(hold(true), { progress, acts: 'director' })).toEqual(ok('hold.set'))
    expect(outcome(hold(true), { progress })).toBe('progress.judge_required')
    expect(outcome(hold(true), { ...judge, progress: held })).toBe('progress.hold_unchanged')
    expect(outcome(hold(false), { ...judge, progress: held })).toEqual(ok('hold.set', { held: false }))
  })
})

describe('what changes periods', () => {
  const approved = { role: 'bureau_director', name: '某局长', on: '2026-05-01', paper: '审批2号' }
  const judge = { acts: 'judge' as const }
  const suspend = (more: object = {}): ProgressCommand =>
    ({ type: 'SuspendPeriods', suspensionId: 'n_suspensio', cause: 'stay', from: '2026-05-01', reason: '申请人申请暂缓', approval: approved, ...more })
  const open = after(noProgress, 'period.suspended', { suspensionId: 'n_suspensio', cause: 'stay', from: '2026-05-01', reason: '申请人申请暂缓' })
  it('a suspension has a cause, days that have been, an approval, and a judge', () => {
    expect(outcome(suspend(), judge)).toEqual(ok('period.suspended', { cause: 'stay', approval: approved }))
    expect(outcome(suspend())).toBe('progress.judge_required')
    expect(outcome(suspend({ cause: 'holiday' }), judge)).toBe('progress.cause_unknown body.cause')
    for (const days of [{ from: '2026-01-04' }, { from: '2026-05-14' }, { to: '2026-04-30' }, { to: '2026-05-14' }]) {
      expect(outcome(suspend(days), judge)).toBe('progress.suspension_days body.from')
    }
    expect(outcome(suspend({ approval: { ...approved, role: 'nobody_here' } }), judge)).toBe('progress.approval_unfit body.approval.role')
    expect(outcome(suspend({ approval: { ...approved, on: '2026-05-14' } }), judge)).toBe('progress.approval_unfit body.approval.on')
    expect(outcome(suspend(), { ...judge, progress: open })).toBe('progress.already_suspended body.from')
    expect(outcome(suspend({ from: '2026-04-01', to: '2026-04-30' }), { ...judge, progress: open })).toEqual(ok('period.suspended'))
  })
  it('it is ended once', () => {
    const resume = (to: string): ProgressCommand => ({ type: 'ResumePeriods', suspensionId: 'n_suspensio', to, reason: '事由消失' })
    expect(outcome(resume('2026-05-10'), { ...judge, progress: open })).toEqual(ok('period.resumed', { reason: '事由消失' }))
    expect(outcome(resume('2026-05-10'), { progress: open })).toBe('progress.judge_required')
    expect(outcome(resume('2026-04-30'), { ...judge, progress: open })).toBe('progress.suspension_days body.to')
    expect(outcome(resume('2026-05-14'), { ...judge, progress: open })).toBe('progress.suspension_days body.to')
    expect(outcome(resume('2026-05-10'), { ...judge, progress: after(open, 'period.resumed', { suspensionId: 'n_suspensio', to: '2026-05-09' }) })).toBe('progress.suspension_unknown')
  })
  it('an extension is of a clock that runs, as far and as often as the rules let it, before it has run out', () => {
    const clockId = 'appraise/n_entrusted'
    const clock = (id: string) => (id === clockId ? { node: 'appraise', dueAt: '2026-05-20T16:00:00.000Z' } : id === 'issue_notice/n_x' ? { node: 'issue_notice', dueAt: NOW } : undefined)
    const extend = (more: object = {}): ProgressCommand =>
      ({ type: 'ExtendPeriod', clockId, by: { value: 15, unit: 'calendar_day' }, reason: '评估机构申请', approval: approved, ...more })
    const state = { ...judge, clock }
    expect(outcome(extend(), state)).toEqual(ok('period.extended', { clockId, by: { value: 15, unit: 'calendar_day' } }))
    expect(outcome(extend(), { clock })).toBe('progress.judge_required')
    expect(outcome(extend({ clockId: 'appraise/n_other000' }), state)).toBe('progress.clock_unknown body.clockId')
    expect(outcome(extend({ clockId: 'issue_notice/n_x' }), state)).toBe('progress.not_extendable body.clockId')
    for (const by of [{ value: 16, unit: 'calendar_day' }, { value: 1, unit: 'month' }, { value: 0, unit: 'calendar_day' }]) {
      expect(outcome(extend({ by }), state)).toBe('progress.not_extendable body.by')
    }
    expect(outcome(extend({ approval: { ...approved, role: 'court_president' } }), state)).toBe('progress.approval_unfit body.approval.role')
    expect(outcome(extend(), { ...state, clock: () => ({ node: 'appraise', dueAt: '2026-04-30T15:59:59.999Z' }) })).toBe('progress.approval_unfit body.approval.on')
    const twice = [1, 2].reduce((progress) => after(progress, 'period.extended', { clockId, by: { value: 5, unit: 'calendar_day' }, reason: '理由', approval: approved }), noProgress)
    expect(outcome(extend(), { ...state, progress: twice })).toBe('progress.not_extendable body.by')
  })
})

it('nothing is decided of a case that is none', () => expect(outcome(said('query'), { file: noCase })).toBe('input.not_found'))
