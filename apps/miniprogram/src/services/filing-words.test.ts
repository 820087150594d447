import { filedWords, filingCountsWords, isPressing, standsWord, whyWords } from './filing-words'

const NOW = '2026-03-10T04:00:00.000Z'
const none = { why: null, because: null, nextAt: null } as const

test('how far a thread is in the court’s file, and how much is not', () => {
  expect(filedWords({ filedTo: 4, filedAt: '2026-03-10T17:00:00.000Z', pending: 3 })).toBe('已归卷至第 4 条，2026-03-11；还有 3 条未归卷')
  expect(filedWords({ filedTo: 4, filedAt: NOW, pending: 0 })).toBe('已归卷至第 4 条，2026-03-10')
  expect(filedWords({ filedTo: 0, filedAt: null, pending: 3 })).toBe('还没有归卷，共 3 条')
})

test('why it is not there, and what comes next', () => {
  expect(whyWords({ ...none, stands: 'filed' }, true, NOW)).toBe('')
  expect(whyWords({ ...none, stands: 'waits' }, false, NOW)).toBe('本院还没有接通电子卷宗系统，先等着。')
  expect(whyWords({ ...none, stands: 'failed', because: 'wrong_hash', nextAt: '2026-03-10T04:30:00.000Z' }, true, NOW)).toBe('没有归成：回执与交出的材料对不上。今天 12:30 自动再试。')
  expect(whyWords({ ...none, stands: 'given_up', because: 'unreachable' }, true, NOW)).toContain('请再试一次')
})

test('what was answered once waits until all is answered, and asks nobody for anything', () => {
  expect(whyWords({ ...none, stands: 'soon', why: 'answered' }, true, NOW)).toBe('都答复完就会自动归卷。')
  expect(whyWords({ ...none, stands: 'soon', why: 'closed' }, true, NOW)).toBe('马上会自动归卷。')
  expect((['waits', 'soon', 'failed'] as const).map((stands) => isPressing({ stands, why: 'answered' }))).toEqual([false, false, true])
})

test('each state has a word', () => {
  for (const stands of ['filed', 'waits', 'soon', 'under_way', 'failed', 'given_up'] as const) expect(standsWord({ stands }).word).not.toBe('')
})

test('how filing gets on, for whoever keeps it going', () => {
  expect(filingCountsWords({ connected: false, waiting: 3, failed: [] })[0]).toMatch(/3 份.*COURT_FILE_URL/)
  expect(filingCountsWords({ connected: true, waiting: 3, failed: [{ because: 'unsigned', threads: 2 }] })).toEqual(['3 份沟通还没有归卷，到时候会自动归卷。', '2 份没有归成：回执的签名不对，会自动再试。'])
  expect(filingCountsWords({ connected: true, waiting: 0, failed: [] })).toEqual(['都归卷了。'])
})
