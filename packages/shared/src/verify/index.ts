import { bodyHash, entryHash, type Entry, EntryHeaderSchema, type Sm3 } from '../log'

export type VerifyErrorCode =
  | 'entry.malformed'
  | 'entry.hash_mismatch'
  | 'entry.body_mismatch'
  | 'entry.withheld_unexplained'
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

/** An entry as a reader holds it who may not see its body: the header, and so the chain, is whole all the same. */
export type WithheldEntry = Omit<Entry, 'body' | 'nonce'> & { body: null; nonce: null }

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
  /** Indexes whose body was not shown, and that no entry so far says may be withheld. */
  unexplained?: readonly number[]
}

export const startOf = (chain: string, remembered?: RememberedHead): ChainPosition => ({ chain, next: 0, prev: null, at: '', ...(remembered && { remembered }) })

/**
 * Checks one entry against the position before it and returns the position after it. Throws VerifyError otherwise.
 * Does not check who was allowed to write the entry, nor that attachments' bytes match their hashes. Of an entry whose body is withheld
 * it checks all but the body; that some entry says so is for `verifyEnd` to tell.
 */
export function verifyNext(sm3: Sm3, position: ChainPosition, entry: Entry | WithheldEntry): ChainPosition {
  const index = position.next
  if (!EntryHeaderSchema.safeParse(entry).success) throw new VerifyError('entry.malformed', index)
  if (entry.chain !== position.chain || (position.court !== undefined && entry.court !== position.court)) {
    throw new VerifyError('chain.wrong_chain', index)
  }
  if (entry.index !== index) throw new VerifyError('chain.index_gap', index)
  if (entry.prev !== position.prev) throw new VerifyError('chain.prev_mismatch', index)
  if (entry.at < position.at) throw new VerifyError('chain.time_went_back', index)
  if (entryHash(sm3, entry) !== entry.entryHash) throw new VerifyError('entry.hash_mismatch', index)
  if (!isWithheld(entry) && !bodyFits(sm3, entry)) throw new VerifyError('entry.body_mismatch', index)
  const { remembered } = position
  if (remembered?.index === index && remembered.entryHash !== entry.entryHash) throw new VerifyError('chain.other_history', index)
  const unexplained = unexplainedAfter(position.unexplained ?? [], entry)
  return {
    court: entry.court, chain: entry.chain, next: index + 1, prev: entry.entryHash, at: entry.at,
    ...(remembered && { remembered }), ...(unexplained.length > 0 && { unexplained }),
  }
}

const isWithheld = (entry: Entry | WithheldEntry): entry is WithheldEntry => entry.body === null && entry.nonce === null

/** Entries that say that the body of another one may be withheld: it was sealed (封存), or confined to its sender and the handler. */
const WITHHOLDING = new Set(['seal.approved', 'message.confined'])

/**
 * What is about another entry goes with it where that is for its sender and the handler; which one it is about stands in the body. What is
 * sealed with another one is named by the approval, but for summaries in chains of before.
 */
const GOES_ALONG = new Set([
  'voice.summarised', 'urgent.taken', 'urgent.returned', 'urgent.said', 'urgent.settled', 'urgent.unreached', 'urgent.reminded', 'urgent.rung_again',
])

function unexplainedAfter(before: readonly number[], entry: Entry | WithheldEntry): readonly number[] {
  if (isWithheld(entry)) return entry.visibility === 'sender_and_handler' || GOES_ALONG.has(entry.type) ? before : [...before, entry.index]
  if (before.length === 0 || !WITHHOLDING.has(entry.type)) return before
  const { of, also } = entry.body
  return before.filter((index) => index !== of && !(Array.isArray(also) && also.includes(index)))
}

/**
 * Where a chain ends: every body that was withheld must be so by an entry of the chain, and it must have got to the head remembered of
 * it. Throws VerifyError naming the first index that is missing, or whose body is.
 * Without a remembered head nothing tells whether entries were cut off at the end.
 */
export function verifyEnd({ next, remembered, unexplained }: ChainPosition): void {
  if (unexplained?.[0] !== undefined) throw new VerifyError('entry.withheld_unexplained', unexplained[0])
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
export function verifyChain(sm3: Sm3, chain: string, entries: Iterable<Entry | WithheldEntry>, remembered?: RememberedHead): ChainPosition {
  let position = startOf(chain, remembered)
  for (const entry of entries) position = verifyNext(sm3, position, entry)
  verifyEnd(position)
  return position
}
