import type { TerminationCheck } from '@zhixin/shared/contract'
import { checkState, filedWords, mendingWay, standingWords } from './termination-words'

const NOW = '2026-06-01T02:00:00.000Z'
const check = (more: Partial<TerminationCheck>): TerminationCheck => ({
  number: 1, text: '是否……', grade: 'part', blocks: true, proves: '', cite: '', state: 'red', forPerson: false, seen: '', notes: [], evidence: [], missing: [], reason: null,
  review: null, ...more,
})
const reason = { at: NOW, byName: '甲', text: '在卷', holds: true }

test('a check says in words how it stands, and no two states have the same', () => {
  const states = [check({}), check({ blocks: false }), check({ reason }), check({ state: 'green' }), check({ state: 'green', forPerson: true }), check({ state: 'review' })]
  expect(states.map((one) => checkState(one).word)).toEqual(['不合格，妨碍提交终本', '不合格', '不合格，已写明理由', '合格', '审查过，合格', '需人工审查'])
})
test('a reason that no longer holds changes nothing', () => {
  expect(checkState(check({ reason: { ...reason, holds: false } })).word).toBe('不合格，妨碍提交终本')
})
test('one sentence says whether it can be submitted', () => {
  expect(standingWords({ keepsBack: [1, 7], submittedOn: null })).toEqual({ words: '还不能提交终本：第 1、7 项不合格，没有写明理由。', tone: 'late' })
  expect(standingWords({ keepsBack: [], submittedOn: null }).tone).toBe('done')
  expect(standingWords({ keepsBack: [10], submittedOn: '2026-05-01' }).words).toBe('终本已于 2026-05-01 提交。第 10 项还不合格，请继续补正。')
})
test('a filed sheet says when it is stale, and by which checks', () => {
  const filed = { index: 9, at: '2026-06-01T01:00:00.000Z', byName: '甲', hash: 'f'.repeat(64), stale: true, changed: [5] }
  expect(filedWords({ filed }, NOW)).toMatchObject({ stale: true, words: expect.stringContaining('第 5 项') })
  expect(filedWords({ filed: { ...filed, stale: false, changed: [] } }, NOW).stale).toBe(false)
  expect(filedWords({ filed: null }, NOW).words).toBe('还没有归档。')
})
test('a leader is not sent where only a handler records', () => {
  const missing = { says: '', mend: 'progress' as const, node: 'x', personId: null }
  expect([mendingWay(missing, { explain: true })?.to, mendingWay(missing, { explain: false })]).toEqual(['recordNode', undefined])
  expect(mendingWay({ ...missing, mend: 'thread', personId: 'p_00000000' }, { explain: false })?.to).toBe('thread')
  expect(mendingWay({ ...missing, mend: 'none' }, { explain: true })).toBeUndefined()
})
