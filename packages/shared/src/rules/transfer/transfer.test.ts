import {
  carriedProgress, carriedTo, type CaseState, clocksOf, decideRecalled, decideReception, decideRefusal, decideTransfer, decideUndoing, evolveCase,
  evolveProgress, isRunning, noCase, noProgress, type ProgressState, relationOfStaff, type TransferredOut,
} from '..'
import { catalogue, holidays } from '../progress/clocks-testing'

const staff = (id: string, more: object = {}) => ({ id, department: '一团队', handles: ['officer'] as const, reaches: [], standsInFor: [], ...more }) as never
const registered = (caseId: string, filedOn: string) => ({
  caseId, caseNumber: '（2026）虚01执1号', cause: '合同', filedOn, department: '一团队', officerIds: ['s_0001'], judgeId: 's_0002',
  participants: [{ personId: 'p_aaaaaaaa', side: 'applicant', role: 'principal' }],
})
const X = `x_${'1'.repeat(20)}`
const to = { courtId: 'other-court', name: '另一法院', phone: '000-1' }
const approval = { role: 'director', name: '局长', on: '2026-01-20', paper: '指令 1 号' }
const wanted = { transferId: X, kind: 'designated' as const, to, paper: '（2026）指 1 号', approval, reason: '指定执行' }
const digest = 'a'.repeat(64)
const NOW = '2026-01-21T02:00:00.000Z'

function story() {
  let [file, progress, index]: [CaseState, ProgressState, number] = [noCase, noProgress, 0]
  return {
    take(type: string, body: object, at = NOW) {
      const entry = { index: index++, at, type, body }
      file = evolveCase(file, entry)
      progress = evolveProgress(progress, entry)
    },
    file: () => file,
    progress: () => progress,
    clocks: () => clocksOf(progress, catalogue, holidays),
  }
}
function open() {
  const court = story()
  court.take('case.registered', registered('c_aaaaaaaa', '2026-01-05'), '2026-01-05T02:00:00.000Z')
  return court
}

test('whoever handled a case handles it no more from that entry on; who leads reads; taken back, they handle it again', () => {
  const court = open()
  expect(relationOfStaff(court.file(), staff('s_0001'))).toBe('officer')
  const { type, body } = decideTransfer(court.file(), wanted, NOW)
  court.take(type, body)
  expect(relationOfStaff(court.file(), staff('s_0001'))).toBe('none')
  expect(relationOfStaff(court.file(), staff('s_0009', { reaches: [{ cases_of: 'department', as: 'team_leader' }] }))).toBe('team_leader')
  expect(() => decideTransfer(court.file(), wanted, NOW)).toThrow('cases.transferred')
  const undone = decideUndoing(court.file(), { transferId: X, reason: '录错了案件' })
  court.take(undone.type, undone.body)
  expect(court.file().transferred).toBeUndefined()
  expect(relationOfStaff(court.file(), staff('s_0001'))).toBe('officer')
  expect(() => decideUndoing(court.file(), { transferId: X, reason: '再来' })).toThrow('transfer.none')
})

test('what the other court has taken cannot be taken back; what it says to have must be what it was given', () => {
  const court = open()
  const out = decideTransfer(court.file(), wanted, NOW)
  court.take(out.type, out.body)
  expect(() => decideReception(court.file(), { transferId: X, digest, newCaseNumber: '（2026）虚02执7号' })).toThrow('transfer.other_digest')
  court.take('case.transfer_sent', { transferId: X, digest })
  expect(() => decideReception(court.file(), { transferId: X, digest: 'b'.repeat(64), newCaseNumber: '（2026）虚02执7号' })).toThrow('transfer.other_digest')
  const taken = decideReception(court.file(), { transferId: X, digest, newCaseNumber: '（2026）虚02执7号' })!
  court.take(taken.type, taken.body)
  expect((court.file().transferred as TransferredOut).acknowledged).toMatchObject({ newCaseNumber: '（2026）虚02执7号' })
  expect(() => decideUndoing(court.file(), { transferId: X, reason: '录错了' })).toThrow('transfer.acknowledged')
  expect(decideReception(court.file(), { transferId: X, digest, newCaseNumber: '（2026）虚02执7号' })).toBeUndefined()
})

test.each(['2026-01-04', '2026-01-22'])('an approval of %s is none', (on) => {
  expect(() => decideTransfer(open().file(), { ...wanted, approval: { ...approval, on } }, NOW)).toThrow('input.invalid')
})

test('clocks end here, and run on at the other court with the same starts and the same last days', () => {
  const court = open()
  court.take('period.suspended', { suspensionId: 'n_susp0001', cause: 'bankruptcy', from: '2026-01-10', to: '2026-01-12', reason: '中止' })
  const before = court.clocks().filter(isRunning)
  expect(before.length).toBeGreaterThan(0)
  const { type, body } = decideTransfer(court.file(), wanted, NOW)
  court.take(type, body)
  expect(court.clocks().filter(isRunning)).toEqual([])

  const other = story()
  other.take('case.registered', registered('c_bbbbbbbb', '2026-01-25'), '2026-01-25T02:00:00.000Z')
  other.take('case.taken_over', {
    transferId: X, from: { courtId: 'this-court', name: '原法院', phone: '000-2' }, formerCaseId: 'c_aaaaaaaa', formerNumber: '（2026）虚01执1号', digest,
    threads: [{ ref: 'p_aaaaaaaa', personId: 'p_bbbbbbbb', chain: 'thread:c_aaaaaaaa/p_aaaaaaaa', entries: 3, head: digest }],
    progress: carriedProgress(court.progress()),
  })
  expect(other.clocks().filter(isRunning)).toEqual(before)
  expect(other.file().takenOver).toMatchObject({ formerNumber: '（2026）虚01执1号', threads: { p_bbbbbbbb: { entries: 3 } } })
  court.take('case.transfer_undone', { transferId: X, reason: '录错了', officerIds: ['s_0001'], judgeId: 's_0002' })
  expect(court.clocks().filter(isRunning)).toEqual(before)
})

test('what has gone out is asked back, and comes back only when the other court lets go; asked for once', () => {
  const court = open()
  const out = decideTransfer(court.file(), wanted, NOW)
  court.take(out.type, out.body)
  expect(decideRecalled(court.file(), { transferId: X, digest })).toBeUndefined()
  court.take('case.transfer_sent', { transferId: X, digest })
  const asked = decideUndoing(court.file(), { transferId: X, reason: '录错了案件' })
  expect(asked.type).toBe('case.transfer_recall_asked')
  court.take(asked.type, asked.body)
  expect(relationOfStaff(court.file(), staff('s_0001'))).toBe('none')
  expect(() => decideUndoing(court.file(), { transferId: X, reason: '录错了案件' })).toThrow('transfer.recall_asked')
  const back = decideRecalled(court.file(), { transferId: X, digest })!
  court.take(back.type, back.body)
  expect(relationOfStaff(court.file(), staff('s_0001'))).toBe('officer')
  expect(court.file().cameBack).toMatchObject({ how: 'undone', reason: '录错了案件', name: '另一法院' })
  expect(decideRecalled(court.file(), { transferId: X, digest })).toBeUndefined()
})

test('what is not taken is its own court’s again, with why; of what was taken nobody says afterwards that it was not', () => {
  const court = open()
  const out = decideTransfer(court.file(), wanted, NOW)
  court.take(out.type, out.body)
  court.take('case.transfer_sent', { transferId: X, digest })
  expect(() => decideRefusal(court.file(), { transferId: X, digest: 'b'.repeat(64), reason: '不属于本院' })).toThrow('transfer.other_digest')
  const refused = decideRefusal(court.file(), { transferId: X, digest, reason: '不属于本院' })!
  const before = court.clocks().filter(isRunning)
  court.take(refused.type, refused.body)
  expect(before).toEqual([])
  expect(court.clocks().filter(isRunning).length).toBeGreaterThan(0)
  expect(court.file()).toMatchObject({ officerIds: ['s_0001'], judgeId: 's_0002', cameBack: { how: 'refused', reason: '不属于本院' } })
  expect(decideRefusal(court.file(), { transferId: X, digest, reason: '不属于本院' })).toBeUndefined()

  const other = open()
  other.take(out.type, out.body)
  other.take('case.transfer_sent', { transferId: X, digest })
  const taken = decideReception(other.file(), { transferId: X, digest, newCaseNumber: '（2026）虚02执7号' })!
  other.take(taken.type, taken.body)
  expect(() => decideRefusal(other.file(), { transferId: X, digest, reason: '不属于本院' })).toThrow('transfer.acknowledged')
})

test('what was about one of several stays about that one, also where that one is nobody here', () => {
  const record = { recordId: 'n_aaaaaaaa', what: 'x', on: '2026-01-05', fields: {}, papers: [], warnings: [], recordedAt: NOW }
  const progress = { records: [{ ...record, about: ['p_aaaaaaaa', 'p_cccccccc'] }, record], suspensions: [], extensions: [], steps: [] }
  expect(carriedTo(progress, new Map([['p_aaaaaaaa', 'p_bbbbbbbb']])).records.map(({ about }) => about)).toEqual([['p_bbbbbbbb', 'p_cccccccc'], undefined])
})
