import { deserialize, serialize, type DeserializeOptions } from 'bson'
import { isUtf8 } from 'node:buffer'
import { MalformedError } from '../errors'

export const T = {
  double: 1, string: 2, document: 3, array: 4, binary: 5, undefined: 6, objectId: 7, bool: 8, date: 9, null: 10,
  regex: 11, dbPointer: 12, code: 13, symbol: 14, codeWithScope: 15, int: 16, timestamp: 17, long: 18, decimal: 19,
  maxKey: 127, minKey: 255,
} as const

/** The names by which `$type` calls them. */
export const TYPE_NAMES: Record<string, number> = {
  double: 1, string: 2, object: 3, array: 4, binData: 5, undefined: 6, objectId: 7, bool: 8, date: 9, null: 10, regex: 11,
  dbPointer: 12, javascript: 13, symbol: 14, javascriptWithScope: 15, int: 16, timestamp: 17, long: 18, decimal: 19, minKey: 255, maxKey: 127,
}

const MAX_DEPTH = 180

/**
 * One BSON value as it stands in its buffer. Nothing is decoded until somebody asks, so what was stored as a double,
 * a Long or a field order of its own is given back byte for byte. The bytes must have passed `validateDocument`.
 */
export class Value {
  constructor(
    readonly type: number,
    readonly buf: Buffer,
    readonly start: number,
    readonly end: number,
  ) {}

  get isDocument(): boolean {
    return this.type === T.document
  }

  get isArray(): boolean {
    return this.type === T.array
  }

  /** Null, BSON's deprecated undefined. (A missing field is JavaScript's undefined, not a Value.) */
  get isNullish(): boolean {
    return this.type === T.null || this.type === T.undefined
  }

  bytes(): Buffer {
    return this.buf.subarray(this.start, this.end)
  }

  /** The field of that name of a document (or element of an array, `'0'`), or undefined. */
  get(name: string | Buffer): Value | undefined {
    const wanted = typeof name === 'string' ? Buffer.from(name) : name
    const { buf } = this
    for (let at = this.start + 4; at < this.end - 1;) {
      const nameEnd = buf.indexOf(0, at + 1)
      const end = valueEnd(buf[at]!, buf, nameEnd + 1)
      if (nameEnd - at - 1 === wanted.length && wanted.compare(buf, at + 1, nameEnd) === 0) {
        return new Value(buf[at]!, buf, nameEnd + 1, end)
      }
      at = end
    }
    return undefined
  }

  /** Names and values of a document or array, in their order. */
  fields(): [string, Value][] {
    const { buf } = this
    const out: [string, Value][] = []
    for (let at = this.start + 4; at < this.end - 1;) {
      const nameEnd = buf.indexOf(0, at + 1)
      const end = valueEnd(buf[at]!, buf, nameEnd + 1)
      out.push([buf.toString('utf8', at + 1, nameEnd), new Value(buf[at]!, buf, nameEnd + 1, end)])
      at = end
    }
    return out
  }

  items(): Value[] {
    return this.fields().map(([, value]) => value)
  }

  firstName(): string | undefined {
    return this.end - this.start <= 5 ? undefined : this.buf.toString('utf8', this.start + 5, this.buf.indexOf(0, this.start + 5))
  }

  /** The number of an int, long or double (longs beyond 2^53 rounded), the 0/1 of a bool; otherwise undefined. */
  number(): number | undefined {
    switch (this.type) {
      case T.int: return this.buf.readInt32LE(this.start)
      case T.double: return this.buf.readDoubleLE(this.start)
      case T.long: return Number(this.buf.readBigInt64LE(this.start))
      case T.bool: return this.buf[this.start]!
      default: return undefined
    }
  }

  /** The text of a string, symbol or code; otherwise undefined. */
  string(): string | undefined {
    if (this.type !== T.string && this.type !== T.symbol && this.type !== T.code) return undefined
    return this.buf.toString('utf8', this.start + 4, this.end - 1)
  }

  regex(): { pattern: string; flags: string } | undefined {
    if (this.type !== T.regex) return undefined
    const middle = this.buf.indexOf(0, this.start)
    return { pattern: this.buf.toString('utf8', this.start, middle), flags: this.buf.toString('utf8', middle + 1, this.end - 1) }
  }

  toJS(options: DeserializeOptions = {}): unknown {
    if (this.isDocument) return deserialize(this.bytes(), options)
    const wrapped = Buffer.concat([Buffer.from([0, 0, 0, 0, this.type, 0x76, 0]), this.bytes(), Buffer.from([0])])
    wrapped.writeInt32LE(wrapped.length)
    return (deserialize(wrapped, options) as { v: unknown }).v
  }
}

export const documentOf = (bytes: Buffer): Value => new Value(T.document, bytes, 0, bytes.length)
export const toValue = (js: unknown): Value => documentOf(Buffer.from(serialize({ v: js }, { ignoreUndefined: false }))).get('v')!

/** Where the value that starts at `at` ends. Throws RangeError when its length lies outside the buffer. */
export function valueEnd(type: number, buf: Buffer, at: number): number {
  switch (type) {
    case T.double: case T.date: case T.timestamp: case T.long: return at + 8
    case T.string: case T.code: case T.symbol: return at + 4 + buf.readInt32LE(at)
    case T.document: case T.array: case T.codeWithScope: return at + buf.readInt32LE(at)
    case T.binary: return at + 5 + buf.readInt32LE(at)
    case T.undefined: case T.null: case T.minKey: case T.maxKey: return at
    case T.objectId: return at + 12
    case T.bool: return at + 1
    case T.regex: return buf.indexOf(0, buf.indexOf(0, at) + 1) + 1
    case T.dbPointer: return at + 16 + buf.readInt32LE(at)
    case T.int: return at + 4
    case T.decimal: return at + 16
    default: throw new MalformedError(`unknown BSON type ${type}`)
  }
}

/**
 * Checks that the bytes from `start` hold one well-formed document that ends at or before `limit`; returns its end.
 * Lengths, terminators, types, depth and the UTF-8 of names are checked; the UTF-8 of strings is not (mongod's rule too).
 */
export function validateDocument(buf: Buffer, start: number, limit: number, depth = 0): number {
  const fail = (why: string): never => {
    throw new MalformedError(`malformed BSON: ${why}`)
  }
  if (depth > MAX_DEPTH) fail(`nested deeper than ${MAX_DEPTH}`)
  if (limit - start < 5) fail('too short')
  const end = start + buf.readInt32LE(start)
  if (end > limit || end < start + 5 || buf[end - 1] !== 0) fail('wrong document length')
  let at = start + 4
  while (at < end - 1) {
    const type = buf[at]!
    const nameEnd = buf.indexOf(0, at + 1)
    if (nameEnd < 0 || nameEnd >= end - 1) fail('name without end')
    for (let i = at + 1; i < nameEnd; i++) {
      if (buf[i]! < 0x80) continue
      if (!isUtf8(buf.subarray(at + 1, nameEnd))) fail('name is not UTF-8')
      break
    }
    const from = nameEnd + 1
    if (LENGTH_LEADS.has(type) && (from + 4 > end || buf.readInt32LE(from) < (type === T.binary ? 0 : 1))) fail('negative length')
    const to = valueEnd(type, buf, from)
    if (to > end - 1 || to < from || (type === T.regex && !regexWithin(buf, from, end - 1))) fail('value leaves its document')
    if (type === T.document || type === T.array) {
      if (validateDocument(buf, from, to, depth + 1) !== to) fail('wrong length of a nested document')
    } else if (type === T.string || type === T.code || type === T.symbol) {
      if (buf[to - 1] !== 0) fail('string without end')
    } else if (type === T.bool) {
      if (buf[from]! > 1) fail('bool is neither 0 nor 1')
    } else if (type === T.codeWithScope) {
      if (to - from < 14) fail('code too short')
      const scope = from + 8 + buf.readInt32LE(from + 4)
      if (scope < from + 9 || scope > to || buf[scope - 1] !== 0 || validateDocument(buf, scope, to, depth + 1) !== to) fail('code')
    }
    at = to
  }
  if (at !== end - 1) fail('elements overrun')
  return end
}

const LENGTH_LEADS = new Set<number>([T.string, T.code, T.symbol, T.document, T.array, T.codeWithScope, T.binary, T.dbPointer])

function regexWithin(buf: Buffer, from: number, end: number): boolean {
  const first = buf.indexOf(0, from)
  const second = first < 0 ? -1 : buf.indexOf(0, first + 1)
  return second > 0 && second < end
}
