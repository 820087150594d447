import fc from 'fast-check'
import { above, countOf, type Ranges, withIndex } from './ranges'

test('ranges hold what a list of the same indexes holds', () => {
  const steps = fc.array(fc.record({ gap: fc.nat(3), readUpTo: fc.option(fc.nat(60)) }), { maxLength: 40 })
  fc.assert(fc.property(steps, (taken) => {
    let next = 0
    let list: number[] = []
    let ranges: Ranges = []
    for (const { gap, readUpTo } of taken) {
      next += gap + 1
      list = [...list, next]
      ranges = withIndex(ranges, next)
      if (readUpTo !== null) {
        list = list.filter((index) => index > readUpTo)
        ranges = above(ranges, readUpTo)
      }
      expect(ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i))).toEqual(list)
      expect(countOf(ranges)).toBe(list.length)
    }
  }))
})

test('a run of neighbours is one pair', () => {
  expect([1, 2, 3, 5].reduce<Ranges>(withIndex, [])).toEqual([[1, 3], [5, 5]])
})
