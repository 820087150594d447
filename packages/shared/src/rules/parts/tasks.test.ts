import type { Actor } from '../../log'
import type { Relation } from '../case-file'
import type { FormDefinition } from '../forms'
import type { CaseRelation } from '../relations'
import { acknowledgements, calendar, threadRules } from '../testing'
import { emptyThread, evolveThread } from '../thread'
import { decideThread, type ThreadCommand } from '../thread-decisions'
import type { ThreadState } from '../thread-state'

const RESPONDENT = { relationId: 'l_respondent', personId: 'p_respondent', partyId: 'p_respondent', standing: 'self', side: 'respondent', since: '' } as CaseRelation
const APPLICANT = { ...RESPONDENT, side: 'applicant' } as CaseRelation
/** Tuesday, ten in the morning. */
const NOW = '2026-01-06T02:00:00.000Z'
const EVENING = '2026-01-06T12:00:00.000Z'
const officer: Actor = { kind: 'staff', id: 's_0001', role: 'officer' }
const respondent: Actor = { kind: 'person', id: 'p_respondent', role: 'principal' }

const report: FormDefinition = {
  id: 'property_report', version: 1, title: '财产报告', intro: '如实报告', sides: ['respondent'], submitters: ['principal', 'representative'], once: true, asks_reply: false,
  warning: '不能修改', attachments: { label: '照片', hint: '拍清楚' }, notes: [], cite: { basis: 'proposal', source: 'test' },
  fields: [{ id: 'reporter', label: '填报人', type: 'text', required: true }], groups: [],
}
const supplement: FormDefinition = { ...report, id: 'property_supplement', once: false, supplements: 'property_report' }
const relief: FormDefinition = { ...report, id: 'relief_request', once: false, asks_reply: true, submitters: ['principal', 'agent'] }
const submit = (form: FormDefinition, more: object = {}): ThreadCommand =>
  ({ type: 'SubmitForm', form, values: { reporter: '甲' }, notes: [], attachments: [], ...more })
const task = { taskId: 't_00000001', kind: 'report_property', label: '报告财产', what: '请填写财产报告', form: 'property_report', dueOn: '2026-01-16' }
const ask = (more: object = {}): ThreadCommand => ({ type: 'AskTask', task: { ...task, ...more } })

class Told {
  state: ThreadState = emptyThread
  constructor(readonly standing: CaseRelation[] = [RESPONDENT]) {}
  decide(command: ThreadCommand, actor: Actor, as?: Relation, now = NOW) {
    const relation = as ?? (actor.kind === 'staff' ? 'officer' : 'principal')
    return decideThread(command, this.state, { actor, relation, now, calendar, rules: threadRules, standing: this.standing })
  }
  do(...given: Parameters<Told['decide']>): this {
    const draft = this.decide(...given)!
    const { type, actor, body, visibility } = draft
    const entry = { index: this.state.next, at: given[3] ?? NOW, type, actor, body, ...(visibility && { visibility }) }
    this.state = evolveThread(this.state, entry, acknowledgements)
    return this
  }
}
const code = (run: () => unknown): string => {
  try {
    run()
    return 'nothing'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('what a respondent is asked to do', () => {
  it('is open until the handler says it is done, and says how', () => {
    const told = new Told().do(ask(), officer)
    expect(told.state.parts.tasks).toEqual([{ ...task, index: 0, askedAt: NOW }])
    told.do({ type: 'CompleteTask', taskId: task.taskId, how: '已当面提交' }, officer)
    expect(told.state.parts.tasks[0]!.done).toEqual({ at: NOW, index: 1, how: '已当面提交' })
    expect(told.decide({ type: 'CompleteTask', taskId: task.taskId, how: '再说一次' }, officer)).toBeUndefined()
  })
  it('is done by itself when the form it asks for comes in, and only that one', () => {
    const told = new Told().do(ask(), officer).do(ask({ taskId: 't_00000002', kind: 'pay', form: undefined, dueOn: undefined }), officer).do(submit(relief), respondent)
    expect(told.state.parts.tasks.map(({ done }) => done)).toEqual([undefined, undefined])
    told.do(submit(report), respondent)
    expect(told.state.parts.tasks.map(({ done }) => done)).toEqual([{ at: NOW, index: 3 }, undefined])
  })
  it('is asked by whoever handles the case, and only of the respondent’s side', () => {
    expect(code(() => new Told().decide(ask(), { ...officer, role: 'team_leader' }, 'team_leader'))).toBe('messaging.not_handler')
    expect(code(() => new Told().decide(ask(), respondent))).toBe('messaging.not_handler')
    expect(code(() => new Told([APPLICANT]).decide(ask(), officer))).toBe('tasks.respondent_only')
    expect(code(() => new Told([]).decide(ask(), officer))).toBe('tasks.respondent_only')
  })
  it('never holds an account to pay into, nor a day that is past', () => {
    expect(code(() => new Told().decide(ask({ what: '请付到 6222 0000 0000 0000 5' }), officer))).toBe('nothing')
    expect(code(() => new Told().decide(ask({ what: '请付到 4111 1111 1111 1111' }), officer))).toBe('messaging.sensitive_number')
    expect(code(() => new Told().decide(ask({ basis: '4111111111111111' }), officer))).toBe('messaging.sensitive_number')
    expect(code(() => new Told().decide(ask({ dueOn: '2026-01-05' }), officer))).toBe('tasks.day_is_past')
    expect(code(() => new Told().decide(ask({ dueOn: '2026-01-06' }), officer))).toBe('nothing')
  })
  it('needs a reason outside office hours, which is filed', () => {
    expect(code(() => new Told().decide(ask(), officer, 'officer', EVENING))).toBe('messaging.off_hours_reason_required')
    expect(new Told().decide(ask({ offHoursReason: '明天到期' }), officer, 'officer', EVENING)!.body).toMatchObject({ offHoursReason: '明天到期' })
  })
  it('does not know a task that was never asked', () => {
    expect(code(() => new Told().decide({ type: 'CompleteTask', taskId: 't_00000009', how: '做了' }, officer))).toBe('tasks.unknown')
  })
})

describe('forms', () => {
  it('are seen by sender and handler alone', () => {
    expect(new Told().decide(submit(report), respondent)!.visibility).toBe('sender_and_handler')
  })
  it('are handed in by whoever the form names, on its side', () => {
    expect(code(() => new Told().decide(submit(report), { ...respondent, role: 'agent' }, 'agent'))).toBe('forms.not_entitled')
    expect(code(() => new Told().decide(submit(relief), { ...respondent, role: 'agent' }, 'agent'))).toBe('nothing')
    expect(code(() => new Told([APPLICANT]).decide(submit(report), respondent))).toBe('forms.not_entitled')
    expect(code(() => new Told().decide(submit(report), officer))).toBe('forms.not_entitled')
  })
  it('a report is handed in once; after that it is supplemented, and never before', () => {
    expect(code(() => new Told().decide(submit(supplement, { supplements: 0 }), respondent))).toBe('forms.nothing_to_supplement')
    expect(code(() => new Told().decide(submit(supplement), respondent))).toBe('forms.nothing_to_supplement')
    const told = new Told().do(submit(report), respondent)
    expect(code(() => told.decide(submit(report), respondent))).toBe('forms.already_submitted')
    told.do(submit(supplement, { supplements: 0 }), respondent).do(submit(supplement, { supplements: 0 }), respondent)
    expect(told.state.parts.forms.map(({ form, supplements }) => [form, supplements])).toEqual([
      ['property_report', undefined], ['property_supplement', 0], ['property_supplement', 0],
    ])
    // A supplement adds to the report, not to another supplement.
    expect(code(() => told.decide(submit(supplement, { supplements: 1 }), respondent))).toBe('forms.nothing_to_supplement')
  })
  it('that ask for something open a matter with the ordinary clock; a report opens none', () => {
    expect(new Told().do(submit(report), respondent).state.matter).toBeUndefined()
    expect(new Told().do(submit(relief), respondent).state.matter).toEqual({ since: 0, sinceAt: NOW })
  })
  it('are refused with what is missing named', () => {
    const told = new Told()
    expect(() => told.decide(submit(report, { values: {} }), respondent)).toThrow(expect.objectContaining({ code: 'forms.invalid', field: 'body.values.reporter' }))
  })
})

describe('a receiving account', () => {
  const account = { accountId: 'b_00000001', partyId: 'p_respondent', bank: '示范银行', last4: '1111', holderMatches: true as const }
  const set: ThreadCommand = { type: 'SetReceivingAccount', account }
  const agent = (authority: 'general' | 'special') => ({ ...RESPONDENT, standing: 'agent', authority }) as CaseRelation
  it('is set by the party or with special authority for that very party', () => {
    expect(new Told().decide(set, respondent)!.body).toEqual(account)
    expect(new Told([agent('special')]).decide(set, respondent)!.type).toBe('receiving_account.set')
    expect(code(() => new Told([agent('general')]).decide(set, respondent))).toBe('messaging.special_authority_required')
    expect(code(() => new Told([{ ...RESPONDENT, partyId: 'p_coparty' }]).decide(set, respondent))).toBe('access.forbidden')
    // Fully entitled for one party says nothing of another.
    const both = [{ ...RESPONDENT, partyId: 'p_other' }, agent('general')]
    expect(code(() => new Told(both).decide(set, respondent))).toBe('messaging.special_authority_required')
    expect(code(() => new Told().decide(set, officer))).toBe('access.forbidden')
  })
  it('keeps those before it, the newest last', () => {
    const told = new Told().do(set, respondent).do({ type: 'SetReceivingAccount', account: { ...account, accountId: 'b_00000002', last4: '2222' } }, respondent)
    expect(told.state.parts.receiving.map(({ last4 }) => last4)).toEqual(['1111', '2222'])
  })
})
