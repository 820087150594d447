import * as fc from 'fast-check'
import { findSensitiveNumber, isIdentityNumber } from './sensitive-numbers'

const luhn = (digits: string): string => {
  const sum = [...digits].reverse().reduce((total, char, i) => {
    const digit = Number(char) * (i % 2 === 0 ? 2 : 1)
    return total + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return digits + String((10 - (sum % 10)) % 10)
}
const digits = (length: number) => fc.array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length }).map((list) => list.join(''))

describe('numbers that do not belong into a message', () => {
  it('finds every bank card, however it is grouped and wherever it stands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 14, max: 18 }).chain(digits), fc.constantFrom('', ' ', '-', '  '), (start, gap) => {
        const card = luhn(start).replace(/(.{4})(?=.)/g, `$1${gap}`)
        expect(findSensitiveNumber(`我的卡号是${card}，请转账`)).toBeDefined()
      }),
    )
  })
  it.each(['11010519491231002X', '11010519491231002x', '１１０１０５１９４９１２３１００２Ｘ', '110105 19491231 002X'])('finds the identity number %s', (text) => {
    expect(findSensitiveNumber(`身份证：${text}。`)?.kind).toBe('identity_number')
  })
  it('knows a wrong check digit and an impossible date', () => {
    expect(isIdentityNumber('110105194912310021')).toBe(false)
    expect(isIdentityNumber('110105194913310021')).toBe(false)
  })
  it.each(['13800138000', '010-66668888', '（2026）虚01执12345号', '2026年1月5日', '20260105', '合同编号HT-2026-0001'])('leaves %s alone', (text) => {
    expect(findSensitiveNumber(text)).toBeUndefined()
  })
  it('says where it stands', () => {
    const text = '卡号 6222021234567890128 谢谢'
    const found = findSensitiveNumber(text)!
    expect(text.slice(found.start, found.end)).toBe('6222021234567890128')
  })
  it('answers for any text, and in time', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => void findSensitiveNumber(text)))
  })
})
