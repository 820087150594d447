import { bodyHash, entryHash, type Entry, EntryHeaderSchema, type Sm3 } from '../log'

export type VerifyErrorCode =
  | 'entry.malformed'
  | 'entry.hash_mismatch'
  | 'entry.body_mismatch'
  | 'chain.wrong_chain'
  | 'chain.index_gap'
  | 'chain.prev_mismatch'
  | 'chain.time_went_back'
  | 'chain.head_missing'
  | 'chain.other_history'

/** Says what does not fit and at which index of the chain. */
export class VerifyError extends Error {
  override readonly name = 'VerifyError'
  constructor(
    readonly code: VerifyErrorCode,
    readonly index: number,
  ) {
    super(`${code} at index ${index}`)
  }
}

/** A chain's newest entry as somebody wrote it down elsewhere. What is shown later must go on from it. */
export interface RememberedHead {
  index: number
  entryHash: string
}

/** Where a verification stands: what the next entry must follow. */
export interface ChainPosition {
  court?: string
  chain: string
  /** Index of the next entry. */
  next: number
  prev: string | null
  at: string
  remembered?: RememberedHead
}

export const startOf = (chain: string, remembered?: RememberedHead): ChainPosition => ({ chain, next: 0, prev: null, at: '', ...(remembered && { remembered }) })

/**
 * Checks one entry against the position before it and returns the position after it. Throws VerifyError otherwise.
 * Does not check who was allowed to write the entry, nor that attachments' bytes match their hashes.
 */
export function verifyNext(sm3: Sm3, position: ChainPosition, entry: Entry): ChainPosition {
  const index = position.next
  if (!EntryHeaderSchema.safeParse(entry).success) throw new VerifyError('entry.malformed', index)
  if (entry.chain !== position.chain || (position.court !== undefined && entry.court !== position.court)) {
    throw new VerifyError('chain.wrong_chain', index)
  }
  if (entry.index !== index) throw new VerifyError('chain.index_gap', index)
  if (entry.prev !== position.prev) throw new VerifyError('chain.prev_mismatch', index)
  if (entry.at < position.at) throw new VerifyError('chain.time_went_back', index)
  if (entryHash(sm3, entry) !== entry.entryHash) throw new VerifyError('entry.hash_mismatch', index)
  if (!bodyFits(sm3, entry)) throw new VerifyError('entry.body_mismatch', index)
  const { remembered } = position
  if (remembered?.index === index && remembered.entryHash !== entry.entryHash) throw new VerifyError('chain.other_history', index)
  return { court: entry.court, chain: entry.chain, next: index + 1, prev: entry.entryHash, at: entry.at, ...(remembered && { remembered }) }
}

/**
 * Where a chain ends: it must have got to the head remembered of it. Throws VerifyError naming the first index that is missing.
 * Without a remembered head nothing tells whether entries were cut off at the end.
 */
export function verifyEnd({ next, remembered }: ChainPosition): void {
  if (remembered && next <= remembered.index) throw new VerifyError('chain.head_missing', next)
}

// The body comes from whoever holds it: a nonce that is no hex must not turn into a stray RangeError.
function bodyFits(sm3: Sm3, entry: Entry): boolean {
  try {
    return bodyHash(sm3, entry.nonce, entry.body) === entry.bodyHash
  } catch {
    return false
  }
}

/** Checks a whole chain, entries in order. A head remembered from before finds a tail cut off since, and another history. */
export function verifyChain(sm3: Sm3, chain: string, entries: Iterable<Entry>, remembered?: RememberedHead): ChainPosition {
  let position = startOf(chain, remembered)
  for (const entry of entries) position = verifyNext(sm3, position, entry)
  verifyEnd(position)
  return position
}
