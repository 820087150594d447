import { CodedError } from '@zhixin/shared/errors'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type ChainPosition, startOf, verifyNext } from '@zhixin/shared/verify'
import { isDeepStrictEqual } from 'node:util'
import type { KeyStore } from '../../ports/key-store'
import { createChainKeys } from '../chain-keys'
import { type LogRecord, openRecord } from '../records'
import { sm3 } from '../sm3'
import { databaseOver, type ModelledStore } from './modelled-store'
import { allows, chainOf, type CourtState, courtAfter, emptyCourt, isSameWish, type Wish } from './small-court'

/** One append and what became of it. */
export interface Call {
  id: number
  key: string
  wish: Wish
  slot: number
  /** How many entries were stored when it was made, and when it was answered. */
  from: number
  until: number
  /** What its process took for the time of day meanwhile: at one of these it was decided. */
  times: string[]
  answer: Answer | undefined
  /** Whether its process had met a fault since. */
  hadFault: boolean
  wasAnnounced: boolean
}
export type Answer = { stored: SequencedEntry } | 'nothing' | { error: unknown }

/** A state that somebody read: of a thread (0, 1) or of the case (2). */
export interface Read {
  asked: number
  state: unknown
  /** How many entries were stored when it was asked for, and when it was answered. */
  from: number
  until: number
}

/** `log.unavailable`: the only answer that leaves open what became of a command. */
export const isUnclear = (answer: Answer | undefined): boolean =>
  answer === undefined || (typeof answer === 'object' && 'error' in answer && answer.error instanceof CodedError && answer.error.code === 'log.unavailable')

const CLOCK_TOLERANCE_MS = 5_000

/** Names the invariant that does not hold. */
export class Broken extends Error {
  override readonly name = 'Broken'
}
function must(holds: boolean, invariant: string, about: unknown): asserts holds {
  if (!holds) throw new Broken(`${invariant}: ${JSON.stringify(about)}`)
}

/** Recomputes what is stored, entry by entry, from the store's own records, and judges each answer by it. */
export function createAuditor(court: string, store: ModelledStore, keyStore: KeyStore) {
  const db = databaseOver(async (request) => store.run(request))
  const keys = createChainKeys(court, db, keyStore, async (chains) => new Set(chains), 10)
  const entries: SequencedEntry[] = []
  const byKey = new Map<string, SequencedEntry>()
  /** The court after the first n entries. */
  const states: CourtState[] = [emptyCourt]
  const positions = new Map<string, ChainPosition>()
  const declined = new Set<unknown>()

  async function take(record: LogRecord): Promise<void> {
    must(record.seq === entries.length, 'no hole and no double in seq', { seq: record.seq, expected: entries.length })
    const entry = openRecord(await keys.of(record.chain), record)
    positions.set(entry.chain, verifyNext(sm3, positions.get(entry.chain) ?? startOf(entry.chain), entry))
    must(!byKey.has(entry.key), 'a key is stored once', entry.key)
    const { call, decidedAt, ...wish } = entry.body
    must(verdict(wish as Wish, states.at(-1)!, String(decidedAt)) === true, 'nothing is stored that was not allowed at its place', entry)
    must(!declined.has(call), 'what was declined is not stored afterwards', entry)
    entries.push(entry)
    byKey.set(entry.key, entry)
    states.push(courtAfter(states.at(-1)!, entry))
  }

  function judge(call: Call): void {
    const { answer, until } = call
    if (answer === undefined || isUnclear(answer)) return must(call.hadFault, 'nobody is put off without a fault', call)
    const stored = byKey.get(call.key)
    const isStored = stored !== undefined && stored.seq < until
    if (answer !== 'nothing' && 'stored' in answer) {
      must(isStored, 'what is acknowledged is stored', call)
      must(isDeepStrictEqual(stored, answer.stored), 'what is stored is what was acknowledged', [stored, answer.stored])
      must(stored.chain === chainOf(call.wish) && isSameWish(call.wish, stored), 'what is acknowledged is what was asked', call)
      return must(call.wasAnnounced, 'an entry is announced before it is acknowledged', call)
    }
    const said = answer === 'nothing' ? false : answer.error instanceof CodedError ? answer.error.code : String(answer.error)
    if (said === 'log.key_conflict') return must(isStored && !isSameWish(call.wish, stored), 'a conflict is one', call)
    must(call.times.some((now) => moments(call).some((n) => says(call, n, now) === said)), 'a refusal was right at some moment', { call, said })
    declined.add(call.id)
  }

  /** What must be said to a call that is decided at this time after the first n entries. */
  function says({ key, wish }: Call, n: number, now: string): boolean | string {
    const stored = byKey.get(key)
    if (stored && stored.seq < n) return 'stored already'
    const head = entries.slice(0, n).findLast(({ chain }) => chain === chainOf(wish))
    if (head && Date.parse(head.at) - Date.parse(now) > CLOCK_TOLERANCE_MS) return 'log.clock_behind'
    return verdict(wish, states[n]!, now)
  }

  return {
    entries: () => entries.length,
    /** Throws at the first invariant that does not hold. */
    async look(answered: Call[], reads: Read[]): Promise<void> {
      for (const record of store.all<LogRecord>('log_entries').slice(entries.length)) await take(record)
      answered.forEach(judge)
      for (const read of reads) {
        const stateAfter = (n: number): unknown => (read.asked === 2 ? states[n]!.handler : states[n]!.threads[read.asked])
        must(moments(read).some((n) => isDeepStrictEqual(stateAfter(n), read.state)), 'what is read holds all that was stored when it was asked for', read)
      }
    },
  }
}

const moments = ({ from, until }: Pick<Call, 'from' | 'until'>): number[] => Array.from({ length: until - from + 1 }, (_, i) => from + i)

function verdict(wish: Wish, { handler, threads }: CourtState, now: string): boolean | string {
  try {
    return allows(wish, handler, wish.does === 'hand_over' ? threads[0] : threads[wish.thread], now)
  } catch (error) {
    return (error as CodedError).code
  }
}
