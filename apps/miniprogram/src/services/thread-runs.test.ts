import { foldRuns } from './thread-runs'
import type { ThreadRow } from './thread-rows'

const message = (index: number, more: object = {}): ThreadRow =>
  ({ kind: 'message', key: `entry ${index}`, index, side: 'theirs', own: false, name: '张样例', title: '', at: '', mark: 'ordinary', markLabel: undefined, attachments: [], text: `${index}`, time: '', reached: undefined, offHoursReason: undefined, ...more }) as ThreadRow
const run = (from: number, count: number): ThreadRow[] => Array.from({ length: count }, (_, i) => message(from + i))
const shown = (rows: readonly ThreadRow[], opened: string[] = [], keeps?: (index: number) => boolean) =>
  foldRuns(rows, new Set(opened), keeps).map((row) => (row.kind === 'folded' ? `…${row.count}` : row.kind === 'day' ? row.text : row.kind === 'message' ? String(row.index) : row.kind))
const day = (text: string): ThreadRow => ({ kind: 'day', key: `day ${text}`, text })

describe('a long run of one sender’s messages', () => {
  it('is folded to its first and its latest', () => {
    expect(shown(run(0, 200))).toEqual(['0', '…197', '198', '199'])
  })
  it('is left as it is where it is short', () => {
    expect(shown(run(0, 7))).toEqual(['0', '1', '2', '3', '4', '5', '6'])
  })
  it('opens with a tap', () => {
    expect(shown(run(0, 9), ['folded entry 1'])).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8'])
  })
  it('is ended by an answer, and by what happened besides', () => {
    expect(shown([...run(0, 5), message(5, { side: 'mine' }), ...run(6, 5)])).toHaveLength(11)
    expect(shown([...run(0, 5), { kind: 'system', key: 's', index: 5, time: '', title: '', text: '', isSealable: false, own: false, sealAsked: false }, ...run(6, 5)])).toHaveLength(11)
  })
  it('never hides what is marked, what has an attachment, or what is flagged', () => {
    const rows = run(0, 20)
    rows[6] = message(6, { mark: 'property_clue' })
    rows[12] = message(12, { attachments: [{ id: 'a_1', name: 'x', kind: 'picture' }] })
    expect(shown(rows, [], (index) => index === 15)).toEqual(['0', '…5', '6', '…5', '12', '…2', '15', '…2', '18', '19'])
  })
  it('keeps the day of what stays in view', () => {
    expect(shown([day('昨天'), ...run(0, 10), day('今天'), ...run(10, 2)])).toEqual(['昨天', '0', '…9', '今天', '10', '11'])
    expect(shown([day('昨天'), ...run(0, 5), day('今天'), ...run(5, 5)])).toEqual(['昨天', '0', '…7', '8', '9'])
  })
})
