import fc from 'fast-check'
import { decideUrging, evolveUrgings, MEASURES, noUrgings, seenBy, selectItems, type Supervised, tallyOf, type Urgings, ageBandOf } from '.'

const item = fc.record({
  measure: fc.constantFrom(...MEASURES), id: fc.uuid(), department: fc.constantFrom('一队', '二队', '三队'),
  staffIds: fc.uniqueArray(fc.constantFrom('s_one1', 's_two2', 's_three', 's_four'), { maxLength: 3 }), state: fc.constantFrom('late', 'soon', 'open'), age: fc.constantFrom('week', 'month', 'older'),
  hiddenFrom: fc.option(fc.uniqueArray(fc.constantFrom('s_one1', 's_two2')), { nil: undefined }),
}).map(({ hiddenFrom, ...one }): Supervised => ({ ...one, ...(hiddenFrom && { hiddenFrom }) }))
const reader = fc.record({ staffId: fc.constantFrom('s_one1', 's_two2', 's_none'), department: fc.constantFrom('一队', '二队'), scope: fc.constantFrom('court' as const, 'department' as const, 'own' as const) })

describe('numbers and lists', () => {
  test('whatever there is and whoever asks: each number is its list’s length, states and departments add up, and nobody sees what is hidden from them', () =>
    fc.assert(fc.property(fc.array(item, { maxLength: 40 }), reader, (items, who) => {
      const seen = seenBy(items, who)
      const { totals, states, ages, departments, staff } = tallyOf(seen, MEASURES)
      const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0)
      for (const measure of MEASURES) {
        expect(totals[measure]).toBe(selectItems(seen, { measure }).length)
        expect(sum(departments.map(({ numbers }) => numbers[measure]))).toBe(totals[measure])
        expect(sum(states.filter((one) => one.measure === measure).map(({ count }) => count))).toBe(totals[measure])
        expect(sum(ages.filter((one) => one.measure === measure).map(({ count }) => count))).toBe(totals[measure])
        for (const { staffId, numbers } of staff) expect(numbers[measure]).toBe(selectItems(seen, { measure, staffId }).length)
      }
      for (const one of seen) {
        expect(one.hiddenFrom ?? []).not.toContain(who.staffId)
        if (who.scope === 'department') expect(one.department).toBe(who.department)
        if (who.scope === 'own') expect(one.staffIds).toContain(who.staffId)
      }
      const hidden = items.filter(({ hiddenFrom }) => hiddenFrom?.includes(who.staffId))
      if (who.scope === 'court') expect(seen.length + hidden.length).toBe(items.length)
    })))

  test('every age is in one band, the first that reaches as far', () => {
    const bands = [{ id: 'week', label: '', up_to_days: 7 }, { id: 'month', label: '', up_to_days: 30 }, { id: 'older', label: '' }]
    const cite = { basis: 'proposal' as const, source: 'x' }
    expect([0, 7, 8, 30, 31, 4000].map((days) => ageBandOf(days, { bands, cite }))).toEqual(['week', 'week', 'month', 'month', 'older', 'older'])
  })
})

describe('urging', () => {
  const config = { urging: { not_again_within_hours: 24, cite: { basis: 'proposal' as const, source: 'x' } } }
  const about = { what: 'matter', since: 3, sinceAt: '2026-03-01T00:00:00.000Z' } as const
  const urged = (by: string, at: string, since = 3): Urgings =>
    evolveUrgings(noUrgings, { type: 'watch.urged', index: 0, at, actor: { kind: 'staff', id: by, role: 'duty' }, body: { about: { ...about, since }, staffIds: ['s_judge'] } })
  const decide = (urgings: Urgings, more: Partial<Parameters<typeof decideUrging>[0]> = {}) =>
    decideUrging({ about, staffIds: ['s_judge', 's_lead'], by: 's_lead', now: '2026-03-10T12:00:00.000Z', urgings, ...more }, config)

  test('names whoever has to see to it, but never oneself', () => expect(decide(noUrgings)).toEqual({ about, staffIds: ['s_judge'] }))
  test.each([
    ['the same person within the time', urged('s_lead', '2026-03-09T12:00:00.001Z'), {}, 'supervision.urged_already'],
    ['what was answered', noUrgings, { about: undefined }, 'supervision.not_waiting'],
    ['oneself alone', noUrgings, { staffIds: ['s_lead'] }, 'supervision.nobody_to_urge'],
    ['nobody', noUrgings, { staffIds: [] }, 'supervision.nobody_to_urge'],
  ])('%s: refused', (_, urgings, more, code) => expect(() => decide(urgings, more)).toThrow(code))
  test.each([
    ['the time is over', urged('s_lead', '2026-03-09T12:00:00.000Z')],
    ['it was somebody else', urged('s_other', '2026-03-10T11:00:00.000Z')],
    ['it was another matter', urged('s_lead', '2026-03-10T11:00:00.000Z', 2)],
  ])('again once %s', (_, urgings) => expect(decide(urgings).staffIds).toEqual(['s_judge']))
  test('what it does not know leaves the fold as it is', () => {
    const before = urged('s_lead', '2026-03-09T12:00:00.000Z')
    expect(evolveUrgings(before, { type: 'clock.warned', index: 1, at: '', actor: { kind: 'system', id: 'x', role: 'x' }, body: {} })).toBe(before)
  })
})

