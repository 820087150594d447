import type { Entry, SequencedEntry } from '@zhixin/shared/log'
import { LRUCache } from 'lru-cache'
import { coalesced } from '../platform/batched'
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

/** What is remembered of the court's log up to a number: the heads of those chains that somebody asked for, or that moved. */
interface Remembered {
  heads: LRUCache<string, Head>
  /** Every entry up to this `seq` is taken into `heads`. Unknown until the store has been asked. */
  upTo?: number
  /** How many heads had to make room for others. */
  pushedOut: number
}

/** Where more than these were written elsewhere, it is cheaper to forget all heads than to bring them forward. */
const FOLLOWED_MAX = 1_000

/**
 * Heads and folded states of chains. Entries never change, so a state is right for its index for ever; what can grow old is only
 * which index is a chain's last. So the cache follows the court's numbers: one look at what comes after the last one it knows
 * proves all heads at once, for everybody who asks in the same moment. A head may be newer than `courtHead` said: a batch that is
 * decided on it has a number that is taken, and is decided anew.
 */
export function createChainCache(reader: Pick<LogReader, 'courtHead' | 'head' | 'list' | 'mayHaveBegun' | 'numbers'>, max = 20_000) {
  const followedMax = Math.min(max, FOLLOWED_MAX)
  const nothing = (): Remembered => {
    const fresh: Remembered = { pushedOut: 0, heads: new LRUCache({ max, dispose: (_head, _chain, why) => void (why === 'evict' && fresh.pushedOut++) }) }
    return fresh
  }
  let remembered = nothing()
  const folded = new LRUCache<string, Map<string, Folded>>({ max })

  function statesOf(chain: string): Map<string, Folded> {
    const known = folded.get(chain)
    if (known) return known
    const fresh = new Map<string, Folded>()
    folded.set(chain, fresh)
    return fresh
  }

  // Where all was forgotten during one of the reads below, its answer goes into what nobody looks at any more.

  async function courtHead(): Promise<number> {
    const mine = remembered
    const read = mine.upTo ?? (await reader.courtHead())
    return (mine.upTo ??= read)
  }

  /**
   * Begins a look at the store for heads, and gives what keeps one that was found. `upTo` vouches for every head that is kept. It cannot for one that
   * was read before it; where it has moved on meanwhile, the chain's own head would have been taken in, and be there unless some were pushed out.
   */
  function looking(): (chain: string, read: Head) => void {
    const mine = remembered
    const { upTo: asked, pushedOut } = mine
    return (chain, read) => {
      const isVouchedFor = asked !== undefined && (asked === mine.upTo || (pushedOut === mine.pushedOut && !mine.heads.has(chain)))
      if (isVouchedFor) mine.heads.set(chain, read)
    }
  }

  async function head(chain: string): Promise<Head> {
    const known = remembered.heads.get(chain)
    if (known) return known
    const keep = looking()
    const found = await reader.head(chain)
    const read = found ? headOf(found) : noHead
    keep(chain, read)
    return read
  }

  /** Gets to know the heads of many chains: of all that are new with one or two looks. */
  async function lookAhead(chains: Iterable<string>): Promise<void> {
    const unknown = [...new Set(chains)].filter((chain) => !remembered.heads.has(chain))
    if (unknown.length < 2) return
    const keep = looking()
    const begun = new Set(await reader.mayHaveBegun(unknown))
    for (const chain of unknown) if (!begun.has(chain)) keep(chain, noHead)
    await Promise.all([...begun].map(head))
  }

  /** Takes in what others have written since. */
  const follow = coalesced(async () => {
    const mine = remembered
    const from = await courtHead()
    let count = 0
    for await (const numbers of reader.numbers(from, followedMax + 1)) {
      if (++count > followedMax) return forget()
      moveOn(mine, numbers)
    }
  })

  function forget(): void {
    remembered = nothing()
  }

  async function read<S>(fold: Fold<S>, chain: string): Promise<S> {
    const known = statesOf(chain).get(fold.name)
    const from: Folded = known ?? { index: -1, state: fold.initial, evolve: (state, entry) => fold.evolve(state as S, entry) }
    const newer = await reader.list(chain, { after: from.index })
    const to = newer.reduce(stepped, from)
    // Two readers may race; the one that got further is kept.
    const meanwhile = statesOf(chain).get(fold.name)
    if (!meanwhile || meanwhile.index < to.index) statesOf(chain).set(fold.name, to)
    return to.state as S
  }

  /** Of a chain that has nothing yet there is nothing to read. */
  function begin<S>(fold: Fold<S>, chain: string): S {
    statesOf(chain).set(fold.name, { index: noHead.index, state: fold.initial, evolve: (state, entry) => fold.evolve(state as S, entry) })
    return fold.initial
  }

  async function atHead<S>(fold: Fold<S>, chain: string): Promise<S> {
    const { index } = await head(chain)
    const known = folded.get(chain)?.get(fold.name)
    if (known && known.index >= index) return known.state as S
    return index === noHead.index ? begin(fold, chain) : read(fold, chain)
  }

  return {
    /** The last number that is taken, as far as this process knows. */
    courtHead,
    head,
    lookAhead,
    /** The state as the store has it now: for reads, and for whoever decides about rights. */
    async current<S>(fold: Fold<S>, chain: string): Promise<S> {
      await follow()
      return atHead(fold, chain)
    },
    /** The state at the head this process knows of, or a newer one; asks the store only where it knows none. */
    atHead,
    /** An entry of ours is stored: brings head and cached states forward without reading. */
    step(entry: SequencedEntry): void {
      moveOn(remembered, entry)
      for (const [name, state] of folded.get(entry.chain) ?? []) {
        if (state.index === entry.index - 1) statesOf(entry.chain).set(name, stepped(state, entry))
      }
    },
    /** Somebody else has written: their entries are taken in. */
    follow,
    /** An answer is missing: everything about heads is read anew. */
    forget,
  }
}
export type ChainCache = ReturnType<typeof createChainCache>

const stepped = (before: Folded, entry: Entry): Folded => ({ ...before, index: entry.index, state: before.evolve(before.state, entry) })

const headOf = ({ index, entryHash, at }: Pick<Entry, 'index' | 'entryHash' | 'at'>): Head => ({ index, entryHash, at })

/** Takes in the next entry; not one that was taken in already, nor one with others missing before it. */
function moveOn(known: Remembered, entry: Pick<SequencedEntry, 'seq' | 'chain' | 'index' | 'entryHash' | 'at'>): void {
  if (known.upTo !== entry.seq - 1) return
  known.heads.set(entry.chain, headOf(entry))
  known.upTo = entry.seq
}
