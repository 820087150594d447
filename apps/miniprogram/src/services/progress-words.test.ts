import type { EntryView, MyProgress } from '@zhixin/shared/contract'
import { inboxRow } from './inbox-words'
import { dueWords, NO_SERVICE, progressWords, timeLineRows, untilWords } from './progress-words'

const NODE = {
  ref: 'n_node0000', node: 'price_report', label: '发送评估报告', on: '2026-03-02', text: '法院已把评估报告发给您。', means: '您可以看看价格对不对。',
  act: { text: '有异议请在期限内提出。', dueAt: '2026-03-07T16:00:00.000Z', rule: '五日内' }, cite: '某规定',
}
const entry = (type: string, body: EntryView['body'], more: object = {}): EntryView =>
  ({ type, body, index: 3, at: '2026-03-02T02:00:00.000Z', actor: { kind: 'system', id: 'case-file', role: 'notice' }, actorName: '法院', attachments: [], ...more }) as unknown as EntryView

describe('a step that somebody is told of', () => {
  it('reads as what happened, what it means, what is asked by when, and that it is no service of a document', () => {
    const words = progressWords(entry('node.told', NODE))!
    expect(words.title).toBe('进展：发送评估报告')
    expect([words.text, ...words.lines!]).toEqual([NODE.text, NODE.means, '请您：有异议请在期限内提出。（2026年3月7日 24:00 前）', NO_SERVICE])
    expect(NO_SERVICE).toContain('不是送达')
  })

  it('says when it was recorded late, and the first time how to look, write, ring and report', () => {
    const { lines } = progressWords(entry('node.told', { ...NODE, late: true, first: ['请打12368。'] }))!
    expect(lines).toEqual(expect.arrayContaining(['这一步是后来补记的。', '请打12368。']))
  })

  it('what was taken back says so', () => {
    expect(progressWords(entry('node.taken_back', { ref: NODE.ref, of: 2, label: '立案', reason: '录错了' }))!.text).toMatch(/已经撤回.*录错了/)
  })

  it('a period that ends within a day says the hour', () => expect(untilWords('2026-03-07T03:00:00.000Z')).toBe('2026年3月7日 11:00 前'))

  it.each([
    ['2026-03-02T16:00:00.000Z', false, '今天到期'],
    ['2026-03-03T16:00:00.000Z', false, '明天到期'],
    ['2026-03-08T16:00:00.000Z', false, '还有 6 天'],
    ['2026-03-01T16:00:00.000Z', true, '已过期限'],
  ])('what is due at %s: %s %s', (at, isPast, words) => expect(dueWords(at, isPast, '2026-03-02T02:00:00.000Z')).toBe(words))
})

describe('the inbox', () => {
  const of = { caseId: 'c_casealpha', caseNumber: '（2026）虚01执1号', cause: '买卖合同纠纷', unread: true }
  it('shows a message by who wrote it, a step by its name, and nothing of what is withheld', () => {
    const message = { text: '请'.repeat(80), mark: 'ordinary', attachments: [] }
    const officer = { actor: { kind: 'staff', id: 's_0001', role: 'officer' }, actorName: '李法官' }
    expect(inboxRow({ ...of, entry: entry('message.sent', message, officer) })).toMatchObject({ title: expect.stringContaining('李法官'), text: `${'请'.repeat(60)}…` })
    expect(inboxRow({ ...of, entry: entry('node.told', NODE) })).toMatchObject({ title: '进展：发送评估报告', text: NODE.text, of: '买卖合同纠纷 （2026）虚01执1号' })
    expect(inboxRow({ ...of, entry: entry('message.sent', null, { withheld: 'sealed' }) }).title).toContain('已封存')
    expect(inboxRow({ ...of, entry: entry('something.newer', {}) }).title).toBe('新类型的记录')
  })
})

describe('the time line', () => {
  const told = (ref: string, node: string, on: string, more: object = {}) => ({ ...NODE, ref, node, on, index: 1, at: `${on}T02:00:00.000Z`, details: [], takenBack: null, ...more })
  const common = [{ at: '2026-03-01', title: '执行立案', detail: '买卖合同纠纷' }, { at: '2026-03-05T02:00:00.000Z', title: '更换承办人', detail: null }]
  const rows = (done: object[]) => timeLineRows({ done } as unknown as MyProgress, common).map(({ day, title }) => `${day} ${title}`)

  it('is one line of both, newest first, and says the filing once', () => {
    expect(rows([])).toEqual(['2026-03-05 更换承办人', '2026-03-01 执行立案'])
    expect(rows([told('n_b', 'query', '2026-03-03'), told('n_a', 'case_filing', '2026-03-01')])).toEqual(['2026-03-05 更换承办人', '2026-03-03 发送评估报告', '2026-03-01 发送评估报告'])
    expect(rows([told('n_a', 'case_filing', '2026-03-01', { takenBack: { at: '', reason: null } })])).toHaveLength(3)
  })
})
