import { Double } from 'bson'
import { T, type Value } from '../bson/value'
import { asValue, open, type Node } from '../bson/write'
import { MongoError, unsupported } from '../errors'
import { calculate, isNumber } from './arithmetic'
import { isNil, keyOf } from './computed'

const numbers = (values: Node[]): Value[] => values.filter((value) => !isNil(value)).map(asValue).filter(isNumber)
const sum = (values: Node[], op: string): Node => numbers(values).reduce<Node>((total, value) => calculate('+', asValue(total), value, op), 0)
const best = (sign: 1 | -1) => (values: Node[]): Node => {
  const isBetter = (value: Node, than: Node) => than === undefined || Buffer.compare(keyOf(value), keyOf(than)) * sign > 0
  return values.filter((value) => !isNil(value)).reduce((found, value) => (isBetter(value, found) ? value : found), undefined) ?? null
}

const ACCUMULATORS: Record<string, (values: Node[]) => Node> = {
  $sum: (values) => sum(values, '$sum'),
  $avg: (values) => {
    const found = numbers(values)
    if (found.some(({ type }) => type === T.decimal)) throw unsupported('$avg with Decimal128')
    return found.length === 0 ? null : new Double(found.reduce((total, value) => total + value.number()!, 0) / found.length)
  },
  $min: best(-1),
  $max: best(1),
  $first: ([first]) => first ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: (values) => [...new Map(values.filter((value) => value !== undefined).map((value) => [keyOf(value).toString('latin1'), value])).values()],
  $count: (values) => values.length,
  $mergeObjects: (values) => new Map(values.filter((value) => !isNil(value)).flatMap((value) => {
    const object = open(value)
    if (!(object instanceof Map)) throw new MongoError(40400, 'Location40400', '$mergeObjects requires object inputs')
    return [...object]
  })),
}

export const isAccumulator = (name: string): boolean => Object.hasOwn(ACCUMULATORS, name)
/** What an accumulator makes of the values its expression has in each document (undefined where it has none). */
export const accumulate = (name: string, values: Node[]): Node => ACCUMULATORS[name]!(values)
