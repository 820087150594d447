export interface SensitiveNumber {
  kind: 'identity_number' | 'bank_account'
  /** Where it stands in the text, in UTF-16 units. */
  start: number
  end: number
}

// Digits as people type them: in groups, with blanks, hyphens or full-width forms between.
const RUN = /[0-9０-９](?:[\s\-－·.]{0,2}[0-9０-９XxＸｘ]){14,24}/g

/**
 * The first number in a text that is an identity number (GB 11643: 18 characters, date and check digit right; or 15 digits with
 * a possible date) or looks like a bank card (15–19 digits with a right Luhn digit, not a date-like case number). Undefined when
 * there is none. A telephone number (11 digits) or a case number is neither. Does not see numbers in pictures, nor accounts of
 * enterprises, whose numbers carry no check digit.
 */
export function findSensitiveNumber(text: string): SensitiveNumber | undefined {
  for (const match of text.matchAll(RUN)) {
    const digits = normalise(match[0])
    const at = { start: match.index, end: match.index + match[0].length }
    if (isIdentityNumber(digits)) return { kind: 'identity_number', ...at }
    if (isBankCard(digits)) return { kind: 'bank_account', ...at }
  }
  return undefined
}

const normalise = (run: string): string =>
  run
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[Ｘｘ]/g, 'X')
    .replace(/[^0-9Xx]/g, '')
    .toUpperCase()

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Whether a string is a resident identity number of 18 characters whose date and check character are right (GB 11643-1999). */
export function isIdentityNumber(text: string): boolean {
  if (/^\d{15}$/.test(text)) return isDate(`19${text.slice(6, 12)}`)
  if (!/^\d{17}[\dX]$/.test(text)) return false
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0)
  return isDate(text.slice(6, 14)) && '10X98765432'[sum % 11] === text[17]
}

function isDate(digits: string): boolean {
  const iso = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`
  const parsed = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(iso) && iso > '1850'
}

/** Whether digits look like a bank card: 15 to 19 of them with a right Luhn digit. Whether there is such a card, only the bank knows. */
export function isBankCard(text: string): boolean {
  if (!/^\d{15,19}$/.test(text)) return false
  const sum = [...text].reverse().reduce((total, char, i) => {
    const digit = Number(char) * (i % 2 === 1 ? 2 : 1)
    return total + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return sum % 10 === 0
}
