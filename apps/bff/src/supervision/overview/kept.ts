import { LRUCache } from 'lru-cache'
import { type Model, trusted } from 'mongoose'
import type { ReadModel } from '../../log'

/** As many as a chain cache keeps: each a kilobyte or so. */
const MOST = 20_000

interface Numbered {
  _id: string
  upTo: number
}

/**
 * Documents of one read model, of which these fields are looked at, each read once for as long as it is the same: a document changes only together with
 * its `upTo`. So a look reads which documents it is about and how far each goes, and beyond that what has changed since the last look. What is given
 * is shared between looks, and changed by nobody. Ask inside `log.reading`.
 */
export function createKept<D extends Numbered>(fields: readonly string[]) {
  const kept = new LRUCache<string, D>({ max: MOST })

  return async function find(list: Pick<ReadModel, 'documents'>, question: object): Promise<D[]> {
    const model = list.documents() as Model<D>
    // A read model that is built anew has other documents.
    const name = (id: string): string => `${model.collection.name}/${id}`
    const now = await model.find(question).select({ upTo: 1 }).lean<Numbered[]>()
    const same = now.flatMap(({ _id, upTo }) => {
      const known = kept.get(name(_id))
      return known?.upTo === upTo ? [known] : []
    })
    if (same.length === now.length) return same
    const known = new Set(same.map(({ _id }) => _id))
    const changed = now.flatMap(({ _id }) => (known.has(_id) ? [] : [_id]))
    // What has moved on between the two, and is no longer asked for, is not given.
    const fresh = await model.find({ $and: [question, { _id: trusted({ $in: changed }) }] }).select([...fields, 'upTo']).lean<D[]>()
    for (const one of fresh) kept.set(name(one._id), one)
    return [...same, ...fresh]
  }
}
export type Kept<D extends Numbered> = ReturnType<typeof createKept<D>>
