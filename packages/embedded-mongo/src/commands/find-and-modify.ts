import type { Value } from '../bson/value'
import { documentOf } from '../bson/value'
import { failedToParse } from '../errors'
import { compileProjection } from '../query/projection'
import { matching } from '../query/scan'
import { compileUpdate, isReplacement } from '../query/update'
import { removeDocument } from '../store/documents'
import type { Handler } from './command'
import { queryOf } from './find'
import { change, updatable, upsert } from './write'

export const findAndModify: Handler = {
  accepts: ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'arrayFilters', 'hint', 'bypassDocumentValidation', 'let'],
  run: async (command, { store }) => {
    const { ns } = command
    const query = { ...queryOf(command, 'query'), skip: 0, limit: 1 }
    const project = compileProjection(command.document('fields'), command.variables)
    const [removes, returnsNew, upserts] = [command.bool('remove'), command.bool('new'), command.bool('upsert')]
    const spec = command.get('update')
    const bypass = command.bool('bypassDocumentValidation')
    if (removes === Boolean(spec)) throw failedToParse('Either an update or remove=true must be specified, and not both')
    if (removes && (returnsNew || upserts)) throw failedToParse("Cannot specify both 'remove' and 'new' or 'upsert'")
    const update = spec && compileUpdate(spec, query.filter, command.get('arrayFilters')?.items(), command.variables)
    const shown = (doc: Value | undefined) => (doc && project ? documentOf(project(doc)) : (doc ?? null))
    return store.write(() => {
      const collection = removes ? store.collection(ns) : updatable(store, ns)
      const [found] = collection ? matching(store, collection, query) : []
      if (found && removes) {
        removeDocument(store, collection!, found.record, found.doc)
        return { lastErrorObject: { n: 1 }, value: shown(found.doc) }
      }
      if (found) {
        const after = change(store, collection!, found, update!, bypass) ?? found.doc
        return { lastErrorObject: { n: 1, updatedExisting: true }, value: shown(returnsNew ? after : found.doc) }
      }
      if (!upserts) return { lastErrorObject: removes ? { n: 0 } : { n: 0, updatedExisting: false }, value: null }
      const doc = upsert(store, ns, { filter: query.filter, update: update!, replaces: isReplacement(spec!), bypass })
      return { lastErrorObject: { n: 1, updatedExisting: false, upserted: doc.get('_id')! }, value: shown(returnsNew ? doc : undefined) }
    })
  },
}
