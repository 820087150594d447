import { isUnitCode } from './unit-code'

describe('the form of a 统一社会信用代码', () => {
  test('takes one whose last character checks the others', () => {
    expect(isUnitCode('91000000XUG0U0001U')).toBe(true)
  })

  test.each([
    ['another last character', '91000000XUG0U0001W'], ['two neighbours the wrong way round', '19000000XUG0U0001U'], ['too short', '91000000XUG0U0001'],
    ['a letter that is never used', '91000000XIG0U0001U'], ['nothing', ''],
  ])('does not take one with %s', (_, text) => {
    expect(isUnitCode(text)).toBe(false)
  })
})
