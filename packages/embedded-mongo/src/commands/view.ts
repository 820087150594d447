import type { Value } from '../bson/value'
import { documentFrom, type Fields, type Node } from '../bson/write'
import { MongoError } from '../errors'
import type { Collection } from '../store/catalog'
import type { Store } from '../store/store'
import { aggregate } from './aggregate'
import { Command, type Context } from './command'

/** Commands that go for the view itself, not for its documents. */
const ON_ITSELF = new Set(['create', 'drop'])
const MAX_DEPTH = 20

/** Reading a view is an aggregation of what it stands on. undefined for whatever else is asked. @throws 166 for writes to a view */
export function onView(command: Command, store: Store): ((context: Context) => Promise<Fields>) | undefined {
  const name = command.get(command.name)?.string()
  const view = name ? store.collection(`${command.db}.${name}`) : undefined
  if (!view?.options.get('viewOn') || ON_ITSELF.has(command.name)) return undefined
  const stages = stagesFor(command)
  if (!stages || command.get('hint')) throw new MongoError(166, 'CommandNotSupportedOnView', `Namespace ${view.ns} is a view, on which embedded-mongo does not do '${command.name}'${stages ? ' with a hint' : ''}`)
  const { source, before } = resolve(store, view)
  return async (context) => {
    const kept = ['$db', 'lsid', 'let', 'cursor', 'maxTimeMS'].flatMap((each): [string, Node][] => (command.get(each) ? [[each, command.get(each)]] : []))
    const batchSize = command.get('batchSize')
    const fields = new Map<string, Node>([['aggregate', source], ['pipeline', [...before, ...stages]], ...kept, ...(batchSize ? [['cursor', { batchSize }] as const] : [])])
    const asked = new Command({ requestId: 0, legacy: false, silent: false, sequences: new Map(), body: documentFrom(fields) })
    const reply = await aggregate.run(asked, context)
    return command.name === 'count' ? { n: countIn(reply) } : reply
  }
}

function stagesFor(command: Command): Node[] | undefined {
  const [skip, limit] = [command.number('skip', 0), Math.abs(command.number('limit', 0))]
  const stage = (name: string, argument: Value | undefined): Node[] => (argument && argument.firstName() !== undefined ? [{ [name]: argument }] : [])
  const paged = [...(skip ? [{ $skip: skip }] : []), ...(limit ? [{ $limit: limit }] : [])]
  switch (command.name) {
    case 'aggregate': return command.get('pipeline')?.items() ?? []
    case 'count': return [...stage('$match', command.document('query')), ...paged, { $count: 'n' }]
    case 'find': return [...stage('$match', command.document('filter')), ...stage('$sort', command.document('sort')), ...paged, ...stage('$project', command.document('projection'))]
    default: return undefined
  }
}

/** The collection below a view, and below views of views, with the stages that lead from it. */
function resolve(store: Store, view: Collection, depth = 1): { source: string; before: Node[] } {
  const source = view.options.get('viewOn')!.string()!
  const stages = view.options.get('pipeline')?.items() ?? []
  const below = store.collection(`${view.db}.${source}`)
  if (!below?.options.get('viewOn')) return { source, before: stages }
  if (depth >= MAX_DEPTH) throw new MongoError(165, 'ViewDepthLimitExceeded', `View depth too deep or view cycle detected; maximum is ${MAX_DEPTH}`)
  const deeper = resolve(store, below, depth + 1)
  return { source: deeper.source, before: [...deeper.before, ...stages] }
}

const countIn = (reply: Fields): Node => {
  const { cursor } = reply as { cursor: { firstBatch: Value[] } }
  return cursor.firstBatch[0]?.get('n') ?? 0
}
