import { mongo } from 'mongoose'

/**
 * A store with the guarantees that the log's loop stands on, and no others: `_id` and the indexes named are unique; an ordered
 * insert stops at its first error and keeps what came before; a read sees every write that was run before it; an upsert is one step.
 * modelled-store.test.ts holds it to the real one.
 */
export class ModelledStore {
  /** How many requests it has run. */
  looks = 0
  private readonly tables = new Map<string, Doc[]>()
  private readonly unique = new Map<string, string[][]>()

  constructor(indexes: Record<string, string[][]>) {
    for (const [table, fields] of Object.entries(indexes)) this.unique.set(table, fields)
  }

  /** Everything in a table, in the order in which it was written. */
  all<T = Doc>(table: string): readonly T[] {
    return this.table(table) as T[]
  }

  /** Runs a request in one step; of an insert only the first `upTo` documents, where the store is interrupted. Throws as the driver does. */
  run(request: StoreRequest, upTo = Infinity): unknown {
    this.looks++
    const docs = this.table(request.table)
    switch (request.kind) {
      case 'insert':
        for (const [i, doc] of request.docs.entries()) {
          if (i >= upTo) throw interrupted()
          this.insert(request.table, doc)
        }
        return { insertedCount: request.docs.length }
      case 'find':
        return select(docs, request).map((doc) => ({ ...doc }))
      case 'upsert':
        return this.upsert(request.table, request)
      case 'upserts':
        for (const write of request.writes) this.upsert(request.table, write)
        return undefined
    }
  }

  private table(name: string): Doc[] {
    const known = this.tables.get(name)
    if (known) return known
    const fresh: Doc[] = []
    this.tables.set(name, fresh)
    return fresh
  }

  private upsert(table: string, { filter, setOnInsert }: { filter: Filter; setOnInsert: Doc }): void {
    if (!this.table(table).some((doc) => fits(doc, filter))) this.insert(table, { ...filter, ...setOnInsert })
  }

  private insert(table: string, doc: Doc): void {
    const docs = this.table(table)
    for (const fields of [['_id'], ...(this.unique.get(table) ?? [])]) {
      if (docs.some((other) => fields.every((field) => other[field] === doc[field]))) {
        throw new mongo.MongoServerError({ message: `E11000 duplicate key: ${fields.join()}`, code: 11_000 })
      }
    }
    docs.push({ ...doc })
  }
}

export type Doc = Record<string, unknown>
type Filter = Record<string, unknown>
interface Find {
  kind: 'find'
  table: string
  filter: Filter
  sort?: Record<string, 1 | -1>
  limit?: number
}
export type StoreRequest =
  | Find
  | { kind: 'insert'; table: string; docs: Doc[] }
  | { kind: 'upsert'; table: string; filter: Filter; setOnInsert: Doc }
  | { kind: 'upserts'; table: string; writes: { filter: Filter; setOnInsert: Doc }[] }

const interrupted = (): Error => new mongo.MongoServerError({ message: 'interrupted at shutdown', code: 11_600 })

function select(docs: Doc[], { filter, sort = {}, limit = 0 }: Find): Doc[] {
  const found = docs.filter((doc) => fits(doc, filter))
  for (const [field, direction] of Object.entries(sort)) found.sort((a, b) => direction * (Number(a[field]) - Number(b[field])))
  return limit > 0 ? found.slice(0, limit) : found
}

const fits = (doc: Doc, filter: Filter): boolean => Object.entries(filter).every(([field, wanted]) => holds(doc[field], wanted))

function holds(value: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return value === wanted
  return Object.entries(wanted).every(([operator, operand]) => {
    if (operator === '$in') return (operand as unknown[]).includes(value)
    if (operator === '$gt') return (value as number) > (operand as number)
    throw new Error(`the modelled store does not know ${operator}`)
  })
}

/** The driver's face of such a store, as far as the log uses it; each call is one request handed to `send`. */
export function databaseOver(send: (request: StoreRequest) => Promise<unknown>): mongo.Db {
  const collection = (table: string) => {
    const find = (filter: Filter, rest: Pick<Find, 'sort' | 'limit'> = {}) => {
      const toArray = () => send({ kind: 'find', table, filter, ...rest }) as Promise<Doc[]>
      return {
        sort: (sort: Record<string, 1 | -1>) => find(filter, { ...rest, sort }),
        limit: (limit: number) => find(filter, { ...rest, limit }),
        project: () => find(filter, rest),
        // What the loop reads fits into one batch.
        batchSize: () => find(filter, rest),
        toArray,
        async *[Symbol.asyncIterator]() {
          yield* await toArray()
        },
      }
    }
    return {
      find,
      findOne: async (filter: Filter) => (await find(filter).limit(1).toArray())[0] ?? null,
      countDocuments: async (filter: Filter, { limit = 0 } = {}) => (await find(filter).limit(limit).toArray()).length,
      insertMany: (docs: Doc[], { ordered = true } = {}) => (ordered ? send({ kind: 'insert', table, docs }) : insertedOneByOne(docs)),
      updateOne: (filter: Filter, { $setOnInsert }: { $setOnInsert: Doc }) => send({ kind: 'upsert', table, filter, setOnInsert: $setOnInsert }),
      bulkWrite: (writes: { updateOne: { filter: Filter; update: { $setOnInsert: Doc } } }[]) =>
        send({ kind: 'upserts', table, writes: writes.map(({ updateOne: { filter, update } }) => ({ filter, setOnInsert: update.$setOnInsert })) }),
    }

    // The log must not do this. Here so that a test shows what would come of it.
    async function insertedOneByOne(docs: Doc[]): Promise<void> {
      const done = await Promise.allSettled(docs.map((doc) => send({ kind: 'insert', table, docs: [doc] })))
      for (const one of done) if (one.status === 'rejected') throw one.reason
    }
  }
  return { collection } as unknown as mongo.Db
}
