import { type CaseState, evolveCase, noCase, relationOfPerson, relationOfStaff, type StaffMember } from '.'

const registered = {
  type: 'case.registered',
  body: {
    caseId: 'c_aaaaaaaa', caseNumber: '（2026）虚01执1号', cause: '纠纷', filedOn: '2026-01-05', department: '一团队',
    participants: [
      { personId: 'p_applicant', side: 'applicant', role: 'principal' },
      { personId: 'p_lawyer00', side: 'applicant', role: 'agent', authority: 'general', principalId: 'p_applicant' },
    ],
    officerIds: ['s_old0'], judgeId: 's_judge',
  },
}
const handedOver = { type: 'case.handed_over', body: { officerIds: ['s_new0'], judgeId: 's_judge', from: ['s_old0'], reason: '工作调整' } }
const closed = { type: 'case.closed', body: { way: '执行完毕', closedOn: '2026-03-01' } }
const after = (...entries: { type: string; body: object }[]): CaseState => entries.reduce(evolveCase, noCase)
const staff = (id: string, role: StaffMember['roles'][number], department = '一团队'): StaffMember => ({ id, roles: [role], department })

describe('what someone is to a case', () => {
  it('knows participants and nobody else', () => {
    const file = after(registered)
    expect(relationOfPerson(file, 'p_applicant')).toBe('principal')
    expect(relationOfPerson(file, 'p_lawyer00')).toBe('agent')
    expect(relationOfPerson(file, 'p_stranger')).toBe('none')
  })
  it('moves with a hand-over: the old officer is nothing to it any more', () => {
    const file = after(registered, handedOver)
    expect(relationOfStaff(file, staff('s_old0', 'officer'))).toBe('none')
    expect(relationOfStaff(file, staff('s_new0', 'officer'))).toBe('officer')
    expect(relationOfStaff(file, staff('s_judge', 'judge'))).toBe('judge')
  })
  it('gives a closed case to the queue of its department, not to others', () => {
    const file = after(registered, closed)
    expect(relationOfStaff(file, staff('s_any0', 'officer'))).toBe('officer')
    expect(relationOfStaff(file, staff('s_any0', 'officer', '二团队'))).toBe('none')
    expect(relationOfStaff(after(registered), staff('s_any0', 'officer'))).toBe('none')
  })
  it('lets the department’s leader in, and a window clerk not', () => {
    expect(relationOfStaff(after(registered), staff('s_lead', 'team_leader'))).toBe('team_leader')
    expect(relationOfStaff(after(registered), staff('s_lead', 'team_leader', '二团队'))).toBe('none')
    expect(relationOfStaff(after(registered), staff('s_wind', 'window'))).toBe('none')
  })
  it('asks for the role as well as the name in the file', () => {
    expect(relationOfStaff(after(registered), staff('s_judge', 'window'))).toBe('none')
  })
  it('is nothing to a case that was never registered', () => {
    expect(relationOfStaff(noCase, staff('', 'team_leader', ''))).toBe('none')
  })
})
