import type { EntryView } from '@zhixin/shared/contract'
import { type Entry, headerOf } from '@zhixin/shared/log'
import { type Relation, type ThreadState, type Withheld, withheldBecause } from '@zhixin/shared/rules'
import { LRUCache } from 'lru-cache'
import { threadOf } from './access'

export interface ActorNames {
  people(ids: string[]): Promise<Map<string, string>>
  staff(ids: string[]): Promise<Map<string, string>>
}

/** With whose eyes entries are looked at. The state is at least as new as the entries: what is sealed since is not shown. */
export interface Sight {
  state: Pick<ThreadState, 'parts'>
  relation: Relation
  reader: { kind: 'person' | 'staff'; id: string }
}

export function withheldFrom(entry: Entry, { state, relation, reader }: Sight): Withheld | undefined {
  const isWriter = entry.actor.kind === reader.kind && entry.actor.id === reader.id
  const isOwnThread = reader.kind === 'person' && threadOf(entry.chain).personId === reader.id
  return withheldBecause(entry, state, relation, isWriter || isOwnThread)
}

const NAMES_LAST_MS = 60_000

/**
 * The only way out for entries: what is hashed, what opens the hash unless it is withheld from this reader, and the name to show.
 * Never `seq` or `key`.
 */
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

  const whole = async (entry: Entry): Promise<EntryView> => ({
    ...headerOf(entry), entryHash: entry.entryHash, nonce: entry.nonce, body: entry.body, actorName: await nameOf(entry.actor),
  })
  async function one(entry: Entry, sight: Sight): Promise<EntryView> {
    const withheld = withheldFrom(entry, sight)
    const view = await whole(entry)
    return withheld ? { ...view, nonce: null, body: null, withheld } : view
  }

  return {
    one,
    all: (entries: Entry[], sight: Sight): Promise<EntryView[]> => Promise.all(entries.map((entry) => one(entry, sight))),
    /** With its body, whatever is withheld: for a review that is on record. */
    underSeal: whole,
    nameOf,
  }
}
export type EntryPresenter = ReturnType<typeof createEntryPresenter>
