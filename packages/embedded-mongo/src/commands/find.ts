import { documentOf, type Value } from '../bson/value'
import { EMPTY, type Fields, type Node } from '../bson/write'
import type { Readable } from '../cursors'
import { badValue } from '../errors'
import { compileFilter } from '../query/matcher'
import { compileProjection } from '../query/projection'
import { Scan, type Query } from '../query/scan'
import { parseSort } from '../query/sort'
import { fieldsOf } from '../store/catalog'
import type { Store } from '../store/store'
import type { Command, Context, Handler } from './command'

const MAX_REPLY = 16 * 1024 * 1024 - 16 * 1024
export function queryOf(command: Command, filterName: string): Query {
  const [skip, limit] = [command.number('skip', 0), command.number('limit', 0)]
  if (skip < 0) throw badValue(`BSON field 'skip' value must be >= 0, actual value '${skip}'`)
  return {
    filter: compileFilter(command.document(filterName) ?? EMPTY, command.variables),
    sort: parseSort(command.document('sort'), fieldsOf),
    skip,
    limit: Math.abs(limit),
    hint: command.get('hint'),
    maxTimeMS: command.number('maxTimeMS', 0),
  }
}

/** Documents handed out batch by batch, of which `read` gives one after the other until it is told to stop; it answers whether that was all. */
class Batches implements Readable {
  private held: Buffer | undefined

  constructor(private readonly read: (take: (bytes: Buffer) => boolean) => boolean) {}

  next(count: number): { batch: Buffer[]; done: boolean } {
    const batch: Buffer[] = []
    let size = 0
    const add = (bytes: Buffer): boolean => {
      if (batch.length > 0 && size + bytes.length > MAX_REPLY) {
        this.held = bytes
        return false
      }
      batch.push(bytes)
      size += bytes.length
      return batch.length !== count
    }
    const held = this.held
    this.held = undefined
    if (held && !add(held)) return { batch, done: false }
    const ended = this.read(add)
    return { batch, done: ended && this.held === undefined }
  }
}

/** A cursor over documents that are made as they are asked for: names of collections, results of an aggregation. */
export function listed(documents: Iterable<Buffer>): Readable {
  const source = documents[Symbol.iterator]()
  let next = source.next()
  return new Batches((take) => {
    for (let more = true; more && !next.done; next = source.next()) more = take(next.value)
    return Boolean(next.done)
  })
}

export function openFind(store: Store, ns: string, query: Query, project?: (doc: Value) => Buffer): Readable {
  const collection = store.collection(ns)
  if (!collection) return listed([])
  const scan = new Scan(store, collection, query)
  return new Batches((take) => scan.read(({ doc }) => take(project ? project(doc) : doc.bytes())))
}

export const sessionOf = (command: Command): string | undefined => command.get('lsid')?.bytes().toString('latin1')

/** The first batch, and a cursor kept when there is more. */
export function firstReply(command: Command, { cursors }: Context, ns: string, readable: Readable, batchSize: number, single = false): Fields {
  const { batch, done } = batchSize === 0 && !single ? { batch: [], done: false } : readable.next(batchSize)
  const id = done || single ? 0n : cursors.add(ns, sessionOf(command), readable)
  return { cursor: { firstBatch: batch.map(documentOf), id, ns } }
}

const find: Handler = {
  accepts: [
    'filter', 'sort', 'projection', 'hint', 'skip', 'limit', 'batchSize', 'singleBatch', 'allowDiskUse',
    'allowPartialResults', 'let',
  ],
  run: (command, context) => {
    const { ns } = command
    const batchSize = command.number('batchSize', 101)
    if (batchSize < 0) throw badValue(`BSON field 'batchSize' value must be >= 0, actual value '${batchSize}'`)
    const single = command.bool('singleBatch') || command.number('limit', 0) < 0
    const readable = openFind(context.store, ns, queryOf(command, 'filter'), compileProjection(command.document('projection'), command.variables))
    return firstReply(command, context, ns, readable, batchSize, single)
  },
}

const getMore: Handler = {
  accepts: ['collection', 'batchSize'],
  run: (command, { cursors }) => {
    const id = command.get('getMore')!
    const cursorId = id.buf.readBigInt64LE(id.start)
    const ns = `${command.db}.${command.string('collection')}`
    const { batch, done } = cursors.use(cursorId, ns).next(command.number('batchSize', 0))
    if (done) cursors.kill(cursorId)
    return { cursor: { nextBatch: batch.map(documentOf), id: done ? 0n : cursorId, ns } }
  },
}

const killCursors: Handler = {
  accepts: ['cursors'],
  run: (command, { cursors }) => {
    const [cursorsKilled, cursorsNotFound]: [Node[], Node[]] = [[], []]
    for (const id of command.get('cursors')?.items() ?? []) {
      const list = cursors.kill(id.buf.readBigInt64LE(id.start)) ? cursorsKilled : cursorsNotFound
      list.push(id)
    }
    return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] }
  },
}

const count: Handler = {
  accepts: ['query', 'skip', 'limit', 'hint'],
  run: (command, { store }) => {
    const collection = store.collection(command.ns)
    const query = queryOf(command, 'query')
    let n = 0
    if (collection) new Scan(store, collection, query).read(() => Boolean(++n))
    return { n }
  },
}

export const finding: Record<string, Handler> = { find, getMore, killCursors, count }
