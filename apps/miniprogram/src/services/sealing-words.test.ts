import type { EntryView, Me } from '@zhixin/shared/contract'
import { systemWords } from './system-words'
import { nounOf, underReview } from './sealing-words'
import { putAway } from './thread-entries'
import { rowsOf, type ThreadRow } from './thread-rows'

const ME = { kind: 'staff', staffId: 's_officer1', name: '王丙' } as unknown as Me
const OFFICER = { kind: 'staff' as const, id: 's_officer1', role: 'officer' }
const PARTY = { kind: 'person' as const, id: 'p_applicant1', role: 'principal' }
const LEADER = { kind: 'staff' as const, id: 's_leader01', role: 'team_leader' }
const VOICE = { id: 'a_0000000000000000000', name: '语音.mp3', kind: 'voice' }

type Happened = [EntryView['actor'], string, EntryView['body'], Partial<EntryView>?]
const entriesOf = (...happened: Happened[]): EntryView[] =>
  happened.map(([actor, type, body, more], index) => ({
    v: 1, court: 'test', chain: 'thread:c_1/p_1', index, at: '2026-07-06T02:00:00.000Z', type, actor, visibility: 'all', bodyHash: '', attachments: [], prev: null,
    entryHash: '', nonce: body && '00', body, actorName: actor.kind === 'person' ? '赵甲' : '王丙', ...more,
  }) as EntryView)
const rows = (entries: readonly EntryView[]): ThreadRow[] =>
  rowsOf({ me: ME, entries, pending: [], theirs: { delivered: -1, read: -1 }, labels: [], now: '2026-07-06T03:00:00.000Z' }).filter(({ kind }) => kind !== 'day')
const sealed = { body: null, nonce: null, withheld: 'sealed' as const }
const because = { reason: 'wrong_case', words: '发错了案件' }
const spoken = (...summaries: string[]): Happened[] => [
  [PARTY, 'message.sent', { text: '', mark: 'ordinary', attachments: [VOICE] }],
  ...summaries.map((summary): Happened => [OFFICER, 'voice.summarised', { of: 0, attachmentId: VOICE.id, summary }]),
]
const summaryOf = (entries: readonly EntryView[]) => rows(entries).flatMap((row) => (row.kind === 'message' ? row.attachments : []))[0]?.summary

describe('what was written down of a voice', () => {
  it('counts as it was written last; what it replaced is there to be looked at', () => {
    expect(summaryOf(entriesOf(...spoken('错的', '对一点', '对的')))).toMatchObject({
      text: '对的', index: 3, of: 0, own: true, earlier: [{ text: '对一点', index: 2 }, { text: '错的', index: 1 }],
    })
  })
  it('that is sealed by itself says so in its place, and what is not sealed counts', () => {
    const entries = entriesOf(...spoken('错的', '对的'), [LEADER, 'seal.approved', { of: 1, ...because }])
    entries[1] = { ...entries[1]!, ...sealed }
    expect(summaryOf(entries)).toMatchObject({ text: '对的', earlier: [] })
    expect(rows(entries)).toContainEqual(expect.objectContaining({ kind: 'withheld', index: 1, title: '这条语音大意已封存', text: expect.stringContaining('发错了案件') as string }))
  })
  it('that went with its message is not said twice', () => {
    const entries = entriesOf(...spoken('问进展'), [LEADER, 'seal.approved', { of: 0, ...because, also: [1] }])
    const gone = putAway(entries)
    expect(gone.map(({ body }) => body === null)).toEqual([true, true, false])
    expect(rows(gone).filter(({ kind }) => kind === 'withheld')).toHaveLength(1)
  })
})

describe('an approval', () => {
  const form = (supplements?: number): Happened =>
    [PARTY, 'form.submitted', { form: 'property_report', version: 1, title: '财产报告', values: {}, attachments: [], ...(supplements !== undefined && { supplements }) }]
  it('takes along what it names, and says of each what it was', () => {
    const gone = putAway(entriesOf(form(), form(0), form(), [LEADER, 'seal.approved', { of: 0, ...because, also: [1] }]))
    expect(gone.map(({ body }) => body === null)).toEqual([true, true, false, false])
    expect(rows(gone).filter(({ kind }) => kind === 'withheld')).toMatchObject([{ title: '这份表已封存' }, { title: '这份表已封存', text: expect.stringContaining('发错了案件') as string }])
  })
  it('of before, that names nothing, takes along what had been said about the entry until then', () => {
    const gone = putAway(entriesOf(...spoken('问进展'), [LEADER, 'seal.approved', { of: 0, ...because }]))
    expect(gone.map(({ body }) => body === null)).toEqual([true, true, false])
  })
  it('leaves what was told about a clue afterwards', () => {
    const told: Happened = [OFFICER, 'urgent.said', { of: 0, text: '已经出发' }]
    const gone = putAway(entriesOf([PARTY, 'urgent.raised', { what: '在装车', attachments: [] }], told, [LEADER, 'seal.approved', { of: 0, ...because, also: [1] }], told))
    expect(gone.map(({ body }) => body === null)).toEqual([true, true, false, false])
    expect(rows(gone)[0]).toMatchObject({ title: '这条紧急线索已封存' })
  })
})

describe('what can be sealed beside messages', () => {
  it('are notes and forms, not what the court’s system says; one’s own is known, and what is asked for already', () => {
    const call: Happened = [OFFICER, 'contact.recorded', { kind: 'phone', summary: '已说明', happenedAt: '2026-07-06T02:00:00.000Z', settles: false }]
    const closed: Happened = [{ kind: 'system', id: 'case-file', role: 'notice' }, 'case.closed_notice', { way: '执行完毕', closedOn: '2026-07-06', department: '执行局' }]
    const found = rows(entriesOf(call, [PARTY, 'urgent.raised', { what: '在装车', attachments: [] }], closed, [PARTY, 'seal.asked', { of: 1, ...because }]))
    expect(found.map((row) => row.kind === 'system' && [row.isSealable, row.own, row.sealAsked])).toEqual([
      [true, true, false], [true, false, true], [false, false, false], [false, false, false],
    ])
  })
  it.each([
    ['message.sent', '条消息'], ['form.submitted', '份表'], ['voice.summarised', '条语音大意'], ['urgent.said', '条紧急线索'], ['task.asked', '件要办的事'],
    ['receiving_account.set', '条收款账户记录'], ['contact.recorded', '条记录'], [undefined, '条消息'],
  ])('%s is called 一%s', (type, noun) => expect(nounOf(type)).toBe(noun))
  it('is named in the thread as what it is', () => {
    const entries = entriesOf([PARTY, 'form.submitted', null, sealed], [PARTY, 'seal.asked', { of: 0, ...because }])
    expect(systemWords(entries[1]!, { entries, labelOf: (mark) => mark })?.text).toBe('赵甲申请封存一份表。原因：发错了案件。正在等负责人决定。')
  })
  it('is read before it is decided on: every word, a row on a line, and what is enclosed', () => {
    const [report] = entriesOf([PARTY, 'form.submitted', {
      form: 'property_report', version: 1, title: '财产报告', attachments: [{ id: 'a_0000000000000000001', name: '存折.png', kind: 'picture' }],
      values: { as_of: '2026-01-06', deposits: [{ bank: '示范银行', balance: '32.50' }, { bank: '虚构银行', balance: '1' }], vehicles: [] },
    }])
    expect(underReview(report!)).toEqual({
      words: ['财产报告', '2026-01-06', '示范银行，32.50', '虚构银行，1'], enclosed: [{ id: 'a_0000000000000000001', name: '存折.png', kind: 'picture' }],
    })
    expect(underReview({ body: { of: 0, attachmentId: VOICE.id, summary: '问进展' } }).words).toEqual(['问进展'])
  })
})
