import type { EntryView } from '@zhixin/shared/contract'
import { formerRows } from './former-rows'
import { hitchWords, goneWords, incomingWords, transferEntryWords } from './transfer-words'

const entry = (index: number, kind: 'person' | 'staff' | 'system', type: string, body: object | null, more: object = {}): EntryView =>
  ({ index, at: '2026-03-10T02:00:00.000Z', type, body, actor: { kind, id: 'x', role: 'r' }, actorName: kind === 'person' ? '张某' : '王法官', ...more }) as EntryView
const said = (text: string) => ({ text, mark: 'ordinary', attachments: [{ id: 'a_00000000', name: '欠条.png', kind: 'picture' }] })
const to = { courtId: 'court-b', name: '乙法院', phone: '000-2' }

test('who wrote what at which court, on one’s own side or the other', () => {
  const rows = formerRows([
    entry(0, 'person', 'message.sent', said('请问进展')), entry(1, 'staff', 'message.sent', said('正在查控')), entry(2, 'staff', 'message.read', { upTo: 0 }),
    entry(3, 'person', 'message.sent', null, { withheld: 'sealed' }), entry(4, 'system', 'case.transferred_notice', { to, paper: '指1号', from: [] }),
  ], '甲法院', 'party')
  expect(rows.map(({ kind }) => kind)).toEqual(['day', 'message', 'message', 'withheld', 'system'])
  expect(rows[1]).toMatchObject({ side: 'mine', name: '张某', text: '请问进展', enclosed: [{ id: 'a_00000000', name: '欠条.png', kind: 'picture' }] })
  expect(rows[2]).toMatchObject({ side: 'theirs', name: '王法官 · 甲法院' })
  expect(formerRows([entry(0, 'person', 'message.sent', said('请问进展'))], '甲法院', 'court')[1]).toMatchObject({ side: 'theirs' })
})

test('where the case is now, and whom to ring', () => {
  expect(goneWords({ ...to, newCaseNumber: null })).toContain('乙法院，电话 000-2')
  expect(goneWords({ ...to, newCaseNumber: '（2026）乙02执7号' })).toContain('新案号 （2026）乙02执7号')
  expect(transferEntryWords(entry(0, 'system', 'case.taken_over_notice', { from: to, formerNumber: '（2026）甲01执1号' }))?.text).toContain('原案号 （2026）甲01执1号')
  expect(transferEntryWords(entry(0, 'system', 'case.closed_notice', {}))).toBeUndefined()
})

test('why a case waits, and who does what about it', () => {
  expect(hitchWords('folder', '乙法院')).toMatch(/系统管理员.*DROPS_DIR/)
  expect(hitchWords('key', '乙法院')).toMatch(/系统管理员.*密钥/)
  expect(transferEntryWords(entry(0, 'system', 'case.transfer_undone_notice', { reason: '对方法院没有接收', refusedBy: '乙法院' }))?.title).toBe('乙法院没有接收')
})

test('what has come, what is missing, and whether the other court knows how it ended', () => {
  const incoming = { fromName: '甲法院', isTold: false, pieces: { here: 2, of: 12, missing: [3, 4, 5, 6, 7, 8, 9, 10, 11, 12] } }
  expect(incomingWords({ ...incoming, stands: 'arriving' }).text).toContain('还缺第 3、4、5、6、7、8、9、10 等 份')
  expect(incomingWords({ ...incoming, stands: 'refused' }).text).toContain('正在告诉甲法院')
  expect(incomingWords({ ...incoming, stands: 'taken', isTold: true }).text).toContain('甲法院已经知道')
})
