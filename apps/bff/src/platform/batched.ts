import DataLoader from 'dataloader'

const AT_MOST = 200

/**
 * Asks the store once for what is asked for at the same time: `find` gets the ids of one turn of the event loop, each once, and
 * answers with what it found. Nothing is kept: whoever asks later is answered from a look that begins later.
 */
export function batched<V extends { _id: string }>(find: (ids: string[]) => Promise<V[]>): (id: string) => Promise<V | undefined> {
  const loader = new DataLoader<string, V | undefined>(
    async (ids) => {
      const found = new Map((await find([...new Set(ids)])).map((value) => [value._id, value]))
      return ids.map((id) => found.get(id))
    },
    { cache: false, maxBatchSize: AT_MOST, batchScheduleFn: (start) => void setImmediate(start) },
  )
  return (id) => loader.load(id)
}

/** The same for one thing to know: whoever asks before the look begins shares it. */
export function coalesced<T>(look: () => Promise<T>): () => Promise<T> {
  let next: Promise<T> | undefined
  return () => (next ??= new Promise((begin) => void setImmediate(begin)).then(() => {
    next = undefined
    return look()
  }))
}
