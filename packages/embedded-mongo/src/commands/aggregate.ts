import type { Value } from '../bson/value'
import { badValue, MongoError, unsupported } from '../errors'
import { readPipeline, runStages } from '../query/aggregate'
import { compileFilter } from '../query/matcher'
import { Scan, type Query } from '../query/scan'
import { parseSort } from '../query/sort'
import { fieldsOf } from '../store/catalog'
import type { Store } from '../store/store'
import type { Command, Handler } from './command'
import { cursorBatch, listed } from './collections'
import { EMPTY, firstReply, openFind } from './find'

/** The query that the first stages amount to, which indexes can serve, and what is left for mingo. */
export function splitPipeline(command: Command): { query: Query; rest: { name: string; argument: Value }[] } {
  const pipeline = command.get('pipeline')
  if (!pipeline?.isArray) throw badValue("'pipeline' option must be specified as an array")
  const rest = readPipeline(pipeline.items())
  const query: Query = { filter: compileFilter(EMPTY), sort: [], skip: 0, limit: 0, hint: command.get('hint') }
  const next = (name: string) => (rest[0]?.name === name ? rest.shift()!.argument : undefined)
  const match = next('$match')
  if (match) query.filter = compileFilter(match)
  const sort = next('$sort')
  if (sort) query.sort = parseSort(sort, fieldsOf)
  if (rest[0]?.name === '$skip') query.skip = count('$skip', next('$skip')!)
  if (rest[0]?.name === '$limit') query.limit = count('$limit', next('$limit')!)
  return { query, rest }
}

function count(stage: string, value: Value): number {
  const n = value.number()
  const least = stage === '$limit' ? 1 : 0
  if (n !== undefined && Number.isSafeInteger(n) && n >= least) return n
  throw new MongoError(least ? 15958 : 5107200, 'BadValue', `invalid argument to ${stage} stage: expected a whole number from ${least}`)
}

/** What countDocuments sends; it need not take the documents apart. */
function isCount(rest: { name: string; argument: Value }[]): boolean {
  return rest.length === 1 && rest[0]!.name === '$group' && JSON.stringify(rest[0]!.argument.toJS()) === '{"_id":1,"n":{"$sum":1}}'
}

function* documents(store: Store, ns: string, query: Query): Generator<Value> {
  const collection = store.collection(ns)
  const scan = collection && new Scan(store, collection, query)
  for (let done = !scan; !done;) {
    const batch: Value[] = []
    done = scan!.read(({ doc }) => batch.push(doc) < 100)
    yield* batch
  }
}

export const aggregate: Handler = {
  accepts: ['pipeline', 'cursor', 'explain', 'allowDiskUse', 'hint', 'bypassDocumentValidation'],
  run: (command, context) => {
    const { store } = context
    if (command.get('aggregate')!.string() === undefined) throw unsupported('an aggregation without a collection')
    if (command.bool('explain')) throw unsupported("'explain' in aggregate (use the explain command)")
    const { ns } = command
    const { query, rest } = splitPipeline(command)
    if (rest.length === 0) return firstReply(command, context, ns, openFind(store, ns, query, undefined), cursorBatch(command))
    if (isCount(rest)) {
      let n = 0
      for (const _ of documents(store, ns, query)) n++
      return firstReply(command, context, ns, listed(n ? [{ _id: 1, n }] : []), cursorBatch(command))
    }
    return firstReply(command, context, ns, listed(runStages(documents(store, ns, query), rest)), cursorBatch(command))
  },
}
