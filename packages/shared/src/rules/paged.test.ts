import fc from 'fast-check'
import { type Paged, valueAt, withValue } from './paged'

test('holds what a plain map holds, and leaves what was before as it was', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(1_000), fc.nat())), (writes) => {
    const plain = new Map<number, number>()
    let paged: Paged<number> = {}
    for (const [index, value] of writes) {
      const before = paged
      const was = valueAt(before, index)
      paged = withValue(paged, index, value)
      expect(valueAt(before, index)).toBe(was)
      plain.set(index, value)
    }
    for (let index = 0; index <= 1_000; index++) expect(valueAt(paged, index)).toBe(plain.get(index))
  }))
})
