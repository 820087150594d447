/*
 * Account numbers of units (对公账号). They carry no public check digit and are 9 to 25 digits long, so that nothing but the words around
 * them tells one from a number of a contract, an invoice or a transfer: the nearest word that says what a number is decides.
 */
const FEWEST = 9
const MOST = 25
const BEFORE = 24
const AFTER = 10

/** Words after which a number is something else, although they hold one of `ACCOUNT` or stand after one. */
const OTHER =
  '(?:QQ|微信|抖音|快手|淘宝|登录|平台)号?的?[账帐][号户]|尾号|案号|编号|单号|订单|流水|凭证|票号|发票|合同|协议|文号|证号|证件|证书|身份证|护照|执照|产权|车架|发动机|序列|快递|运单|物流|税号|纳税|信用代码|代码|注册号|登记号' +
  '|电话|手机|联系|致电|热线|传真|微信|QQ|邮编|余额|金额|本金|利息|欠款|合计|共计|日期|时间'
const ACCOUNT = '[账帐][号户]|开户|对公|基本户|一般户|结算户|卡号|收款|户名|银行|支行|分行|农商行|信用社|[工农中建交]行|汇[到入给款]|打[到入给款]|转[到入给账]'
const LABEL = new RegExp(`(${OTHER})|(${ACCOUNT})`, 'g')
const LABEL_AFTER = new RegExp(`^[^。！？；]{0,${AFTER}}?(?:${ACCOUNT})`)
const SENTENCE_END = /[。！？；]/

/** What is no account wherever it stands. Each keeps its place: only digits are blotted out. */
const NEVER = [
  // Telephones: mobiles, landlines, service numbers.
  /(^|[^0-9])((?:(?:\+|00)?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})(?![0-9])/g,
  /(^|[^0-9])(0(?:10|2\d|[3-9]\d{2})[\s-]?\d{7,8}(?:-\d{1,4})?)(?![0-9])/g,
  /(^|[^0-9])([48]00[\s-]?\d{3}[\s-]?\d{4})(?![0-9])/g,
  // Days, and moments as systems write them.
  /(^|[^0-9])((?:19|20)\d{2}[-.]\d{1,2}[-.]\d{1,2})(?![0-9])/g,
  /(^|[^0-9])(20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)(?![0-9])/g,
]

const AMOUNT_AFTER = /^\s*(?:元|万|亿|圆|块|股|平方|㎡|亩|吨|台|套|件|张|页)/
const AMOUNT_BEFORE = /[¥￥$]\s*$/

/** Half-width text with telephones and days blotted out, every character at its place. */
export const withoutPhonesAndDays = (plain: string): string =>
  NEVER.reduce((text, pattern) => text.replace(pattern, (_, before: string, number: string) => before + '_'.repeat(number.length)), plain)

const sentenceBefore = (plain: string, start: number): string => plain.slice(Math.max(0, start - BEFORE), start).split(SENTENCE_END).pop()!

/** What the nearest word before a place says of the number there; nothing where none does. */
export function saidOf(plain: string, start: number): 'account' | 'other' | undefined {
  const nearest = [...sentenceBefore(plain, start).matchAll(LABEL)].pop()
  return nearest && (nearest[2] === undefined ? 'other' : 'account')
}

/**
 * Whether the digits from `start` to `end` of a text (half-width, see `withoutPhonesAndDays`) are said to be an account. Does not know
 * whether there is such an account; one that nothing is said about is not seen.
 */
export function isUnitAccount(plain: string, start: number, end: number): boolean {
  const count = plain.slice(start, end).replace(/\D/g, '').length
  if (count < FEWEST || count > MOST) return false
  const before = sentenceBefore(plain, start)
  const after = plain.slice(end)
  // Part of a unit's credit code, of the number of a contract or a car.
  if (/[A-Za-z]$/.test(before.replace(/(?:^|[^A-Za-z])no\.?$/i, '')) || /^[A-Za-z]/.test(after)) return false
  if (AMOUNT_AFTER.test(after) || AMOUNT_BEFORE.test(before)) return false
  const said = saidOf(plain, start)
  return said === undefined ? LABEL_AFTER.test(after) : said === 'account'
}
