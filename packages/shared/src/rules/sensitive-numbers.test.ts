import * as fc from 'fast-check'
import { findSensitiveNumber, isIdentityNumber, sensitiveNumbersIn } from './sensitive-numbers'
import { isUnitCode } from './unit-code'

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
  it.each([
    '卡号6222021234567890128 13800138000', '13800138000 6222021234567890128', '6222 0212 3456 7890 128 13800138000', '6222021234567890128 2026', '11010519491231002X 13800138000',
  ])('finds the one that a telephone number stands beside: %s', (text) => expect(findSensitiveNumber(text)).toBeDefined())
  it('answers for any text, and in time', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => void findSensitiveNumber(text)))
  })
})

describe('account numbers of units, which carry no check digit', () => {
  it.each([
    ['账号：37001706508050012345', '37001706508050012345'],
    ['请汇到我公司对公账户 3700 1706 5080 5001 2345，谢谢', '3700 1706 5080 5001 2345'],
    ['开户行：中国建设银行示范路支行，帐号37001706508050012345', '37001706508050012345'],
    ['户名：虚拟公司\n开户行：工行示范支行\n账号：\n1602004109022100003', '1602004109022100003'],
    ['基本户是 41-010100040000001', '41-010100040000001'],
    ['收款账户８１１０７０１０１３５０１２３４５６', '８１１０７０１０１３５０１２３４５６'],
    ['218012345678 中国银行示范支行', '218012345678'],
    ['款请打到 802110200421012345678 这里', '802110200421012345678'],
    ['账号 No.37001706508050012345', '37001706508050012345'],
    ['账户37001706508050012345 13800138000', '37001706508050012345'],
    ['账号123456789', '123456789'],
    ['我的电话变了。新的账号是37001706508050012345', '37001706508050012345'],
    ['合同约定的收款账号是37001706508050012345', '37001706508050012345'],
  ])('is seen: %s', (text, number) => {
    const found = sensitiveNumbersIn(text)
    expect(found.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([['bank_account', number]])
  })

  it.each([
    ['a case number', '账户被（2026）虚0102执12345号冻结'], ['a case number in digits', '银行说案号是20260102001234567'], ['a mobile', '账号的事请打13800138000'],
    ['mobiles', '账户冻结了，找 13800138000 13900139000'], ['a mobile in groups', '开户的电话 138 0013 8000'], ['a mobile of China abroad', '账户联系人+86 13800138000'],
    ['a landline', '开户行0531-88881234'], ['a landline with an extension', '银行 0531-88881234-8001'], ['a service number', '银行客服400-888-1234'], ['the hotline', '账户问题请打12368'],
    ['a credit code of digits and letters', '账户名称对应的统一社会信用代码91370100MA3C0000X1'], ['a credit code of digits', '对公账户 913701000000000020'],
    ['an amount in yuan', '账户里有123456789元'], ['an amount with fen', '账户余额1234567890.50元'], ['an amount with its sign', '账户转入￥123456789.00'], ['a balance', '账户余额 1234567890'],
    ['a day', '账户2026-01-05 10时被冻结'], ['days', '账户从2026-01-05 到 2026.02.05 冻结'], ['a moment', '账户在20260105103000被划走'], ['the end of a card', '账户尾号1234'],
    ['a contract', '借款合同编号202600012345678在建设银行'], ['a contract with letters', '银行 HT202600012345'], ['an invoice', '收款发票号码 25372000000012345678'],
    ['a transfer', '转账流水号2026010512345678901'], ['an order', '汇款单号 202601051234567'], ['a chat account', '我的QQ账号 123456789'], ['digits about which nothing is said', '37001706508050012345'],
    ['digits of another sentence', '我没有账户。车上写着3700170650805'],
  ])('leaves %s alone', (_, text) => expect(sensitiveNumbersIn(text)).toEqual([]))

  it('never sees one in a telephone number, whatever is said about it', () => {
    const mobile = fc.tuple(fc.integer({ min: 3, max: 9 }), digits(9)).map(([second, rest]) => `1${second}${rest}`)
    fc.assert(fc.property(mobile, fc.constantFrom('账号', '开户行 ', '银行卡对应的', '收款请找'), (number, words) => expect(sensitiveNumbersIn(`${words}${number}。`)).toEqual([])))
  })
  it('always sees one that is called an account, of any length banks use', () => {
    const account = fc.integer({ min: 13, max: 25 }).chain(digits).filter((number) => !/^(19|20)/.test(number) && !isIdentityNumber(number) && !isUnitCode(number))
    fc.assert(fc.property(account, fc.constantFrom('账号：', '帐号', '对公账户 ', '开户行是示范银行，'), (number, words) => {
      fc.pre(number.length !== 13 || !number.startsWith('86'))
      const [found] = sensitiveNumbersIn(`${words}${number}，谢谢`)
      expect(found).toMatchObject({ start: words.length, end: words.length + number.length })
    }))
  })
})
