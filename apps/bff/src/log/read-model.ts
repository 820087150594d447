import type { SequencedEntry } from '@zhixin/shared/log'
import type { mongo } from 'mongoose'
import { isOnlyDuplicates } from '../platform/database'
import type { Logger } from '../platform/logger'
import { createCursor } from './cursor'
import type { Feed } from './feed'
import type { LogReader } from './reader'
import { shownTo } from './records'
import { createTail, PAGE, type Tail } from './tail'

/** What follows from the log and can be thrown away: how documents are made of entries, and where they are kept. */
export interface ReadModelParts<M> {
  /** Names the cursor and the collection. */
  name: string
  /**
   * Counts the forms that documents of this name have had; 1 unless said. A server that makes another form than the one in the store
   * rebuilds before it begins.
   */
  form?: number
  /** Of the inspectors of discipline, and read by them alone: without it no entry of theirs comes into the documents. */
  forInspectors?: boolean
  /** The documents in a collection of this name, such as a mongoose model. Called once for each generation. */
  open(collection: string): M
  /** Makes what the collection needs: its indexes. */
  prepare(documents: M): Promise<unknown>
  /**
   * Takes a page of entries, in order, into the documents. What it writes of a document follows from the log up to its `upTo` (and
   * from names and the configuration), and never takes the place of a newer one (`putNewer`): pages come again, and to others at once.
   */
  project(documents: M, entries: SequencedEntry[]): Promise<unknown>
}

export interface RebuildProgress {
  done: number
  total: number
}

export interface ReadModel<M = unknown> {
  name: string
  tail: Tail
  /** The documents that count now. Read them through `log.reading` only. */
  documents(): M
  /** What the store says: which generation counts, and up to which `seq` its documents have been brought at the least. */
  standing(): Promise<{ seq: number; generation: number } | undefined>
  /** Builds all documents anew from the whole log, beside the ones that count, and puts them in their place. */
  rebuild(progress?: (progress: RebuildProgress) => void): Promise<void>
  /** Rebuilds where the documents that count have another form than this program makes. */
  renew(): Promise<void>
}

export interface ReadModelSurroundings {
  court: string
  db: mongo.Db
  reader: LogReader
  feed: Feed
  logger: Logger
}

/** Another rebuild of the same read model was begun while this one ran; that one goes on. */
export class RebuildOvertaken extends Error {
  override readonly name = 'RebuildOvertaken'
  constructor(name: string) {
    super(`another rebuild of ${name} was begun meanwhile and goes on`)
  }
}

/**
 * A read model lives in a collection for each generation: `threads`, later `threads.1`, `threads.2`. The cursor names the one that
 * counts. A rebuild fills the next one on its own while everybody goes on with the old; the one write to the cursor that puts it in
 * place decides (docs/adr/0003). A crash before it leaves a collection that nobody reads, which the next rebuild removes.
 */
export async function createReadModel<M>(parts: ReadModelParts<M>, { court, db, reader, feed, logger }: ReadModelSurroundings): Promise<ReadModel<M>> {
  const { name, form = 1, forInspectors = false, open, prepare, project } = parts
  const cursor = createCursor(db, court, name, form)
  const opened = new Map<number, M>()

  const collectionOf = (generation: number): string => (generation === 0 ? name : `${name}.${generation}`)
  function of(generation: number): M {
    const known = opened.get(generation)
    if (known) return known
    const documents = open(collectionOf(generation))
    opened.set(generation, documents)
    return documents
  }

  async function rebuild(progress: (progress: RebuildProgress) => void = () => {}): Promise<void> {
    const { generation, building } = await cursor.beginBuilding()
    // Left by rebuilds that came to no end, or begun before this one: they cannot end any more.
    await dropAllBut([generation, building])
    const documents = of(building)
    await prepare(documents)
    let seq = -1
    for (let head = await reader.courtHead(); seq < head; ) {
      const entries = await reader.tail(seq, PAGE)
      await project(documents, shownTo({ forInspectors }, entries))
      seq = entries.at(-1)?.seq ?? head
      if (seq >= head) head = await reader.courtHead()
      progress({ done: seq + 1, total: head + 1 })
    }
    if (!(await cursor.putInPlace(building, seq))) {
      await db.dropCollection(collectionOf(building))
      throw new RebuildOvertaken(name)
    }
    await dropAllBut([building])
  }

  async function dropAllBut(generations: number[]): Promise<void> {
    const kept = generations.map(collectionOf)
    const isOurs = (found: string): boolean => found === name || (found.startsWith(`${name}.`) && /^\d+$/.test(found.slice(name.length + 1)))
    const collections = await db.listCollections({}, { nameOnly: true }).toArray()
    for (const { name: found } of collections) if (isOurs(found) && !kept.includes(found)) await db.dropCollection(found)
  }

  async function renew(): Promise<void> {
    const { form: stored = 1 } = await cursor.load()
    if (stored === form) return
    logger.info({ readModel: name, from: stored, to: form }, 'a read model has a new form and is built anew')
    await rebuild()
  }

  await prepare(of((await cursor.load()).generation))
  const tail = createTail({ name, forInspectors, cursor, feed, logger, handle: async (entries, generation) => void (await project(of(generation), entries)) })
  return {
    name,
    tail,
    documents: () => of(tail.generation()),
    standing: cursor.read,
    rebuild,
    renew,
  }
}

interface Numbered {
  _id: string
  upTo: number
}

/**
 * Stores documents, in one request, where what is there has taken in less of the log, or nothing is there. `upTo` decides, so a page
 * that is handled twice, or by two processes at once, counts nothing twice and nothing goes back.
 */
export async function putNewer<D extends Numbered>(collection: Pick<mongo.Collection<D>, 'bulkWrite'>, documents: D[]): Promise<void> {
  if (documents.length === 0) return
  const writes = documents.map((document) => ({
    replaceOne: { filter: { _id: document._id, upTo: { $lt: document.upTo } } as mongo.Filter<D>, replacement: document, upsert: true },
  }))
  try {
    await collection.bulkWrite(writes, { ordered: false })
  } catch (error) {
    // Its `_id` is taken by a document that is not older: then there is nothing to store.
    if (!isOnlyDuplicates(error)) throw error
  }
}
