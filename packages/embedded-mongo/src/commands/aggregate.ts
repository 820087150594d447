import type { Value } from '../bson/value'
import { documentFrom, EMPTY, encodeDocument } from '../bson/write'
import { badValue, MongoError } from '../errors'
import { compileStages, readCount, readPipeline, type Stage } from '../query/aggregate'
import { compileExpression } from '../query/expression'
import { compileFilter } from '../query/matcher'
import { Scan, type Query } from '../query/scan'
import { parseSort } from '../query/sort'
import { fieldsOf } from '../store/catalog'
import { checkSize } from '../store/documents'
import type { Store } from '../store/store'
import type { Command, Handler } from './command'
import { cursorBatch } from './collections'
import { firstReply, listed, openFind } from './find'
import { compileOutput } from './output'

export function pipelineOf(command: Command): Stage[] {
  const pipeline = command.get('pipeline')
  if (!pipeline?.isArray) throw badValue("'pipeline' option must be specified as an array")
  return readPipeline(pipeline.items())
}

/** The query that the first stages amount to, which indexes can serve, and the stages that are left. */
export function splitPipeline(command: Command, stages: Stage[]): { query: Query; rest: Stage[] } {
  const rest = [...stages]
  const query: Query = { filter: compileFilter(EMPTY), sort: [], skip: 0, limit: 0, hint: command.get('hint'), maxTimeMS: command.number('maxTimeMS', 0) }
  const next = (name: string) => (rest[0]?.name === name ? rest.shift()!.argument : undefined)
  if (rest[0]?.argument.isDocument) {
    const match = next('$match')
    if (match) query.filter = compileFilter(match, command.variables)
    const sort = next('$sort')
    if (sort) query.sort = parseSort(sort, fieldsOf)
  }
  const skip = next('$skip')
  if (skip) query.skip = readCount('$skip', skip)
  const limit = next('$limit')
  if (limit) query.limit = readCount('$limit', limit)
  return { query, rest }
}

/** What countDocuments sends; it need not take the documents apart. */
function isCount(rest: Stage[]): boolean {
  return rest.length === 1 && rest[0]!.name === '$group' && JSON.stringify(rest[0]!.argument.toJS()) === '{"_id":1,"n":{"$sum":1}}'
}

/** The documents of a collection, read as they are asked for. */
export function* documents(store: Store, ns: string, query: Query): Generator<Value> {
  const collection = store.collection(ns)
  const scan = collection && new Scan(store, collection, query)
  for (let done = !scan; !done;) {
    const batch: Value[] = []
    done = scan!.read(({ doc }) => batch.push(doc) < 100)
    yield* batch
  }
}

/** What a database itself can be asked for: documents written in the pipeline, and the session that asks. */
function withoutCollection(command: Command, [first, ...rest]: Stage[]): { source: Value[]; rest: Stage[] } {
  if (first?.name === '$documents') {
    const list = compileExpression(first.argument, command.variables)(EMPTY)
    if (!Array.isArray(list)) throw new MongoError(5858203, 'Location5858203', 'an array is expected in $documents')
    return { source: documentFrom({ list }).get('list')!.items(), rest }
  }
  if (first?.name !== '$listLocalSessions') throw new MongoError(73, 'InvalidNamespace', `${first?.name ?? 'an empty pipeline'} needs a collection`)
  if (!first.argument.isDocument || first.argument.firstName() !== undefined) throw badValue('$listLocalSessions with options is not supported by embedded-mongo')
  const session = command.document('lsid')
  return { source: session ? [documentFrom({ _id: session, lastUse: new Date() })] : [], rest }
}

export const aggregate: Handler = {
  accepts: ['pipeline', 'cursor', 'explain', 'allowDiskUse', 'hint', 'bypassDocumentValidation', 'let'],
  run: (command, context) => {
    const { store } = context
    if (command.bool('explain')) throw badValue("'explain' in aggregate is not supported by embedded-mongo (use the explain command)")
    const stages = pipelineOf(command)
    const output = compileOutput(command, stages)
    const isCollection = command.get('aggregate')!.string() !== undefined
    const ns = isCollection ? command.ns : `${command.db}.$cmd.aggregate`
    const { query, rest, source } = isCollection
      ? { ...splitPipeline(command, stages), source: undefined }
      : { query: undefined, ...withoutCollection(command, stages) }
    const reply = (results: Iterable<Buffer>) => firstReply(command, context, ns, listed(results), cursorBatch(command))
    if (output) return output(store, compileStages(rest, command.variables)(source ?? documents(store, ns, query))).then(() => reply([]))
    if (query && rest.length === 0) return firstReply(command, context, ns, openFind(store, ns, query), cursorBatch(command))
    if (query && isCount(rest)) {
      let n = 0
      for (const _ of documents(store, ns, query)) n++
      return reply(n ? [encodeDocument({ _id: 1, n })] : [])
    }
    return reply(bytesOf(compileStages(rest, command.variables)(source ?? documents(store, ns, query))))
  },
}

function* bytesOf(results: Iterable<Value>): Iterable<Buffer> {
  for (const doc of results) {
    checkSize(doc)
    yield doc.bytes()
  }
}
