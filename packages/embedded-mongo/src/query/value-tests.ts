import { encodeKey, orderOf } from '../bson/key'
import { T, TYPE_NAMES, type Value } from '../bson/value'
import { documentFrom } from '../bson/write'
import { badValue, failedToParse } from '../errors'
import { compileRegex } from './regex'

/** A test of one value, or of a field that is not there (undefined). */
export type Test = (value: Value | undefined) => boolean

/** Equal, or matched by the regular expression that stands in its place. */
export function memberTest(value: Value): Test {
  const regex = value.regex()
  if (!regex) return equalTest(value)
  const matches = regexTest(compileRegex(regex.pattern, regex.flags))
  const same = equalTest(value)
  return (v) => matches(v) || (v?.type === T.regex && same(v))
}

export const regexTest = (regex: RegExp): Test => (v) => (v?.type === T.string || v?.type === T.symbol) && regex.test(v.string()!)

/** Types whose values are equal exactly when their bytes are. */
const PLAIN = new Set<number>([T.string, T.objectId, T.bool, T.date, T.timestamp, T.binary])

export function equalTest(value: Value): Test {
  if (value.isNullish) return (v) => v === undefined || v.isNullish
  const bytes = value.bytes()
  const key = encodeKey(value)
  return (v) => {
    if (!v) return false
    if (v.type === value.type && bytes.compare(v.buf, v.start, v.end) === 0) return true
    if (orderOf(v) !== orderOf(value) || (v.type === value.type && PLAIN.has(v.type))) return false
    return encodeKey(v).equals(key)
  }
}

export function anyOf(values: Value[]): Test {
  const tests = values.filter(({ type }) => type === T.regex).map(memberTest)
  const keys = new Set(values.filter(({ type }) => type !== T.regex).map((value) => encodeKey(value).toString('latin1')))
  const orders = new Set(values.map(orderOf))
  const hasNull = values.some((value) => value.isNullish)
  return (v) => {
    if (v === undefined || v.isNullish) return hasNull
    return (orders.has(orderOf(v)) && keys.has(encodeKey(v).toString('latin1'))) || tests.some((test) => test(v))
  }
}

export function rangeTest(op: '$gt' | '$gte' | '$lt' | '$lte', value: Value): Test {
  const orEqual = op === '$gte' || op === '$lte'
  if (value.isNullish) return orEqual ? (v) => v === undefined || v.isNullish : () => false
  const key = encodeKey(value)
  const wantsNaN = Number.isNaN(value.number())
  const crossesTypes = value.type === T.minKey || value.type === T.maxKey
  return (v) => {
    if (!crossesTypes && (v === undefined || orderOf(v) !== orderOf(value))) return false
    const found = encodeKey(v)
    const isNaN = v?.type === T.double && Number.isNaN(v.number())
    if (!crossesTypes && (isNaN || wantsNaN || (isDecimal(v, value) && NAN_KEY.equals(found) !== NAN_KEY.equals(key)))) return orEqual && found.equals(key)
    const order = Buffer.compare(found, key)
    return order === 0 ? orEqual : order > 0 === op.startsWith('$g')
  }
}

const NAN_KEY = encodeKey(documentFrom({ v: NaN }).get('v'))
const isDecimal = (a: Value | undefined, b: Value): boolean => a?.type === T.decimal || b.type === T.decimal

export function typesOf(value: Value): Set<number> {
  const out = new Set<number>()
  for (const item of value.isArray ? value.items() : [value]) {
    const alias = item.string()
    const code = alias === undefined ? item.number() : TYPE_NAMES[alias]
    if (alias === 'number') for (const type of [T.double, T.int, T.long, T.decimal]) out.add(type)
    else if (code === undefined) throw badValue(`Unknown type name alias: ${alias}`)
    else if (code !== -1 && !Object.values(TYPE_NAMES).includes(code)) throw badValue(`Invalid numerical type code: ${code}`)
    else out.add(code === -1 ? 255 : code)
  }
  if (out.size === 0) throw failedToParse('$type must match at least one type')
  return out
}
