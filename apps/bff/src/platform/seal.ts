import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import { randomPiece } from './random'

/** Two keys for one purpose: SM4 (16 bytes) and HMAC-SM3 (32 bytes). */
export interface SealKeys {
  enc: Buffer
  mac: Buffer
}

/** What was sealed does not open: wrong key, wrong context, or changed bytes. Which one is not told. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

const VERSION = 1
const IV_BYTES = 16
const TAG_BYTES = 32
const ENC_KEY_BYTES = 16

const hmacSm3 = (key: Buffer, ...parts: Buffer[]): Buffer => {
  const hmac = createHmac('sm3', key)
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}

/** One 32-byte key for a purpose, out of a master key: HMAC-SM3 with the purpose as label (one step of HKDF's expand). */
export const deriveKey = (master: Buffer, label: string): Buffer => hmacSm3(master, Buffer.from(`zhixin/v1/${label}\u0001`))

/** The pair of keys that `seal` takes. Different labels give keys that say nothing about each other. */
export function deriveKeys(master: Buffer, label: string): SealKeys {
  return { enc: deriveKey(master, `${label}/enc`).subarray(0, ENC_KEY_BYTES), mac: deriveKey(master, `${label}/mac`) }
}

// The context's length stands before it, so that no context and ciphertext can be shifted into one another.
function tagOf(mac: Buffer, context: string, head: Buffer, ciphertext: Buffer): Buffer {
  const contextBytes = Buffer.from(context)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(contextBytes.length)
  return hmacSm3(mac, length, contextBytes, head, ciphertext)
}

/**
 * SM4-CTR, then HMAC-SM3 over context, version, IV and ciphertext: `version(1) ‖ iv(16) ‖ ciphertext ‖ tag(32)`.
 * The context (what this is and whose) is not stored: whoever opens must know it, so sealed bytes cannot be moved elsewhere.
 */
export function seal(key: SealKeys, plaintext: Buffer, context: string): Buffer {
  const iv = randomPiece(IV_BYTES)
  const head = Buffer.concat([Buffer.of(VERSION), iv])
  const cipher = createCipheriv('sm4-ctr', key.enc, iv)
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  return Buffer.concat([head, ciphertext, tagOf(key.mac, context, head, ciphertext)])
}

/** What was sealed under this key and context. Throws SealError otherwise. */
export function open(key: SealKeys, sealed: Buffer, context: string): Buffer {
  if (sealed.length < 1 + IV_BYTES + TAG_BYTES || sealed[0] !== VERSION) throw new SealError('not sealed')
  const head = sealed.subarray(0, 1 + IV_BYTES)
  const ciphertext = sealed.subarray(1 + IV_BYTES, -TAG_BYTES)
  if (!timingSafeEqual(tagOf(key.mac, context, head, ciphertext), sealed.subarray(-TAG_BYTES))) throw new SealError('does not open')
  const decipher = createDecipheriv('sm4-ctr', key.enc, head.subarray(1))
  return Buffer.concat([decipher.update(ciphertext), decipher.final()])
}
