import { EntryViewSchema, ThreadAbilitiesSchema, type ThreadView, ThreadViewSchema } from '@zhixin/shared/contract'
import { CaseIdSchema, PersonIdSchema, type ThreadKey } from '@zhixin/shared/ids'
import type { Withheld } from '@zhixin/shared/rules'
import { z } from 'zod'
import type { AccountStorage } from './account-storage'
import { threadName } from './outbox-item'
import { type Entries, redacted } from './thread-entries'

const UNDER = 'thread/'
const MOST_ENTRIES = 200
/** WeChat gives 1 MB a key and 10 MB in all; characters are counted, and Chinese takes three bytes each. */
const MOST_CHARS = 300_000
const MOST_THREADS = 20

const KeySchema = z.object({ caseId: CaseIdSchema, personId: PersonIdSchema })
const CachedSchema = z.object({
  at: z.number(),
  view: ThreadViewSchema,
  can: ThreadAbilitiesSchema,
  entries: z.array(EntryViewSchema),
})
export interface CachedThread {
  view: ThreadView
  can: z.infer<typeof ThreadAbilitiesSchema>
  entries: Entries
}

/** The newest entries of the threads opened last, for reading without a network. May be dropped at any time. */
export function createThreadCache(storage: AccountStorage, now: () => number) {
  async function read(name: string): Promise<z.infer<typeof CachedSchema> | undefined> {
    return CachedSchema.safeParse(await storage.cached(`${UNDER}${name}`)).data
  }

  /** The thread that was written longest ago; an unreadable one goes first. */
  async function dropOldest(besides: string): Promise<boolean> {
    const names = (await storage.cachedKeys(UNDER)).map((key) => key.slice(UNDER.length)).filter((name) => name !== besides)
    const ages = await Promise.all(names.map(async (name) => ({ name, at: (await read(name))?.at ?? 0 })))
    const [oldest] = ages.sort((a, b) => a.at - b.at)
    if (!oldest) return false
    await storage.forget(`${UNDER}${oldest.name}`)
    return true
  }

  return {
    /** Of which threads there is a copy, the unreadable ones left out. */
    async keys(): Promise<ThreadKey[]> {
      const names = (await storage.cachedKeys(UNDER)).map((key) => key.slice(UNDER.length).split('/'))
      return names.flatMap(([caseId, personId]) => KeySchema.safeParse({ caseId, personId }).data ?? [])
    },
    /** Takes single entries out of a copy and answers with what they were. What cannot be written anew goes as a whole. */
    async putAway(key: ThreadKey, withheld: ReadonlyMap<number, Withheld>): Promise<Entries> {
      const name = threadName(key)
      const cached = await read(name)
      const going = cached?.entries.filter(({ index, body }) => body !== null && withheld.has(index)) ?? []
      if (!cached || going.length === 0) return []
      const entries = cached.entries.map((entry) => (withheld.has(entry.index) ? redacted(entry, withheld.get(entry.index)!) : entry))
      if (!(await storage.cache(`${UNDER}${name}`, { ...cached, entries }))) await storage.forget(`${UNDER}${name}`)
      return going
    },
    drop: (key: ThreadKey): Promise<void> => storage.forget(`${UNDER}${threadName(key)}`),
    load: (key: ThreadKey): Promise<CachedThread | undefined> => read(threadName(key)),
    async save(key: ThreadKey, thread: CachedThread): Promise<void> {
      const name = threadName(key)
      let entries = thread.entries.slice(-MOST_ENTRIES)
      while (entries.length > 1 && JSON.stringify(entries).length > MOST_CHARS) entries = entries.slice(Math.ceil(entries.length / 2))
      const names = await storage.cachedKeys(UNDER)
      if (names.length >= MOST_THREADS && !names.includes(`${UNDER}${name}`)) await dropOldest(name)
      while (!(await storage.cache(`${UNDER}${name}`, { at: now(), ...thread, entries }))) {
        if (!(await dropOldest(name))) return
      }
    },
  }
}
export type ThreadCache = ReturnType<typeof createThreadCache>
