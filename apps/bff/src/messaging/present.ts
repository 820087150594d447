import type { EntryView } from '@zhixin/shared/contract'
import { type Entry, headerOf } from '@zhixin/shared/log'
import { LRUCache } from 'lru-cache'

export interface ActorNames {
  people(ids: string[]): Promise<Map<string, string>>
  staff(ids: string[]): Promise<Map<string, string>>
}

const NAMES_LAST_MS = 60_000

/** The only way out for entries: what is hashed, what opens the hash, and the name to show. Never `seq` or `key`. */
export function createEntryPresenter(names: ActorNames) {
  const known = new LRUCache<string, string>({ max: 10_000, ttl: NAMES_LAST_MS })

  async function nameOf(actor: Entry['actor']): Promise<string> {
    if (actor.kind === 'system') return '法院'
    const key = `${actor.kind}:${actor.id}`
    const cached = known.get(key)
    if (cached !== undefined) return cached
    const found = (await (actor.kind === 'person' ? names.people([actor.id]) : names.staff([actor.id]))).get(actor.id) ?? ''
    known.set(key, found)
    return found
  }

  const one = async (entry: Entry): Promise<EntryView> => ({
    ...headerOf(entry), entryHash: entry.entryHash, nonce: entry.nonce, body: entry.body, actorName: await nameOf(entry.actor),
  })

  return { one, all: (entries: Entry[]): Promise<EntryView[]> => Promise.all(entries.map(one)) }
}
export type EntryPresenter = ReturnType<typeof createEntryPresenter>
