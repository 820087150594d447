import { Context, evalExpr } from 'mingo/core'
import * as accumulators from 'mingo/operators/accumulator'
import * as expressions from 'mingo/operators/expression'
import type { Options } from 'mingo/types'
import { encodeKey } from '../bson/key'
import { T, toValue, type Value } from '../bson/value'
import { MongoError, unsupported } from '../errors'

/**
 * mingo's expression operators that answer as MongoDB does on plain JavaScript values. What compares values is replaced by
 * our own order, and what stands on types that JavaScript does not tell apart ($type, $convert, Decimal) is left out.
 */
const TRUSTED = `
  $abs $add $ceil $divide $exp $floor $ln $log $log10 $mod $multiply $pow $round $sqrt $subtract $trunc
  $arrayElemAt $arrayToObject $concatArrays $filter $first $isArray $last $map $objectToArray $range $reduce $reverseArray $size
  $slice $zip $and $or $not $cond $ifNull $switch $let $literal $mergeObjects $getField $setField $unsetField
  $dateAdd $dateDiff $dateFromParts $dateFromString $dateSubtract $dateToParts $dateToString $dateTrunc $dayOfMonth $dayOfWeek
  $dayOfYear $hour $isoDayOfWeek $isoWeek $isoWeekYear $millisecond $minute $month $second $week $year
  $allElementsTrue $anyElementTrue $concat $indexOfBytes $ltrim $regexMatch $replaceAll $replaceOne $rtrim $split $strLenBytes
  $strLenCP $substrBytes $substrCP $toLower $toUpper $trim $toBool $toDate $toDouble $toInt $toLong $toString $isNumber
`.trim().split(/\s+/)
const ACCUMULATORS = '$avg $count $first $last $mergeObjects $push $sum'.split(' ')

type Operator = (subject: unknown, expression: unknown, options: Options) => unknown

/** The order of two computed values; undefined (nothing there) comes first. */
export function compareComputed(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number' && !Number.isNaN(a + b)) return a - b
  return Buffer.compare(keyOf(a), keyOf(b))
}
export const keyOf = (computed: unknown): Buffer => (computed === undefined ? Buffer.from([2]) : encodeKey(toValue(computed)))

function comparison(decide: (order: number) => unknown): Operator {
  return (subject, expression, options) => {
    const args = evalExpr(subject, expression, options) as unknown[]
    if (!Array.isArray(args) || args.length !== 2) throw new MongoError(16020, 'Location16020', 'Expression takes exactly 2 arguments')
    return decide(compareComputed(args[0], args[1]))
  }
}

const own: Record<string, Operator> = {
  $cmp: comparison(Math.sign),
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $in: (subject, expression, options) => {
    const [wanted, list] = evalExpr(subject, expression, options) as [unknown, unknown]
    if (!Array.isArray(list)) throw new MongoError(40081, 'Location40081', '$in requires an array as a second argument')
    return list.some((item) => compareComputed(item, wanted) === 0)
  },
}

const valuesOf: (group: unknown, expression: unknown, options: Options) => unknown[] = (group, expression, options) =>
  accumulators.$push(group as unknown[], expression, options).filter((value) => value !== undefined)
const extreme = (sign: number): Operator => (group, expression, options) =>
  valuesOf(group, expression, options).filter((value) => value !== null)
    .reduce<unknown>((best, value) => (best === null || compareComputed(value, best) * sign > 0 ? value : best), null)
const ownAccumulators: Record<string, Operator> = {
  $min: extreme(-1),
  $max: extreme(1),
  $addToSet: (group, expression, options) =>
    [...new Map(valuesOf(group, expression, options).map((value) => [keyOf(value).toString('latin1'), value])).values()],
}

const pick = (from: object, names: string[]) => Object.fromEntries(names.map((name) => [name, (from as Record<string, Operator>)[name]!]))
const expressionOps = { ...pick(expressions, TRUSTED), ...own }
export const accumulatorOps = { ...pick(accumulators, ACCUMULATORS), ...ownAccumulators }

export const context = Context.init()
  .addExpressionOps(expressionOps)
  .addAccumulatorOps(accumulatorOps)
export const mingoOptions = { context, scriptEnabled: false } as Partial<Options> as Options

/** @throws code 168 for an expression operator that is unknown or not trusted, wherever it stands. */
export function checkExpression(expression: unknown, known: Record<string, unknown> = expressionOps): void {
  if (Array.isArray(expression)) expression.forEach((item) => checkExpression(item))
  else if (isPlain(expression)) {
    for (const [name, value] of Object.entries(expression)) {
      if (name === '$literal') continue
      if (name.startsWith('$') && !(name in known)) throw new MongoError(168, 'InvalidPipelineOperator', `Unrecognized expression '${name}'`)
      checkExpression(value)
    }
  }
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** The expression as a function of a stored document. */
export function compileExpression(expression: Value): (doc: Value) => unknown {
  const js = forMingo(expression)
  checkExpression(js)
  return (doc) => evalExpr(forMingo(doc), js, mingoOptions)
}

/** As JavaScript values for mingo. @throws for what it would calculate with wrongly: decimals, and longs beyond 2^53. */
export function forMingo(value: Value): unknown {
  refuseUnsafe(value)
  return value.toJS()
}

function refuseUnsafe(value: Value): void {
  if (value.type === T.decimal) throw unsupported('a Decimal128 in an aggregation or expression')
  if (value.type === T.long && !Number.isSafeInteger(value.number())) throw unsupported('a Long beyond 2^53 in an aggregation or expression')
  if (value.isDocument || value.isArray) for (const [, field] of value.fields()) refuseUnsafe(field)
}
