import canonicalize from 'canonicalize'
import type { EntryHeader, JsonObject } from './entry'
import { utf8 } from './utf8'

/** SM3 (GB/T 32905) over bytes, 32 bytes out. Passed in: the server has OpenSSL's, the phone a library's. */
export type Sm3 = (data: Uint8Array) => Uint8Array

const LEAF_PREFIX = 0x00

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += HEX[byte]
  return hex
}

/** Bytes of a lower-case hex string. Throws RangeError when it is none. */
export function fromHex(hex: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(hex)) throw new RangeError('not lower-case hex')
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16))
}

/** Canonical JSON (RFC 8785) as UTF-8. Throws on what JSON or UTF-8 cannot hold. */
export function canonicalBytes(value: unknown): Uint8Array {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('not a JSON value')
  return utf8(text)
}

const concat = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}

/** `SM3(nonce ‖ canonical body)`, hex. The nonce keeps a short body from being guessed out of its hash. */
export function bodyHash(sm3: Sm3, nonceHex: string, body: JsonObject): string {
  return toHex(sm3(concat(fromHex(nonceHex), canonicalBytes(body))))
}

/** The header's own fields, without whatever else an entry carries. */
export function headerOf(entry: EntryHeader): EntryHeader {
  const { v, court, chain, index, at, type, actor, visibility, bodyHash, attachments, prev } = entry
  return { v, court, chain, index, at, type, actor, visibility, bodyHash, attachments, prev }
}

/** `SM3(0x00 ‖ canonical header)`, hex: also the entry's leaf in the court's tree. */
export function entryHash(sm3: Sm3, header: EntryHeader): string {
  return toHex(sm3(concat(Uint8Array.of(LEAF_PREFIX), canonicalBytes(headerOf(header)))))
}
