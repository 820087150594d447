import {
  type CaseState, evolveCase, everTookPart, keepsHistoryOf, noCase, participantsNow, type Relation, relationOfPerson, relationOfStaff, type StaffMember,
} from '.'

const AT = '2026-01-05T01:00:00.000Z'
const NOW = '2026-02-01T01:00:00.000Z'
interface Entry {
  type: string
  at: string
  body: object
}
const entry = (type: string, body: object, at = AT): Entry => ({ type, at, body })
const registered = entry('case.registered', {
  caseId: 'c_aaaaaaaa', caseNumber: '（2026）虚01执1号', cause: '纠纷', filedOn: '2026-01-05', department: '一团队',
  participants: [
    { personId: 'p_applicant', side: 'applicant', role: 'principal' },
    { personId: 'p_lawyer00', side: 'applicant', role: 'agent', authority: 'general', principalId: 'p_applicant' },
    { personId: 'p_company0', side: 'respondent', role: 'principal', form: 'unit' },
  ],
  officerIds: ['s_old0'], judgeId: 's_judge',
})
const handedOver = entry('case.handed_over', { officerIds: ['s_new0'], judgeId: 's_judge', from: ['s_old0'], reason: '工作调整' })
const closed = entry('case.closed', { way: '执行完毕', closedOn: '2026-03-01' })
const began = (relationId: string, personId: string, partyId: string, standing: string, more: object = {}): Entry =>
  entry('relation.began', { relationId, personId, partyId, standing, evidence: { kind: 'authority_letter' }, approvedBy: 's_old0', ...more })
const ended = (relationId: string, at = AT): Entry => entry('relation.ended', { relationId, because: 'revoked' }, at)
const replaced = entry('party.replaced', {
  partyId: 'p_applicant', by: { partyId: 'p_heir0000', form: 'natural', relationId: 'l_heir0000' }, evidence: { kind: 'ruling' }, approvedBy: 's_judge',
})
const after = (...entries: Entry[]): CaseState => entries.reduce<CaseState>((state, next) => evolveCase(state, next), noCase)
const is = (file: CaseState, personId: string, now = NOW): Relation => relationOfPerson(file, personId, now)

describe('what a person is to a case', () => {
  it('is what the registration says, and nothing for anybody else', () => {
    const file = after(registered)
    expect(['p_applicant', 'p_lawyer00', 'p_company0', 'p_stranger'].map((id) => is(file, id))).toEqual(['principal', 'agent', 'none', 'none'])
  })
  it('begins with an approved relation, for a party of the case only', () => {
    const file = after(
      registered,
      began('l_clerk000', 'p_clerk000', 'p_company0', 'unit_handler'),
      began('l_special0', 'p_special0', 'p_company0', 'agent', { authority: 'special' }),
      began('l_nobody00', 'p_nobody00', 'p_notaparty', 'agent', { authority: 'special' }),
    )
    expect(['p_clerk000', 'p_special0', 'p_nobody00'].map((id) => is(file, id))).toEqual(['representative', 'special_agent', 'none'])
    expect(file.relations.map(({ side }) => side)).toEqual(['applicant', 'applicant', 'respondent', 'respondent'])
  })
  it('ends when it is ended, and by itself when its time is over', () => {
    const until = '2026-01-31T16:00:00.000Z'
    const file = after(registered, ended('l_lawyer00'), began('l_special0', 'p_special0', 'p_applicant', 'agent', { authority: 'special', until }))
    expect(is(file, 'p_lawyer00')).toBe('none')
    expect([is(file, 'p_special0', '2026-01-31T15:59:59.999Z'), is(file, 'p_special0', until)]).toEqual(['special_agent', 'none'])
    expect(participantsNow(file, NOW)).toEqual(['p_applicant'])
    expect([everTookPart(file, 'p_lawyer00'), everTookPart(file, 'p_stranger')]).toEqual([true, false])
  })
  it('is the best of what they are: an agent who is also the guardian of a co-party', () => {
    const file = after(registered, began('l_guardian', 'p_lawyer00', 'p_applicant', 'guardian'))
    expect(is(file, 'p_lawyer00')).toBe('representative')
  })
  it('passes to the heir by ruling: whoever stood for the deceased stands for nobody', () => {
    const file = after(registered, replaced)
    expect(['p_applicant', 'p_lawyer00', 'p_heir0000'].map((id) => is(file, id))).toEqual(['none', 'none', 'principal'])
    expect(file.parties.map(({ partyId, replacedBy }) => [partyId, replacedBy])).toEqual([
      ['p_applicant', 'p_heir0000'], ['p_company0', undefined], ['p_heir0000', undefined],
    ])
  })
})

describe('who keeps the history of an ended relation', () => {
  it('is whoever it was for, once it has ended, and no agent', () => {
    const other = began('l_special0', 'p_special0', 'p_applicant', 'agent', { authority: 'special' })
    expect(keepsHistoryOf(after(registered, other), 'p_applicant', 'p_lawyer00', NOW)).toBe(false)
    const file = after(registered, other, ended('l_lawyer00'))
    expect(['p_applicant', 'p_special0', 'p_company0', 'p_lawyer00'].map((id) => keepsHistoryOf(file, id, 'p_lawyer00', NOW))).toEqual([true, false, false, false])
  })
  it('is a company’s next 经办人', () => {
    const first = began('l_clerk000', 'p_clerk000', 'p_company0', 'unit_handler')
    const second = began('l_clerk001', 'p_clerk001', 'p_company0', 'unit_handler')
    expect(keepsHistoryOf(after(registered, first, second), 'p_clerk001', 'p_clerk000', NOW)).toBe(false)
    expect(keepsHistoryOf(after(registered, first, second, ended('l_clerk000')), 'p_clerk001', 'p_clerk000', NOW)).toBe(true)
  })
  it('is not the heir: what the deceased wrote may be about them', () => {
    expect(keepsHistoryOf(after(registered, replaced), 'p_heir0000', 'p_applicant', NOW)).toBe(false)
  })
})

describe('what a member of staff is to a case', () => {
  const staff = (id: string, more: Partial<StaffMember> = {}): StaffMember => ({ id, department: '一团队', handles: [], reaches: [], standsInFor: [], ...more })
  const officer = (id: string, department = '一团队') => staff(id, { department, handles: ['officer'] })
  const leader = (department = '一团队') => staff('s_lead', { department, reaches: [{ cases_of: 'department', as: 'team_leader' }] })

  it('moves with a hand-over: the old officer is nothing to it any more', () => {
    const file = after(registered, handedOver)
    expect(relationOfStaff(file, officer('s_old0'))).toBe('none')
    expect(relationOfStaff(file, officer('s_new0'))).toBe('officer')
    expect(relationOfStaff(file, staff('s_judge', { handles: ['judge'] }))).toBe('judge')
  })
  it('gives a closed case to the queue of its department, not to others', () => {
    const file = after(registered, closed)
    expect(relationOfStaff(file, officer('s_any0'))).toBe('officer')
    expect(relationOfStaff(file, officer('s_any0', '二团队'))).toBe('none')
    expect(relationOfStaff(after(registered), officer('s_any0'))).toBe('none')
  })
  it('lets the department’s leader in, the director to every case, and a clerk not', () => {
    expect(relationOfStaff(after(registered), leader())).toBe('team_leader')
    expect(relationOfStaff(after(registered), leader('二团队'))).toBe('none')
    expect(relationOfStaff(after(registered), staff('s_dire', { department: '局', reaches: [{ cases_of: 'court', as: 'director' }] }))).toBe('director')
    expect(relationOfStaff(after(registered), staff('s_wind'))).toBe('none')
  })
  it('asks for the role as well as the name in the file', () => {
    expect(relationOfStaff(after(registered), staff('s_judge'))).toBe('none')
  })
  it('lets whoever stands in answer, as a judge only if they are one', () => {
    const standsInFor = ['s_judge']
    expect(relationOfStaff(after(registered), staff('s_depu', { standsInFor: ['s_old0'] }))).toBe('deputy')
    expect(relationOfStaff(after(registered), staff('s_depu', { standsInFor, handles: ['judge'] }))).toBe('deputy_judge')
    expect(relationOfStaff(after(registered), staff('s_depu', { standsInFor, handles: ['officer'] }))).toBe('deputy')
    expect(relationOfStaff(after(registered), staff('s_depu', { standsInFor: ['s_other'] }))).toBe('none')
  })
  it('is nothing to a case that was never registered', () => {
    expect(relationOfStaff(noCase, leader(''))).toBe('none')
  })
})
