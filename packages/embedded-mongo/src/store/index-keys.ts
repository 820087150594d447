import { createHash } from 'node:crypto'
import { encodeKey } from '../bson/key'
import { T, Value } from '../bson/value'
import { MongoError } from '../errors'
import { isIndex, type Path } from '../query/path'

/** What one index entry holds, field by field; undefined where the document has nothing there. */
export type Tuple = (Value | undefined)[]

export interface IndexField {
  path: Path
  direction: 1 | -1
}

const EMPTY_ARRAY = new Value(T.undefined, Buffer.alloc(0), 0, 0)
/** LMDB takes keys up to 1978 bytes; prefix and record number take some of them. */
const MAX_BODY = 1900
const HASH = 32

interface Walk {
  value: Value | undefined
  parts: Buffer[]
}

/**
 * All entries a document has in an index over these paths. An array gives one for each element; fields below the same array
 * go together, element by element; two different arrays are refused, as MongoDB does. `multikey` says which fields met an array.
 */
export function tuplesOf(doc: Value, paths: Path[]): { tuples: Tuple[]; multikey: boolean[] } {
  const multikey = paths.map(() => false)
  const tuples: Tuple[] = []
  expand(paths.map((path) => ({ value: doc, parts: path.parts })))
  return { tuples, multikey }

  function expand(walks: Walk[]): void {
    const reached = walks.map(descend)
    const atArray = reached.flatMap((walk, i) => (walk.value?.isArray && !isDone(walk) ? [i] : []))
    if (atArray.length === 0) {
      tuples.push(reached.map((walk) => walk.value))
      return
    }
    const array = reached[atArray[0]!]!.value!
    for (const i of atArray) {
      if (reached[i]!.value!.start !== array.start) throw new MongoError(171, 'CannotIndexParallelArrays', 'cannot index parallel arrays')
      multikey[i] = true
    }
    const items = array.items()
    for (const item of items.length > 0 ? items : [undefined]) {
      expand(reached.map((walk, i) => (atArray.includes(i) ? into(item, walk.parts) : walk)))
    }
  }
}

const DONE: Buffer[] = []
const isDone = (walk: Walk) => walk.parts === DONE

function into(item: Value | undefined, parts: Buffer[]): Walk {
  if (parts.length === 0) return { value: item ?? EMPTY_ARRAY, parts: DONE }
  return item?.isDocument ? { value: item, parts } : { value: undefined, parts: DONE }
}

/** Follows the path until it ends or meets an array. */
function descend(walk: Walk): Walk {
  let { value, parts } = walk
  while (parts.length > 0) {
    const part = parts[0]!
    if (value?.isDocument) value = value.get(part)
    else if (value?.isArray && isIndex(part)) {
      if (value.items().some((item) => item.isDocument && item.get(part))) {
        throw new MongoError(16746, 'Location16746', `Ambiguous field name found in array, a place or a field: '${part}'`)
      }
      value = value.get(part)
    } else if (value?.isArray) return { value, parts }
    else return { value: undefined, parts: DONE }
    parts = parts.slice(1)
  }
  return { value, parts: value?.isArray && walk.parts !== DONE ? parts : DONE }
}

/** One entry's bytes: the fields' keys one after the other, turned round where the index descends. Of any length. */
export function encodeTuple(tuple: Tuple, fields: IndexField[]): Buffer {
  return Buffer.concat(tuple.map((value, i) => {
    const key = encodeKey(value)
    return fields[i]!.direction === 1 ? key : invert(key)
  }))
}

export function invert(key: Buffer): Buffer {
  return Buffer.from(key.map((byte) => byte ^ 0xff))
}

/** What stands in LMDB for an entry too long for it: its head and a hash. Order within equal heads is lost, so say `cut`. */
export function fitBody(body: Buffer): { body: Buffer; cut: boolean } {
  if (body.length <= MAX_BODY) return { body, cut: false }
  const hash = createHash('sha256').update(body).digest()
  return { body: Buffer.concat([body.subarray(0, MAX_BODY - HASH), hash]), cut: true }
}

/** A bound as far as the stored keys can honour it: everything within the true bound lies within this one. */
export function fitBound(bound: Buffer, side: 'low' | 'high'): Buffer {
  if (bound.length <= MAX_BODY - HASH) return bound
  const head = bound.subarray(0, MAX_BODY - HASH)
  return side === 'low' ? head : after(head)
}

/** The first key that is neither `prefix` nor starts with it. */
export function after(prefix: Buffer): Buffer {
  const next = Buffer.from(prefix)
  for (let i = next.length - 1; i >= 0; i--) {
    if (next[i] === 0xff) continue
    next[i]!++
    return next.subarray(0, i + 1)
  }
  return Buffer.alloc(next.length + 1, 0xff)
}
