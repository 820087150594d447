import { randomInt } from 'node:crypto'

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'
// Without what is mistaken for something else when read out or typed off a slip: 0 O 1 I L.
const READABLE = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

const random = (alphabet: string, length: number): string => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')

/** `p` person, `s` staff, `u` account, `f` session (a family of refresh tokens), `h` challenge, `k` signing key, `r` request. */
export const newId = (prefix: 'p' | 's' | 'u' | 'f' | 'h' | 'k' | 'r'): string => `${prefix}_${random(LETTERS, 16)}`

export const newSmsCode = (): string => random('0123456789', 6)
/** Names one text to the provider and tells nothing. */
export const newReference = (): string => random(LETTERS, 20)
/** Eight letters and digits that are easy to read out. */
export const newReadableCode = (): string => random(READABLE, 8)
