import { encodeKey } from '../bson/key'
import type { Value } from '../bson/value'
import { documentFrom, EMPTY, type Node, open } from '../bson/write'
import { badValue, failedToParse, MongoError, unsupported } from '../errors'
import { compileStages, readPipeline } from './aggregate'
import { NO_VARIABLES, type Variables } from './expression'
import { compileFilter, type Filter } from './matcher'
import { isIndex } from './path'
import { targets } from './targets'
import { CREATING, OPERATORS } from './update-operators'

const RENAMED_FROM = 'renamed from'

export interface Update {
  /** The document after the update. @throws what MongoDB refuses: conflicts, wrong types, a changed `_id`. */
  apply(doc: Value, options?: { inserting?: boolean }): Value
}

/** Compiles an update: a replacement, or operators on the bytes; what is not touched keeps them. */
export function compileUpdate(update: Value, filter: Filter, arrayFilters: Value[] = [], variables = NO_VARIABLES): Update {
  if (update.isArray) return compilePipeline(update, arrayFilters, variables)
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
      return keepId(doc, documentFrom(root))
    },
  }
}

const UPDATE_STAGES = ['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']

/** An update by stages; what they do not touch keeps its bytes, as in an aggregation. */
function compilePipeline(update: Value, arrayFilters: Value[], variables: Variables): Update {
  if (arrayFilters.length > 0) throw failedToParse('arrayFilters may not be specified for pipeline-style updates')
  const stages = readPipeline(update.items())
  const other = stages.find(({ name }) => !UPDATE_STAGES.includes(name))
  if (other) throw new MongoError(72, 'InvalidOptions', `${other.name} is not allowed to be used within an update`)
  const run = compileStages(stages, variables)
  return {
    apply: (doc) => {
      const [after] = [...run([doc])]
      const [id, fields] = [after!.get('_id') ?? doc.get('_id'), after!.fields().filter(([name]) => name !== '_id')]
      return keepId(doc, id ? documentFrom(new Map<string, Node>([['_id', id], ...fields])) : after!)
    },
  }
}

function replace(doc: Value, replacement: Value): Value {
  const id = replacement.get('_id') ?? doc.get('_id')
  const fields = replacement.fields().filter(([name]) => name !== '_id')
  const bad = fields.find(([name]) => name.startsWith('$'))
  if (bad) throw new MongoError(52, 'DollarPrefixedFieldName', `The dollar ($) prefixed field '${bad[0]}' is not allowed in a replacement`)
  return keepId(doc, documentFrom(new Map<string, Node>([['_id', id], ...fields])))
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
        steps.push({ op: RENAMED_FROM, path, argument }, { op, path: to.split('.'), argument: documentFrom({ v: name }).get('v')! })
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

/** What an upsert starts from: `_id` first, then the query's equalities in their order. */
export function seedOf(filter: Filter): Value {
  const root = new Map<string, Node>()
  for (const [path, value] of filter.equalities) {
    if (path.startsWith('$')) continue
    for (const target of targets(root, path.split('.'), true, { doc: EMPTY, filter, filters: new Map() })) target.set(value)
  }
  return documentFrom(root)
}

export const isReplacement = (update: Value): boolean => update.isDocument && !update.firstName()?.startsWith('$')
