import { createDecipheriv } from 'node:crypto'
import { CallbackError } from '../../ports/callback-error'

const RANDOM_BYTES = 16
const LENGTH_BYTES = 4
const BLOCK = 32

/**
 * An encrypted event: AES-256-CBC, key = base64 of EncodingAESKey, IV = its first 16 bytes; inside 16 random bytes, four with the length,
 * the message, the app id, filled up to blocks of 32. Its signature must have been checked. Throws CallbackError `unreadable`.
 */
export function decipherEvent(cipher: string, encodingKey: string): { message: string; forApp: string } {
  try {
    const key = Buffer.from(`${encodingKey}=`, 'base64')
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, RANDOM_BYTES)).setAutoPadding(false)
    const padded = Buffer.concat([decipher.update(cipher, 'base64'), decipher.final()])
    const pad = padded.at(-1) ?? 0
    const plain = padded.subarray(0, padded.length - pad)
    const length = plain.readUInt32BE(RANDOM_BYTES)
    const start = RANDOM_BYTES + LENGTH_BYTES
    if (pad < 1 || pad > BLOCK || start + length > plain.length) throw new RangeError('no event in it')
    return { message: plain.subarray(start, start + length).toString('utf8'), forApp: plain.subarray(start + length).toString('utf8') }
  } catch (error) {
    throw new CallbackError('unreadable', { cause: error })
  }
}
