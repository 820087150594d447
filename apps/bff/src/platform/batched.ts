import { setTimeout as wait } from 'node:timers/promises'
import DataLoader from 'dataloader'

const AT_MOST = 200
/** A look that hangs must not keep the next one from beginning. */
const WAIT_AT_MOST_MS = 20

/**
 * Lets one look at the store begin after another: what is asked for meanwhile gathers for the next. So the busier it is, the more
 * share one look; and when it is quiet, a look begins at once.
 */
function oneByOne() {
  let last: Promise<void> | undefined
  return {
    begin: (start: () => void): void => void setImmediate(() => {
      if (last) void Promise.race([last, wait(WAIT_AT_MOST_MS, undefined, { ref: false })]).then(start)
      else start()
    }),
    running<T>(begun: PromiseLike<T>): Promise<T> {
      // A query of mongoose's runs each time somebody waits for it.
      const look = Promise.resolve(begun)
      const forget = (): void => {
        if (last === mine) last = undefined
      }
      const mine = look.then(forget, forget)
      last = mine
      return look
    },
  }
}

/**
 * Asks the store once for what is asked for at the same time: `find` gets each id once and answers with what it found. Nothing is
 * kept: whoever asks is answered from a look that begins after they asked.
 */
export function batched<V extends { _id: string }>(find: (ids: string[]) => PromiseLike<V[]>): (id: string) => Promise<V | undefined> {
  const { begin, running } = oneByOne()
  const loader = new DataLoader<string, V | undefined>(
    async (ids) => {
      const found = new Map((await running(find([...new Set(ids)]))).map((value) => [value._id, value]))
      return ids.map((id) => found.get(id))
    },
    { cache: false, maxBatchSize: AT_MOST, batchScheduleFn: begin },
  )
  return (id) => loader.load(id)
}

/** The same for one thing to know: whoever asks before the look begins shares it. */
export function coalesced<T>(look: () => Promise<T>): () => Promise<T> {
  const { begin, running } = oneByOne()
  let next: Promise<T> | undefined
  return () => (next ??= new Promise<void>(begin).then(() => {
    next = undefined
    return running(look())
  }))
}
