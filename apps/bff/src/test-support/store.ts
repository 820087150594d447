import { randomBytes } from 'node:crypto'
import { startEmbeddedMongo } from '@zhixin/embedded-mongo'
import type { Connection } from 'mongoose'
import { openDatabase } from '../platform/database'
import { ONE_STORE } from './one-store'

export interface TestStore {
  connection: Connection
  uri: string
  close(): Promise<void>
}

/** A database of this test's own: on the server that MONGODB_URI names, else on the one all tests share, else on one of its own. */
export async function openTestStore(): Promise<TestStore> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const external = process.env.MONGODB_URI ?? process.env[ONE_STORE]
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
