import { T, type Value } from '../bson/value'
import { documentFrom, EMPTY, type Node } from '../bson/write'
import { badValue, failedToParse, MongoError } from '../errors'
import { compileFilter, type Filter } from '../query/matcher'
import { matching, type Found } from '../query/scan'
import { compileUpdate, isReplacement, seedOf, type Update } from '../query/update'
import type { Collection } from '../store/catalog'
import { insertDocument, removeDocument, replaceDocument, withId } from '../store/documents'
import type { Store } from '../store/store'
import { checkFields, type Command, type Context, type Handler } from './command'

/** Runs a batch in one transaction. What an operation is refused for becomes its write error; ordered ones stop there. */
async function batch(command: Command, { store }: Context, ops: Value[], each: (op: Value, index: number) => void): Promise<Node[]> {
  const ordered = command.bool('ordered', true)
  return store.write(() => {
    const errors: Node[] = []
    for (const [index, op] of ops.entries()) {
      try {
        each(op, index)
      } catch (error) {
        if (!(error instanceof MongoError)) throw error
        errors.push({ index, code: error.code, errmsg: error.message, ...error.extra })
        if (ordered) break
      }
    }
    return errors
  })
}

const answer = (counts: Record<string, Node>, writeErrors: Node[]) => ({ ...counts, ...(writeErrors.length > 0 && { writeErrors }) })

const insert: Handler = {
  accepts: ['documents', 'ordered', 'bypassDocumentValidation'],
  run: async (command, context) => {
    const { store } = context
    const { ns } = command
    const bypass = command.bool('bypassDocumentValidation')
    let n = 0
    const errors = await batch(command, context, command.documents('documents'), (doc) => {
      insertChecked(store, ns, withId(doc), bypass)
      n++
    })
    return answer({ n }, errors)
  },
}

function insertChecked(store: Store, ns: string, doc: Value, bypass: boolean): void {
  const collection = store.createCollection(ns)
  checkDocument(collection, doc, bypass)
  insertDocument(store, collection, doc)
}

/** What the collection asks of its documents: its validator, and for time series a time. */
export function checkDocument({ options, validator }: Collection, doc: Value, bypass: boolean): void {
  const timeField = options.get('timeseries')?.get('timeField')?.string()
  if (timeField !== undefined && doc.get(timeField)?.type !== T.date) {
    throw badValue(`'${timeField}' must be present and contain a valid BSON UTC datetime value`)
  }
  if (bypass || !validator || validator.test(doc)) return
  const details = { operatorName: 'validator', specifiedAs: options.get('validator')! }
  throw new MongoError(121, 'DocumentValidationFailure', 'Document failed validation', { errInfo: { failingDocumentId: doc.get('_id')!, details } })
}

export interface UpdateRequest {
  bypass: boolean
  filter: Filter
  update: Update
  replaces: boolean
  multi: boolean
  upsert: boolean
  hint?: Value | undefined
}

export interface Updated {
  matched: number
  modified: number
  upserted?: Value
}

/** Updates within a transaction; what is found is fixed before the first change, so nothing is updated twice. */
export function runUpdate(store: Store, ns: string, request: UpdateRequest): Updated {
  const collection = updatable(store, ns)
  const { filter, hint } = request
  const found = collection ? matching(store, collection, { filter, sort: [], skip: 0, limit: request.multi ? 0 : 1, hint }) : []
  let [matched, modified] = [0, 0]
  for (const each of found) {
    matched++
    if (change(store, store.collection(ns)!, each, request.update, request.bypass)) modified++
  }
  if (matched > 0 || !request.upsert) return { matched, modified }
  return { matched, modified, upserted: upsert(store, ns, request).get('_id')! }
}

/** The collection, if there is one. @throws when it is one that takes no updates */
export function updatable(store: Store, ns: string): Collection | undefined {
  const collection = store.collection(ns)
  if (collection?.options.get('timeseries')) throw new MongoError(72, 'InvalidOptions', 'updates of time series are not supported by embedded-mongo')
  return collection
}

/** The document after the update if that changed it. */
export function change(store: Store, collection: Collection, { record, doc }: Found, update: Update, bypass: boolean): Value | undefined {
  const after = withId(update.apply(doc))
  if (after.bytes().equals(doc.bytes())) return undefined
  checkDocument(collection, after, bypass)
  replaceDocument(store, collection, record, doc, after)
  return after
}

export function upsert(store: Store, ns: string, { filter, update, replaces, bypass }: Omit<UpdateRequest, 'multi' | 'upsert'>): Value {
  const seed = seedOf(filter)
  const id = seed.get('_id')
  const doc = withId(update.apply(replaces ? (id ? documentFrom({ _id: id }) : EMPTY) : seed, { inserting: true }))
  insertChecked(store, ns, doc, bypass)
  return doc
}

const update: Handler = {
  accepts: ['updates', 'ordered', 'bypassDocumentValidation', 'let'],
  run: async (command, context) => {
    const { store } = context
    const { ns } = command
    const bypass = command.bool('bypassDocumentValidation')
    const upserted: Node[] = []
    let [n, nModified] = [0, 0]
    const ops = command.documents('updates')
    for (const op of ops) checkFields('update.updates', op, ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint'])
    const errors = await batch(command, context, ops, (op, index) => {
      const q = op.get('q')
      const u = op.get('u')
      if (!q?.isDocument || !u) throw failedToParse("an update needs 'q' and 'u'")
      const filter = compileFilter(q, command.variables)
      const multi = Boolean(op.get('multi')?.number())
      const replaces = isReplacement(u)
      if (multi && replaces) throw failedToParse('multi update is not supported for replacement-style update')
      const result = runUpdate(store, ns, {
        filter, multi, replaces, bypass,
        update: compileUpdate(u, filter, op.get('arrayFilters')?.items(), command.variables),
        upsert: Boolean(op.get('upsert')?.number()),
        hint: op.get('hint'),
      })
      n += result.matched + (result.upserted ? 1 : 0)
      nModified += result.modified
      if (result.upserted) upserted.push({ index, _id: result.upserted })
    })
    return answer({ n, nModified, ...(upserted.length > 0 && { upserted }) }, errors)
  },
}

const remove: Handler = {
  accepts: ['deletes', 'ordered', 'let'],
  run: async (command, context) => {
    const { store } = context
    const { ns } = command
    let n = 0
    const ops = command.documents('deletes')
    for (const op of ops) checkFields('delete.deletes', op, ['q', 'limit', 'hint'])
    const errors = await batch(command, context, ops, (op) => {
      const limit = op.get('limit')?.number()
      if (limit !== 0 && limit !== 1) throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${limit}`)
      const collection = store.collection(ns)
      const filter = compileFilter(op.get('q') ?? EMPTY, command.variables)
      if (!collection) return
      for (const { record, doc } of matching(store, collection, { filter, sort: [], skip: 0, limit, hint: op.get('hint') })) {
        removeDocument(store, collection, record, doc)
        n++
      }
    })
    return answer({ n }, errors)
  },
}

export const write: Record<string, Handler> = { insert, update, delete: remove }
