import { Decimal128 } from 'bson'
import { unsupported } from '../errors'
import { T, type Value } from './value'

/**
 * The order of all BSON values, as bytes: `a < b` in MongoDB's order exactly when `encodeKey(a) < encodeKey(b)` as bytes,
 * and equal values (1, 1.0, Long 1, Decimal 1.0) have equal bytes. Indexes, sorts, ranges and equality all stand on this
 * one function, so they cannot disagree. No key is a prefix of another, so keys can be put one after the other.
 *
 * Source of the order: MongoDB manual, "BSON types: comparison/sort order".
 */
export function encodeKey(value: Value | undefined): Buffer {
  const writer = new KeyWriter()
  writer.value(value)
  return writer.done()
}

export const compareValues = (a: Value | undefined, b: Value | undefined): number => Buffer.compare(encodeKey(a), encodeKey(b))

/** The kinds between which range queries do not cross, in their order. 0 is left free: it ends documents and arrays. */
export const ORDER: Record<number, number> = {
  [T.minKey]: 0x01, [T.undefined]: 0x02, [T.null]: 0x03, [T.int]: 0x10, [T.long]: 0x10, [T.double]: 0x10, [T.decimal]: 0x10,
  [T.string]: 0x20, [T.symbol]: 0x20, [T.document]: 0x30, [T.array]: 0x38, [T.binary]: 0x40, [T.objectId]: 0x48,
  [T.bool]: 0x50, [T.date]: 0x58, [T.timestamp]: 0x60, [T.regex]: 0x68, [T.dbPointer]: 0x70, [T.code]: 0x78,
  [T.codeWithScope]: 0x80, [T.maxKey]: 0xf0,
}
export const orderOf = (value: Value | undefined): number => (value ? ORDER[value.type]! : ORDER[T.null]!)

class KeyWriter {
  private buf = Buffer.allocUnsafe(128)
  private length = 0

  done(): Buffer {
    return this.buf.subarray(0, this.length)
  }

  private room(bytes: number): void {
    if (this.length + bytes <= this.buf.length) return
    const bigger = Buffer.allocUnsafe(Math.max(this.buf.length * 2, this.length + bytes))
    this.buf.copy(bigger, 0, 0, this.length)
    this.buf = bigger
  }

  private byte(byte: number): void {
    this.room(1)
    this.buf[this.length++] = byte
  }

  private copy(from: Buffer, start: number, end: number): void {
    this.room(end - start)
    this.length += from.copy(this.buf, this.length, start, end)
  }

  value(value: Value | undefined): void {
    this.byte(orderOf(value))
    if (value) this.content(value)
  }

  private content(v: Value): void {
    const { buf, start, end } = v
    switch (v.type) {
      case T.int: return this.double(buf.readInt32LE(start))
      case T.double: return this.double(buf.readDoubleLE(start))
      case T.long: return this.long(buf.readBigInt64LE(start))
      case T.decimal: return this.decimal(v)
      case T.string: case T.symbol: case T.code: return this.text(buf, start + 4, end - 1)
      case T.document:
        for (const [name, field] of v.fields()) {
          this.byte(orderOf(field))
          const bytes = Buffer.from(name)
          this.copy(bytes, 0, bytes.length)
          this.byte(0)
          this.content(field)
        }
        return this.byte(0)
      case T.array:
        for (const item of v.items()) this.value(item)
        return this.byte(0)
      case T.binary:
        this.unsigned(buf.readUInt32LE(start))
        return this.copy(buf, start + 4, end)
      case T.date:
        this.unsigned((buf.readUInt32LE(start + 4) ^ 0x80000000) >>> 0)
        return this.unsigned(buf.readUInt32LE(start))
      case T.timestamp:
        this.unsigned(buf.readUInt32LE(start + 4))
        return this.unsigned(buf.readUInt32LE(start))
      case T.dbPointer:
        this.unsigned(end - start)
        return this.copy(buf, start, end)
      case T.codeWithScope: throw unsupported('comparing or indexing JavaScript code with scope')
      default: return this.copy(buf, start, end) // objectId, bool, regex (both parts end with 0), and the empty ones
    }
  }

  private unsigned(n: number): void {
    this.room(4)
    this.length = this.buf.writeUInt32BE(n, this.length)
  }

  /** UTF-8 bytes, with 0 written as 00 FF and the end as 00 00. */
  private text(buf: Buffer, start: number, end: number): void {
    for (let at = start; ;) {
      const zero = buf.indexOf(0, at)
      if (zero < 0 || zero >= end) {
        this.copy(buf, at, end)
        break
      }
      this.copy(buf, at, zero + 1)
      this.byte(0xff)
      at = zero + 1
    }
    this.byte(0)
    this.byte(0)
  }

  /** Every number starts with the greatest double not above it; `rest` says how far towards the next double it lies. */
  private double(n: number, rest = 0n): void {
    this.room(19)
    if (Number.isNaN(n)) this.buf.fill(0, this.length, this.length + 8)
    else {
      this.buf.writeDoubleBE(n === 0 ? 0 : n, this.length)
      if (this.buf[this.length]! & 0x80) for (let i = 0; i < 8; i++) this.buf[this.length + i]! ^= 0xff
      else this.buf[this.length]! |= 0x80
    }
    this.length += 8
    this.byte(rest === 0n ? 0 : 1)
    if (rest === 0n) return
    this.length = this.buf.writeUInt16BE(Number(rest >> 64n), this.length)
    this.length = this.buf.writeBigUInt64BE(rest & 0xffffffffffffffffn, this.length)
  }

  private long(n: bigint): void {
    const near = Number(n)
    if (Number.isSafeInteger(near)) this.double(near)
    else this.exact(near, n, 1n)
  }

  private decimal(v: Value): void {
    const text = new Decimal128(v.bytes()).toString()
    const near = Number(text)
    const match = /^(-?)(\d+)(?:\.(\d*))?(?:E([+-]?\d+))?$/i.exec(text)
    if (!match) return this.double(near) // NaN, Infinity, -Infinity
    const fraction = match[3] ?? ''
    const digits = BigInt(match[1]! + match[2]! + fraction)
    const exponent = Number(match[4] ?? 0) - fraction.length
    if (digits === 0n) return this.double(0)
    // Beyond these bounds a decimal has neighbours that no double tells apart finely enough for 80 bits.
    if (!(Math.abs(near) >= 1e-290 && Math.abs(near) <= 1e308)) throw unsupported(`comparing or indexing the Decimal128 ${text}`)
    this.exact(near, exponent > 0 ? digits * 10n ** BigInt(exponent) : digits, exponent < 0 ? 10n ** BigInt(-exponent) : 1n)
  }

  /** Writes numerator/denominator exactly, given a double next to it. */
  private exact(near: number, numerator: bigint, denominator: bigint): void {
    const floor = isAbove(near, numerator, denominator) ? neighbour(near, -1) : near
    const [from, unit] = [fraction(floor), fraction(neighbour(floor, 1))]
    const above = numerator * from.over - from.value * denominator
    const step = unit.value * from.over - from.value * unit.over
    this.double(floor, ((above * unit.over) << 80n) / (step * denominator))
  }
}

const scratch = new DataView(new ArrayBuffer(8))

/** The next double up (+1) or down (-1). */
function neighbour(n: number, direction: 1 | -1): number {
  scratch.setFloat64(0, n)
  const bits = scratch.getBigInt64(0)
  scratch.setBigInt64(0, bits + BigInt(n >= 0 ? direction : -direction))
  return scratch.getFloat64(0)
}

/** A finite double that is not subnormal, as an exact fraction. */
function fraction(n: number): { value: bigint; over: bigint } {
  scratch.setFloat64(0, n)
  const bits = scratch.getBigUint64(0)
  const power = Number((bits >> 52n) & 0x7ffn) - 1075
  const mantissa = (bits & 0xfffffffffffffn) | 0x10000000000000n
  const signed = n < 0 ? -mantissa : mantissa
  return power >= 0 ? { value: signed << BigInt(power), over: 1n } : { value: signed, over: 1n << BigInt(-power) }
}

function isAbove(n: number, numerator: bigint, denominator: bigint): boolean {
  const exact = fraction(n)
  return exact.value * denominator > numerator * exact.over
}
