import { Binary, BSONRegExp, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson'
import fc from 'fast-check'
import { after, encodeTuple, fitBody, fitBound, invert } from '../store/index-keys'
import { parsePath } from '../query/path'
import { encodeKey } from './key'
import { toValue, type Value } from './value'

type Rational = { n: bigint; d: bigint }

/** The order written down a second time, plainly and slowly, from MongoDB's manual. */
function compare(a: unknown, b: unknown): number {
  const [x, y] = [kind(a), kind(b)]
  if (x !== y) return x - y
  switch (x) {
    case 2: return compareNumbers(a, b)
    case 3: case 13: return bytes(text(a), text(b))
    case 4: return compareFields(Object.entries(a as object), Object.entries(b as object))
    case 5: return compareFields((a as unknown[]).map((v) => ['', v]), (b as unknown[]).map((v) => ['', v]))
    case 6: {
      const [p, q] = [a as Binary, b as Binary]
      return p.length() - q.length() || p.sub_type - q.sub_type || Buffer.compare(p.value(), q.value())
    }
    case 7: return Buffer.compare((a as ObjectId).id, (b as ObjectId).id)
    case 8: return Number(a) - Number(b)
    case 9: return (a as Date).getTime() - (b as Date).getTime()
    case 10: return (a as Timestamp).t - (b as Timestamp).t || (a as Timestamp).i - (b as Timestamp).i
    case 11: {
      const [p, q] = [a as BSONRegExp, b as BSONRegExp]
      return bytes(p.pattern, q.pattern) || bytes(p.options, q.options)
    }
    default: return 0
  }
}

function kind(v: unknown): number {
  if (v instanceof MinKey) return 0
  if (v === null) return 1
  if (v instanceof Timestamp) return 10 // which is a Long to instanceof
  if (v instanceof Int32 || v instanceof Double || v instanceof Long || v instanceof Decimal128) return 2
  if (typeof v === 'string') return 3
  if (Array.isArray(v)) return 5
  if (v instanceof Binary) return 6
  if (v instanceof ObjectId) return 7
  if (typeof v === 'boolean') return 8
  if (v instanceof Date) return 9
  if (v instanceof BSONRegExp) return 11
  if (v instanceof Code) return 13
  if (v instanceof MaxKey) return 99
  return 4
}

const text = (v: unknown): string => (v instanceof Code ? v.code : (v as string))
const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

function compareFields(a: [string, unknown][], b: [string, unknown][]): number {
  for (const [i, [name, value]] of a.entries()) {
    const other = b[i]
    if (!other) return 1
    const order = kind(value) - kind(other[1]) || bytes(name, other[0]) || compare(value, other[1])
    if (order) return order
  }
  return a.length - b.length
}

function compareNumbers(a: unknown, b: unknown): number {
  const [x, y] = [special(a), special(b)]
  if (x !== undefined || y !== undefined) return (x ?? 0) - (y ?? 0)
  const [p, q] = [rational(a), rational(b)]
  const order = p.n * q.d - q.n * p.d
  return order > 0n ? 1 : order < 0n ? -1 : 0
}

function special(v: unknown): number | undefined {
  const n = Number(v instanceof Long ? 0 : String(v))
  return Number.isNaN(n) ? -2 : n === -Infinity ? -1 : n === Infinity ? 1 : undefined
}

function rational(v: unknown): Rational {
  if (v instanceof Long) return { n: v.toBigInt(), d: 1n }
  if (v instanceof Decimal128) return ofText(v.toString())
  // A double's own decimal expansion is exact at this precision.
  const n = Number(String(v))
  if (Number.isInteger(n)) return { n: BigInt(n), d: 1n }
  let d = 1n
  let scaled = n
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    d *= 2n
  }
  return { n: BigInt(scaled), d }
}

function ofText(s: string): Rational {
  const [, sign, int, frac = '', exp = '0'] = /^(-?)(\d+)(?:\.(\d*))?(?:E([+-]?\d+))?$/i.exec(s)!
  const power = Number(exp) - frac.length
  const n = BigInt(`${sign}${int}${frac}`)
  return power >= 0 ? { n: n * 10n ** BigInt(power), d: 1n } : { n, d: 10n ** BigInt(-power) }
}

const decimalText = fc.tuple(fc.bigInt(-(10n ** 33n), 10n ** 33n), fc.integer({ min: -40, max: 30 })).map(([n, e]) => `${n}E${e}`)
const nearPowers = fc.constantFrom(0, 1, -1, 2 ** 31, 2 ** 53, -(2 ** 53), 2 ** 53 + 2, 0.1, 1e22, 2 ** 62, 2 ** 63, -(2 ** 63), 123456789.123)
const number: fc.Arbitrary<unknown> = fc.oneof(
  fc.integer().map((n) => new Int32(n)),
  fc.double({ min: -1e25, max: 1e25 }).filter((n) => n === 0 || Math.abs(n) > 1e-100).map((n) => new Double(n)),
  nearPowers.map((n) => new Double(n)),
  fc.constantFrom(NaN, Infinity, -Infinity, -0).map((n) => new Double(n)),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((n) => Long.fromBigInt(n)),
  fc.tuple(fc.constantFrom(2n ** 53n, -(2n ** 53n), 2n ** 62n, 0n), fc.integer({ min: -3, max: 3 })).map(([n, d]) => Long.fromBigInt(n + BigInt(d))),
  decimalText.map((s) => Decimal128.fromString(s)),
  nearPowers.map((n) => Decimal128.fromString(String(n))),
  fc.constantFrom('NaN', 'Infinity', '-Infinity', '0E-20', '0.1', '9007199254740993', '9007199254740992.5').map((s) => Decimal128.fromString(s)),
)
const string = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'a', 'a\0', 'a\0b', 'ab', '执行', '\u{1F600}', '\uFFFD'))
const name = fc.stringMatching(/^[a-c]{0,2}$/)
const scalar: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant(null), fc.boolean(), number, string, number, string,
  fc.constantFrom(new MinKey(), new MaxKey()),
  fc.uint8Array({ maxLength: 4 }).map((u) => new Binary(u, u.length % 2)),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((u) => new ObjectId(u)),
  fc.date({ min: new Date(-1e14), max: new Date(1e14), noInvalidDate: true }),
  fc.tuple(fc.nat(), fc.nat()).map(([t, i]) => new Timestamp({ t, i })),
  fc.tuple(name, fc.constantFrom('', 'i', 'im')).map(([p, o]) => new BSONRegExp(p, o)),
  name.map((code) => new Code(code)),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(name, tie('value'), { maxKeys: 3 })),
}))

const key = (v: unknown): Buffer => encodeKey(toValue(v))
const fields = (directions: (1 | -1)[]) => directions.map((direction, i) => ({ path: parsePath(`f${i}`), direction }))

test('keys stand in the order of the values they stand for, and equal values have equal keys', () => {
  fc.assert(fc.property(value, value, (a, b) => {
    expect(Math.sign(Buffer.compare(key(a), key(b)))).toBe(Math.sign(compare(a, b)) + 0)
  }), { numRuns: 3000 })
})

test('numbers of all types stand in one order', () => {
  fc.assert(fc.property(number, number, (a, b) => {
    expect(Math.sign(Buffer.compare(key(a), key(b)))).toBe(Math.sign(compare(a, b)) + 0)
  }), { numRuns: 5000 })
})

test('the entries of a compound index stand in its order, field by field, whichever way a field runs', () => {
  const direction = fc.constantFrom<1 | -1>(1, -1)
  fc.assert(fc.property(fc.tuple(value, value), fc.tuple(value, value), fc.tuple(direction, direction), (a, b, ways) => {
    const expected = compare(a[0], b[0]) * ways[0] || compare(a[1], b[1]) * ways[1]
    const encode = (pair: unknown[]) => encodeTuple(pair.map(toValue), fields(ways))
    expect(Math.sign(Buffer.compare(encode(a), encode(b)))).toBe(Math.sign(expected) + 0)
  }), { numRuns: 2000 })
})

test('a key too long for LMDB is found by its bounds and keeps its equality', () => {
  const long = (tail: string): Value => toValue('x'.repeat(1880) + tail)
  const [a, b] = [encodeKey(long('a'.repeat(100))), encodeKey(long('b'.repeat(100)))]
  expect(fitBody(a).cut).toBe(true)
  expect(fitBody(a).body.length).toBeLessThanOrEqual(1900)
  expect(fitBody(a).body.equals(fitBody(b).body)).toBe(false)
  expect(fitBody(encodeKey(long('a'.repeat(100)))).body.equals(fitBody(a).body)).toBe(true)
  expect(Buffer.compare(fitBound(a, 'low'), fitBody(a).body)).toBeLessThanOrEqual(0)
  expect(Buffer.compare(fitBound(a, 'high'), fitBody(a).body)).toBeGreaterThan(0)
})

test('the first key after a prefix lies after everything that starts with it', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 6 }), fc.uint8Array({ maxLength: 3 }), (prefix, rest) => {
    fc.pre(!prefix.every((byte) => byte === 0xff))
    expect(Buffer.compare(after(Buffer.from(prefix)), Buffer.concat([prefix, rest]))).toBe(1)
    expect(invert(invert(Buffer.from(prefix))).equals(Buffer.from(prefix))).toBe(true)
  }))
})

test.each(['1E-300', '1E+400', '-1E-400'])('a decimal that no key can tell apart is refused by name: %s', (text) => {
  expect(() => key(Decimal128.fromString(text))).toThrow(/Decimal128 .* is not supported/)
})
