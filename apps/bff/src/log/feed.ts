import type { SequencedEntry } from '@zhixin/shared/log'
import type { LogReader } from './reader'
import { isClosed } from './records'

const KEPT = 2_000

/**
 * What comes next in a court's log, for all tails of a process: read, opened and decrypted once instead of once for each of them.
 * The newest entries stay in memory, those appended here as well as those read. An entry never changes once it is stored, so it
 * makes no difference where it is taken from; what does not follow without a gap is not kept.
 */
export function createFeed(reader: Pick<LogReader, 'tail'>) {
  let recent: SequencedEntry[] = []
  let reading: { afterSeq: number; page: Promise<SequencedEntry[]> } | undefined

  function append(entries: SequencedEntry[]): void {
    recent.push(...entries)
    if (recent.length > KEPT) recent = recent.slice(-KEPT)
  }

  /** Entries read from the store are kept where they go on from what is there. */
  function keep(page: SequencedEntry[]): void {
    // What did not open may do so at the next look.
    if (page.some(isClosed)) return
    const last = recent.at(-1)?.seq
    const fresh = last === undefined ? page : page.filter(({ seq }) => seq > last)
    if (isRun(fresh) && (last === undefined || fresh[0]!.seq === last + 1)) append(fresh)
  }

  async function read(afterSeq: number, limit: number): Promise<SequencedEntry[]> {
    const page = await reader.tail(afterSeq, limit)
    keep(page)
    return page
  }

  return {
    /** Entries that this process has just appended: durable, in the order of `seq`. */
    appended(entries: SequencedEntry[]): void {
      if (!isRun(entries)) return
      // Somebody else has written in between: the newest are the ones that tails will want.
      if (recent.length > 0 && entries[0]!.seq !== recent.at(-1)!.seq + 1) recent = []
      append(entries)
    },
    /** Up to `limit` entries that follow `afterSeq`; none where the log ends. They are shared: nobody changes them. */
    async after(afterSeq: number, limit: number): Promise<SequencedEntry[]> {
      const from = recent.length > 0 ? afterSeq + 1 - recent[0]!.seq : -1
      if (from >= 0 && from < recent.length) return recent.slice(from, from + limit)
      if (reading?.afterSeq === afterSeq) return reading.page
      const asked = { afterSeq, page: read(afterSeq, limit) }
      reading = asked
      try {
        return await asked.page
      } finally {
        if (reading === asked) reading = undefined
      }
    },
  }
}
export type Feed = ReturnType<typeof createFeed>

const isRun = (entries: SequencedEntry[]): boolean => entries.length > 0 && entries.every(({ seq }, i) => seq === entries[0]!.seq + i)
