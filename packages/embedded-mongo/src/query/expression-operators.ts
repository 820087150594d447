import { Double } from 'bson'
import { Context } from 'mingo/core'
import * as mingo from 'mingo/operators/expression'
import type { Options } from 'mingo/types'
import { T, TYPE_NAMES, type Value } from '../bson/value'
import { asValue, open, type Node } from '../bson/write'
import { badValue, MongoError, unsupported } from '../errors'
import { accumulate } from './accumulators'
import { calculate, isNumber } from './arithmetic'
import { checkName, isNil, isTruthy, keyOf } from './computed'
import type { Compile, Evaluate, Scope } from './expression'
import { compileRegex } from './regex'

type Operator = (argument: Value, compile: Compile) => Evaluate

const wrong = (op: string, needs: string) => new MongoError(40085, 'Location40085', `${op} needs ${needs}`)
const partsOf = (argument: Value): Value[] => (argument.isArray ? argument.items() : [argument])

/** An operator on the values of its arguments, however many it takes. */
function of(least: number, most: number, work: (...args: Node[]) => Node): Operator {
  return (argument, compile) => {
    const args = partsOf(argument).map((part) => compile(part))
    if (args.length < least || args.length > most) throw new MongoError(16020, 'Location16020', `Expression takes ${least} to ${most} arguments, not ${args.length}`)
    return (scope) => work(...args.map((evaluate) => evaluate(scope)))
  }
}

/** The same where null stands for the whole when one argument is null or not there. */
const ofKnown: typeof of = (least, most, work) => of(least, most, (...args) => (args.some(isNil) ? null : work(...args)))

/** The named arguments of an operator. @throws for others than it knows, and for those it needs and has not got. */
function named(op: string, argument: Value, needed: string[], optional: string[] = []): Record<string, Value | undefined> {
  if (!argument.isDocument) throw wrong(op, `an object with ${needed.join(', ')}`)
  for (const [name] of argument.fields()) if (![...needed, ...optional].includes(name)) throw wrong(op, `no argument '${name}'`)
  for (const name of needed) if (!argument.get(name)) throw wrong(op, `the argument '${name}'`)
  return Object.fromEntries(argument.fields())
}

function arrayOf(op: string, node: Node): Node[] {
  const opened = open(node)
  if (!Array.isArray(opened)) throw wrong(op, 'an array')
  return opened
}

function documentOf(op: string, node: Node): Map<string, Node> {
  const opened = open(node)
  if (!(opened instanceof Map)) throw wrong(op, 'an object')
  return opened
}

function textOf(op: string, node: Node): string {
  const text = node === undefined ? undefined : asValue(node).string()
  if (text === undefined) throw wrong(op, 'a string')
  return text
}

function numberOf(op: string, node: Node): number {
  const value = asValue(node)
  if (value.type === T.decimal) throw unsupported(`${op} with Decimal128`)
  if (!isNumber(value)) throw wrong(op, 'a number')
  return value.number()!
}

function wholeOf(op: string, node: Node): number {
  const n = numberOf(op, node)
  if (!Number.isSafeInteger(n)) throw wrong(op, 'a whole number')
  return n
}

const compare = (decide: (order: number) => Node): Operator => of(2, 2, (a, b) => decide(Buffer.compare(keyOf(a), keyOf(b))))
const isDate = (node: Node): boolean => asValue(node).type === T.date
const millis = (node: Node): bigint => asValue(node).buf.readBigInt64LE(asValue(node).start)
const shifted = (op: string, date: Node, sign: 1 | -1, by: Node): Node => new Date(Number(millis(date)) + sign * Math.round(numberOf(op, by)))
/** Each kind of number stays what it is. */
const rounded = (op: string, round: (n: number) => number): Operator => ofKnown(1, 2, (n, places = 0) => {
  if (wholeOf(op, places) !== 0) throw unsupported(`${op} to decimal places`)
  const number = numberOf(op, n)
  return asValue(n).type === T.double ? new Double(round(number)) : n
})
const toEven = (n: number): number => (Math.abs(n % 1) === 0.5 ? 2 * Math.round(n / 2) : Math.round(n))

const arithmetic: Record<string, Operator> = {
  $add: of(0, Infinity, (...args) => (args.some(isNil) ? null : args.reduce((a, b) => {
    if (isDate(a) && isDate(b)) throw wrong('$add', 'one date at the most')
    return isDate(a) ? shifted('$add', a, 1, b) : isDate(b) ? shifted('$add', b, 1, a) : calculate('+', asValue(a), asValue(b), '$add')
  }, 0))),
  $subtract: ofKnown(2, 2, (a, b) => {
    if (!isDate(a)) return calculate('-', asValue(a), asValue(b), '$subtract')
    return isDate(b) ? millis(a) - millis(b) : shifted('$subtract', a, -1, b)
  }),
  $multiply: of(0, Infinity, (...args) => (args.some(isNil) ? null : args.reduce((a, b) => calculate('*', asValue(a), asValue(b), '$multiply'), 1))),
  $divide: ofKnown(2, 2, (a, b) => {
    if (numberOf('$divide', b) === 0) throw badValue("can't $divide by zero")
    return new Double(numberOf('$divide', a) / numberOf('$divide', b))
  }),
  $mod: ofKnown(2, 2, (a, b) => {
    if (numberOf('$mod', b) === 0) throw badValue("can't $mod by zero")
    return calculate('%', asValue(a), asValue(b), '$mod')
  }),
  $abs: ofKnown(1, 1, (n) => (numberOf('$abs', n) < 0 ? calculate('*', asValue(n), asValue(-1), '$abs') : n)),
  $pow: ofKnown(2, 2, (a, b) => {
    const result = numberOf('$pow', a) ** numberOf('$pow', b)
    const isWhole = Number.isSafeInteger(result) && [a, b].every((n) => asValue(n).type !== T.double)
    return isWhole ? wholeNumber(result, [a, b].some((n) => asValue(n).type === T.long)) : new Double(result)
  }),
  $ceil: rounded('$ceil', Math.ceil),
  $floor: rounded('$floor', Math.floor),
  $round: rounded('$round', toEven),
  $trunc: rounded('$trunc', Math.trunc),
  ...Object.fromEntries((['exp', 'log10', 'sqrt'] as const).map((name) => [`$${name}`, ofKnown(1, 1, (n) => new Double(Math[name](numberOf(name, n))))])),
  $ln: ofKnown(1, 1, (n) => new Double(Math.log(numberOf('$ln', n)))),
  $log: ofKnown(2, 2, (n, base) => new Double(Math.log(numberOf('$log', n)) / Math.log(numberOf('$log', base)))),
}

const wholeNumber = (n: number, long = false): Node => (long || (n | 0) !== n ? BigInt(n) : n)

const logic: Record<string, Operator> = {
  $cmp: compare((order) => order),
  $eq: compare((order) => order === 0),
  $ne: compare((order) => order !== 0),
  $gt: compare((order) => order > 0),
  $gte: compare((order) => order >= 0),
  $lt: compare((order) => order < 0),
  $lte: compare((order) => order <= 0),
  $and: lazily((args, scope) => args.every((arg) => isTruthy(arg(scope)))),
  $or: lazily((args, scope) => args.some((arg) => isTruthy(arg(scope)))),
  $not: of(1, 1, (value) => !isTruthy(value)),
  $ifNull: lazily((args, scope) => {
    let value: Node
    for (const arg of args) if (!isNil(value = arg(scope))) return value
    return value
  }),
  $cond: (argument, compile) => {
    const { if: condition, then, else: otherwise } = argument.isArray
      ? Object.fromEntries(['if', 'then', 'else'].map((name, i) => [name, argument.items()[i]]))
      : named('$cond', argument, ['if', 'then', 'else'])
    if (!condition || !then || !otherwise || (argument.isArray && argument.items().length > 3)) throw wrong('$cond', 'exactly if, then and else')
    const [test, yes, no] = [compile(condition), compile(then), compile(otherwise)]
    return (scope) => (isTruthy(test(scope)) ? yes : no)(scope)
  },
  $switch: (argument, compile) => {
    const { branches, default: otherwise } = named('$switch', argument, ['branches'], ['default'])
    const cases = partsOf(branches!).map((branch) => {
      const { case: test, then } = named('$switch', branch, ['case', 'then'])
      return [compile(test!), compile(then!)] as const
    })
    const last = otherwise && compile(otherwise)
    return (scope) => {
      const chosen = cases.find(([test]) => isTruthy(test(scope)))?.[1] ?? last
      if (!chosen) throw new MongoError(40066, 'Location40066', '$switch could not find a matching branch for an input, and no default was specified.')
      return chosen(scope)
    }
  },
  $in: of(2, 2, (wanted, list) => arrayOf('$in', list).some((item) => keyOf(item).equals(keyOf(wanted)))),
  $allElementsTrue: of(1, 1, (list) => arrayOf('$allElementsTrue', list).every(isTruthy)),
  $anyElementTrue: of(1, 1, (list) => arrayOf('$anyElementTrue', list).some(isTruthy)),
  $literal: (argument) => () => argument,
  $rand: of(0, 1, () => new Double(Math.random())),
}

function lazily(work: (args: Evaluate[], scope: Scope) => Node): Operator {
  return (argument, compile) => {
    const args = partsOf(argument).map((part) => compile(part))
    return (scope) => work(args, scope)
  }
}

/** Binds each element in turn. */
function eachOf(op: string, argument: Value, compile: Compile, needed: string, optional: string[] = []) {
  const args = named(op, argument, ['input', needed], ['as', ...optional])
  const name = args.as ? checkName(textOf(op, args.as)) : 'this'
  const [input, body] = [compile(args.input!), compile(args[needed]!, name)]
  const bind = (scope: Scope, item: Node) => body({ ...scope, variables: new Map([...scope.variables, [name, item]]) })
  return { input, bind, args }
}

const variables: Record<string, Operator> = {
  $let: (argument, compile) => {
    const { vars, in: body } = named('$let', argument, ['vars', 'in'])
    const bound = vars!.fields().map(([name, value]) => [checkName(name), compile(value)] as const)
    const inner = compile(body!, ...bound.map(([name]) => name))
    return (scope) => inner({ ...scope, variables: new Map([...scope.variables, ...bound.map(([name, value]) => [name, value(scope)] as const)]) })
  },
  $map: (argument, compile) => {
    const { input, bind } = eachOf('$map', argument, compile, 'in')
    return (scope) => {
      const list = input(scope)
      return isNil(list) ? null : arrayOf('$map', list).map((item) => bind(scope, item) ?? null)
    }
  },
  $filter: (argument, compile) => {
    const { input, bind, args } = eachOf('$filter', argument, compile, 'cond', ['limit'])
    const limit = args.limit && compile(args.limit)
    return (scope) => {
      const list = input(scope)
      const most = limit?.(scope)
      return isNil(list) ? null : arrayOf('$filter', list).filter((item) => isTruthy(bind(scope, item))).slice(0, isNil(most) ? Infinity : wholeOf('$filter', most))
    }
  },
  $reduce: (argument, compile) => {
    const { input, initialValue, in: body } = named('$reduce', argument, ['input', 'initialValue', 'in'])
    const [list, first, step] = [compile(input!), compile(initialValue!), compile(body!, 'this', 'value')]
    return (scope) => {
      const items = list(scope)
      if (isNil(items)) return null
      return arrayOf('$reduce', items).reduce((value, item) => step({ ...scope, variables: new Map([...scope.variables, ['this', item], ['value', value]]) }), first(scope))
    }
  },
}

const at = (list: Node[], index: number): Node => list.at(index)
const arrays: Record<string, Operator> = {
  $isArray: of(1, 1, (value) => Array.isArray(open(value))),
  $size: of(1, 1, (list) => arrayOf('$size', list).length),
  $arrayElemAt: ofKnown(2, 2, (list, index) => at(arrayOf('$arrayElemAt', list), wholeOf('$arrayElemAt', index))),
  $first: ofKnown(1, 1, (list) => at(arrayOf('$first', list), 0)),
  $last: ofKnown(1, 1, (list) => at(arrayOf('$last', list), -1)),
  $concatArrays: ofKnown(0, Infinity, (...lists) => lists.flatMap((list) => arrayOf('$concatArrays', list))),
  $reverseArray: ofKnown(1, 1, (list) => [...arrayOf('$reverseArray', list)].reverse()),
  $slice: ofKnown(2, 3, (list, a, b) => {
    const items = arrayOf('$slice', list)
    const from = wholeOf('$slice', a)
    if (b === undefined) return from < 0 ? items.slice(from) : items.slice(0, from)
    if (wholeOf('$slice', b) <= 0) throw wrong('$slice', 'a third argument that is positive')
    const start = from < 0 ? Math.max(0, items.length + from) : from
    return items.slice(start, start + wholeOf('$slice', b))
  }),
  $range: of(2, 3, (start, end, step = 1) => {
    const [from, to, by] = [start, end, step].map((n) => wholeOf('$range', n)) as [number, number, number]
    if (by === 0) throw wrong('$range', 'a step that is not 0')
    return Array.from({ length: Math.max(0, Math.ceil((to - from) / by)) }, (_, i) => from + i * by)
  }),
}

const objects: Record<string, Operator> = {
  $mergeObjects: of(0, Infinity, (...args) => accumulate('$mergeObjects', args.length === 1 ? (Array.isArray(open(args[0])) ? arrayOf('', args[0]) : args) : args)),
  $getField: (argument, compile) => {
    const { field, input } = argument.isDocument && !argument.firstName()?.startsWith('$') ? named('$getField', argument, ['field'], ['input']) : { field: argument }
    const [name, source] = [compile(field!), input ? compile(input) : undefined]
    return (scope) => {
      const object = open(source ? source(scope) : scope.doc)
      return object instanceof Map ? object.get(textOf('$getField', name(scope))) : isNil(object) ? null : undefined
    }
  },
  $setField: (argument, compile) => setField('$setField', named('$setField', argument, ['field', 'input', 'value']), compile),
  $unsetField: (argument, compile) => setField('$unsetField', named('$unsetField', argument, ['field', 'input']), compile),
  $objectToArray: ofKnown(1, 1, (object) => [...documentOf('$objectToArray', object)].map(([k, v]) => new Map([['k', k], ['v', v]]))),
  $arrayToObject: ofKnown(1, 1, (list) => new Map(arrayOf('$arrayToObject', list).map((entry): [string, Node] => {
    const pair = open(entry)
    const [k, v] = Array.isArray(pair) ? pair : [documentOf('$arrayToObject', pair).get('k'), documentOf('$arrayToObject', pair).get('v')]
    return [textOf('$arrayToObject', k), v]
  }))),
}

function setField(op: string, args: Record<string, Value | undefined>, compile: Compile): Evaluate {
  const [field, input, value] = [compile(args.field!), compile(args.input!), args.value && compile(args.value)]
  return (scope) => {
    const source = input(scope)
    if (isNil(source)) return null
    const object = new Map(documentOf(op, source))
    const name = textOf(op, field(scope))
    const now = value?.(scope)
    if (now === undefined) object.delete(name)
    else object.set(name, now)
    return object
  }
}

const typeName = (node: Node): string =>
  node === undefined ? 'missing' : Object.entries(TYPE_NAMES).find(([, code]) => code === asValue(node).type)![0]
const ascii = (op: string, pattern: RegExp, convert: (text: string) => string): Operator =>
  of(1, 1, (text) => (isNil(text) ? '' : textOf(op, text).replace(pattern, convert)))
const texts: Record<string, Operator> = {
  $concat: ofKnown(0, Infinity, (...args) => args.map((text) => textOf('$concat', text)).join('')),
  // MongoDB's change ASCII letters only.
  $toLower: ascii('$toLower', /[A-Z]+/g, (text) => text.toLowerCase()),
  $toUpper: ascii('$toUpper', /[a-z]+/g, (text) => text.toUpperCase()),
  $regexMatch: (argument, compile) => {
    const { input, regex, options } = named('$regexMatch', argument, ['input', 'regex'], ['options'])
    const parts = regex!.regex() ?? { pattern: textOf('$regexMatch', regex), flags: '' }
    const matches = compileRegex(parts.pattern, options ? textOf('$regexMatch', options) : parts.flags)
    const text = compile(input!)
    return (scope) => {
      const found = text(scope)
      return !isNil(found) && matches.test(textOf('$regexMatch', found))
    }
  },
  $type: of(1, 1, typeName),
  $isNumber: of(1, 1, (value) => value !== undefined && isNumber(asValue(value))),
}

/** mingo's, which take and give plain JavaScript values: texts, dates, conversions. */
const BY_MINGO = `
  $dateAdd $dateDiff $dateFromParts $dateFromString $dateSubtract $dateToParts $dateToString $dateTrunc $dayOfMonth $dayOfWeek
  $dayOfYear $hour $isoDayOfWeek $isoWeek $isoWeekYear $millisecond $minute $month $second $week $year
  $indexOfBytes $ltrim $replaceAll $replaceOne $rtrim $split $strLenBytes $strLenCP $substrBytes $substrCP $trim
  $toBool $toDate $toDouble $toInt $toLong $toString
`.trim().split(/\s+/)
type MingoOperator = (document: unknown, expression: unknown, options: Options) => unknown
const library = mingo as unknown as Record<string, MingoOperator>
const options = { context: Context.init().addExpressionOps({ $literal: library.$literal! }), scriptEnabled: false } as unknown as Options

function byMingo(op: string): Operator {
  return (argument, compile) => {
    const isNamed = argument.isDocument && !argument.firstName()?.startsWith('$')
    const parts = isNamed || argument.isArray ? argument.fields().map(([name, part]) => [name, compile(part)] as const) : undefined
    const single = parts ? undefined : compile(argument)
    const quoted = (node: Node) => ({ $literal: plain(op, node) })
    return (scope) => {
      const values = parts?.map(([name, evaluate]) => [name, quoted(evaluate(scope))] as const)
      const expression = !values ? quoted(single!(scope)) : isNamed ? Object.fromEntries(values) : values.map(([, value]) => value)
      try {
        return typed(op, library[op]!(null, expression, options))
      } catch (error) {
        throw badValue(`${op}: ${(error as Error).message}`)
      }
    }
  }
}

/** As JavaScript values. @throws for numbers that JavaScript has not got */
function plain(op: string, node: Node): unknown {
  if (node === undefined) return undefined
  const value = asValue(node)
  if (value.type === T.decimal) throw unsupported(`${op} with Decimal128`)
  if (value.type === T.long && !Number.isSafeInteger(value.number())) throw unsupported(`${op} with a Long beyond 2^53`)
  if (value.isArray) return value.items().map((item) => plain(op, item))
  return value.toJS()
}

function typed(op: string, result: unknown): Node {
  if (typeof result === 'number') return op === '$toDouble' || !Number.isInteger(result) ? new Double(result) : wholeNumber(result, op === '$toLong')
  return result as Node
}

/** $sum and its like over one list, or over several arguments. */
const over = (op: string): Operator => (argument, compile) => {
  const value = compile(argument)
  return (scope) => {
    const list = open(value(scope))
    return accumulate(op, Array.isArray(list) ? list : [list])
  }
}

export const OPERATORS: Record<string, Operator | undefined> = {
  ...arithmetic, ...logic, ...variables, ...arrays, ...objects, ...texts,
  ...Object.fromEntries(BY_MINGO.map((op) => [op, byMingo(op)])),
  ...Object.fromEntries(['$sum', '$avg', '$min', '$max'].map((op) => [op, over(op)])),
}
