import { T, type Value } from '../bson/value'
import { badValue, unsupported } from '../errors'
import { isTruthy } from './computed'
import { compileExpression, NO_VARIABLES, type Variables } from './expression'
import { parsePath, someAt, type Path } from './path'
import { compileRegex } from './regex'
import { anyOf, equalTest, memberTest, rangeTest, regexTest, typesOf, type Test } from './value-tests'

/** A condition every match fulfils, in a form the planner can look up: `$in` holds with any of its values. */
export interface Bound {
  path: string
  op: '$in' | '$gt' | '$gte' | '$lt' | '$lte'
  values: Value[]
}

export interface Filter {
  test: (doc: Value) => boolean
  bounds: Bound[]
  /** The same for each $or: every match fulfils the conditions of one of its branches. */
  alternatives: Bound[][][]
  /** What an upsert starts from: the values that the filter asks to be equal. */
  equalities: Map<string, Value>
}

/**
 * Compiles a query. It decides on the stored bytes with MongoDB's comparison, not mingo's, which takes equal Decimals for
 * unequal and `{x, y}` for `{y, x}`. Operators it does not know are refused by name.
 */
export function compileFilter(filter: Value, variables = NO_VARIABLES): Filter {
  const found = findings(variables)
  const test = all(compileDocument(filter, found))
  const { bounds, alternatives, equalities } = found
  return { test, bounds, alternatives, equalities }
}

interface Findings extends Omit<Filter, 'test'> {
  variables: Variables
}

const findings = (variables: Variables): Findings => ({ bounds: [], alternatives: [], equalities: new Map(), variables })

const all = (tests: Test[]): Test => (tests.length === 1 ? tests[0]! : (value) => tests.every((test) => test(value)))

function compileDocument(filter: Value, found: Findings): Test[] {
  return filter.fields().flatMap(([name, value]): Test[] => {
    switch (name) {
      case '$and': return clauses(name, value).flatMap((clause) => compileDocument(clause, found))
      case '$or': {
        const tests = clauses(name, value)
        // A single branch holds for every match, so it may guide the planner.
        if (tests.length === 1) return compileDocument(tests[0]!, found)
        const each = tests.map(() => findings(found.variables))
        const branches = tests.map((clause, i) => all(compileDocument(clause, each[i]!)))
        found.alternatives.push(each.map(({ bounds }) => bounds))
        return [(doc) => branches.some((branch) => branch(doc))]
      }
      case '$nor': {
        const branches = clauses(name, value).map((clause) => all(compileDocument(clause, findings(found.variables))))
        return [(doc) => !branches.some((branch) => branch(doc))]
      }
      case '$expr': {
        const evaluate = compileExpression(value, found.variables)
        return [(doc) => isTruthy(evaluate(doc!))]
      }
      case '$comment': return []
      case '$where': case '$text': case '$jsonSchema': case '$sampleRate': case '$alwaysTrue': case '$alwaysFalse': throw unsupported(name)
      default:
        if (name.startsWith('$')) throw badValue(`unknown top level operator: ${name}`)
        return compileField(parsePath(name), value, found)
    }
  })
}

function clauses(name: string, value: Value): Value[] {
  if (!value.isArray) throw badValue(`${name} must be an array`)
  const items = value.items()
  if (items.length === 0) throw badValue(`${name} argument must be a non-empty array`)
  if (items.some((item) => !item.isDocument)) throw badValue(`${name} argument's entries must be objects`)
  return items
}

/** Whether a condition is a document of operators, and not a value to be equal to (a DBRef is a value). */
export function isOperators(value: Value): boolean {
  const first = value.isDocument ? value.firstName() : undefined
  return first !== undefined && first.startsWith('$') && !['$ref', '$id', '$db'].includes(first)
}

function compileField(path: Path, value: Value, found: Findings): Test[] {
  if (isOperators(value)) return compileOperators(path, value, found)
  if (value.type !== T.regex) {
    found.bounds.push({ path: path.name, op: '$in', values: [value] })
    found.equalities.set(path.name, value)
  }
  const leaf = memberTest(value)
  return [(doc) => someAt(doc, path, leaf, true)]
}

function compileOperators(path: Path, operators: Value, found: Findings, spread = true): Test[] {
  const some = (leaf: Test, wide = spread): Test => (doc) => someAt(doc, path, leaf, wide)
  const none = (leaf: Test): Test => (doc) => !someAt(doc, path, leaf, spread)
  return operators.fields().map(([op, value]): Test => {
    switch (op) {
      case '$eq':
        found.bounds.push({ path: path.name, op: '$in', values: [value] })
        found.equalities.set(path.name, value)
        return some(equalTest(value))
      case '$ne':
        if (value.type === T.regex) throw badValue("Can't have regex as arg to $ne.")
        return none(equalTest(value))
      case '$gt': case '$gte': case '$lt': case '$lte':
        if (value.type === T.regex) throw badValue(`Can't have RegEx as arg to predicate over field '${path.name}'.`)
        found.bounds.push({ path: path.name, op, values: [value] })
        return some(rangeTest(op, value))
      case '$in': case '$nin': {
        const values = items(op, value)
        if (values.some(isOperators)) throw badValue(`cannot nest $ under ${op}`)
        if (op === '$in' && values.every(({ type }) => type !== T.regex)) {
          found.bounds.push({ path: path.name, op, values })
          if (values.length === 1) found.equalities.set(path.name, values[0]!)
        }
        const test = anyOf(values)
        return op === '$in' ? some(test) : none(test)
      }
      case '$not': {
        if (value.type === T.regex) return none(memberTest(value))
        if (!value.isDocument || value.firstName() === undefined) throw badValue('$not needs a regex or a document')
        const inner = all(compileOperators(path, value, findings(found.variables), spread))
        return (doc) => !inner(doc)
      }
      case '$exists': return value.number() === 0 || value.isNullish ? (doc) => !someAt(doc, path, isThere, false) : some(isThere, false)
      case '$type': {
        const types = typesOf(value)
        return some((v) => v !== undefined && types.has(v.type))
      }
      case '$size': {
        const size = value.number()
        if (size === undefined || !Number.isInteger(size) || size < 0) throw badValue(`Failed to parse $size. Expected a non-negative integer in: $size`)
        return some((v) => Boolean(v?.isArray) && v!.items().length === size, false)
      }
      case '$all': {
        const tests = items(op, value).map((item) => {
          if (item.isDocument && item.firstName() === '$elemMatch') return all(compileOperators(path, item, findings(found.variables)))
          if (isOperators(item)) throw badValue('no $ expressions in $all')
          const leaf = memberTest(item)
          return some(leaf)
        })
        if (tests.length === 1 && !isOperators(items(op, value)[0]!)) found.bounds.push({ path: path.name, op: '$in', values: items(op, value) })
        return tests.length === 0 ? () => false : all(tests)
      }
      case '$elemMatch': {
        if (!value.isDocument) throw badValue('$elemMatch needs an Object')
        const first = value.firstName()
        const ofValues = first !== undefined && isOperators(value) && !['$and', '$or', '$nor', '$expr'].includes(first)
        const test = all(ofValues ? compileOperators({ name: '', parts: [] }, value, findings(found.variables), false) : compileDocument(value, findings(found.variables)))
        return some((v) => Boolean(v?.isArray) && v!.items().some((item) => (ofValues || item.isDocument || item.isArray) && test(item)), false)
      }
      case '$mod': {
        if (items(op, value).length > 2) throw badValue('malformed mod, too many elements')
        const [divisor, remainder] = items(op, value).map((item) => Math.trunc(item.number() ?? NaN))
        if (divisor === undefined || remainder === undefined) throw badValue('malformed mod, not enough elements')
        if (!divisor || !Number.isSafeInteger(divisor) || !Number.isSafeInteger(remainder)) throw badValue('malformed mod, divisor cannot be 0')
        return some((v) => v !== undefined && v.type !== T.bool && isSafe(v) && Math.trunc(v.number()!) % divisor === remainder)
      }
      case '$regex': {
        const options = operators.get('$options')?.string()
        const parts = value.regex() ?? { pattern: value.string() ?? '', flags: '' }
        if (!value.regex() && value.string() === undefined) throw badValue('$regex has to be a string')
        return some(regexTest(compileRegex(parts.pattern, options ?? parts.flags)))
      }
      case '$options':
        if (!operators.get('$regex')) throw badValue('$options needs a $regex')
        return () => true
      case '$comment': return () => true
      default:
        if (KNOWN_ELSEWHERE.has(op)) throw unsupported(op)
        throw badValue(`unknown operator: ${op}`)
    }
  })
}

/** MongoDB's other operators. */
const KNOWN_ELSEWHERE = new Set([
  '$near', '$nearSphere', '$geoWithin', '$geoIntersects', '$within', '$where', '$text', '$jsonSchema', '$expr',
  '$bitsAllClear', '$bitsAllSet', '$bitsAnyClear', '$bitsAnySet',
])

const isThere: Test = (value) => value !== undefined

function items(op: string, value: Value): Value[] {
  if (!value.isArray) throw badValue(`${op} needs an array`)
  return value.items()
}

function isSafe(value: Value): boolean {
  const n = value.number()
  if (n === undefined || !Number.isFinite(n)) return false
  if (!Number.isSafeInteger(Math.trunc(n))) throw unsupported('$mod of numbers beyond 2^53')
  return true
}
