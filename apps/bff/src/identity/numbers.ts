/** A phone or identity number as it may be shown: enough to recognise one's own. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`
export function maskIdentityNumber(number: string): string {
  // A passport's number is short: half of it stays hidden.
  const [head, tail] = number.length >= 12 ? [3, 4] : [1, 2]
  return `${number.slice(0, head)}${'*'.repeat(Math.max(1, number.length - head - tail))}${number.slice(-tail)}`
}

/** A name as names are compared: blanks off, one kind of middle dot. */
export const comparableName = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').replace(/[•‧⋅∙・．.]/g, '·')

/** A unit's name as such names are compared: the two kinds of brackets are one (NFKC makes them so). */
export const comparableUnitName = (name: string): string => comparableName(name).replace(/[()]/g, '')

/** A name as it may stand where others read it: 张＊, 张＊例, 买＊＊＊示. */
export function maskName(name: string): string {
  const letters = [...name.trim()]
  if (letters.length <= 2) return `${letters[0] ?? ''}＊`
  return `${letters[0]}${'＊'.repeat(letters.length - 2)}${letters.at(-1)}`
}
