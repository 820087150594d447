import { documentOf, type Value } from '../bson/value'
import { documentFrom, type Fields, type Node } from '../bson/write'
import { badValue, MongoError, unsupported } from '../errors'
import { compileStages, readPipeline } from '../query/aggregate'
import { NO_VARIABLES } from '../query/expression'
import { compileFilter } from '../query/matcher'
import type { Collection, Index } from '../store/catalog'
import { entriesIn } from '../store/documents'
import { after } from '../store/index-keys'
import { documentPrefix, type Store } from '../store/store'
import { checkFields, type Command, type Handler } from './command'
import { missing } from './collections'
import { addIndex } from './indexes'

const CHANGEABLE = ['validator', 'validationLevel', 'validationAction', 'changeStreamPreAndPostImages']
const OPTIONS = [...CHANGEABLE, 'clusteredIndex', 'viewOn', 'pipeline', 'timeseries', 'expireAfterSeconds']
const TIME_SERIES = ['timeField', 'metaField', 'granularity', 'bucketMaxSpanSeconds', 'bucketRoundingSeconds']

/** The options of a collection as they are kept. @throws for what they cannot mean here */
function readOptions(command: Command, names: string[]): Map<string, Node> {
  const given = names.flatMap((name): [string, Value][] => (command.get(name) ? [[name, command.get(name)!]] : []))
  const options = new Map<string, Value>(given)
  const [validator, clustered, series, viewOn] = ['validator', 'clusteredIndex', 'timeseries', 'viewOn'].map((name) => options.get(name))
  if (validator) compileFilter(command.document('validator')!)
  if ((command.string('validationLevel') ?? 'strict') !== 'strict') throw unsupported("a 'validationLevel' other than strict")
  if ((command.string('validationAction') ?? 'error') !== 'error') throw unsupported("a 'validationAction' other than error")
  // It is kept and shown, and there is nothing more to it: there are no change streams.
  if (options.has('changeStreamPreAndPostImages')) checkFields(`${command.name}.changeStreamPreAndPostImages`, command.document('changeStreamPreAndPostImages'), ['enabled'])
  if (clustered) checkClustered(command.document('clusteredIndex')!)
  if (series) checkFields('create.timeseries', command.document('timeseries'), TIME_SERIES)
  if (series && !series.get('timeField')?.string()) throw badValue("'timeseries' needs a 'timeField'")
  if (options.has('expireAfterSeconds') && !series) throw unsupported("'expireAfterSeconds' but for a time series")
  if (viewOn && options.size > (options.has('pipeline') ? 2 : 1)) throw new MongoError(72, 'InvalidOptions', "options are not allowed together with 'viewOn'")
  if (options.has('pipeline') && !viewOn) throw new MongoError(72, 'InvalidOptions', "'pipeline' requires 'viewOn' to also be specified")
  compileStages(readPipeline(options.get('pipeline')?.items() ?? []), NO_VARIABLES)
  return new Map<string, Node>([...options, ...(clustered ? [['clusteredIndex', new Map<string, Node>([['v', 2], ...clustered.fields()])] as const] : [])])
}

function checkClustered(spec: Value): void {
  checkFields('create.clusteredIndex', spec, ['key', 'unique', 'name', 'v'])
  const isById = JSON.stringify(spec.get('key')?.toJS()) === '{"_id":1}' && spec.get('unique')?.number() === 1
  if (!isById) throw new MongoError(197, 'InvalidIndexSpecificationOption', 'a clusteredIndex must be unique, with the key { _id: 1 }')
}

const create: Handler = {
  accepts: OPTIONS,
  run: (command, { store }) => {
    const options = documentFrom(readOptions(command, OPTIONS))
    return store.write(() => {
      if (store.collection(command.ns)) throw new MongoError(48, 'NamespaceExists', `Collection ${command.ns} already exists.`)
      const collection = store.createCollection(command.ns, options)
      const [clustered, series, seconds] = ['clusteredIndex', 'timeseries', 'expireAfterSeconds'].map((name) => options.get(name))
      if (clustered) {
        const spec = { v: 2, key: { _id: 1 }, name: clustered.get('name') ?? '_id_', unique: true, clustered: true }
        store.saveCollection({ ...collection, indexes: [{ ...collection.indexes[0]!, spec: documentFrom(spec) }] })
      }
      // Documents of a time series may have the same _id, and a view has no documents of its own.
      if (series || options.get('viewOn')) store.saveCollection({ ...collection, indexes: [] })
      if (series && seconds) {
        const name = series.get('timeField')!.string()!
        addIndex(store, store.collection(command.ns)!, documentFrom({ key: { [name]: 1 }, name: `${name}_1`, expireAfterSeconds: seconds }))
      }
      return {}
    })
  },
}

/** Changes the options of a collection, or of one of its indexes: how long TTL keeps, and the way from not unique to unique. */
const collMod: Handler = {
  accepts: [...CHANGEABLE, 'index'],
  run: (command, { store }) => {
    const changed = readOptions(command, CHANGEABLE)
    return store.write(() => {
      const collection = store.collection(command.ns)
      if (!collection) throw missing(command.ns)
      const options = documentFrom(new Map<string, Node>([...collection.options.fields(), ...changed]))
      store.saveCollection({ ...collection, options })
      const spec = command.document('index')
      return spec ? changeIndex(store, store.collection(command.ns)!, spec) : {}
    })
  },
}

function changeIndex(store: Store, collection: Collection, change: Value): Fields {
  checkFields('collMod.index', change, ['name', 'keyPattern', 'expireAfterSeconds', 'prepareUnique', 'unique'])
  const [name, key] = [change.get('name')?.string(), change.get('keyPattern')]
  const index = collection.indexes.find((each) => (key ? each.spec.get('key')!.bytes().equals(key.bytes()) : each.name === name))
  if (!index) throw new MongoError(27, 'IndexNotFound', 'cannot find the index that collMod is to change')
  const [seconds, prepare, unique] = ['expireAfterSeconds', 'prepareUnique', 'unique'].map((option) => change.get(option))
  if (seconds && index.expireAfterSeconds === undefined) throw unsupported('collMod that makes an index a TTL index')
  if (unique && !unique.number()) throw badValue("'unique: false' is no change that collMod can make")
  if (unique && !index.unique && !index.prepareUnique && !prepare?.number()) {
    throw new MongoError(72, 'InvalidOptions', "the index must first be set to 'prepareUnique: true'")
  }
  const asUnique = unique && !index.unique
  if (asUnique) refuseDoubles(store, collection, index)
  const dropped = asUnique ? ['unique', 'prepareUnique'] : [seconds && 'expireAfterSeconds', prepare && 'prepareUnique']
  const spec = documentFrom(new Map<string, Node>([
    ...index.spec.fields().filter(([option]) => !dropped.includes(option)),
    ...change.fields().filter(([option]) => ['expireAfterSeconds', 'unique'].includes(option) || (option === 'prepareUnique' && !asUnique)),
  ]))
  if (asUnique) {
    store.dropEntries(index)
    store.saveCollection({ ...collection, indexes: collection.indexes.filter(({ id }) => id !== index.id) })
    addIndex(store, store.collection(collection.ns)!, spec)
  } else store.saveCollection({ ...collection, indexes: collection.indexes.map((each) => (each.id === index.id ? { ...each, spec } : each)) })
  return {
    ...(seconds && { expireAfterSeconds_old: index.expireAfterSeconds, expireAfterSeconds_new: seconds }),
    ...(prepare && { prepareUnique_old: index.prepareUnique, prepareUnique_new: prepare }),
    ...(asUnique && { unique_new: true }),
  }
}

/** @throws code 359 with the _ids of all documents that share a key */
function refuseDoubles(store: Store, collection: Collection, index: Index): void {
  const holders = new Map<string, Node[]>()
  const prefix = documentPrefix(collection)
  for (const { value } of store.range(prefix, after(prefix))) {
    const doc = documentOf(value)
    for (const key of entriesIn(index, doc).entries.keys()) holders.set(key, [...(holders.get(key) ?? []), doc.get('_id')!])
  }
  const violations = [...holders.values()].filter((ids) => ids.length > 1).map((ids) => ({ ids }))
  if (violations.length === 0) return
  throw new MongoError(359, 'CannotConvertIndexToUnique', 'Cannot convert the index to unique. Please resolve conflicting documents before running collMod again.', { violations })
}

export const creating: Record<string, Handler> = { create, collMod }
