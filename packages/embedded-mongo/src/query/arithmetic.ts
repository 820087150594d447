import { T, type Value } from '../bson/value'
import type { Node } from '../bson/write'
import { badValue, typeMismatch, unsupported } from '../errors'
import { Double } from 'bson'

/** `$inc` and `$mul` with MongoDB's rules of type: ints widen to longs, a double makes doubles, a long may not overflow. */
export function calculate(op: '$inc' | '$mul', name: string, current: Value | undefined, operand: Value): Node {
  for (const value of [operand, current]) {
    if (value?.type === T.decimal) throw unsupported(`${op} with Decimal128`)
    if (value && ![T.int, T.long, T.double].includes(value.type as 1)) {
      throw value === operand
        ? typeMismatch(`Cannot ${op === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${name}: ...}`)
        : typeMismatch(`Cannot apply ${op} to a value of non-numeric type, field '${name}'`)
    }
  }
  if (!current) return op === '$inc' ? operand : operand.type === T.double ? new Double(0) : operand.type === T.long ? 0n : 0
  if (current.type === T.double || operand.type === T.double) {
    const [a, b] = [current.number()!, operand.number()!]
    return new Double(op === '$inc' ? a + b : a * b)
  }
  const [a, b] = [whole(current), whole(operand)]
  const result = op === '$inc' ? a + b : a * b
  if (BigInt.asIntN(64, result) !== result) throw badValue(`Failed to apply ${op} to '${name}': the result does not fit a 64-bit integer`)
  return current.type === T.int && operand.type === T.int && BigInt.asIntN(32, result) === result ? Number(result) : result
}

const whole = (value: Value): bigint => (value.type === T.int ? BigInt(value.number()!) : value.buf.readBigInt64LE(value.start))
