import type { ToldNode } from '../parts/progress'
import { timeLineOf } from './time-line'

const node = (what: string, on: string, index: number, more: Partial<ToldNode> = {}): ToldNode => ({
  ref: `n_${what.padEnd(8, '0')}`, node: what, label: what, on, text: '', means: '', cite: '', index, at: `${on}T02:00:00.000Z`, details: [], ...more,
})
const act = (text: string, dueAt?: string) => ({ act: { text, ...(dueAt && { dueAt }) } })
const NOW = '2026-03-10T02:00:00.000Z'
const next = (what: string, dueAt: string) => ({ next: [{ node: what, label: `法院要办${what}`, dueAt, rule: '' }] })

describe('a party’s time line', () => {
  it('has what they were told by the day it happened, the newest first, also what was recorded late', () => {
    expect(timeLineOf([node('filing', '2026-03-01', 0), node('query', '2026-03-05', 1), node('received', '2026-03-02', 2)], NOW).done.map((one) => one.node))
      .toEqual(['query', 'received', 'filing'])
  })

  it('says what they are asked to do until its day is over, the next day first; of what has no day the newest', () => {
    const told = [
      node('a', '2026-03-01', 0, act('没有期限的旧事')), node('b', '2026-03-02', 1, act('过了', '2026-03-09T16:00:00.000Z')),
      node('c', '2026-03-03', 2, act('后到期', '2026-03-20T16:00:00.000Z')), node('d', '2026-03-04', 3, act('先到期', '2026-03-12T16:00:00.000Z')),
      node('e', '2026-03-05', 4, act('没有期限的新事')),
    ]
    expect(timeLineOf(told, NOW).due.map(({ text }) => text)).toEqual(['先到期', '后到期', '没有期限的新事'])
  })

  it('says what the court has to do until they are told that it was done, and when it is late', () => {
    const filing = node('filing', '2026-03-01', 0, next('notice', '2026-03-09T16:00:00.000Z'))
    expect(timeLineOf([filing], NOW).due).toMatchObject([{ by: 'court', text: '法院要办notice', isPast: true }])
    expect(timeLineOf([filing, node('notice', '2026-03-08', 1)], NOW).due).toEqual([])
    // Something of that name from before does not settle it, nor what was taken back.
    expect(timeLineOf([node('notice', '2026-02-08', 0), { ...filing, index: 1 }], NOW).due).toHaveLength(1)
    expect(timeLineOf([filing, node('notice', '2026-03-08', 1, { takenBack: { index: 2, at: NOW, reason: '' } })], NOW).due).toHaveLength(1)
  })

  it('asks nothing by a step that was taken back, and still shows it', () => {
    const { done, due } = timeLineOf([node('a', '2026-03-01', 0, { ...act('某事'), takenBack: { index: 1, at: NOW, reason: '错了' } })], NOW)
    expect([done.length, due.length]).toEqual([1, 0])
  })
})
