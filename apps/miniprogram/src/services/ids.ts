import type { RandomAdapter } from './adapters'

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'
/** Of 256 values, as many as share out evenly over 36 letters. */
const EVEN = 252

/** Random letters and digits. */
async function letters(random: RandomAdapter, length: number): Promise<string> {
  let text = ''
  while (text.length < length) {
    for (const byte of await random.bytes(length * 2)) {
      if (byte < EVEN && text.length < length) text += LETTERS[byte % LETTERS.length]
    }
  }
  return text
}

/** What this phone calls one write of its own, for ever. 24 letters hold 124 bits. */
export const newCommandId = async (random: RandomAdapter): Promise<string> => `m_${await letters(random, 24)}`
export const newDeviceName = (random: RandomAdapter): Promise<string> => letters(random, 24)
