import { MongoClient, type Collection, type Db, type Document, type MongoServerError } from 'mongodb'
import { startEmbeddedMongo, type EmbeddedMongo } from '../index'

export interface Served {
  server: EmbeddedMongo
  client: MongoClient
  db: Db
  /** A collection nobody has used yet. */
  fresh(): Collection<Document>
}

/** A server for the tests of one file, with a client. */
export function serve(): Served {
  let collections = 0
  const served = { fresh: () => served.db.collection(`c${collections++}`) } as Served
  beforeAll(async () => {
    served.server = await startEmbeddedMongo()
    served.client = await MongoClient.connect(served.server.uri)
    served.db = served.client.db('crud')
  })
  afterAll(async () => {
    await served.client.close()
    await served.server.stop()
  })
  return served
}

/** What some work is refused with. @throws when it is not refused */
export async function refusal(work: Promise<unknown>): Promise<MongoServerError> {
  try {
    await work
  } catch (error) {
    return error as MongoServerError
  }
  throw new Error('nothing was refused')
}
