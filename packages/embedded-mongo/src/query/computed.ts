import { encodeKey } from '../bson/key'
import { Value } from '../bson/value'
import { asValue, type Node } from '../bson/write'
import { MongoError } from '../errors'

/** The key by which computed values are equal and in order; nothing there comes first. */
export const keyOf = (node: Node): Buffer => (node === undefined ? Buffer.from([2]) : encodeKey(asValue(node)))
export const isNil = (node: Node): boolean => node === undefined || node === null || (node instanceof Value && node.isNullish)

export function isTruthy(node: Node): boolean {
  return !isNil(node) && node !== false && !FALSE_KEYS.some((key) => key.equals(keyOf(node)))
}
const FALSE_KEYS = [keyOf(false), keyOf(0)]

/** A name that `let` and its like may give. */
export function checkName(name: string): string {
  if (/^[a-z\u0080-\uffff][\w\u0080-\uffff]*$/.test(name)) return name
  throw new MongoError(16867, 'Location16867', `'${name}' starts with an invalid character for a user variable name`)
}
