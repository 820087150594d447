import { BSONRegExp, Decimal128, Double, Long, MaxKey, MinKey, serialize, type Document } from 'bson'
import { documentOf } from '../bson/value'
import { compileFilter } from './matcher'

const stored = (js: Document) => documentOf(Buffer.from(serialize(js)))
const matches = (filter: Document, doc: Document): boolean => compileFilter(stored(filter)).test(stored(doc))

test.each<[Document, Document, boolean]>([
  // Numbers are equal across types, to the last digit.
  [{ a: 5 }, { a: Long.fromNumber(5) }, true],
  [{ a: Decimal128.fromString('1.10') }, { a: Decimal128.fromString('1.1') }, true],
  [{ a: Decimal128.fromString('0.1') }, { a: new Double(0.1) }, false],
  [{ a: Long.fromString('9007199254740993') }, { a: new Double(9007199254740992) }, false],
  [{ a: NaN }, { a: NaN }, true],
  [{ a: { $lt: 5 } }, { a: NaN }, false],
  [{ a: { $gte: NaN } }, { a: NaN }, true],
  [{ a: { $gt: NaN } }, { a: 1 }, false],
  // Documents are equal with their fields in the same order only.
  [{ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }, false],
  [{ a: { x: 1, y: 2 } }, { a: { x: new Double(1), y: 2 } }, true],
  // Null finds what is absent.
  [{ a: null }, {}, true],
  [{ a: { $gte: null } }, {}, true],
  [{ a: { $gt: null } }, { a: null }, false],
  [{ a: { $ne: null } }, {}, false],
  [{ a: { $in: [null, 1] } }, {}, true],
  [{ 'a.b': null }, { a: 4 }, true],
  [{ 'a.b': null }, { a: [] }, false],
  [{ 'a.b': null }, { a: [{ b: 3 }, {}] }, true],
  [{ 'a.b': { $exists: false } }, { a: [1, 2] }, true],
  [{ a: { $exists: true } }, { a: null }, true],
  // Ranges stay within a type.
  [{ a: { $gt: 5 } }, { a: 'x' }, false],
  [{ a: { $lt: 'x' } }, { a: 5 }, false],
  [{ a: { $gt: new MinKey() } }, { a: 'x' }, true],
  [{ a: { $lt: new MaxKey() } }, { a: { b: 1 } }, true],
  [{ a: { $gt: '\uFFFD' } }, { a: '\u{1F600}' }, true],
  // Arrays: an element, the whole, a place, documents on the way.
  [{ a: 1 }, { a: [1, 2] }, true],
  [{ a: [1, 2] }, { a: [1, 2] }, true],
  [{ a: [2, 1] }, { a: [1, 2] }, false],
  [{ a: [1] }, { a: [[1], 2] }, true],
  [{ a: { $gt: 1, $lt: 2 } }, { a: [0, 3] }, true],
  [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [0, 4] }, false],
  [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [0, 2] }, true],
  [{ 'a.b': 1 }, { a: [{ b: 1 }, { b: 2 }] }, true],
  [{ 'a.1.b': 1 }, { a: [{ b: 1 }, { b: 2 }] }, false],
  [{ 'a.0': 1 }, { a: [1, 2] }, true],
  [{ 'a.b': 1 }, { a: [[{ b: 1 }]] }, false],
  [{ a: { $elemMatch: { b: 1, c: 2 } } }, { a: [{ b: 1, c: 1 }, { b: 2, c: 2 }] }, false],
  [{ 'a.b': 1, 'a.c': 2 }, { a: [{ b: 1, c: 1 }, { b: 2, c: 2 }] }, true],
  [{ a: { $all: [1, 2] } }, { a: [2, 3, 1] }, true],
  [{ a: { $all: [1] } }, { a: 1 }, true],
  [{ a: { $all: [] } }, { a: [] }, false],
  [{ a: { $size: 2 } }, { a: [1, [2]] }, true],
  [{ a: { $ne: 1 } }, { a: [1, 2] }, false],
  [{ a: { $nin: [3] } }, { a: [1, 2] }, true],
  // Types, remainders, patterns.
  [{ a: { $type: 'int' } }, { a: new Double(1) }, false],
  [{ a: { $type: 'number' } }, { a: Decimal128.fromString('1') }, true],
  [{ a: { $type: ['string', 'long'] } }, { a: Long.fromNumber(1) }, true],
  [{ a: { $type: 'array' } }, { a: [] }, true],
  [{ a: { $mod: [3, 1] } }, { a: 7.9 }, true],
  [{ a: /^执/ }, { a: '执行' }, true],
  [{ a: { $regex: 'B', $options: 'i' } }, { a: 'abc' }, true],
  [{ a: { $not: /x/ } }, { a: 'abc' }, true],
  [{ a: { $in: [/^a/, 5] } }, { a: 'abc' }, true],
  [{ a: new BSONRegExp('(?i)B', '') }, { a: 'abc' }, true],
  [{ a: new BSONRegExp('a\\-b') }, { a: 'a-b' }, true],
  // Combinations.
  [{ $or: [{ a: 1 }, { b: 1 }] }, { b: 1 }, true],
  [{ $nor: [{ a: 1 }, { b: 1 }] }, { b: 1 }, false],
  [{ $and: [{ a: 1 }, { a: { $ne: 2 } }] }, { a: 1 }, true],
  [{ a: { $not: { $gt: 5 } } }, {}, true],
  [{ $expr: { $gt: ['$a', '$b'] } }, { a: 2, b: 1 }, true],
  [{ $expr: { $eq: ['$a', { x: 1, y: 2 }] } }, { a: { y: 2, x: 1 } }, false],
  [{ a: { $eq: { $ref: 'c', $id: 1 } } }, { a: { $ref: 'c', $id: 1 } }, true],
])('%j with %j: %s', (filter, doc, expected) => {
  expect(matches(filter, doc)).toBe(expected)
})

test.each<[Document, RegExp]>([
  [{ $where: 'true' }, /\$where is not supported/],
  [{ $text: { $search: 'x' } }, /\$text is not supported/],
  [{ a: { $near: [0, 0] } }, /\$near is not supported/],
  [{ a: { $nope: 1 } }, /unknown operator: \$nope/],
  [{ $nope: 1 }, /unknown top level operator: \$nope/],
  [{ $expr: { $function: { body: '', args: [], lang: 'js' } } }, /Unrecognized expression '\$function'/],
  [{ $and: [] }, /non-empty array/],
  [{ a: new BSONRegExp('a  b', 'x') }, /flag 'x' is not supported/],
  [{ a: new BSONRegExp('[[:alpha:]]') }, /POSIX class/],
  [{ a: new BSONRegExp('\\Aab') }, /not supported|invalid/i],
  [{ a: { $in: 5 } }, /\$in needs an array/],
  [{ a: { $mod: [2, 1, 0] } }, /too many/],
])('%j is refused by name', (filter, message) => {
  expect(() => compileFilter(stored(filter))).toThrow(message)
})
