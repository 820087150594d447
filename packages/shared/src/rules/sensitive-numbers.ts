import { isUnitCode } from './unit-code'
import { isUnitAccount, saidOf, withoutPhonesAndDays } from './unit-accounts'

export interface SensitiveNumber {
  kind: 'identity_number' | 'bank_account'
  /** Where it stands in the text, in UTF-16 units. */
  start: number
  end: number
}

// Digits as people type them: in groups, with blanks, hyphens or full-width forms between.
const RUN = /[0-9](?:[\s\-－·.]{0,2}[0-9X]){8,}/gi
/** The longest that is looked at as one number; of what is longer each group by itself. */
const LONGEST = 25

/**
 * The first number in a text that is an identity number (GB 11643: 18 characters, date and check digit right; or 15 digits with
 * a possible date), looks like a bank card (15–19 digits with a right Luhn digit, not a date-like case number), or is said to be the
 * account of a unit (see `isUnitAccount`). Undefined when there is none. A telephone number, a case number, an amount or a unit's credit
 * code is none of these. Does not see numbers in pictures, nor an account that no word near it calls one.
 */
export const findSensitiveNumber = (text: string): SensitiveNumber | undefined => sensitiveNumbersIn(text)[0]

/** All of them, in the order of the text. */
export function sensitiveNumbersIn(text: string): SensitiveNumber[] {
  // Character by character, so that places stay what they are.
  const plain = text.replace(/[０-９Ｘ]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/ｘ/g, 'X')
  const bare = withoutPhonesAndDays(plain)
  const found: SensitiveNumber[] = []
  for (const candidate of [...runsOf(plain, checkedIn), ...runsOf(bare, checkedIn), ...runsOf(bare, accountsIn)]) {
    if (found.every(({ start, end }) => candidate.end <= start || end <= candidate.start)) found.push(candidate)
  }
  return found.sort((a, b) => a.start - b.start)
}

const runsOf = (text: string, look: (run: string, at: number, text: string) => SensitiveNumber[]): SensitiveNumber[] =>
  [...text.matchAll(RUN)].flatMap((match) => look(match[0], match.index, text))

interface Group {
  digits: string
  start: number
  end: number
}

function groupsOf(run: string, at: number): Group[] {
  return [...run.matchAll(/[0-9X]+/gi)].map(({ 0: digits, index }) => ({ digits: digits.toUpperCase(), start: at + index, end: at + index + digits.length }))
}

/** A run as one number, or else the groups of it that are numbers by themselves. */
function wholeOrGroups(run: string, at: number): Group[] {
  const groups = groupsOf(run, at)
  const digits = groups.map((group) => group.digits).join('')
  return digits.length > LONGEST ? groups : [{ digits, start: at, end: at + run.length }]
}

/** What its own digits give away. */
function checkedIn(run: string, at: number, text: string): SensitiveNumber[] {
  const isCode = (digits: string, start: number): boolean => isCodeOfUnit(digits) && saidOf(text, start) !== 'account'
  const kindOf = (digits: string, start: number): SensitiveNumber['kind'] | undefined =>
    isIdentityNumber(digits) ? 'identity_number' : isBankCard(digits) && !isCode(digits, start) ? 'bank_account' : undefined
  const among = (candidates: Group[]): SensitiveNumber[] =>
    candidates.flatMap(({ digits, start, end }) => {
      const kind = kindOf(digits, start)
      return kind ? [{ kind, start, end }] : []
    })
  const whole = among(wholeOrGroups(run, at))
  // Two numbers with nothing but a blank between them: a card and a telephone.
  return whole.length > 0 ? whole : among(groupsOf(run, at))
}

/** What the words around them say. */
const accountsIn = (run: string, at: number, text: string): SensitiveNumber[] =>
  wholeOrGroups(run, at)
    .filter(({ digits, start, end }) => !isCodeOfUnit(digits) && isUnitAccount(text, start, end))
    .map(({ start, end }) => ({ kind: 'bank_account', start, end }))

/** Of an enterprise, an institution or a social body; other registers' codes hold letters. */
const isCodeOfUnit = (digits: string): boolean => /^[159]/.test(digits) && isUnitCode(digits)

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
