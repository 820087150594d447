import path from 'node:path'
import { type Binary, type Db, MongoClient } from 'mongodb'

/** Opens the embedded store of a running product as somebody with the machine would, and does something to it. */
export async function inStore<T>(dataDir: string, act: (db: Db) => Promise<T>): Promise<T> {
  const client = new MongoClient(`mongodb://${encodeURIComponent(path.join(dataDir, 'store.sock'))}/zhixin`)
  try {
    return await act(client.db())
  } finally {
    await client.close()
  }
}

/** Turns one bit in the sealed body of the entry at this place. Answers how to turn it back. */
export const changeEntry = (dataDir: string, chain: string, index: number): Promise<() => Promise<void>> =>
  inStore(dataDir, async (db) => {
    const entries = db.collection<{ sealed: string }>('log_entries')
    const found = await entries.findOne({ chain, index })
    const put = (sealed: string) => inStore(dataDir, (again) => again.collection('log_entries').updateOne({ chain, index }, { $set: { sealed } }))
    await put(oneBitOff(Buffer.from(found!.sealed, 'base64')).toString('base64'))
    return async () => void (await put(found!.sealed))
  })

/** Turns one bit in the stored bytes of an attachment. Answers how to turn it back. */
export const changeAttachment = (dataDir: string, id: string): Promise<() => Promise<void>> =>
  inStore(dataDir, async (db) => {
    const file = await db.collection('attachments.files').findOne({ filename: id })
    const chunk = await db.collection<{ data: Binary }>('attachments.chunks').findOne({ files_id: file!._id })
    const put = (data: Uint8Array) =>
      inStore(dataDir, (again) => again.collection('attachments.chunks').updateOne({ _id: chunk!._id }, { $set: { data: Buffer.from(data) } }))
    const before = Buffer.from(chunk!.data.buffer)
    await put(oneBitOff(before))
    return async () => void (await put(before))
  })

function oneBitOff(bytes: Uint8Array): Buffer {
  const changed = Buffer.from(bytes)
  const middle = Math.floor(changed.length / 2)
  changed[middle] = changed[middle]! ^ 1
  return changed
}
