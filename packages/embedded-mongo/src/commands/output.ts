import type { Value } from '../bson/value'
import { documentFrom, EMPTY } from '../bson/write'
import { badValue, failedToParse, MongoError, unsupported } from '../errors'
import type { Stage } from '../query/aggregate'
import { compileFilter } from '../query/matcher'
import { matching, type Found } from '../query/scan'
import { insertDocument, removeDocument, replaceDocument, withId } from '../store/documents'
import type { Store } from '../store/store'
import { checkFields, type Command } from './command'
import { checkDocument } from './write'

type Output = (store: Store, results: Iterable<Value>) => Promise<void>

/** Takes `$out` or `$merge` off the end of a pipeline. Either writes all of its results or, where one is refused, nothing. */
export function compileOutput(command: Command, stages: Stage[]): Output | undefined {
  const last = stages.at(-1)
  if (last?.name !== '$out' && last?.name !== '$merge') return undefined
  stages.pop()
  return last.name === '$out' ? compileOut(command, last.argument) : compileMerge(command, last.argument)
}

function target(command: Command, stage: string, spec: Value | undefined): string {
  if (spec?.string()) return `${command.db}.${spec.string()}`
  const [db, coll] = spec?.isDocument ? [spec.get('db')?.string() ?? command.db, spec.get('coll')?.string()] : []
  if (!coll) throw badValue(`${stage} needs the name of a collection`)
  checkFields(stage, spec, ['db', 'coll'])
  return `${db}.${coll}`
}

/** The results become the collection, which keeps its indexes. */
function compileOut(command: Command, spec: Value): Output {
  const ns = target(command, '$out', spec)
  const bypass = command.bool('bypassDocumentValidation')
  return async (store, results) => {
    const docs = [...results].map(withId)
    await store.write(() => {
      const collection = store.createCollection(ns)
      for (const { record, doc } of matching(store, collection, { filter: compileFilter(EMPTY), sort: [], skip: 0, limit: 0 })) {
        removeDocument(store, collection, record, doc)
      }
      for (const doc of docs) {
        checkDocument(collection, doc, bypass)
        insertDocument(store, store.collection(ns)!, doc)
      }
    })
  }
}

const ACTIONS = { whenMatched: ['merge', 'replace', 'keepExisting', 'fail'], whenNotMatched: ['insert', 'discard', 'fail'] }

function compileMerge(command: Command, spec: Value): Output {
  const isObject = spec.isDocument
  if (isObject) checkFields('$merge', spec, ['into', 'on', 'whenMatched', 'whenNotMatched'])
  const ns = target(command, '$merge', isObject ? spec.get('into') : spec)
  const [on] = (isObject && spec.get('on')?.isArray ? spec.get('on')!.items() : [isObject ? spec.get('on') : undefined])
  if (on && on.string() !== '_id') throw unsupported("$merge with 'on' anything but _id")
  const action = (name: keyof typeof ACTIONS): string => {
    const value = isObject ? spec.get(name) : undefined
    if (value?.isArray) throw unsupported(`$merge with a pipeline as '${name}'`)
    const chosen = value ? value.string() : ACTIONS[name][0]
    if (!chosen || !ACTIONS[name].includes(chosen)) throw failedToParse(`unknown '${name}' of $merge: ${chosen}`)
    return chosen
  }
  const bypass = command.bool('bypassDocumentValidation')
  const [whenMatched, whenNotMatched] = [action('whenMatched'), action('whenNotMatched')]
  return async (store, results) => {
    const docs = [...results].map(withId)
    await store.write(() => {
      for (const doc of docs) mergeOne(store, ns, doc, { whenMatched, whenNotMatched, bypass })
    })
  }
}

interface Merge {
  whenMatched: string
  whenNotMatched: string
  bypass: boolean
}

function mergeOne(store: Store, ns: string, doc: Value, { whenMatched, whenNotMatched, bypass }: Merge): void {
  const collection = store.createCollection(ns)
  const filter = compileFilter(documentFrom({ _id: { $eq: doc.get('_id')! } }))
  const [found] = matching(store, collection, { filter, sort: [], skip: 0, limit: 1 }) as Iterable<Found>
  if (!found || whenMatched === 'fail') {
    if (!found && whenNotMatched === 'discard') return
    if (!found && whenNotMatched === 'fail') throw new MongoError(13113, 'MergeStageNoMatchingDocument', '$merge could not find a matching document in the target collection')
    checkDocument(collection, doc, bypass)
    insertDocument(store, collection, doc)
  } else if (whenMatched !== 'keepExisting') {
    const after = whenMatched === 'replace' ? doc : withId(documentFrom(new Map([...found.doc.fields(), ...doc.fields()])))
    checkDocument(collection, after, bypass)
    replaceDocument(store, collection, found.record, found.doc, after)
  }
}
