import { EJSON } from 'bson'
import { T, type Value } from '../bson/value'

/** A value as mongod writes it in its messages: `{ a: 1, b: "x", c: ObjectId('…') }`. */
export function show(value: Value | undefined): string {
  if (!value) return 'null'
  switch (value.type) {
    case T.string: return `"${value.string()}"`
    case T.objectId: return `ObjectId('${value.bytes().toString('hex')}')`
    case T.double: return Number.isInteger(value.number()) ? value.number()!.toFixed(1) : String(value.number())
    case T.long: return String(value.buf.readBigInt64LE(value.start))
    case T.int: return String(value.number())
    case T.date: return `new Date(${value.buf.readBigInt64LE(value.start)})`
    case T.undefined: return 'undefined'
    case T.document: return value.end - value.start === 5 ? '{}' : `{ ${value.fields().map(([name, field]) => `${name}: ${show(field)}`).join(', ')} }`
    case T.array: return `[ ${value.items().map(show).join(', ')} ]`
    default: return EJSON.stringify(value.toJS({ promoteValues: false, bsonRegExp: true }))
  }
}
