import { documentOf } from '../bson/value'
import { EMPTY, encodeDocument, type Fields } from '../bson/write'
import { unsupported } from '../errors'
import { compileFilter } from '../query/matcher'
import { Scan, type Query } from '../query/scan'
import { aggregate, pipelineOf, splitPipeline } from './aggregate'
import { Command, type Handler } from './command'
import { distinct } from './distinct'
import { finding, queryOf } from './find'
import { findAndModify } from './find-and-modify'
import { write } from './write'

/** Runs the query to its end and tells which keys and documents it read. */
export const explain: Handler = {
  accepts: ['verbosity', 'explain'],
  run: (command, { store }) => {
    const inner = command.document('explain')!
    const wrapped = encodeDocument(new Map([...inner.fields(), ['$db', command.get('$db')!]]))
    const asked = new Command({ requestId: 0, legacy: false, silent: false, sequences: new Map(), body: documentOf(wrapped) })
    const query = queryFor(asked)
    const collection = store.collection(asked.ns)
    if (!collection) return { queryPlanner: { namespace: asked.ns, winningPlan: { stage: 'EOF' }, rejectedPlans: [] }, executionStats: stats(0, 0, 0) }
    if (collection.options.get('viewOn')) throw unsupported('explain on a view')
    const scan = new Scan(store, collection, query)
    let returned = 0
    scan.read(() => Boolean(++returned))
    const { indexes, sorted, reverse } = scan.plan
    const direction = reverse ? 'backward' : 'forward'
    const scans = indexes.map((index): Fields => ({
      stage: 'IXSCAN',
      indexName: index.name,
      keyPattern: index.spec.get('key')!,
      isMultiKey: index.multikey.some(Boolean),
      isUnique: index.unique,
      direction,
    }))
    const keys: Fields | undefined = scans.length > 1 ? { stage: 'OR', inputStages: scans } : scans[0]
    const read: Fields = keys ? { stage: 'FETCH', inputStage: keys } : { stage: 'COLLSCAN', direction }
    const input: Fields = sorted ? read : { stage: 'SORT', inputStage: read }
    const isWrite = asked.name === 'update' || asked.name === 'delete'
    return {
      queryPlanner: { namespace: asked.ns, winningPlan: isWrite ? { stage: asked.name.toUpperCase(), inputStage: input } : input, rejectedPlans: [] },
      executionStats: stats(returned, scan.counts.keys, scan.counts.docs),
    }
  },
}

function stats(nReturned: number, totalKeysExamined: number, totalDocsExamined: number): Fields {
  return { executionSuccess: true, nReturned, totalKeysExamined, totalDocsExamined }
}

/** The query of the one update or delete that can be explained. */
function writeQuery(command: Command): Query {
  const [op, ...more] = command.documents(`${command.name}s`)
  if (more.length > 0) throw unsupported('explain of several writes')
  const isSingle = command.name === 'update' ? !op!.get('multi')?.number() : op!.get('limit')?.number() === 1
  return { filter: compileFilter(op!.get('q') ?? EMPTY, command.variables), sort: [], skip: 0, limit: isSingle ? 1 : 0, hint: op!.get('hint') }
}

/** What can be explained: the handler, which knows the arguments, and the query it would run. */
const EXPLAINED: Record<string, [Handler, (command: Command) => Query]> = {
  find: [finding.find!, (command) => queryOf(command, 'filter')],
  count: [finding.count!, (command) => queryOf(command, 'query')],
  distinct: [distinct, (command) => queryOf(command, 'query')],
  findAndModify: [findAndModify, (command) => queryOf(command, 'query')],
  aggregate: [aggregate, (command) => splitPipeline(command, pipelineOf(command)).query],
  update: [write.update!, writeQuery],
  delete: [write.delete!, writeQuery],
}

function queryFor(command: Command): Query {
  const [handler, query] = EXPLAINED[command.name] ?? []
  if (!handler || !query) throw unsupported(`explain of '${command.name}'`)
  command.check(handler)
  return query(command)
}
