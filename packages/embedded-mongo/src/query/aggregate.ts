import { documentOf, T, type Value } from '../bson/value'
import { documentFrom, type Node, open } from '../bson/write'
import { badValue, failedToParse, MongoError, unsupported } from '../errors'
import { fieldsOf } from '../store/catalog'
import { accumulate, isAccumulator } from './accumulators'
import { keyOf } from './computed'
import { compileExpression, type Variables } from './expression'
import { compileFilter } from './matcher'
import { compileAddition, compileProjection } from './projection'
import { parseSort, sortKey } from './sort'

export interface Stage {
  name: string
  argument: Value
}
type Run = (documents: Iterable<Value>) => Iterable<Value>

const needsObject = (stage: string, argument: Value): Value => {
  if (!argument.isDocument) throw failedToParse(`the ${stage} stage specification must be an object`)
  return argument
}

function* map(documents: Iterable<Value>, work: (doc: Value) => Value): Iterable<Value> {
  for (const doc of documents) yield work(doc)
}

/** Each stage on its own, over documents as bytes: what a stage does not touch keeps its type and its place. */
const STAGES: Record<string, (argument: Value, variables: Variables) => Run> = {
  $match: (argument, variables) => {
    const filter = compileFilter(needsObject('$match', argument), variables)
    return function* (documents) {
      for (const doc of documents) if (filter.test(doc)) yield doc
    }
  },
  $sort: (argument) => {
    const sort = parseSort(needsObject('$sort', argument), fieldsOf)
    return (documents) => [...documents]
      .map((doc) => ({ doc, key: sortKey(doc, sort) }))
      .sort((a, b) => Buffer.compare(a.key, b.key))
      .map(({ doc }) => doc)
  },
  $skip: (argument) => {
    const n = readCount('$skip', argument)
    return function* (documents) {
      let skipped = 0
      for (const doc of documents) if (++skipped > n) yield doc
    }
  },
  $limit: (argument) => {
    const n = readCount('$limit', argument)
    return function* (documents) {
      let left = n
      for (const doc of documents) {
        yield doc
        if (--left === 0) return
      }
    }
  },
  $count: (argument) => {
    const name = argument.string()
    if (!name || name.startsWith('$') || name.includes('.')) throw badValue('the count field must be a non-empty string without $ and dots')
    return function* (documents) {
      let n = 0
      for (const _ of documents) n++
      if (n > 0) yield documentFrom(new Map([[name, n]]))
    }
  },
  $group: group,
  $unwind: unwind,
  $project: (argument, variables) => {
    const project = compileProjection(needsObject('$project', argument), variables, false)
    if (!project) throw new MongoError(51272, 'Location51272', '$project specification must have at least one field')
    return (documents) => map(documents, (doc) => documentOf(project(doc)))
  },
  $addFields: (argument, variables) => {
    const add = compileAddition(needsObject('$addFields', argument), variables)
    return (documents) => map(documents, (doc) => documentOf(add(doc)))
  },
  $set: (argument, variables) => STAGES.$addFields!(argument, variables),
  $unset: (argument) => {
    const names = (argument.isArray ? argument.items() : [argument]).map((item) => item.string())
    if (names.length === 0 || names.some((name) => !name)) throw new MongoError(31120, 'Location31120', '$unset needs names of fields')
    const project = compileProjection(documentFrom(new Map(names.map((name) => [name!, false]))), undefined, false)!
    return (documents) => map(documents, (doc) => documentOf(project(doc)))
  },
  $replaceRoot: (argument, variables) => {
    const newRoot = needsObject('$replaceRoot', argument).get('newRoot')
    if (!newRoot || argument.fields().length > 1) throw new MongoError(40231, 'Location40231', "$replaceRoot needs 'newRoot', and nothing else")
    return STAGES.$replaceWith!(newRoot, variables)
  },
  $replaceWith: (argument, variables) => {
    const evaluate = compileExpression(argument, variables)
    return (documents) => map(documents, (doc) => {
      const root = open(evaluate(doc))
      if (root instanceof Map) return documentFrom(root)
      throw new MongoError(40228, 'Location40228', "'newRoot' expression must evaluate to an object")
    })
  },
}

export function readCount(stage: string, value: Value): number {
  const n = value.number()
  const least = stage === '$limit' ? 1 : 0
  if (n !== undefined && value.type !== T.bool && Number.isSafeInteger(n) && n >= least) return n
  throw new MongoError(least ? 15958 : 5107200, 'BadValue', `invalid argument to ${stage} stage: expected a whole number from ${least}`)
}

function group(argument: Value, variables: Variables): Run {
  const id = needsObject('$group', argument).get('_id')
  if (!id) throw new MongoError(15955, 'Location15955', 'a group specification must include an _id')
  const idOf = compileExpression(id, variables)
  const fields = argument.fields().filter(([name]) => name !== '_id').map(([name, spec]) => {
    const [op, ...more] = spec.isDocument ? spec.fields() : []
    if (!op || more.length > 0) throw new MongoError(40234, 'Location40234', `The field '${name}' must be an accumulator object`)
    if (!isAccumulator(op[0])) throw new MongoError(15952, 'Location15952', `unknown group operator '${op[0]}'`)
    return { name, op: op[0], evaluate: compileExpression(op[1], variables) }
  })
  return (documents) => {
    const groups = new Map<string, { id: Node; values: Node[][] }>()
    for (const doc of documents) {
      const value = idOf(doc) ?? null
      const key = keyOf(value).toString('latin1')
      const found = groups.get(key) ?? { id: value, values: fields.map(() => []) }
      groups.set(key, found)
      fields.forEach(({ evaluate }, i) => found.values[i]!.push(evaluate(doc)))
    }
    return [...groups.values()].map(({ id: _id, values }) => documentFrom(new Map<string, Node>([
      ['_id', _id],
      ...fields.map(({ name, op }, i): [string, Node] => [name, accumulate(op, values[i]!)]),
    ])))
  }
}

function unwind(argument: Value): Run {
  const path = (argument.isDocument ? argument.get('path') : argument)?.string()
  const unknown = argument.isDocument ? argument.fields().find(([name]) => !['path', 'preserveNullAndEmptyArrays', 'includeArrayIndex'].includes(name)) : undefined
  if (unknown) throw new MongoError(28811, 'Location28811', `unrecognized option to $unwind stage: ${unknown[0]}`)
  if (!path?.startsWith('$') || path.startsWith('$$')) throw new MongoError(28818, 'Location28818', `path option to $unwind stage should be prefixed with a '$': ${path}`)
  const parts = path.slice(1).split('.')
  const keepsEmpty = Boolean(argument.isDocument && argument.get('preserveNullAndEmptyArrays')?.number())
  const indexName = argument.isDocument ? argument.get('includeArrayIndex')?.string() : undefined
  if (indexName?.includes('.')) throw unsupported('$unwind with an includeArrayIndex below another field')
  const withItem = (doc: Value, item: Node, index: bigint | null): Value => {
    const root = open(doc) as Map<string, Node>
    let at: Map<string, Node> | undefined = root
    for (const part of parts.slice(0, -1)) {
      const below: Node = open(at.get(part))
      if (below instanceof Map) at.set(part, below)
      at = below instanceof Map ? below : undefined
      if (!at) break
    }
    if (item === undefined) at?.delete(parts.at(-1)!)
    else at?.set(parts.at(-1)!, item)
    if (indexName !== undefined) root.set(indexName, index)
    return documentFrom(root)
  }
  return function* (documents) {
    for (const doc of documents) {
      const value = parts.reduce<Value | undefined>((node, part) => (node?.isDocument ? node.get(part) : undefined), doc)
      const items = value?.isArray ? value.items() : undefined
      if (items && items.length > 0) for (const [i, item] of items.entries()) yield withItem(doc, item, BigInt(i))
      else if (value && !items && !value.isNullish) yield withItem(doc, value, null)
      else if (keepsEmpty) yield withItem(doc, items ? undefined : value, null)
    }
  }
}

/** The stages by name, whether they are known or not. */
export function readPipeline(pipeline: Value[]): Stage[] {
  return pipeline.map((stage) => {
    const fields = stage.isDocument ? stage.fields() : []
    if (fields.length !== 1) throw new MongoError(40323, 'Location40323', 'A pipeline stage specification object must contain exactly one field.')
    const [name, argument] = fields[0]!
    return { name, argument }
  })
}

/** @throws 40324 for a stage that is unknown or not on the README's list, which it names */
export function compileStages(stages: Stage[], variables: Variables): Run {
  const runs = stages.map(({ name, argument }) => {
    const compile = STAGES[name]
    if (!compile) throw new MongoError(40324, 'Location40324', `Unrecognized pipeline stage name, or one that embedded-mongo does not do here: '${name}'`)
    return compile(argument, variables)
  })
  return (documents) => runs.reduce((all, run) => run(all), documents)
}
