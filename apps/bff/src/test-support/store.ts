import { randomBytes } from 'node:crypto'
import { startEmbeddedMongo } from '@zhixin/embedded-mongo'
import type { Connection } from 'mongoose'
import { openDatabase } from '../platform/database'

export interface TestStore {
  connection: Connection
  uri: string
  close(): Promise<void>
}

/** A store of this test's own: the embedded server, or a database of its own on the server that MONGODB_URI names. */
export async function openTestStore(): Promise<TestStore> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const external = process.env.MONGODB_URI
  const server = external ? undefined : await startEmbeddedMongo()
  const uri = external ? external.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`) : `${server!.uri}${name}`
  const connection = await openDatabase(uri)
  return {
    connection,
    uri,
    async close() {
      if (external) await connection.dropDatabase()
      await connection.close()
      await server?.stop()
    },
  }
}
