import type { Entry } from '@zhixin/shared/log'
import { LRUCache } from 'lru-cache'
import type { LogReader } from './reader'

/** A state folded from a chain: what rules decide on. Entries it does not know must leave it as it is. */
export interface Fold<S> {
  name: string
  initial: S
  evolve(state: S, entry: Entry): S
}

/** The newest entry of a chain, as far as its successor needs it. */
export interface Head {
  index: number
  entryHash: string | null
  at: string
}
export const noHead: Head = { index: -1, entryHash: null, at: '' }

interface Folded {
  index: number
  state: unknown
  evolve(state: unknown, entry: Entry): unknown
}

/**
 * Heads and folded states of chains. Entries never change, so what is cached is right for its index for ever. The writer may meet
 * a state that is newer than the court head it knows: then its number is taken already and the batch is decided anew.
 */
export function createChainCache(reader: LogReader, max = 20_000) {
  const noHeads = () => new LRUCache<string, Head>({ max })
  let heads = noHeads()
  const folded = new LRUCache<string, Map<string, Folded>>({ max })

  function statesOf(chain: string): Map<string, Folded> {
    const known = folded.get(chain)
    if (known) return known
    const fresh = new Map<string, Folded>()
    folded.set(chain, fresh)
    return fresh
  }

  async function current<S>(fold: Fold<S>, chain: string): Promise<S> {
    const known = statesOf(chain).get(fold.name)
    const from: Folded = known ?? { index: -1, state: fold.initial, evolve: (state, entry) => fold.evolve(state as S, entry) }
    const newer = await reader.list(chain, { after: from.index })
    const to = newer.reduce(stepped, from)
    // Two readers may race; the one that got further is kept.
    const meanwhile = statesOf(chain).get(fold.name)
    if (!meanwhile || meanwhile.index < to.index) statesOf(chain).set(fold.name, to)
    return to.state as S
  }

  async function head(chain: string): Promise<Head> {
    const remembered = heads
    const known = remembered.get(chain)
    if (known) return known
    const found = await reader.head(chain)
    const read: Head = found ? { index: found.index, entryHash: found.entryHash, at: found.at } : noHead
    // Where heads were forgotten meanwhile, this one is of before and must not come back among those of after.
    remembered.set(chain, read)
    return read
  }

  return {
    head,
    /** The state as the store has it now: for reads, and for whoever decides about rights. */
    current,
    /** The state at the head the writer knows of; asks the store only when what is cached is older. */
    async atHead<S>(fold: Fold<S>, chain: string): Promise<S> {
      const { index } = await head(chain)
      const known = folded.get(chain)?.get(fold.name)
      return known && known.index >= index ? (known.state as S) : current(fold, chain)
    },
    /** An entry of ours is stored: brings head and cached states forward without reading. */
    step(entry: Entry): void {
      heads.set(entry.chain, { index: entry.index, entryHash: entry.entryHash, at: entry.at })
      for (const [name, state] of folded.get(entry.chain) ?? []) {
        if (state.index === entry.index - 1) statesOf(entry.chain).set(name, stepped(state, entry))
      }
    },
    /** Another process has written, or may have: heads are read anew. */
    forgetHeads(): void {
      heads = noHeads()
    },
  }
}
export type ChainCache = ReturnType<typeof createChainCache>

const stepped = (before: Folded, entry: Entry): Folded => ({ ...before, index: entry.index, state: before.evolve(before.state, entry) })
