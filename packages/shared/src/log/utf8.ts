const isSurrogate = (unit: number, from: number): boolean => unit >= from && unit < from + 0x400
const HIGH = 0xd800
const LOW = 0xdc00

/**
 * UTF-8 of a text. By hand, because WeChat's app service has no TextEncoder, and a TextEncoder would put U+FFFD in the place of a
 * lone surrogate, so that two texts had one hash. Throws URIError on one.
 */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) {
      bytes[length++] = unit
    } else if (unit < 0x800) {
      bytes[length++] = 0xc0 | (unit >> 6)
      bytes[length++] = 0x80 | (unit & 0x3f)
    } else if (isSurrogate(unit, HIGH) || isSurrogate(unit, LOW)) {
      const low = text.charCodeAt(++i)
      if (!isSurrogate(unit, HIGH) || !isSurrogate(low, LOW)) throw new URIError('a lone surrogate has no UTF-8')
      const point = 0x10000 + ((unit - HIGH) << 10) + (low - LOW)
      bytes[length++] = 0xf0 | (point >> 18)
      bytes[length++] = 0x80 | ((point >> 12) & 0x3f)
      bytes[length++] = 0x80 | ((point >> 6) & 0x3f)
      bytes[length++] = 0x80 | (point & 0x3f)
    } else {
      bytes[length++] = 0xe0 | (unit >> 12)
      bytes[length++] = 0x80 | ((unit >> 6) & 0x3f)
      bytes[length++] = 0x80 | (unit & 0x3f)
    }
  }
  return bytes.subarray(0, length)
}
