import type { EntryView, ServiceView } from '@zhixin/shared/contract'
import { consentLine, runLines, servedLine, serviceEntryWords, serviceState } from './service-words'

const AT = '2026-03-10T02:05:00.000Z'
const served = (more: Partial<ServiceView> = {}): ServiceView => ({
  index: 1, document: 'enforcement_ruling', label: '执行裁定书', number: null, sentAt: AT, file: { id: 'a_0000000000000000000', name: '裁定书.pdf' },
  arrived: { at: AT, on: '2026-03-10', runs: [{ label: '申请复议', dueAt: '2026-03-20T16:00:00.000Z', rule: '十日' }] }, stopped: false,
  openedAt: null, confirmedAt: null, follows: '按裁定书办', effect: '到达的那天', paper: null, cite: '法', notes: [], ...more,
})

test('how far a service has got: opened and confirmed come after it has arrived, and neither makes it a service', () => {
  expect(serviceState(served({ arrived: null })).word).toBe('正在送')
  expect(serviceState(served()).word).toBe('已到达')
  expect(serviceState(served({ openedAt: AT })).word).toBe('已打开')
  expect(serviceState(served({ openedAt: AT, confirmedAt: AT })).word).toBe('已确认')
  expect(serviceState(served({ arrived: null, stopped: true })).word).toBe('没有送到')
})

test('its reader reads the day of service, and the last day of what runs from it', () => {
  expect(servedLine(served())).toBe('送达日期：2026年3月10日（10:05 到达您的账号）')
  expect(servedLine(served({ arrived: null, stopped: true }))).toContain('纸质')
  expect(runLines(served())).toEqual(['申请复议：2026年3月20日 24:00 前'])
})

test('a consent that was recorded from paper says so, and how to take it back', () => {
  const consent = { since: AT, via: 'paper' as const, paper: { number: '确认书1号', signedOn: '2026-03-09' }, scan: null, address: '账号', isNewest: true, covers: true }
  expect(consentLine(consent, AT, true)).toBe('今天 10:05 登记：您签了纸质的送达地址确认书（确认书1号，2026年3月9日签字）')
  expect(consentLine({ ...consent, covers: false }, AT, true)).toContain('重新同意')
  const body = { via: 'paper', address: '账号', hash: '0'.repeat(64), statement: ['同意'], relationIds: ['l_00000000'], paper: { number: '确认书1号', signedOn: '2026-03-09' } }
  const entry = { type: 'service.consented', body, actor: { kind: 'staff', id: 's_00000000', role: 'officer' }, actorName: '甲' } as unknown as EntryView
  expect(serviceEntryWords(entry)!.text).toMatch(/不是您签的.*撤回/)
})

test('an entry that it does not know is left to others', () => {
  expect(serviceEntryWords({ type: 'node.told', body: {}, actor: { kind: 'system' } } as unknown as EntryView)).toBeUndefined()
})
