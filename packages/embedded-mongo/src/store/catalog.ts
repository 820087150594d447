import { documentOf, type Value } from '../bson/value'
import { encodeDocument } from '../bson/write'
import { compileFilter, type Filter } from '../query/matcher'
import { parsePath } from '../query/path'
import type { IndexField } from './index-keys'

/** What the catalogue keeps of an index. */
export interface StoredIndex {
  id: number
  /** The specification as the client gave it, for listIndexes. */
  spec: Value
  /** Which fields have ever met an array; ranges on those are read with care. */
  multikey: boolean[]
  /** Whether an entry was too long to be stored whole; then its order is not relied on. */
  cut: boolean
}

/** An index ready for use. */
export interface Index extends StoredIndex {
  name: string
  fields: IndexField[]
  unique: boolean
  /** Doubles among what is there are borne until `collMod` makes it unique; new ones are refused. */
  prepareUnique: boolean
  sparse: boolean
  partial?: Filter
  expireAfterSeconds: number | undefined
}

export interface StoredCollection<I extends StoredIndex = StoredIndex> {
  id: number
  ns: string
  options: Value
  indexes: I[]
}

export interface Collection extends StoredCollection<Index> {
  db: string
  name: string
  validator?: Filter
}

export function readCollection(ns: string, bytes: Buffer): Collection {
  const doc = documentOf(bytes)
  const dot = ns.indexOf('.')
  const validator = doc.get('options')!.get('validator')
  return {
    ...(validator && { validator: compileFilter(validator) }),
    id: doc.get('id')!.number()!,
    db: ns.slice(0, dot),
    name: ns.slice(dot + 1),
    ns,
    options: doc.get('options')!,
    indexes: doc.get('indexes')!.items().map(readIndex),
  }
}

function readIndex(doc: Value): Index {
  const spec = doc.get('spec')!
  const name = spec.get('name')!.string()!
  const partial = spec.get('partialFilterExpression')
  return {
    id: doc.get('id')!.number()!,
    name,
    spec,
    fields: fieldsOf(spec.get('key')!),
    unique: name === '_id_' || isTrue(spec.get('unique')),
    prepareUnique: isTrue(spec.get('prepareUnique')),
    sparse: isTrue(spec.get('sparse')),
    ...(partial && { partial: compileFilter(partial) }),
    expireAfterSeconds: spec.get('expireAfterSeconds')?.number(),
    multikey: doc.get('multikey')!.items().map(isTrue),
    cut: isTrue(doc.get('cut')),
  }
}

const isTrue = (value: Value | undefined): boolean => Boolean(value?.number())

export function fieldsOf(key: Value): IndexField[] {
  return key.fields().map(([name, direction]) => ({ path: parsePath(name), direction: direction.number()! < 0 ? -1 : 1 }))
}

export function writeCollection({ id, options, indexes }: StoredCollection): Buffer {
  return encodeDocument({
    id,
    options,
    indexes: indexes.map((index) => ({ id: index.id, spec: index.spec, multikey: index.multikey, cut: index.cut })),
  })
}
