import { CodedError } from '@zhixin/shared/errors'
import type { SequencedEntry } from '@zhixin/shared/log'
import type { AppendCommand, Fold, Log } from '../log'
import type { Clock } from '../platform/clock'

/**
 * A log to try things out on: it reads what is there, decides by the same rules, and keeps what would be appended to itself, so that later
 * items of the same batch stand on it. Nothing is stored, and nobody hears of anything. What it hands back as entries has no hashes.
 */
export function tryingOut(log: Log, clock: Clock): Log {
  const own = new Map<string, SequencedEntry[]>()
  const byKey = new Map<string, SequencedEntry>()
  let count = 0

  const stored: Log['state'] = (fold, chain) => log.state(fold, chain)
  const state = async <S>(fold: Fold<S>, chain: string): Promise<S> =>
    (own.get(chain) ?? []).reduce<S>((before, entry) => fold.evolve(before, entry), await stored(fold, chain))

  async function append(command: AppendCommand): Promise<SequencedEntry | undefined> {
    const { chain, key } = command
    const stored = byKey.get(key) ?? (await log.find(key))
    if (stored) {
      if (stored.chain === chain && (command.isSame?.(stored) ?? true)) return stored
      throw new CodedError('log.key_conflict')
    }
    const now = clock.now().toISOString()
    const draft = await command.decide({ now, state })
    if (!draft) return undefined
    const index = Number.MAX_SAFE_INTEGER - 1_000_000 + count++
    const entry: SequencedEntry = {
      v: 1, court: log.court, chain, index, at: now, type: draft.type, actor: draft.actor, visibility: draft.visibility ?? 'all', bodyHash: '',
      attachments: draft.attachments ?? [], prev: null, entryHash: '', body: draft.body, nonce: '', seq: index, key,
    }
    own.set(chain, [...(own.get(chain) ?? []), entry])
    byKey.set(key, entry)
    return entry
  }
  return { ...log, append, state, stateSeen: state, find: async (key) => byKey.get(key) ?? log.find(key) }
}
