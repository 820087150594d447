const chars = (text: string): number => [...text].length
const isHan = (text: string): boolean => /^\p{Script=Han}+$/u.test(text)
const DAY = String.raw`\d{4}年\d{1,2}月\d{1,2}日`
const CLOCK = String.raw`([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?`

/** What WeChat takes in a field, by the kind that its name begins with (参数值内容限制). */
const KINDS: Record<string, (text: string) => boolean> = {
  thing: (text) => chars(text) <= 20,
  number: (text) => /^[+-]?\d+(\.\d+)?$/.test(text) && text.length <= 32,
  letter: (text) => /^[A-Za-z]{1,32}$/.test(text),
  symbol: (text) => chars(text) <= 5 && !/[\p{L}\p{N}]/u.test(text),
  character_string: (text) => chars(text) <= 32 && !/\p{Script=Han}/u.test(text),
  time: (text) => new RegExp(`^(${DAY} ?)?${CLOCK}([~～-]${CLOCK})?$`).test(text) || new RegExp(`^${DAY}$`).test(text),
  date: (text) => new RegExp(`^${DAY}( ${CLOCK})?$`).test(text),
  amount: (text) => /^[¥$￥]?\d{1,10}(\.\d+)?元?$/.test(text),
  phone_number: (text) => /^[\d+\-() ]{1,17}$/.test(text),
  car_number: (text) => chars(text) <= 8,
  name: (text) => (isHan(text) ? chars(text) <= 10 : chars(text) <= 20 && !/\d/.test(text)),
  phrase: (text) => chars(text) <= 5 && isHan(text),
  enum: (text) => chars(text) <= 10,
}

/** The first field that WeChat would not take: one that is missing, of another template, empty, or too long or otherwise than its kind. */
export function wrongField(wanted: readonly string[], given: Readonly<Record<string, { value?: unknown } | undefined>>): string | undefined {
  const missing = wanted.find((name) => typeof given[name]?.value !== 'string' || given[name].value === '')
  if (missing !== undefined) return missing
  const strange = Object.keys(given).find((name) => !wanted.includes(name))
  if (strange !== undefined) return strange
  return wanted.find((name) => !KINDS[name.replace(/\d+$/, '')]?.(given[name]!.value as string))
}
