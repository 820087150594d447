import { serialize } from 'bson'
import { Aggregator } from 'mingo/aggregator'
import { Context, evalExpr } from 'mingo/core'
import { Lazy, type Iterator } from 'mingo/lazy'
import * as stages from 'mingo/operators/pipeline'
import type { AnyObject, Options } from 'mingo/types'
import { documentOf, type Value } from '../bson/value'
import { encodeDocument, type Node } from '../bson/write'
import { badValue, MongoError, unsupported } from '../errors'
import { fieldsOf } from '../store/catalog'
import { accumulatorOps, checkExpression, context, forMingo, keyOf, mingoOptions } from './expression'
import { compileFilter } from './matcher'
import { parseSort, sortKey } from './sort'

type Stage = (items: Iterator, expression: never, options: Options) => Iterator

const asDocument = (object: unknown): Value => documentOf(Buffer.from(serialize(object as AnyObject)))

/** Stages that compare values are our own; mingo's would group and sort by JavaScript's order. */
const ownStages: Record<string, Stage> = {
  $match: (items, expression) => {
    const filter = compileFilter(asDocument(expression))
    return items.filter((item) => filter.test(asDocument(item)))
  },
  $sort: (items, expression) => {
    const sort = parseSort(asDocument(expression), fieldsOf)
    return items.transform((all: unknown[]) => {
      const keyed = all.map((item) => ({ item, key: sortKey(asDocument(item), sort) }))
      return Lazy(keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ item }) => item))
    })
  },
  $group: (items, expression: AnyObject, options) =>
    items.transform((all: unknown[]) => {
      const { _id, ...fields } = expression
      const groups = new Map<string, { id: unknown; members: unknown[] }>()
      for (const item of all) {
        const id = evalExpr(item, _id, options) ?? null
        const key = keyOf(id).toString('latin1')
        const group = groups.get(key)
        if (group) group.members.push(item)
        else groups.set(key, { id, members: [item] })
      }
      return Lazy([...groups.values()].map(({ id, members }) => ({
        _id: id,
        ...Object.fromEntries(Object.entries(fields).map(([name, accumulator]) => [name, evalExpr(members, accumulator, options)])),
      })))
    }),
}

const MINGO_STAGES = ['$addFields', '$count', '$limit', '$project', '$replaceRoot', '$replaceWith', '$set', '$skip', '$unset', '$unwind']
const stageOps = { ...Object.fromEntries(MINGO_STAGES.map((name) => [name, (stages as unknown as Record<string, unknown>)[name]])), ...ownStages }
const options = { ...mingoOptions, context: Context.from(context).addPipelineOps(stageOps as Parameters<Context['addPipelineOps']>[0]) } as Options
/** MongoDB's other stages. */
const ELSEWHERE = new Set(`
  $bucket $bucketAuto $changeStream $collStats $currentOp $densify $documents $facet $fill $geoNear $graphLookup $indexStats
  $listSessions $lookup $merge $out $planCacheStats $redact $sample $search $setWindowFields $sortByCount $unionWith
`.trim().split(/\s+/))

/** The stages by name. @throws for a stage that is unknown (40324) or not done here. */
export function readPipeline(pipeline: Value[]): { name: string; argument: Value }[] {
  return pipeline.map((stage) => {
    const fields = stage.isDocument ? stage.fields() : []
    if (fields.length !== 1) throw new MongoError(40323, 'Location40323', 'A pipeline stage specification object must contain exactly one field.')
    const [name, argument] = fields[0]!
    if (ELSEWHERE.has(name)) throw unsupported(`the pipeline stage ${name}`)
    if (!(name in stageOps)) throw new MongoError(40324, 'Location40324', `Unrecognized pipeline stage name: '${name}'`)
    if ((name === '$match' || name === '$sort' || name === '$group') && !argument.isDocument) throw badValue(`the ${name} stage must be given an object`)
    return { name, argument }
  })
}

/** Runs stages over documents as JavaScript values. Whole numbers come back as ints or longs, whatever they were before. */
export function runStages(documents: Iterable<Value>, pipeline: { name: string; argument: Value }[]): Buffer[] {
  const source = (function* () {
    for (const doc of documents) yield forMingo(doc)
  })()
  const spec = pipeline.map(({ name, argument }) => {
    const js = argument.toJS() as AnyObject
    if (name === '$group') {
      if (!('_id' in js)) throw new MongoError(15955, 'Location15955', 'a group specification must include an _id')
      checkExpression(js._id)
      for (const [field, accumulator] of Object.entries(js)) if (field !== '_id') checkExpression(accumulator, accumulatorOps)
    } else if (name !== '$match' && name !== '$sort') checkExpression(js)
    return { [name]: js }
  })
  return new Aggregator(spec, options).run(source).map((item) => encodeDocument(whole(item) as Record<string, Node>))
}

/** Numbers beyond 32 bits that are whole become longs, as MongoDB's sums do. */
function whole(value: unknown): Node {
  if (typeof value === 'number' && Number.isSafeInteger(value) && (value | 0) !== value) return BigInt(value)
  if (Array.isArray(value)) return value.map(whole)
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return new Map(Object.entries(value).map(([name, field]) => [name, whole(field)]))
  }
  return value as Node
}
