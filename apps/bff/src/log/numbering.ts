import { randomBytes } from 'node:crypto'
import { type Actor, bodyHash, type Entry, entryHash, type EntryAttachment, type EntryHeader, type JsonObject, type SequencedEntry } from '@zhixin/shared/log'
import type { Clock } from '../platform/clock'
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

const NONCE_BYTES = 16

/** Heads and states as they will be once the batch so far is stored. Thrown away when it is not. */
export function overlay(cache: ChainCache, clock: Clock) {
  const heads = new Map<string, Head>()
  const entries = new Map<string, Entry[]>()
  return {
    now: clock.now().toISOString(),
    head: async (chain: string): Promise<Head> => heads.get(chain) ?? cache.head(chain),
    async state<S>(fold: Fold<S>, chain: string): Promise<S> {
      const base = await cache.atHead(fold, chain)
      return (entries.get(chain) ?? []).reduce<S>((state, entry) => fold.evolve(state, entry), base)
    },
    advance(entry: Entry) {
      heads.set(entry.chain, { index: entry.index, entryHash: entry.entryHash, at: entry.at })
      entries.set(entry.chain, [...(entries.get(entry.chain) ?? []), entry])
    },
  }
}
export type Overlay = ReturnType<typeof overlay>

/** An entry with its numbers, and the record that is stored of it. */
export interface Built {
  record: LogRecord
  entry: SequencedEntry
}

/** The entry a draft becomes behind a head, and the record that is stored of it. */
export async function buildEntry(
  court: string, keys: ChainKeys, command: AppendCommand, draft: Draft, head: Head, place: { seq: number; now: string },
): Promise<Built> {
  const nonce = randomBytes(NONCE_BYTES).toString('hex')
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
  const hash = entryHash(sm3, header)
  const sealed = sealBody(await keys.forWriting(command.chain), { court, chain: command.chain, key: command.key, entryHash: hash }, { body: draft.body, nonce })
  const record: LogRecord = { _id: recordId(court, command.key), ...header, key: command.key, seq: place.seq, entryHash: hash, sealed }
  const entry: SequencedEntry = { ...header, entryHash: hash, body: draft.body, nonce, seq: place.seq, key: command.key }
  return { record, entry }
}
