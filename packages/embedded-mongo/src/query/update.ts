import { Timestamp } from 'bson'
import { compareValues, encodeKey } from '../bson/key'
import { T, documentOf, Value } from '../bson/value'
import { encodeDocument, type Node } from '../bson/write'
import { badValue, failedToParse, MongoError, typeMismatch, unsupported } from '../errors'
import { calculate } from './arithmetic'
import { compileFilter, isOperators, type Filter } from './matcher'
import { isIndex } from './path'

type Container = Map<string, Node> | Node[]
type Apply = (op: Target, argument: Value) => void

/** One place in a document that an operator works on. */
class Target {
  constructor(
    readonly parent: Container | undefined,
    readonly key: string,
    readonly path: string,
  ) {}

  get(): Node {
    if (this.parent === undefined) return undefined
    return this.parent instanceof Map ? this.parent.get(this.key) : this.parent[Number(this.key)]
  }

  set(node: Node): void {
    if (this.parent === undefined) return
    if (this.parent instanceof Map) this.parent.set(this.key, node)
    else {
      const at = Number(this.key)
      if (at > this.parent.length + 1_500_000) throw badValue(`cannot write past the end of the array '${this.path}'`)
      while (this.parent.length < at) this.parent.push(null)
      this.parent[at] = node
    }
  }

  value(): Value | undefined {
    const node = this.get()
    return node === undefined ? undefined : asValue(node)
  }

  /** The array there, opened; undefined where nothing is. @throws when something else is there. */
  array(op: string): Node[] | undefined {
    const node = open(this.get())
    if (node === undefined) return undefined
    if (!Array.isArray(node)) throw badValue(`The field '${this.path}' must be an array but is of another type, so ${op} cannot be applied`)
    this.set(node)
    return node
  }
}

export interface Update {
  /** The document after the update. @throws what MongoDB refuses: conflicts, wrong types, a changed `_id`. */
  apply(doc: Value, options?: { inserting?: boolean }): Value
}

/** Compiles an update: a replacement, or operators on the bytes; what is not touched keeps them. */
export function compileUpdate(update: Value, filter: Filter, arrayFilters: Value[] = []): Update {
  if (update.isArray) throw unsupported('an update by an aggregation pipeline')
  if (!update.isDocument) throw failedToParse('Update argument must be either an object or an array')
  if (!update.firstName()?.startsWith('$')) return { apply: (doc) => replace(doc, update) }
  const steps = readSteps(update)
  const filters = readArrayFilters(arrayFilters, steps)
  return {
    apply: (doc, { inserting = false } = {}) => {
      const root = open(doc) as Map<string, Node>
      for (const { op, path, argument } of steps) {
        if (op === RENAMED_FROM || (op === '$setOnInsert' && !inserting)) continue
        const around = { doc, filter, filters }
        if (op === '$rename') {
          const [from] = targets(root, argument.string()!.split('.'), false, around)
          const moved = from?.get()
          if (moved === undefined) continue
          OPERATORS.$unset!(from!, argument)
          for (const target of targets(root, path, true, around)) target.set(moved)
        } else for (const target of targets(root, path, CREATING.has(op), around)) OPERATORS[op]!(target, argument)
      }
      return keepId(doc, documentOf(encodeDocument(root)))
    },
  }
}

function replace(doc: Value, replacement: Value): Value {
  const id = replacement.get('_id') ?? doc.get('_id')
  const fields = replacement.fields().filter(([name]) => name !== '_id')
  const bad = fields.find(([name]) => name.startsWith('$'))
  if (bad) throw new MongoError(52, 'DollarPrefixedFieldName', `The dollar ($) prefixed field '${bad[0]}' in '${bad[0]}' is not allowed in the context of an update's replacement document.`)
  return keepId(doc, documentOf(encodeDocument(new Map<string, Node>([['_id', id], ...fields]))))
}

function keepId(before: Value, after: Value): Value {
  const [old, now] = [before.get('_id'), after.get('_id')]
  if (old && (!now || !encodeKey(old).equals(encodeKey(now)))) {
    throw new MongoError(66, 'ImmutableField', `Performing an update on the path '_id' would modify the immutable field '_id'`)
  }
  return after
}

interface Step {
  op: string
  path: string[]
  argument: Value
}

function readSteps(update: Value): Step[] {
  const steps: Step[] = []
  for (const [op, fields] of update.fields()) {
    if (!op.startsWith('$') || !(op in OPERATORS)) {
      throw failedToParse(`Unknown modifier: ${op}. Expected a valid update modifier or pipeline-style update specified as an array`)
    }
    if (!fields.isDocument) throw failedToParse(`Modifiers operate on fields but we found type other than object for ${op}`)
    for (const [name, argument] of fields.fields()) {
      const path = name.split('.')
      if (path.includes('')) throw new MongoError(56, 'EmptyFieldName', `The update path '${name}' contains an empty field name, which is not allowed.`)
      if (path.some((part, i) => part.startsWith('$') && !(i > 0 && (part === '$' || /^\$\[\w*\]$/.test(part))))) {
        throw new MongoError(52, 'DollarPrefixedFieldName', `The dollar ($) prefixed field in '${name}' is not valid for storage.`)
      }
      if (op === '$rename') {
        const to = argument.string()
        if (to === undefined) throw badValue(`The 'to' field for $rename must be a string: ${name}`)
        if ([...path, ...to.split('.')].some((part) => part.startsWith('$'))) throw badValue('$rename cannot contain positional parts')
        // The step stands at the new place, which is where the order of fields and conflicts are decided.
        steps.push({ op: RENAMED_FROM, path, argument }, { op, path: to.split('.'), argument: documentOf(encodeDocument({ v: name })).get('v')! })
      } else steps.push({ op, path, argument })
    }
  }
  steps.sort((a, b) => comparePaths(a.path, b.path))
  for (const [i, step] of steps.entries()) {
    const next = steps[i + 1]
    if (next && step.path.every((part, depth) => next.path[depth] === part)) {
      const [inner, outer] = [next.path.join('.'), step.path.join('.')]
      throw new MongoError(40, 'ConflictingUpdateOperators', `Updating the path '${inner}' would create a conflict at '${outer}'`)
    }
  }
  return steps
}

/** New fields are appended in this order: names by their bytes, numbers by their size. */
function comparePaths(a: string[], b: string[]): number {
  for (const [i, part] of a.entries()) {
    const other = b[i]
    if (other === undefined) return 1
    if (part === other) continue
    return isIndex(part) && isIndex(other) ? Number(part) - Number(other) : Buffer.compare(Buffer.from(part), Buffer.from(other))
  }
  return a.length - b.length
}

function readArrayFilters(arrayFilters: Value[], steps: Step[]): Map<string, Filter> {
  const out = new Map<string, Filter>()
  for (const each of arrayFilters) {
    const names = new Set(each.fields().map(([name]) => name.split('.')[0]!))
    const [name] = names
    if (names.size !== 1 || name!.startsWith('$')) throw unsupported('an array filter with $and, $or or several top-level fields')
    if (out.has(name!)) throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`)
    out.set(name!, compileFilter(each))
  }
  const used = new Set(steps.flatMap(({ path }) => path.flatMap((part) => /^\$\[(\w+)\]$/.exec(part)?.[1] ?? [])))
  for (const name of out.keys()) if (!used.has(name)) throw failedToParse(`The array filter for identifier '${name}' was not used in the update`)
  for (const name of used) if (!out.has(name)) throw badValue(`No array filter found for identifier '${name}' in path`)
  return out
}

interface Surroundings {
  doc: Value
  filter: Filter
  filters: Map<string, Filter>
}

/** The places a path means. With `creates`, documents missing on the way are made. */
function targets(root: Map<string, Node>, path: string[], creates: boolean, around: Surroundings): Target[] {
  const name = path.join('.')
  const walk = (container: Container, depth: number, done: string[]): Target[] => {
    const part = path[depth]!
    return keysFor(container, part, done, around, name).flatMap((key): Target[] => {
      if (Array.isArray(container) && !isIndex(key)) {
        if (!creates) return []
        throw new MongoError(28, 'PathNotViable', `Cannot create field '${key}' in element {${done.join('.')}: an array}`)
      }
      const target = new Target(container, key, [...done, key].join('.'))
      if (depth === path.length - 1) return [target]
      let below = open(target.get())
      if (below === undefined) {
        if (!creates) return []
        if (path.slice(depth + 1).some((each) => each.startsWith('$'))) throw badValue(`The path '${target.path}' must exist in the document in order to apply array updates.`)
        below = new Map()
      }
      if (!(below instanceof Map) && !Array.isArray(below)) {
        if (!creates) return []
        throw new MongoError(28, 'PathNotViable', `Cannot create field '${path[depth + 1]}' in element {${target.path}: not a document}`)
      }
      target.set(below)
      return walk(below, depth + 1, [...done, key])
    })
  }
  return walk(root, 0, [])
}

function keysFor(container: Container, part: string, done: string[], around: Surroundings, name: string): string[] {
  if (part === '$') return [positionOf(done.join('.'), around)]
  const identifier = /^\$\[(\w*)\]$/.exec(part)
  if (!identifier) return [part]
  if (!Array.isArray(container)) throw badValue(`Cannot apply array updates to non-array element at '${done.join('.')}' of '${name}'`)
  const filter = around.filters.get(identifier[1]!)
  return container.flatMap((item, i) => {
    if (filter && !filter.test(documentOf(encodeDocument({ [identifier[1]!]: item })))) return []
    return [String(i)]
  })
}

/** Which element made the query match: the first with which, alone in its array, the document still matches. */
function positionOf(path: string, { doc, filter }: Surroundings): string {
  const items = path.split('.').reduce<Value | undefined>((at, part) => at?.get(part), doc)
  if (items?.isArray) {
    for (const [i, item] of items.items().entries()) {
      const root = open(doc) as Map<string, Node>
      targets(root, path.split('.'), false, { doc, filter, filters: new Map() })[0]!.set([item])
      if (filter.test(documentOf(encodeDocument(root)))) return String(i)
    }
  }
  throw badValue('The positional operator did not find the match needed from the query.')
}

/** A document or array as something that can be changed; what stands in it stays as it is. */
function open(node: Node): Node {
  if (!(node instanceof Value)) return node
  if (node.isDocument) return new Map<string, Node>(node.fields())
  return node.isArray ? (node.items() as Node[]) : node
}

function asValue(node: Node): Value {
  return node instanceof Value ? node : documentOf(encodeDocument({ v: node })).get('v')!
}

const RENAMED_FROM = 'renamed from'
const same = (node: Node, value: Value): boolean => compareValues(asValue(node), value) === 0
const CREATING = new Set(['$set', '$setOnInsert', '$inc', '$mul', '$min', '$max', '$push', '$addToSet', '$currentDate', '$bit'])

const OPERATORS: Record<string, Apply> = {
  $set: (target, argument) => target.set(argument),
  $setOnInsert: (target, argument) => target.set(argument),
  $rename: (target, argument) => target.set(argument),
  $unset: (target) => {
    if (target.parent instanceof Map) target.parent.delete(target.key)
    else if (target.get() !== undefined) target.set(null)
  },
  $inc: (target, argument) => target.set(calculate('$inc', target.path, target.value(), argument)),
  $mul: (target, argument) => target.set(calculate('$mul', target.path, target.value(), argument)),
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
    const condition = argument.isDocument && !isOperators(argument) ? compileFilter(argument) : compileFilter(documentOf(encodeDocument({ v: argument })))
    const matches = (item: Value) => (argument.isDocument && !isOperators(argument) ? item.isDocument && condition.test(item) : condition.test(documentOf(encodeDocument({ v: item }))))
    target.set(array.filter((item) => !matches(asValue(item))))
  },
  $pullAll: (target, argument) => {
    if (!argument.isArray) throw badValue('$pullAll requires an array argument')
    const unwanted = argument.items()
    const array = target.array('$pullAll')
    if (array) target.set(array.filter((item) => !unwanted.some((value) => same(item, value))))
  },
  $bit: (target, argument) => {
    let now = target.value()
    for (const [op, operand] of argument.fields()) {
      if (operand.type !== T.int || (now && now.type !== T.int)) throw unsupported('$bit on anything but 32-bit integers')
      const [a, b] = [now?.number() ?? 0, operand.number()!]
      if (!['and', 'or', 'xor'].includes(op)) throw badValue(`The $bit modifier only supports 'and', 'or', and 'xor', not '${op}'`)
      target.set(op === 'and' ? a & b : op === 'or' ? a | b : a ^ b)
      now = target.value()
    }
  },
}

function pushEach(array: Node[], modifiers: Value): Node[] {
  const each = modifiers.get('$each')!
  if (!each.isArray) throw badValue('The argument to $each in $push must be an array')
  const unknown = modifiers.fields().find(([name]) => !['$each', '$position', '$slice', '$sort'].includes(name))
  if (unknown) throw badValue(`Unrecognized clause in $push: ${unknown[0]}`)
  const position = modifiers.get('$position')?.number() ?? array.length
  const out = [...array]
  out.splice(position, 0, ...each.items())
  const sort = modifiers.get('$sort')
  if (sort?.isDocument) {
    const rules = sort.fields().map(([name, direction]) => ({ parts: name.split('.'), direction: direction.number()! }))
    const at = (node: Node, parts: string[]) => parts.reduce<Value | undefined>((value, part) => (value?.isDocument ? value.get(part) : undefined), asValue(node))
    out.sort((a, b) => rules.reduce((order, { parts, direction }) => order || compareValues(at(a, parts), at(b, parts)) * direction, 0))
  } else if (sort) out.sort((a, b) => compareValues(asValue(a), asValue(b)) * sort.number()!)
  const slice = modifiers.get('$slice')?.number()
  if (slice === undefined) return out
  return slice < 0 ? out.slice(slice) : out.slice(0, slice)
}

/** What an upsert starts from: `_id` first, then the query's equalities in their order. */
export function seedOf(filter: Filter): Value {
  const root = new Map<string, Node>()
  for (const [path, value] of filter.equalities) {
    if (path.startsWith('$')) continue
    for (const target of targets(root, path.split('.'), true, { doc: documentOf(encodeDocument({})), filter, filters: new Map() })) target.set(value)
  }
  return documentOf(encodeDocument(root))
}

export const isReplacement = (update: Value): boolean => update.isDocument && !update.firstName()?.startsWith('$')
