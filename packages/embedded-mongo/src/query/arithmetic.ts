import { Double } from 'bson'
import { T, type Value } from '../bson/value'
import type { Node } from '../bson/write'
import { badValue, typeMismatch, unsupported } from '../errors'

const OPS = {
  '+': { whole: (a: bigint, b: bigint) => a + b, double: (a: number, b: number) => a + b },
  '-': { whole: (a: bigint, b: bigint) => a - b, double: (a: number, b: number) => a - b },
  '*': { whole: (a: bigint, b: bigint) => a * b, double: (a: number, b: number) => a * b },
  '%': { whole: (a: bigint, b: bigint) => a % b, double: (a: number, b: number) => a % b },
}

/** MongoDB's rules of type: ints widen to longs, a double makes doubles. @throws where a long overflows, for decimals, and for what is no number. */
export function calculate(sign: keyof typeof OPS, a: Value, b: Value, op: string): Node {
  for (const value of [a, b]) {
    if (value.type === T.decimal) throw unsupported(`${op} with Decimal128`)
    if (!isNumber(value)) throw typeMismatch(`${op} only supports numeric types`)
  }
  if (a.type === T.double || b.type === T.double) return new Double(OPS[sign].double(a.number()!, b.number()!))
  const result = OPS[sign].whole(whole(a), whole(b))
  if (BigInt.asIntN(64, result) !== result) throw badValue(`Failed to apply ${op}: the result does not fit a 64-bit integer`)
  return a.type === T.int && b.type === T.int && BigInt.asIntN(32, result) === result ? Number(result) : result
}

export const isNumber = (value: Value): boolean => [T.int, T.long, T.double, T.decimal].includes(value.type as 1)
export const whole = (value: Value): bigint => (value.type === T.int ? BigInt(value.number()!) : value.buf.readBigInt64LE(value.start))

/** `$inc` and `$mul` of a field. */
export function change(op: '$inc' | '$mul', name: string, current: Value | undefined, operand: Value): Node {
  if (!isNumber(operand)) throw typeMismatch(`Cannot ${op === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${name}: ...}`)
  if (current && !isNumber(current)) throw typeMismatch(`Cannot apply ${op} to a value of non-numeric type, field '${name}'`)
  if (current) return calculate(op === '$inc' ? '+' : '*', current, operand, op)
  if (operand.type === T.decimal) throw unsupported(`${op} with Decimal128`)
  return op === '$inc' ? operand : operand.type === T.double ? new Double(0) : operand.type === T.long ? 0n : 0
}
