import type { Value } from '../bson/value'
import { encodeDocument, type Node } from '../bson/write'
import { badValue, MongoError, unsupported } from '../errors'
import { compileFilter } from './matcher'
import { documentOf } from '../bson/value'

type Special = (value: Value) => Node
type Tree = Map<string, boolean | Tree | Special>

/** Compiles a find projection: fields in or out, $slice and $elemMatch. Computed fields are refused by name. */
export function compileProjection(spec: Value | undefined): ((doc: Value) => Buffer) | undefined {
  const fields = spec?.isDocument ? spec.fields() : []
  if (fields.length === 0) return undefined
  const tree: Tree = new Map()
  let including: boolean | undefined
  for (const [name, value] of fields) {
    if (name.startsWith('$') || name.includes('.$')) throw unsupported(`the positional projection '${name}'`)
    const special = value.isDocument ? specialOf(name, value) : undefined
    if (!special && value.number() === undefined) throw unsupported(`the computed field '${name}' in a find projection`)
    const wanted = special ?? value.number() !== 0
    if (typeof wanted === 'boolean' && name !== '_id') {
      if (including !== undefined && including !== wanted) {
        const [verb, other] = wanted ? ['inclusion', 'exclusion'] : ['exclusion', 'inclusion']
        const code = wanted ? 31253 : 31254
        throw new MongoError(code, `Location${code}`, `Cannot do ${verb} on field ${name} in ${other} projection`)
      }
      including = wanted
    } else if (special && !value.get('$slice')) including ??= true
    place(tree, name.split('.'), wanted, name)
  }
  const idRule = tree.get('_id')
  including ??= fields.length === 1 && idRule === true
  if (including && idRule === undefined) tree.set('_id', true)
  return (doc) => encodeDocument(pick(doc, tree, including))
}

function place(tree: Tree, parts: string[], wanted: boolean | Special, name: string): void {
  const [first, ...rest] = parts as [string, ...string[]]
  const there = tree.get(first)
  if (rest.length === 0) {
    if (there !== undefined) throw new MongoError(31250, 'Location31250', `Path collision at ${name}`)
    tree.set(first, wanted)
  } else {
    if (there !== undefined && !(there instanceof Map)) throw new MongoError(31249, 'Location31249', `Path collision at ${name}`)
    const below = there ?? new Map()
    tree.set(first, below)
    place(below, rest, wanted, name)
  }
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

function applyRule(value: Value, rule: boolean | Tree | Special, including: boolean): Node {
  if (rule === true) return value
  if (rule === false) return undefined
  if (typeof rule === 'function') return rule(value)
  if (value.isDocument) return pick(value, rule, including)
  if (!value.isArray) return including ? undefined : value
  return value.items().map((item) => applyRule(item, rule, including)).filter((item) => item !== undefined)
}

function specialOf(name: string, value: Value): Special {
  const op = value.firstName() ?? ''
  const argument = value.get(op)!
  if (op === '$slice') {
    const [a, b] = argument.isArray ? argument.items().map((item) => item.number()) : [argument.number()]
    if (a === undefined || (argument.isArray && !(b! > 0))) throw badValue('$slice needs a number, or an array of two with a positive second')
    return (field) => {
      if (!field.isArray) return field
      const items = field.items()
      if (b === undefined) return a < 0 ? items.slice(a) : items.slice(0, a)
      const from = a < 0 ? Math.max(items.length + a, 0) : a
      return items.slice(from, from + b)
    }
  }
  if (op === '$elemMatch') {
    const wrapped = compileFilter(documentOf(encodeDocument({ v: value })))
    return (field) => {
      const found = field.isArray ? field.items().find((item) => wrapped.test(documentOf(encodeDocument({ v: [item] })))) : undefined
      return found && [found]
    }
  }
  throw unsupported(`the computed field '${name}' (${op}) in a find projection`)
}
