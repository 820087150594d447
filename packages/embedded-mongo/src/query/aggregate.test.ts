import { Decimal128, Double, EJSON, Int32, Long, serialize, type Document } from 'bson'
import { documentOf } from '../bson/value'
import { compileStages, readPipeline } from './aggregate'
import { variablesOf } from './expression'

const stored = (js: Document) => documentOf(Buffer.from(serialize(js)))
const run = (docs: Document[], pipeline: Document[], given: Document = {}): Document[] => {
  const stages = readPipeline(stored({ pipeline }).get('pipeline')!.items())
  return [...compileStages(stages, variablesOf(stored(given)))(docs.map(stored))].map((doc) => doc.toJS({ promoteValues: false }) as Document)
}
/** Written out with the type of each number, in the order of the fields. */
const show = (value: Document): string => EJSON.stringify(value, { relaxed: false })
const same = (actual: Document[], expected: Document[]) =>
  expect(actual.map(show)).toEqual(expected.map((doc) => show(stored(doc).toJS({ promoteValues: false }) as Document)))

const whole = new Double(2)
const doc = { _id: 1, z: whole, a: { c: Long.fromNumber(3), b: [{ n: 1 }, { n: whole }, 5] }, d: Decimal128.fromString('1.10'), 12: 'x', s: 'Ab', t: new Date(0), u: null }

test.each<[string, Document[], Document[]]>([
  ['$project in, in the order of the document', [{ $project: { s: 1, 'a.c': 1, z: true } }], [{ _id: 1, z: whole, a: { c: Long.fromNumber(3) }, s: 'Ab' }]],
  ['$project out', [{ $project: { a: 0, t: 0, u: 0, _id: 0 } }], [{ 12: 'x', z: whole, d: doc.d, s: 'Ab' }]],
  ['$project computed, behind what is kept', [{ $project: { x: '$z', s: 1, y: '$a.b.n', no: '$nowhere' } }], [{ _id: 1, s: 'Ab', x: whole, y: [1, whole] }]],
  ['$project computed in the place of a field, behind all the same', [{ $project: { z: '$s', s: 1 } }], [{ _id: 1, s: 'Ab', z: 'Ab' }]],
  ['$project nested', [{ $project: { _id: 0, a: { c: 1, e: '$s' } } }], [{ a: { c: Long.fromNumber(3), e: 'Ab' } }]],
  ['$addFields merges into documents and arrays', [{ $addFields: { a: { b: { m: 1 } }, u: '$$REMOVE' } }, { $project: { a: 1, _id: 0 } }],
    [{ a: { c: Long.fromNumber(3), b: [{ n: 1, m: 1 }, { n: whole, m: 1 }, { m: 1 }] } }]],
  ['$set keeps the place of a field', [{ $set: { z: 'new' } }, { $unset: ['a', 'd', 't', 'u', '12'] }], [{ _id: 1, z: 'new', s: 'Ab' }]],
  ['$replaceWith', [{ $replaceWith: { $mergeObjects: ['$a', { c: 0 }] } }], [{ c: 0, b: doc.a.b }]],
  ['$setField with names that are no paths',
    [{ $replaceRoot: { newRoot: { $setField: { field: { $literal: '$a.b' }, input: { _id: '$_id' }, value: '$z' } } } }], [{ _id: 1, '$a.b': whole }]],
  ['$unwind', [{ $unwind: { path: '$a.b', includeArrayIndex: 'i' } }, { $project: { _id: 0, i: 1, 'a.b': 1 } }, { $limit: 2 }],
    [{ a: { b: { n: 1 } }, i: Long.fromNumber(0) }, { a: { b: { n: whole } }, i: Long.fromNumber(1) }]],
  ['$unwind of nothing', [{ $unwind: '$u' }], []],
  ['$unwind of nothing, kept', [{ $unwind: { path: '$x.s', preserveNullAndEmptyArrays: true } }, { $project: { s: 1 } }], [{ _id: 1, s: 'Ab' }]],
  ['$skip', [{ $unwind: '$a.b' }, { $skip: 2 }, { $project: { 'a.b': 1 } }], [{ _id: 1, a: { b: 5 } }]],
  ['$count', [{ $match: { z: 2 } }, { $count: 'n' }], [{ n: 1 }]],
])('%s, types kept', (_, pipeline, expected) => same(run([doc], pipeline), expected))

const five = Long.fromNumber(5)
test('$group by the equality of BSON, with every accumulator', () => {
  const docs = [{ k: 1, v: 1, o: { a: 1 } }, { k: new Double(1), v: whole, o: { b: 1 } }, { k: Long.fromNumber(1), v: null }, { k: 'x', v: five }]
  const fields = Object.fromEntries(['sum', 'avg', 'min', 'max', 'first', 'last', 'push', 'addToSet'].map((name) => [name, { [`$${name}`]: '$v' }]))
  same(run(docs, [{ $group: { _id: '$k', ...fields, count: { $count: {} }, mergeObjects: { $mergeObjects: '$o' } } }]), [
    {
      _id: 1, sum: new Double(3), avg: new Double(1.5), min: 1, max: whole, first: 1, last: null, push: [1, whole, null], addToSet: [1, whole, null],
      count: 3, mergeObjects: { a: 1, b: 1 },
    },
    { _id: 'x', sum: five, avg: new Double(5), min: five, max: five, first: five, last: five, push: [five], addToSet: [five], count: 1, mergeObjects: {} },
  ])
})

test.each<[Document | string, unknown]>([
  ['$$NOW', expect.any(Date)], ['$$given', 7], ['$$ROOT.s', 'Ab'], ['$a.b.n', [1, whole]], ['$a.c.d', undefined], ['text', 'text'],
  [{ $add: ['$z', 1] }, new Double(3)], [{ $add: [2147483647, 1] }, Long.fromNumber(2147483648)], [{ $add: ['$t', 5] }, new Date(5)], [{ $add: ['$u', 1] }, null],
  [{ $subtract: ['$a.c', 1] }, Long.fromNumber(2)], [{ $subtract: [new Date(7), '$t'] }, Long.fromNumber(7)], [{ $multiply: ['$z', 2] }, new Double(4)],
  [{ $divide: [6, 3] }, new Double(2)], [{ $mod: [-7, 3] }, -1], [{ $abs: -3 }, 3], [{ $pow: [2, 10] }, 1024], [{ $sqrt: 4 }, new Double(2)],
  [{ $round: [2.5] }, new Double(2)], [{ $round: 2.51 }, new Double(3)], [{ $round: -3.5 }, new Double(-4)], [{ $floor: '$z' }, whole], [{ $ceil: 5 }, 5], [{ $trunc: -1.5 }, new Double(-1)],
  [{ $eq: ['$z', 2] }, true], [{ $lt: ['$u', 0] }, true], [{ $lt: ['$nowhere', '$u'] }, true], [{ $cmp: ['b', 'a'] }, 1], [{ $eq: [{ x: 1, y: 1 }, { y: 1, x: 1 }] }, false],
  [{ $gt: ['\u{1F600}', '\uFFFD'] }, true], [{ $eq: ['$d', Decimal128.fromString('1.1')] }, true], [{ $in: [2, ['$z']] }, true],
  [{ $and: [1, 'x', {}] }, true], [{ $or: [0, new Double(0), '$u', '$nowhere'] }, false], [{ $not: [Long.fromNumber(0)] }, true],
  [{ $cond: ['$u', 1, 2] }, 2], [{ $cond: { if: true, then: '$z', else: 0 } }, whole], [{ $ifNull: ['$u', '$nowhere', '$z'] }, whole],
  [{ $switch: { branches: [{ case: '$u', then: 1 }], default: '$a.c' } }, Long.fromNumber(3)],
  [{ $let: { vars: { v: '$z' }, in: ['$$v', '$$given'] } }, [whole, 7]], [{ $map: { input: [1, 2], in: { $add: ['$$this', 1] } } }, [2, 3]],
  [{ $filter: { input: [0, 1, whole], as: 'n', cond: '$$n', limit: 1 } }, [1]], [{ $reduce: { input: ['a', 'b'], initialValue: '', in: { $concat: ['$$value', '$$this'] } } }, 'ab'],
  [{ $size: '$a.b' }, 3], [{ $arrayElemAt: ['$a.b', -1] }, 5], [{ $first: '$a.b' }, { n: 1 }], [{ $last: [[]] }, undefined], [{ $isArray: ['$a.b'] }, true],
  [{ $concatArrays: [['$z'], [1]] }, [whole, 1]], [{ $reverseArray: [[1, 2]] }, [2, 1]], [{ $slice: [[1, 2, 3], 1, 1] }, [2]], [{ $range: [0, 5, 2] }, [0, 2, 4]],
  [{ $getField: 's' }, 'Ab'], [{ $unsetField: { field: 'c', input: '$a' } }, { b: doc.a.b }], [{ $objectToArray: { a: '$z' } }, [{ k: 'a', v: whole }]],
  [{ $arrayToObject: [[['a', '$z']]] }, { a: whole }], [{ $literal: '$z' }, '$z'], [{ $sum: ['$z', 1, 'x'] }, new Double(3)], [{ $max: '$a.b.n' }, whole],
  [{ $concat: ['$s', 'c'] }, 'Abc'], [{ $concat: ['$s', '$u'] }, null], [{ $toUpper: 'aé' }, 'Aé'], [{ $strLenCP: '执行\u{1F600}' }, 3], [{ $substrCP: ['执行法院', 1, 2] }, '行法'],
  [{ $split: ['$s', 'b'] }, ['A', '']], [{ $trim: { input: ' $z ' } }, '$z'], [{ $regexMatch: { input: '$s', regex: 'B', options: 'i' } }, true],
  [{ $type: '$z' }, 'double'], [{ $type: '$nowhere' }, 'missing'], [{ $isNumber: '$d' }, true], [{ $toString: '$a.c' }, '3'], [{ $toInt: '$z' }, 2], [{ $toLong: 2 }, Long.fromNumber(2)],
  [{ $toDouble: 2 }, whole], [{ $dateToString: { date: '$t', format: '%Y-%m' } }, '1970-01'], [{ $year: '$t' }, 1970],
])('the expression %j', (expression, expected) => {
  const [result] = run([doc], [{ $replaceWith: { v: expression } }], { given: new Int32(7) })
  if (expected instanceof Object && 'asymmetricMatch' in expected) expect(result!.v).toEqual(expected)
  else same([result!], [expected === undefined ? {} : { v: expected }])
})

test.each<[Document, RegExp]>([
  [{ $project: { a: 1, s: 0 } }, /Cannot do exclusion on field s in inclusion/], [{ $project: { a: 0, s: '$z' } }, /Cannot do inclusion on field s in exclusion/],
  [{ $project: { a: 1, 'a.c': 1 } }, /Path collision at a.c/], [{ $project: { 'a.c': 1, a: 1 } }, /Path collision at a/], [{ $project: { $a: 1 } }, /may not .* start with '\$'/],
  [{ $project: {} }, /at least one field/], [{ $project: { a: doc.d } }, /Decimal128/], [{ $addFields: { 'a.$': 1 } }, /positional/], [{ $group: { n: { $sum: 1 } } }, /_id/],
  [{ $group: { _id: null, n: 1 } }, /accumulator/], [{ $limit: 0 }, /\$limit/], [{ $limit: true }, /\$limit/], [{ $skip: -1 }, /\$skip/], [{ $replaceWith: '$s' }, /object/],
  [{ $unwind: 'a' }, /prefixed/], [{ $count: '$n' }, /count field/], [{ $unset: [] }, /\$unset/], [{ $match: 1 }, /\$match/],
])('the stage %j is refused', (stage, message) => {
  expect(() => run([doc], [stage])).toThrow(message)
})

test.each<[Document | string, RegExp]>([
  ['$$nobody', /undefined variable: nobody/], [{ $function: {} }, /\$function/], [{ $accumulator: {} }, /\$accumulator/], [{ $convert: {} }, /\$convert/],
  [{ $add: ['$s', 1] }, /\$add/], [{ $add: ['$d', 1] }, /Decimal128/], [{ $toString: '$d' }, /Decimal128/], [{ $toString: Long.MAX_VALUE }, /Long beyond/],
  [{ $divide: [1, 0] }, /divide by zero/], [{ $filter: { input: [], cond: 1, more: 1 } }, /'more'/], [{ $eq: [1] }, /2 arguments/], [{ $size: '$s' }, /\$size needs an array/],
  [{ $toInt: 'x' }, /\$toInt/], [{ $dateToString: { date: '$s' } }, /\$dateToString/],
  [{ $round: [1.234, 2] }, /decimal places/], [{ $eq: [1, 1], $ne: [1, 1] }, /exactly one field/], ['$a..b', /not a valid field path/], [{ $first: '$s' }, /\$first/],
])('the expression %j is refused by name', (expression, message) => {
  expect(() => run([doc], [{ $replaceWith: { v: expression } }])).toThrow(message)
})
