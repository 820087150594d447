import { badValue, MongoError } from '../errors'
import type { Value } from '../bson/value'
import { encodeTuple, tuplesOf, type IndexField } from '../store/index-keys'

export type SortField = IndexField

export function parseSort(spec: Value | undefined, fieldsOf: (key: Value) => IndexField[]): SortField[] {
  if (!spec || spec.isNullish) return []
  if (!spec.isDocument) throw badValue('sort must be a document')
  for (const [name, direction] of spec.fields()) {
    if (direction.isDocument) throw badValue(`$meta sort (of '${name}') is not supported by embedded-mongo`)
    if (Math.abs(direction.number() ?? 0) !== 1) throw new MongoError(15975, 'Location15975', '$sort key ordering must be 1 or -1')
    if (name === '' || (name.startsWith('$') && name !== '$natural')) {
      throw new MongoError(16410, 'Location16410', `FieldPath field names may not be empty or start with '$': '${name}'`)
    }
  }
  return fieldsOf(spec)
}

/** The bytes by which documents are put in order: of several (arrays) the one that comes first. */
export function sortKey(doc: Value, sort: SortField[]): Buffer {
  const { tuples } = tuplesOf(doc, sort.map(({ path }) => path))
  return tuples.map((tuple) => encodeTuple(tuple, sort)).reduce((a, b) => (Buffer.compare(a, b) <= 0 ? a : b))
}
