import mongoose from 'mongoose'

/**
 * A connection of its own. Writes are acknowledged by a majority and journaled; reads come from the primary. A filter's values
 * are values: an object with `$` operators counts as one only where the code says `mongoose.trusted`.
 * Rejects when no server answers within five seconds.
 */
export async function openDatabase(uri: string): Promise<mongoose.Connection> {
  const instance = new mongoose.Mongoose()
  // 'throw': with true a mistyped field would be left out of a filter, which then finds everything.
  instance.set('strictQuery', 'throw')
  instance.set('sanitizeFilter', true)
  const connection = instance.createConnection(uri, {
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: 10_000 },
    readPreference: 'primary',
    readConcern: { level: 'majority' },
    serverSelectionTimeoutMS: 5_000,
    connectTimeoutMS: 5_000,
    socketTimeoutMS: 30_000,
    maxPoolSize: 50,
    // Models build their indexes when a room opens and wait for it; nothing is built behind the back of a request.
    autoIndex: false,
    autoCreate: false,
  })
  try {
    return await connection.asPromise()
  } catch (error) {
    await connection.close().catch(() => undefined)
    throw error
  }
}

const DUPLICATE_KEY = 11_000

/** Whether an error says that a unique index (or `_id`) has the key already. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof Error && (error as Error & { code?: unknown }).code === DUPLICATE_KEY

/** The same of a bulk write, unordered: nothing else was wrong with any of its writes. */
export function isOnlyDuplicates(error: unknown): boolean {
  const { writeErrors, result } = error as { writeErrors?: unknown; result?: { getWriteConcernError?(): unknown } }
  const list = [writeErrors ?? []].flat() as { code?: number }[]
  return list.length > 0 && list.every(({ code }) => code === DUPLICATE_KEY) && !result?.getWriteConcernError?.()
}

// The driver's errors carry no common class across its versions, but all of them have a name that begins so.
/** Whether the store, and not what was asked of it, is what failed. */
export const isStoreError = (error: unknown): boolean => error instanceof Error && error.name.startsWith('Mongo')

/** Rejects when the store does not answer: for /readyz. */
export async function pingDatabase(connection: mongoose.Connection): Promise<void> {
  if (!connection.db) throw new Error('not connected')
  await connection.db.command({ ping: 1 })
}
