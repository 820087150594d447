/** Without what is mistaken for something else when read out or written down: 0 O 1 I L. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const GROUP = { receipt: 4, followUp: 5 } as const
const LENGTH = { receipt: 8, followUp: 10 } as const
export type Readable = keyof typeof LENGTH

/** Letters made of a keyed hash: 256 bits over 31 letters, so none comes up more often than another by anything that could be seen. */
export function readableOf(kind: Readable, hash: Buffer): string {
  let left = BigInt(`0x${hash.toString('hex')}`)
  let letters = ''
  for (let i = 0; i < LENGTH[kind]; i++) {
    letters += LETTERS[Number(left % BigInt(LETTERS.length))]
    left /= BigInt(LETTERS.length)
  }
  return grouped(kind, letters)
}

const grouped = (kind: Readable, letters: string): string => letters.match(new RegExp(`.{${GROUP[kind]}}`, 'g'))!.join('-')

/** What somebody typed, as it was given out: any case, with or without blanks and dashes. Undefined when it can be none. */
export function readAs(kind: Readable, typed: string): string | undefined {
  const letters = typed.toUpperCase().replace(/[\s\-–—－_.]/g, '')
  const isOne = letters.length === LENGTH[kind] && [...letters].every((letter) => LETTERS.includes(letter))
  return isOne ? grouped(kind, letters) : undefined
}
