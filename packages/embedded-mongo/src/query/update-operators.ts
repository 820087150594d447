import { Timestamp } from 'bson'
import { compareValues } from '../bson/key'
import { T, type Value } from '../bson/value'
import { asValue, documentFrom, type Node } from '../bson/write'
import { badValue, failedToParse, typeMismatch } from '../errors'
import { change, whole } from './arithmetic'
import { compileFilter, isOperators } from './matcher'
import type { Target } from './targets'

type Apply = (target: Target, argument: Value) => void

const same = (node: Node, value: Value): boolean => compareValues(asValue(node), value) === 0
const wrapped = (v: Value): Value => documentFrom({ v })
/** Those that make the documents missing on the way to their field. */
export const CREATING = new Set(['$set', '$setOnInsert', '$inc', '$mul', '$min', '$max', '$push', '$addToSet', '$currentDate', '$bit'])

export const OPERATORS: Record<string, Apply> = {
  $set: (target, argument) => target.set(argument),
  $setOnInsert: (target, argument) => target.set(argument),
  $rename: (target, argument) => target.set(argument),
  $unset: (target) => {
    if (target.parent instanceof Map) target.parent.delete(target.key)
    else if (target.get() !== undefined) target.set(null)
  },
  $inc: (target, argument) => target.set(change('$inc', target.path, target.value(), argument)),
  $mul: (target, argument) => target.set(change('$mul', target.path, target.value(), argument)),
  $min: (target, argument) => {
    const now = target.value()
    if (!now || compareValues(argument, now) < 0) target.set(argument)
  },
  $max: (target, argument) => {
    const now = target.value()
    if (!now || compareValues(argument, now) > 0) target.set(argument)
  },
  $currentDate: (target, argument) => {
    const type = argument.isDocument ? argument.get('$type')?.string() : 'date'
    if (argument.isDocument) checkClauses('$currentDate', argument, ['$type'])
    if (type !== 'date' && type !== 'timestamp') throw badValue("The '$type' string field is required to be 'date' or 'timestamp'")
    target.set(type === 'date' ? new Date() : new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 }))
  },
  $push: (target, argument) => {
    const modifiers = argument.isDocument && argument.get('$each') ? argument : undefined
    const array = target.array('$push') ?? []
    target.set(modifiers ? pushEach(array, modifiers) : [...array, argument])
  },
  $addToSet: (target, argument) => {
    const each = argument.isDocument ? argument.get('$each') : undefined
    if (each) checkClauses('$addToSet', argument, ['$each'])
    if (each && !each.isArray) throw typeMismatch('The argument to $each in $addToSet must be an array')
    const array = [...(target.array('$addToSet') ?? [])]
    for (const value of each ? each.items() : [argument]) if (!array.some((item) => same(item, value))) array.push(value)
    target.set(array)
  },
  $pop: (target, argument) => {
    const end = argument.number()
    if (end !== 1 && end !== -1) throw failedToParse('$pop expects 1 or -1')
    const array = target.array('$pop')
    if (array) target.set(end === 1 ? array.slice(0, -1) : array.slice(1))
  },
  $pull: (target, argument) => {
    const array = target.array('$pull')
    if (!array) return
    const ofDocuments = argument.isDocument && !isOperators(argument)
    const condition = compileFilter(ofDocuments ? argument : wrapped(argument))
    target.set(array.filter((node) => {
      const item = asValue(node)
      return !(ofDocuments ? item.isDocument && condition.test(item) : condition.test(wrapped(item)))
    }))
  },
  $pullAll: (target, argument) => {
    if (!argument.isArray) throw badValue('$pullAll requires an array argument')
    const unwanted = argument.items()
    const array = target.array('$pullAll')
    if (array) target.set(array.filter((item) => !unwanted.some((value) => same(item, value))))
  },
  $bit: (target, argument) => {
    for (const [op, operand] of argument.fields()) {
      const combine = BITS[op]
      if (!combine) throw badValue(`The $bit modifier only supports 'and', 'or', and 'xor', not '${op}'`)
      const now = target.value()
      if (![operand, now].every((value) => !value || value.type === T.int || value.type === T.long)) {
        throw badValue('The $bit modifier field must be an Integer(32/64 bit), and so must what it is applied to')
      }
      const result = combine(now ? whole(now) : 0n, whole(operand))
      target.set([operand, now].some((value) => value?.type === T.long) ? result : Number(result))
    }
  },
}

const BITS: Record<string, (a: bigint, b: bigint) => bigint> = { and: (a, b) => a & b, or: (a, b) => a | b, xor: (a, b) => a ^ b }

function checkClauses(op: string, argument: Value, known: string[]): void {
  const unknown = argument.fields().find(([name]) => !known.includes(name))
  if (unknown) throw badValue(`Unrecognized clause in ${op}: ${unknown[0]}`)
}

function pushEach(array: Node[], modifiers: Value): Node[] {
  const each = modifiers.get('$each')!
  if (!each.isArray) throw badValue('The argument to $each in $push must be an array')
  checkClauses('$push', modifiers, ['$each', '$position', '$slice', '$sort'])
  const position = modifiers.get('$position')?.number() ?? array.length
  const out = [...array]
  out.splice(position, 0, ...each.items())
  const sort = modifiers.get('$sort')
  if (sort?.isDocument) {
    const rules = sort.fields().map(([name, direction]) => ({ parts: name.split('.'), direction: direction.number()! }))
    const at = (node: Node, parts: string[]) =>
      parts.reduce<Value | undefined>((value, part) => (value?.isDocument ? value.get(part) : undefined), asValue(node))
    out.sort((a, b) => rules.reduce((order, { parts, direction }) => order || compareValues(at(a, parts), at(b, parts)) * direction, 0))
  } else if (sort) out.sort((a, b) => compareValues(asValue(a), asValue(b)) * sort.number()!)
  const slice = modifiers.get('$slice')?.number()
  if (slice === undefined) return out
  return slice < 0 ? out.slice(slice) : out.slice(0, slice)
}
