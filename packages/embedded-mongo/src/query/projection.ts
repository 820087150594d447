import { T, type Value } from '../bson/value'
import { documentFrom, encodeDocument, type Node, open } from '../bson/write'
import { badValue, MongoError, unsupported } from '../errors'
import { compileExpression, NO_VARIABLES, type Variables } from './expression'
import { compileFilter } from './matcher'

type Special = (value: Value) => Node
/** A field whose value is computed from the whole document. */
class Computed {
  constructor(readonly evaluate: (doc: Value) => Node) {}
}
type Rule = boolean | Tree | Special | Computed
type Tree = Map<string, Rule>
type Project = (doc: Value) => Buffer

interface Mode {
  variables: Variables
  /** In `find`, $slice and $elemMatch are operators of the projection. */
  find: boolean
  including: boolean | undefined
}

/** The projection of a find or of `$project`: fields in or out, or computed. undefined when everything stays. */
export function compileProjection(spec: Value | undefined, variables = NO_VARIABLES, find = true): Project | undefined {
  if (!spec || spec.firstName() === undefined) return undefined
  const mode: Mode = { variables, find, including: undefined }
  const tree: Tree = new Map()
  for (const [name, value] of spec.fields()) readRule(tree, name, value, mode)
  const idRule = tree.get('_id')
  const including = mode.including ?? (tree.size === 1 && idRule === true)
  if (including && idRule === undefined) tree.set('_id', true)
  return (doc) => encodeDocument(compute(pick(doc, tree, including), tree, doc))
}

/** `$addFields`: computed fields, in their old place where there was one. */
export function compileAddition(spec: Value, variables: Variables): Project {
  const tree: Tree = new Map()
  const add = (path: string, value: Value): void => {
    if (isNested(value)) for (const [name, inner] of value.fields()) add(`${path}.${checkName(name)}`, inner)
    else place(tree, path, new Computed(compileExpression(value, variables)))
  }
  for (const [name, value] of spec.fields()) add(checkName(name), value)
  return (doc) => encodeDocument(compute(new Map<string, Node>(doc.fields()), tree, doc))
}

/** A document that stands for the fields below a field; one with an operator is an expression, and so is the empty one. */
const isNested = (value: Value): boolean => value.isDocument && value.firstName() !== undefined && !value.firstName()!.startsWith('$')

function checkName(name: string): string {
  if (name.endsWith('.$') || name.includes('.$.')) throw unsupported(`the positional projection '${name}'`)
  if (name !== '' && !name.split('.').some((part) => part === '' || part.startsWith('$'))) return name
  throw new MongoError(16410, 'Location16410', `FieldPath field names may not be empty or start with '$': '${name}'`)
}

function readRule(tree: Tree, path: string, value: Value, mode: Mode): void {
  checkName(path)
  if (isNested(value)) return value.fields().forEach(([name, inner]) => readRule(tree, `${path}.${name}`, inner, mode))
  const rule = ruleFor(path, value, mode)
  // _id may be out where others are in, and the other way round; a slice goes with both.
  const isFree = path === '_id' ? typeof rule === 'boolean' : typeof rule === 'function' && value.firstName() === '$slice'
  const wanted = rule !== false
  if (!isFree && wanted !== (mode.including ??= wanted)) {
    const [verb, other] = wanted ? ['inclusion', 'exclusion'] : ['exclusion', 'inclusion']
    const code = wanted ? 31253 : 31254
    throw new MongoError(code, `Location${code}`, `Cannot do ${verb} on field ${path} in ${other} projection`)
  }
  place(tree, path, rule)
}

function ruleFor(path: string, value: Value, { find, variables }: Mode): Rule {
  const special = find && value.isDocument ? specialOf(value) : undefined
  if (special) return special
  if (value.type === T.decimal) throw unsupported(`a Decimal128 as the projection of '${path}'`)
  const number = value.number()
  return number === undefined ? new Computed(compileExpression(value, variables)) : number !== 0
}

function place(tree: Tree, path: string, rule: Rule): void {
  const parts = path.split('.')
  const last = parts.pop()!
  let at = tree
  for (const part of parts) {
    const below = at.get(part) ?? new Map<string, Rule>()
    if (!(below instanceof Map)) throw new MongoError(31249, 'Location31249', `Path collision at ${path}`)
    at.set(part, below)
    at = below
  }
  if (at.has(last)) throw new MongoError(31250, 'Location31250', `Path collision at ${path}`)
  at.set(last, rule)
}

function pick(doc: Value, tree: Tree, including: boolean): Map<string, Node> {
  const out = new Map<string, Node>()
  for (const [name, value] of doc.fields()) {
    const rule = tree.get(name)
    const kept = rule === undefined ? (including ? undefined : value) : applyRule(value, rule, including)
    if (kept !== undefined) out.set(name, kept)
  }
  return out
}

function applyRule(value: Value, rule: Rule, including: boolean): Node {
  if (rule === true) return value
  if (rule === false || rule instanceof Computed) return undefined
  if (typeof rule === 'function') return rule(value)
  if (value.isDocument) return pick(value, rule, including)
  if (!value.isArray) return including ? undefined : value
  return value.items().map((item) => applyRule(item, rule, including)).filter((item) => item !== undefined)
}

/** Sets what is computed; in an array below the path, in each of its elements. */
function compute(target: Map<string, Node>, tree: Tree, doc: Value): Map<string, Node> {
  for (const [name, rule] of tree) {
    if (rule instanceof Computed) {
      const value = rule.evaluate(doc)
      if (value === undefined) target.delete(name)
      else target.set(name, value)
    } else if (rule instanceof Map && computes(rule)) target.set(name, computeBelow(target.get(name), rule, doc))
  }
  return target
}

function computeBelow(node: Node, tree: Tree, doc: Value): Node {
  const opened = open(node)
  if (Array.isArray(opened)) return opened.map((item) => computeBelow(item, tree, doc))
  return compute(opened instanceof Map ? opened : new Map(), tree, doc)
}

const computes = (tree: Tree): boolean => [...tree.values()].some((rule) => rule instanceof Computed || (rule instanceof Map && computes(rule)))

function specialOf(value: Value): Special | undefined {
  const op = value.firstName()
  const argument = value.get(op ?? '')
  if (op === '$slice') {
    const [a, b] = argument!.isArray ? argument!.items().map((item) => item.number()) : [argument!.number()]
    if (a === undefined || (argument!.isArray && !(b! > 0))) throw badValue('$slice needs a number, or an array of two with a positive second')
    return (field) => {
      if (!field.isArray) return field
      const items = field.items()
      if (b === undefined) return a < 0 ? items.slice(a) : items.slice(0, a)
      const from = a < 0 ? Math.max(items.length + a, 0) : a
      return items.slice(from, from + b)
    }
  }
  if (op !== '$elemMatch') return undefined
  const wrapped = compileFilter(documentFrom({ v: value }))
  return (field) => {
    const found = field.isArray ? field.items().find((item) => wrapped.test(documentFrom({ v: [item] }))) : undefined
    return found && [found]
  }
}
