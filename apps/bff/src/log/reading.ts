import { assertThat } from '@zhixin/shared/errors'
import type { LogReader } from './reader'
import type { ReadModel } from './read-model'

export const READ_WAITS_MS = 1_000
/** Among more entries than these nobody looks for the few that concern one reader. */
const LOOKED_THROUGH_MAX = 2_000

/** Whether this entry, or one before it in its chain, may change what a reader is about to be shown. */
export type Concerns = (chain: string, index: number) => boolean | Promise<boolean>

/**
 * Reads from read models so that the answer is right: everything that was stored when the reader asked, and concerns them, is in it.
 * Waits up to a second for that, then throws CodedError `read.behind`. It is the store that is asked what has been written, so it
 * does not matter by which process. What concerns others is not waited for: how busy an opponent is must not show.
 */
export function createReading(reader: Pick<LogReader, 'numbers' | 'courtHead'>) {
  /** The last `seq` that a reader must not miss; −1 for none. */
  async function needed(after: number, concerns: Concerns): Promise<number> {
    const pending: { seq: number; chain: string; index: number }[] = []
    for await (const entry of reader.numbers(after, LOOKED_THROUGH_MAX + 1)) pending.push(entry)
    if (pending.length > LOOKED_THROUGH_MAX) return reader.courtHead()
    for (const { seq, chain, index } of pending.reverse()) if (await concerns(chain, index)) return seq
    return -1
  }

  return async function reading<T>(models: ReadModel[], concerns: Concerns, read: () => Promise<T>): Promise<T> {
    const giveUpAt = performance.now() + READ_WAITS_MS
    const tails = models.map(({ tail }) => tail)
    const allReach = async (seq: number): Promise<void> => {
      const left = Math.max(0, giveUpAt - performance.now())
      const reached = await Promise.all(tails.map((tail) => tail.reached(seq, left)))
      assertThat(reached.every(Boolean), 'read.behind', { retryAfterSeconds: 1 })
    }
    for (;;) {
      // A tail that has to read its cursor anew does so first: how far it was is no word about other documents.
      await allReach(-1)
      const generations = tails.map((tail) => tail.generation())
      await allReach(await needed(Math.min(...tails.map((tail) => tail.position())), concerns))
      if (tails.some((tail, i) => tail.generation() !== generations[i])) continue
      const answer = await read()
      // Documents are thrown away only after others were put in their place: as long as these count, they were all there.
      const standing = await Promise.all(models.map((model) => model.standing()))
      const outdated = tails.filter((_, i) => standing[i]?.generation !== generations[i])
      if (outdated.length === 0) return answer
      for (const tail of outdated) tail.reload()
    }
  }
}
