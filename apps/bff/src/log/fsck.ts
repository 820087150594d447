import type { EntryAttachment } from '@zhixin/shared/log'
import { type ChainPosition, type RememberedHead, startOf, verifyEnd, VerifyError, verifyNext } from '@zhixin/shared/verify'
import { type ChainKeys, MissingChainKey, MissingMasterKey } from './chain-keys'
import type { LogReader } from './reader'
import { closedEntry, type LogRecord, openRecord, UnreadableRecord } from './records'
import { sm3 } from './sm3'

/** What does not fit, named so that a person finds the place. */
export interface Misfit {
  chain: string
  index: number
  code: string
}

export interface FsckParts {
  court: string
  reader: LogReader
  keys: ChainKeys
  /** SM3 of an attachment's stored bytes, hex; undefined when they are missing or do not open. */
  attachmentSm3(chain: string, attachment: EntryAttachment): Promise<string | undefined>
}

/** A head with its chain, as it is written down for later. */
export interface ChainHead extends RememberedHead {
  chain: string
}

/**
 * `closed`: the inspectors' master key is not on this machine, so of a chain of theirs hashes, links and head were looked at, bodies and
 * attachments not.
 */
export type ChainResult = { head: ChainPosition; closed?: boolean } | { misfit: Misfit }

export interface FsckOptions {
  /** Only this chain. */
  chain?: string
  /** What must still be there, in the order of the chains' names. */
  remembered?: AsyncIterable<ChainHead>
  /** Told of every entry. */
  progress?(): void
}

/**
 * Recomputes chains from the store, one after the other: every hash, every link, every body, every attachment's bytes, and that each
 * goes on from the head remembered of it. Read-only, and in the memory that one page takes, however long the log is. Yields for each
 * chain the head it arrived at, or the first entry that does not fit. Without remembered heads a tail cut off as a whole is not seen.
 */
export async function* fsckChains(parts: FsckParts, { chain, remembered = nothing(), progress = () => {} }: FsckOptions = {}): AsyncGenerator<ChainResult> {
  const heads = inOrder(remembered)
  let at: Walk | undefined
  for await (const record of parts.reader.records(chain)) {
    if (at?.chain !== record.chain) {
      if (at) yield endOf(at)
      yield* missing(await heads.before(record.chain))
      at = await beginning(parts, record.chain, await heads.of(record.chain))
    }
    progress()
    if (!at.misfit) await take(parts, at, record)
  }
  if (at) yield endOf(at)
  yield* missing(await heads.rest())
}

/** Recomputes one chain. The head it arrived at, or the first entry that does not fit. */
export async function fsckChain(parts: FsckParts, chain: string): Promise<ChainResult> {
  for await (const result of fsckChains(parts, { chain })) return result
  return { head: startOf(chain) }
}

interface Walk {
  chain: string
  keys?: Awaited<ReturnType<ChainKeys['of']>>
  /** Its key is not here on purpose. */
  closed?: boolean
  position: ChainPosition
  misfit?: Misfit
}

async function beginning({ court, keys }: FsckParts, chain: string, remembered: ChainHead | undefined): Promise<Walk> {
  const position = { ...startOf(chain, remembered), court }
  try {
    return { chain, position, keys: await keys.of(chain) }
  } catch (error) {
    if (error instanceof MissingChainKey) return { chain, position, misfit: { chain, index: 0, code: 'chain.key_missing' } }
    if (error instanceof MissingMasterKey) return error.absent ? { chain, position, closed: true } : { chain, position, misfit: { chain, index: 0, code: 'chain.master_key_missing' } }
    throw error
  }
}

async function take({ attachmentSm3 }: FsckParts, walk: Walk, record: LogRecord): Promise<void> {
  const { chain, position } = walk
  try {
    const entry = walk.closed ? { ...closedEntry(record), body: null, nonce: null } : openRecord(walk.keys!, record)
    const next = verifyNext(sm3, position, entry)
    if (walk.closed) {
      // Whether every body that nobody saw may be withheld cannot be told without them.
      walk.position = { ...next, unexplained: [] }
      return
    }
    for (const attachment of entry.attachments) {
      if ((await attachmentSm3(chain, attachment)) === attachment.sm3) continue
      walk.misfit = { chain, index: position.next, code: 'attachment.mismatch' }
      return
    }
    walk.position = next
  } catch (error) {
    walk.misfit = { chain, index: position.next, code: codeOf(error) }
  }
}

function endOf({ chain, position, misfit, closed }: Walk): ChainResult {
  if (misfit) return { misfit }
  try {
    verifyEnd(position)
    return { head: position, ...(closed && { closed }) }
  } catch (error) {
    return { misfit: { chain, index: position.next, code: codeOf(error) } }
  }
}

/** Chains that were there once and are not any more. */
function* missing(heads: ChainHead[]): Generator<ChainResult> {
  for (const { chain } of heads) yield { misfit: { chain, index: 0, code: 'chain.head_missing' } }
}

function codeOf(error: unknown): string {
  if (error instanceof VerifyError) return error.code
  if (error instanceof UnreadableRecord) return 'entry.body_unreadable'
  throw error
}

async function* nothing(): AsyncGenerator<never> {}

/** Remembered heads beside chains that come in the same order: none has to be kept. Throws when they are in another order. */
function inOrder(remembered: AsyncIterable<ChainHead>) {
  const heads = remembered[Symbol.asyncIterator]()
  let next: ChainHead | undefined
  let isBegun = false

  async function advance(): Promise<void> {
    const { value, done } = await heads.next()
    const last = next?.chain
    next = done === true ? undefined : value
    isBegun = true
    if (next && last !== undefined && next.chain <= last) throw new Error(`the remembered heads are not in order: ${next.chain} after ${last}`)
  }
  async function until(isEnough: (chain: string) => boolean): Promise<ChainHead[]> {
    const passed: ChainHead[] = []
    if (!isBegun) await advance()
    while (next && !isEnough(next.chain)) {
      passed.push(next)
      await advance()
    }
    return passed
  }
  return {
    before: (chain: string): Promise<ChainHead[]> => until((head) => head >= chain),
    of: async (chain: string): Promise<ChainHead | undefined> => (await until((head) => head > chain))[0],
    rest: (): Promise<ChainHead[]> => until(() => false),
  }
}

/**
 * Whether the court's numbers run from 0 without a hole, at least as far as they did once. Read-only. Answers with how many there are.
 * Without knowing how far they ran once, it is not seen when the last of them are gone.
 */
export async function fsckNumbers(reader: Pick<LogReader, 'numbers'>, court: string, onceThere = 0): Promise<{ entries: number } | { misfit: Misfit }> {
  let expected = 0
  for await (const { seq, chain, index } of reader.numbers()) {
    if (seq !== expected) return { misfit: { chain, index, code: `court.seq_gap (${expected} is missing before ${seq})` } }
    expected++
  }
  if (expected >= onceThere) return { entries: expected }
  return { misfit: { chain: `the numbers of ${court}`, index: expected, code: `court.head_missing (there were ${onceThere} entries)` } }
}
