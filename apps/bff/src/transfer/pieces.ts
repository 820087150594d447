import { mongo } from 'mongoose'
import { sm3Hex } from '../log'
import { deriveKeys, open, seal } from '../platform/seal'
import type { KeyStore } from '../ports/key-store'

/** What a case is made of on its way, in this order; all of it together is cut into pieces. */
export interface WayFile {
  name: string
  sm3: string
  size: number
}

/** Cuts what files hold, one after the other, into pieces of a size; the last one is as long as the rest. */
export async function* cut(contents: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = []
  let length = 0
  for await (const bytes of contents) {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + size - length)
      parts.push(part)
      at += part.length
      length += part.length
      if (length < size) continue
      yield Buffer.concat(parts)
      parts = []
      length = 0
    }
  }
  if (length > 0) yield Buffer.concat(parts)
}

/** The files that pieces hold, one after the other. Throws where a file is not what its hash says, or pieces end before it. */
export async function* joined(files: readonly WayFile[], piece: (n: number) => Promise<Buffer | undefined>): AsyncGenerator<{ name: string; bytes: Buffer }> {
  let [current, at, n]: [Buffer, number, number] = [Buffer.alloc(0), 0, 0]
  for (const { name, sm3, size } of files) {
    const parts: Buffer[] = []
    for (let left = size; left > 0; ) {
      if (at === current.length) {
        const next = await piece(++n)
        if (!next || next.length === 0) throw new Error(`piece ${n} is missing`)
        ;[current, at] = [next, 0]
      }
      const part = current.subarray(at, at + left)
      parts.push(part)
      at += part.length
      left -= part.length
    }
    const bytes = Buffer.concat(parts)
    if (sm3Hex(bytes) !== sm3) throw new Error(`${name} is not the one that was signed`)
    yield { name, bytes }
  }
}

interface StoredPiece {
  _id: string
  place: string
  n: number
  masterKeyId: string
  sealed: mongo.Binary
}

/** Pieces of cases on their way out or in, each sealed, until the way is over. `place` says which way and which transfer. */
export async function openPieces({ court, db, keyStore }: { court: string; db: mongo.Db; keyStore: KeyStore }) {
  const collection = db.collection<StoredPiece>('transfer_pieces')
  await collection.createIndex({ place: 1 })
  const keysOf = (secret: Buffer) => deriveKeys(secret, 'transfer-pieces')
  const idOf = (place: string, n: number): string => `${court}/${place}/${n}`
  return {
    async put(place: string, n: number, bytes: Buffer): Promise<void> {
      const { id: masterKeyId, secret } = await keyStore.current()
      const _id = idOf(place, n)
      const sealed = new mongo.Binary(seal(keysOf(secret), bytes, _id))
      await collection.updateOne({ _id }, { $set: { place: `${court}/${place}`, n, masterKeyId, sealed } }, { upsert: true })
    },
    async get(place: string, n: number): Promise<Buffer | undefined> {
      const _id = idOf(place, n)
      const found = await collection.findOne({ _id })
      if (!found) return undefined
      const { secret } = await keyStore.byId(found.masterKeyId)
      return open(keysOf(secret), Buffer.from(found.sealed.value()), _id)
    },
    /** Which pieces are there, in order. */
    async here(place: string): Promise<number[]> {
      const found = await collection.find({ place: `${court}/${place}` }).project<{ n: number }>({ n: 1 }).toArray()
      return found.map(({ n }) => n).sort((a, b) => a - b)
    },
    drop: async (place: string): Promise<void> => void (await collection.deleteMany({ place: `${court}/${place}` })),
  }
}
export type Pieces = Awaited<ReturnType<typeof openPieces>>
