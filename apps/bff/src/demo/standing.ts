import { COURT_SYSTEM } from '@zhixin/shared/log'
import { changeStanding } from '../cases'
import type { StaffActor } from '../platform/http/actor'
import type { Rooms } from '../rooms'
import type { DemoCase } from './cases'

/** Units of the demonstration court: they sign in by their 经办人 alone. The code is in form only, and of no unit there is. */
export const units = [{ id: 'company', name: '虚构示范建材有限公司', code: '91000000XUG0U0001U' }]

/** A company with a 经办人 whose lawyer is no longer theirs, and one matter under two numbers. */
export const standingCases: DemoCase[] = [
  {
    id: 'c_demo0006', number: '（2026）虚01执106号', cause: '承揽合同纠纷', filedDaysAgo: 28, applicant: 'company', respondent: 'respondent2', clerk: 'clerk',
    agent: { id: 'agent', authority: 'special' }, officer: 'officer2', judge: 'judge',
    talk: [
      { workdaysAgo: 4, at: '10:20', thread: 'agent', from: 'party', text: '我代理虚构示范建材有限公司，申请查询对方名下的设备。' },
      { workdaysAgo: 4, at: '15:10', thread: 'agent', from: 'officer', text: '已收到，查询结果出来后告知。' },
      { workdaysAgo: 2, at: '11:00', thread: 'clerk', from: 'party', text: '公司已和李律师解除委托，以后由我来办理。' },
      { workdaysAgo: 2, at: '14:30', thread: 'clerk', from: 'officer', text: '好的，解除委托的函已收到，已登记。' },
    ],
  },
  {
    id: 'c_demo0007', number: '（2024）虚01执655号', cause: '借用合同纠纷', filedDaysAgo: 380, applicant: 'applicant2', respondent: 'respondent2',
    officer: 'officer2', judge: 'judge', closed: { way: '终结本次执行程序', workdaysAgo: 90 }, matter: 'g_demo0001',
  },
  {
    id: 'c_demo0008', number: '（2026）虚01执恢12号', cause: '借用合同纠纷', filedDaysAgo: 14, applicant: 'applicant2', respondent: 'respondent2',
    officer: 'officer2', judge: 'judge', matter: 'g_demo0001',
  },
]

/** Who stands for a unit from the filing on, as the court's own system says. */
export async function beginClerk(rooms: Rooms, { id: caseId, applicant, clerk }: DemoCase, personIds: Map<string, string>): Promise<void> {
  if (!clerk) return
  const personId = personIds.get(clerk)!
  await changeStanding(rooms.log, {
    caseId,
    key: `seed/clerk/${caseId}`,
    command: {
      type: 'BeginRelation',
      relation: { relationId: personId.replace(/^p_/, 'l_'), personId, partyId: personIds.get(applicant)!, standing: 'unit_handler', evidence: { kind: 'court_system' } },
    },
    by: () => (COURT_SYSTEM),
  })
}

/** The company's lawyer is theirs no longer; for another client the same one asks for more authority than they have, and waits. */
export async function seedStanding(rooms: Rooms, officer: StaffActor, personIds: Map<string, string>): Promise<void> {
  const lawyer = personIds.get('agent')!
  await changeStanding(rooms.log, {
    caseId: 'c_demo0006',
    key: 'seed/ended/c_demo0006',
    command: { type: 'EndRelation', ended: { relationId: lawyer.replace(/^p_/, 'l_'), because: 'revoked', note: '单位来函解除委托' } },
    by: () => ({ kind: 'staff', id: officer.staffId, role: 'officer' }),
  })
  await rooms.standing.requests.ask(
    { kind: 'person', accountId: 'seed', personId: lawyer, sessionId: 'seed' }, 'm_seed0000000000000001',
    { kind: 'stand', caseNumber: '（2026）虚01执102号', partyName: '钱样例', standing: 'agent', authority: 'special', note: '委托人已改为特别授权，原件已交窗口。' }, [],
  )
}
