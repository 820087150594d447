const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const BASE = ALPHABET.length
const CODE = new RegExp(`^[${ALPHABET}]{18}$`)
/** 3^(i) mod 31, as GB 32100 weighs the places. */
const weight = (place: number): number => Array.from({ length: place }).reduce<number>((power) => (power * 3) % BASE, 1)

/**
 * Whether a text is a 统一社会信用代码 in form: 18 characters, of which the last checks the others (GB 32100-2015). Does not tell whether
 * there is such a unit.
 */
export function isUnitCode(text: string): boolean {
  if (!CODE.test(text)) return false
  const sum = [...text.slice(0, -1)].reduce((total, char, place) => total + ALPHABET.indexOf(char) * weight(place), 0)
  return ALPHABET[(BASE - (sum % BASE)) % BASE] === text.slice(-1)
}
