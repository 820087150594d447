import { CodedError } from '@zhixin/shared/errors'
import { type Actor, bodyHash, type Entry, entryHash, type EntryAttachment, type EntryHeader, type JsonObject, type SequencedEntry } from '@zhixin/shared/log'
import type { Clock } from '../platform/clock'
import { isStoreError } from '../platform/database'
import { randomPiece } from '../platform/random'
import type { SealKeys } from '../platform/seal'
import type { ChainCache, Fold, Head } from './chain-cache'
import type { ChainKeys } from './chain-keys'
import { type LogRecord, recordId, sealBody } from './records'
import { sm3 } from './sm3'

export interface Draft {
  type: string
  actor: Actor
  body: JsonObject
  attachments?: EntryAttachment[]
  visibility?: Entry['visibility']
}

/** What a command decides on: states at the head, with what stands before it in the same batch. */
export interface HeadView {
  now: string
  state<S>(fold: Fold<S>, chain: string): Promise<S>
}

/** One command appends one entry, or none. */
export interface AppendCommand {
  chain: string
  /** Unique for ever in the court. A command's: actor + client message id; a derived entry's: what it follows from. */
  key: string
  /** Called again whenever the log has moved. Throws CodedError to refuse; undefined: nothing to write. */
  decide(view: HeadView): Promise<Draft | undefined>
  /** Whether what is stored under the key is this very command's. Without it, the same chain is enough. */
  isSame?(stored: Entry): boolean
}

/** A command that waits for its answer. */
export interface Pending {
  command: AppendCommand
  resolve(entry: SequencedEntry | undefined): void
  reject(error: unknown): void
}

/** A command's entry with its numbers. */
interface Decided {
  entry: SequencedEntry
  /** More than one where a command came twice into the batch. */
  pending: Pending[]
}

export interface Numbered extends Decided {
  /** What is stored of it. */
  record: LogRecord
}

/** A command that adds no entry: refused, or without an error nothing to write. True only while the heads are those it was decided on. */
export interface Declined {
  pending: Pending
  error?: unknown
}

export interface NumberingParts {
  court: string
  cache: ChainCache
  keys: ChainKeys
  clock: Clock
}

const CLOCK_TOLERANCE_MS = 5_000
const NONCE_BYTES = 16

/**
 * Decides each command on the state at the head, with what stands before it in the batch, gives its entry the next numbers and seals it.
 * Settles nothing: all of it holds only if nobody else has written meanwhile. Throws what the store throws; that is the whole batch's.
 */
export async function numberBatch(parts: NumberingParts, batch: Pending[], courtHead: number): Promise<{ numbered: Numbered[]; declined: Declined[] }> {
  const keyless = new Map<string, unknown>()
  for (;;) {
    const { decided, declined } = await decideBatch(parts, batch, courtHead, keyless)
    const chains = new Set(decided.map(({ entry }) => entry.chain))
    const keys = await parts.keys.forWritingAll(chains)
    if (keys.size >= chains.size) return { numbered: decided.map((one) => ({ ...one, record: recordOf(one.entry, keys.get(one.entry.chain)!) })), declined }
    // A chain's lost key is the matter of its own commands alone: the others are numbered anew without them.
    for (const chain of chains) {
      if (keys.has(chain)) continue
      await parts.keys.of(chain).catch((error: unknown) => {
        if (isStoreError(error)) throw error
        keyless.set(chain, error)
      })
    }
  }
}

async function decideBatch(
  parts: NumberingParts, batch: Pending[], courtHead: number, keyless: ReadonlyMap<string, unknown>,
): Promise<{ decided: Decided[]; declined: Declined[] }> {
  const view = overlay(parts.cache, parts.clock)
  const decided: Decided[] = []
  const declined: Declined[] = []
  const byKey = new Map<string, Decided>()
  for (const pending of batch) {
    const { command } = pending
    const twin = byKey.get(command.key)
    if (twin) {
      if (isOf(command, twin.entry)) twin.pending.push(pending)
      else declined.push({ pending, error: new CodedError('log.key_conflict') })
      continue
    }
    try {
      const entry = await decide(parts, command, view, courtHead + 1 + decided.length)
      if (!entry || keyless.has(command.chain)) {
        declined.push({ pending, ...(entry && { error: keyless.get(command.chain) }) })
        continue
      }
      view.advance(entry)
      const next = { entry, pending: [pending] }
      decided.push(next)
      byKey.set(command.key, next)
    } catch (error) {
      // A fault in a rule is that command's alone.
      if (isStoreError(error)) throw error
      declined.push({ pending, error })
    }
  }
  return { decided, declined }
}

/** Whether an entry under a command's key is this very command's. */
export const isOf = (command: AppendCommand, entry: Entry): boolean => entry.chain === command.chain && (command.isSame?.(entry) ?? true)

async function decide(parts: NumberingParts, command: AppendCommand, view: Overlay, seq: number): Promise<SequencedEntry | undefined> {
  const head = await view.head(command.chain)
  if (head.at !== '' && Date.parse(head.at) - Date.parse(view.now) > CLOCK_TOLERANCE_MS) throw new CodedError('log.clock_behind')
  const draft = await command.decide(view)
  return draft && buildEntry(parts.court, command, draft, head, { seq, now: view.now })
}

/** Heads and states as they will be once the batch so far is stored. Thrown away when it is not. */
function overlay(cache: ChainCache, clock: Clock) {
  const heads = new Map<string, Head>()
  const entries = new Map<string, Entry[]>()
  /** What was folded before, and of how many of the batch's own entries: a chain may have dozens of them in one batch. */
  const states = new Map<string, { state: unknown; taken: number }>()
  return {
    now: clock.now().toISOString(),
    head: async (chain: string): Promise<Head> => heads.get(chain) ?? cache.head(chain),
    async state<S>(fold: Fold<S>, chain: string): Promise<S> {
      const id = `${fold.name} ${chain}`
      const known = states.get(id) ?? { state: await cache.atHead(fold, chain), taken: 0 }
      const own = entries.get(chain) ?? []
      const state = own.slice(known.taken).reduce<S>((before, entry) => fold.evolve(before, entry), known.state as S)
      states.set(id, { state, taken: own.length })
      return state
    },
    advance(entry: Entry) {
      heads.set(entry.chain, { index: entry.index, entryHash: entry.entryHash, at: entry.at })
      const own = entries.get(entry.chain)
      if (own) own.push(entry)
      else entries.set(entry.chain, [entry])
    },
  }
}
type Overlay = ReturnType<typeof overlay>

/** The entry a draft becomes behind a head. */
function buildEntry(court: string, command: AppendCommand, draft: Draft, head: Head, place: { seq: number; now: string }): SequencedEntry {
  const nonce = randomPiece(NONCE_BYTES).toString('hex')
  const header: EntryHeader = {
    v: 1,
    court,
    chain: command.chain,
    index: head.index + 1,
    at: head.at > place.now ? head.at : place.now,
    type: draft.type,
    actor: draft.actor,
    visibility: draft.visibility ?? 'all',
    bodyHash: bodyHash(sm3, nonce, draft.body),
    attachments: draft.attachments ?? [],
    prev: head.entryHash,
  }
  return { ...header, entryHash: entryHash(sm3, header), body: draft.body, nonce, seq: place.seq, key: command.key }
}

/** The record that is stored of an entry. */
function recordOf(entry: SequencedEntry, keys: SealKeys): LogRecord {
  const { body, nonce, ...rest } = entry
  return { _id: recordId(entry.court, entry.key), ...rest, sealed: sealBody(keys, entry, { body, nonce }) }
}
