import type { FilesAdapter } from '@/services/adapters'

/*
 * A blob URL dies with the page. What waits to be sent is therefore kept in IndexedDB, under a path of our own.
 */
const DATABASE = 'zhixin-files'
const STORE = 'files'
const PREFIX = 'kept:'

export const browserFiles: FilesAdapter = {
  async keep(path, name) {
    const blob = await keptBlob(path)
    const key = `${PREFIX}${Date.now()}-${Math.random().toString(36).slice(2)}-${name}`
    await inStore('readwrite', (store) => store.put(blob, key))
    return key
  },
  async drop(path) {
    if (path.startsWith(PREFIX)) await inStore('readwrite', (store) => store.delete(path))
    else URL.revokeObjectURL(path)
  },
  // What was fetched is the page's own memory, and goes with it.
  sweep: async () => undefined,
}

/** The content behind a blob URL or a kept path. Rejects with `file_gone`. */
export async function keptBlob(path: string): Promise<Blob> {
  try {
    if (!path.startsWith(PREFIX)) return await (await fetch(path)).blob()
    const found: unknown = await inStore('readonly', (store) => store.get(path))
    if (found instanceof Blob) return found
  } catch {
    // Told below, the same whatever the cause.
  }
  throw Object.assign(new Error('the file is gone'), { reason: 'file_gone' })
}

async function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await settled(opening())
  try {
    return await settled(act(database.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    database.close()
  }
}

function opening(): IDBOpenDBRequest {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE)
  return request
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'))
  })
