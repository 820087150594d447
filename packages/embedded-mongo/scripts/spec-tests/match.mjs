import { isDeepStrictEqual } from 'node:util'
import { EJSON } from 'mongodb/lib/bson.js'

export const parseTests = (text) => EJSON.parse(text, { relaxed: true })

const TYPE_TESTS = {
  double: (v) => typeof v === 'number' || v?._bsontype === 'Double',
  int: (v) => Number.isInteger(v) || v?._bsontype === 'Int32',
  long: (v) => typeof v === 'bigint' || Number.isInteger(v) || v?._bsontype === 'Long',
  number: (v) => typeof v === 'number' || typeof v === 'bigint' || ['Double', 'Int32', 'Long', 'Decimal128'].includes(v?._bsontype),
  decimal: (v) => v?._bsontype === 'Decimal128',
  string: (v) => typeof v === 'string',
  bool: (v) => typeof v === 'boolean',
  null: (v) => v === null,
  array: (v) => Array.isArray(v),
  object: (v) => isPlain(v),
  objectId: (v) => v?._bsontype === 'ObjectId',
  date: (v) => v instanceof Date,
  binData: (v) => v?._bsontype === 'Binary' || Buffer.isBuffer(v),
  timestamp: (v) => v?._bsontype === 'Timestamp',
}

const isPlain = (v) => typeof v === 'object' && v !== null && !Array.isArray(v) && !(v instanceof Date) && !v._bsontype && !Buffer.isBuffer(v)
const operatorOf = (expected) => (isPlain(expected) && Object.keys(expected).length === 1 && Object.keys(expected)[0].startsWith('$$') ? Object.keys(expected)[0] : undefined)
const numberOf = (v) => (typeof v === 'number' || typeof v === 'bigint' || ['Int32', 'Double', 'Long'].includes(v?._bsontype) ? Number(v) : undefined)

/**
 * Whether a value is as a test expects, with the format's special operators; numbers are equal across types. Documents at the root (and
 * those in an array at the root) may have more fields than expected, others may not.
 * @throws an error that names the place.
 */
export function match(actual, expected, entities, { root = true, at = 'the result' } = {}) {
  const fail = (why) => {
    throw new Error(`${at}: ${why}; got ${show(actual)}`)
  }
  // The driver keeps a sort as a Map.
  if (actual instanceof Map) return match(Object.fromEntries(actual), expected, entities, { root, at })
  const operator = operatorOf(expected)
  if (operator) return special(operator, expected[operator], actual, entities, { root, at, fail })
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) fail(`expected ${expected.length} items`)
    expected.forEach((item, i) => match(actual[i], item, entities, { root: root && isPlain(item), at: `${at}[${i}]` }))
  } else if (isPlain(expected)) {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) fail(`expected ${show(expected)}`)
    for (const [name, value] of Object.entries(expected)) {
      if (!(name in actual) && !['$$exists', '$$unsetOrMatches'].includes(operatorOf(value))) fail(`has no '${name}'`)
      match(actual[name], value, entities, { root: false, at: `${at}.${name}` })
    }
    const more = Object.keys(actual).filter((name) => !(name in expected) && actual[name] !== undefined)
    if (!root && more.length > 0) fail(`has more than expected: ${more.join(', ')}`)
  } else if (numberOf(expected) === undefined ? !isDeepStrictEqual(plain(actual), plain(expected)) : numberOf(actual) !== numberOf(expected)) fail(`expected ${show(expected)}`)
}

function special(operator, argument, actual, entities, { root, at, fail }) {
  switch (operator) {
    case '$$exists': return (actual !== undefined) === argument || fail(argument ? 'must be there' : 'must not be there')
    case '$$type': return [argument].flat().some((type) => TYPE_TESTS[type](actual)) || fail(`must be of type ${argument}`)
    case '$$unsetOrMatches': return actual === undefined || actual === null || match(actual, argument, entities, { root, at })
    case '$$matchesEntity': return match(actual, entities.get(argument), entities, { root, at })
    case '$$matchesHexBytes': return Buffer.from(actual).toString('hex') === argument.toLowerCase() || fail(`must be the bytes ${argument}`)
    default: throw new Error(`the runner does not know ${operator}`)
  }
}

const plain = (v) => (Buffer.isBuffer(v) ? v.toString('hex') : v?._bsontype === 'Binary' ? Buffer.from(v.buffer).toString('hex') : v?._bsontype ? EJSON.stringify(v) : v)
const show = (v) => (v === undefined ? 'nothing' : EJSON.stringify(v).slice(0, 400))
