import { type CaseState, evolveCase, noCase, type Relation } from '../case-file'
import { assertMayPassOn, evolveConduct, noConduct, otherSideOf } from '../conduct'
import { acknowledgements, calendar, threadRules } from '../testing'
import { emptyThread, evolveThread } from '../thread'
import { decideThread, type ThreadCommand } from '../thread-decisions'
import type { ThreadContext } from '../thread-part'

const AT = '2026-03-10T02:00:00.000Z'
const OWNER = 'p_owner0001'
const AGENT = 'p_agent0001'
const OPPONENT = 'p_opponent1'
const who = (role: Relation) =>
  ['principal', 'special_agent', 'agent', 'representative'].includes(role) ? { kind: 'person' as const, id: OWNER, role } : { kind: 'staff' as const, id: 's_offi', role }

function openThread() {
  let state = emptyThread
  const does = (role: Relation, command: ThreadCommand, more: Partial<ThreadContext> = {}): boolean => {
    const draft = decideThread(command, state, { actor: who(role), relation: role, now: AT, calendar, rules: threadRules, ...more })
    if (draft) state = evolveThread(state, { ...draft, index: state.next, at: AT }, acknowledgements)
    return draft !== undefined
  }
  const says = (text: string, mark: 'ordinary' | 'settlement' = 'settlement') => does('principal', { type: 'SendMessage', message: { text, mark, attachments: [] }, attachments: [] })
  return { state: () => state, proposals: () => state.parts.settlement, does, says }
}
const codeOf = (act: () => unknown): string | undefined => {
  try {
    act()
  } catch (error) {
    return (error as { code: string }).code
  }
  return undefined
}

describe('talk of settlement', () => {
  it('is known by its mark, also by one that the handler gives', () => {
    const thread = openThread()
    thread.says('还两千')
    thread.says('您好', 'ordinary')
    expect(thread.proposals()).toEqual({ 0: { consent: 'none', isPassedOn: false } })
    thread.does('officer', { type: 'RemarkMessage', of: 1, mark: 'settlement' })
    thread.does('officer', { type: 'RemarkMessage', of: 0, mark: 'ordinary' })
    expect(Object.keys(thread.proposals())).toEqual(['1'])
  })

  it('is agreed to, taken back and agreed to again', () => {
    const thread = openThread()
    thread.says('还两千')
    const now = () => thread.proposals()[0]?.consent
    expect(thread.does('officer', { type: 'AskConsent', of: 0 })).toBe(true)
    expect(thread.does('officer', { type: 'AskConsent', of: 0 })).toBe(false)
    expect(now()).toBe('asked')
    thread.does('principal', { type: 'GiveConsent', of: 0 })
    expect(now()).toBe('given')
    expect(thread.does('principal', { type: 'GiveConsent', of: 0 })).toBe(false)
    thread.does('principal', { type: 'WithdrawConsent', of: 0 })
    expect(now()).toBe('withdrawn')
    expect(codeOf(() => thread.does('principal', { type: 'WithdrawConsent', of: 0 }))).toBe('settlement.no_consent')
    thread.does('special_agent', { type: 'GiveConsent', of: 0 })
    expect(now()).toBe('given')
  })

  it('what was agreed to stays so when the handler marks it otherwise', () => {
    const thread = openThread()
    thread.says('还两千')
    thread.does('principal', { type: 'GiveConsent', of: 0 })
    thread.does('officer', { type: 'RemarkMessage', of: 0, mark: 'ordinary' })
    expect(thread.proposals()[0]).toMatchObject({ consent: 'given' })
  })

  it.each([
    ['agent', 'GiveConsent', 'messaging.special_authority_required'],
    ['agent', 'WithdrawConsent', 'messaging.special_authority_required'],
    ['officer', 'GiveConsent', 'access.forbidden'],
    ['judge', 'WithdrawConsent', 'access.forbidden'],
    ['principal', 'AskConsent', 'messaging.not_handler'],
    ['team_leader', 'AskConsent', 'messaging.not_handler'],
  ] as const)('%s cannot %s', (role, type, code) => {
    const thread = openThread()
    thread.says('还两千')
    expect(codeOf(() => thread.does(role, { type, of: 0 }))).toBe(code)
  })

  it('nobody agrees to what is no proposal', () => {
    const thread = openThread()
    thread.says('您好', 'ordinary')
    for (const index of [0, 7]) expect(codeOf(() => thread.does('principal', { type: 'GiveConsent', of: index }))).toBe('settlement.not_a_proposal')
  })

  it('cannot be taken back once the case’s chain says that it was passed on', () => {
    const thread = openThread()
    thread.says('还两千')
    thread.does('principal', { type: 'GiveConsent', of: 0 })
    expect(codeOf(() => thread.does('principal', { type: 'WithdrawConsent', of: 0 }, { passedOn: [0] }))).toBe('settlement.already_passed_on')
    expect(codeOf(() => thread.does('principal', { type: 'WithdrawConsent', of: 0 }, { passedOn: [4] }))).toBeUndefined()
  })

  it('a message of the court’s that answers nothing leaves what is open open', () => {
    const thread = openThread()
    thread.says('到哪一步了？', 'ordinary')
    const open = thread.state().matter
    const told = (body: object) => evolveThread(thread.state(), { type: 'message.sent', actor: who('officer'), index: 1, at: AT, body: { text: '对方愿意和解', mark: 'ordinary', attachments: [], ...body } }, acknowledgements)
    expect(told({ settles: false }).matter).toEqual(open)
    expect(told({}).matter).toBeUndefined()
  })
})

describe('passing a proposal on', () => {
  const registered = evolveCase(noCase, {
    type: 'case.registered', at: AT,
    body: {
      caseId: 'c_casealpha', caseNumber: '（2026）虚01执1号', cause: '买卖合同纠纷', filedOn: '2026-01-05', department: '一团队', officerIds: ['s_offi'], judgeId: 's_judg',
      participants: [
        { personId: OWNER, side: 'applicant', role: 'principal' },
        { personId: AGENT, side: 'applicant', role: 'agent', authority: 'special', principalId: OWNER },
        { personId: OPPONENT, side: 'respondent', role: 'principal' },
      ],
    },
  })
  const given = { 3: { consent: 'given' as const, isPassedOn: false } }
  const wanted = { fromPersonId: OWNER, index: 3, toPersonId: OPPONENT }
  const may = (more: Partial<typeof wanted> = {}, heads: object = {}) =>
    codeOf(() => assertMayPassOn({ ...wanted, ...more }, { file: registered, proposals: given, conduct: noConduct, now: AT, ...heads }))

  it('is for the other side, with consent, once', () => {
    expect(otherSideOf(registered, OWNER, AT)).toEqual([OPPONENT])
    expect(otherSideOf(registered, OPPONENT, AT)).toEqual([OWNER, AGENT])
    expect(may()).toBeUndefined()
    const conduct = evolveConduct(noConduct, { type: 'settlement.passed_on', index: 9, at: AT, actor: { id: 's_offi' }, body: { ...wanted, text: '愿意分期', settles: false } })
    expect(may({}, { conduct })).toBe('settlement.already_passed_on')
  })

  it.each([['none'], ['asked'], ['withdrawn']] as const)('not where consent is %s', (consent) => {
    expect(may({}, { proposals: { 3: { consent, isPassedOn: false } } })).toBe('settlement.no_consent')
  })

  it('not what is no proposal, nor to one’s own side, oneself or a stranger', () => {
    expect(may({ index: 4 })).toBe('settlement.not_a_proposal')
    for (const toPersonId of [AGENT, OWNER, 'p_stranger1']) expect(may({ toPersonId })).toBe('settlement.not_other_side')
  })

  it('not after the lawyer who agreed has lost their authority', () => {
    const file: CaseState = evolveCase(registered, { type: 'relation.ended', at: AT, body: { relationId: AGENT.replace('p_', 'l_'), because: 'revoked' } })
    expect(may({ fromPersonId: AGENT })).toBeUndefined()
    expect(may({ fromPersonId: AGENT }, { file })).toBe('settlement.no_consent')
  })

  it('not to somebody who no longer takes part', () => {
    const file = evolveCase(registered, { type: 'relation.ended', at: AT, body: { relationId: OPPONENT.replace('p_', 'l_'), because: 'mistaken' } })
    expect(may({}, { file })).toBe('settlement.not_other_side')
  })
})
