import { type OfficeHolder, onDutyNow, standInOf, standsInFor, uncovered } from './stand-in'

const at = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T00:00:00.000Z`
const NOW = at(10)
const there = (id: string, more: Partial<OfficeHolder> = {}): OfficeHolder => ({ id, isActive: true, onDuty: false, absences: [], shifts: [], ...more })
const away = (deputyId: string | null, from = 9, until = 12, more: object = {}) => ({ absences: [{ of: 1, from: at(from), until: at(until), reason: '年休假', deputyId, ...more }] })
const duty = there('duty', { onDuty: true })

describe('who answers for somebody', () => {
  it('nobody stands in for one who is there, has come back early, or whose absence has not begun or is over', () => {
    for (const holder of [there('a'), there('a', away('b', 9, 12, { endedAt: at(10) })), there('a', away('b', 11, 12)), there('a', away('b', 8, 10))]) {
      expect(standInOf('a', [holder, there('b'), duty], NOW)).toBeUndefined()
    }
  })

  it('the deputy does, from the first instant to the last but one', () => {
    const holders = [there('a', away('b')), there('b'), duty]
    expect(standInOf('a', holders, at(9))).toEqual({ by: 'deputy', ids: ['b'] })
    expect(standInOf('a', holders, at(12))).toBeUndefined()
    expect(standsInFor('b', holders, NOW)).toEqual(['a'])
    expect(standsInFor('duty', holders, NOW)).toEqual([])
  })

  it('without a deputy, or with one who is away or gone, whoever is on duty does; the deputy’s deputy does not', () => {
    const c = there('c')
    for (const b of [there('b', away('c')), there('b', { isActive: false })]) {
      expect(standInOf('a', [there('a', away('b')), b, c, duty], NOW)).toEqual({ by: 'duty', ids: ['duty'] })
    }
    expect(standInOf('a', [there('a', away(null)), duty], NOW)).toEqual({ by: 'duty', ids: ['duty'] })
    expect(standsInFor('c', [there('a', away('b')), there('b', away('c')), c, duty], NOW)).toEqual(['b'])
  })

  it('on duty is whose shift it is; where nobody of them is there, everybody with a duty role who is', () => {
    const shift = { shifts: [{ of: 2, from: at(10), until: at(11) }] }
    const [first, second] = [there('d1', { onDuty: true, ...shift }), there('d2', { onDuty: true })]
    const ids = (holders: OfficeHolder[], now = NOW): string[] => onDutyNow(holders, now).map(({ id }) => id)
    expect(ids([first, second])).toEqual(['d1'])
    expect(ids([first, second], at(11))).toEqual(['d1', 'd2'])
    expect(ids([{ ...first, ...away(null) }, second])).toEqual(['d2'])
    expect(ids([{ ...first, onDuty: false }, second])).toEqual(['d2'])
    expect(ids([{ ...first, isActive: false }])).toEqual([])
  })

  it('who is on duty and away does not answer for themselves', () => {
    expect(standInOf('d', [there('d', { onDuty: true, ...away(null) })], NOW)).toEqual({ by: 'duty', ids: [] })
  })

  it('nobody answers for one who left, nor for one who is away where nobody is on duty', () => {
    expect(uncovered('a', [there('a', { isActive: false, ...away('b') }), there('b'), duty], NOW)).toBe('left')
    expect(uncovered('a', [duty], NOW)).toBe('left')
    expect(uncovered('a', [there('a', away(null))], NOW)).toBe('away')
    expect(uncovered('a', [there('a', away(null)), duty], NOW)).toBeUndefined()
    expect(uncovered('a', [there('a')], NOW)).toBeUndefined()
  })
})
