import type { ThreadKey } from '@zhixin/shared/ids'
import { MarkSchema } from '@zhixin/shared/rules'
import { z } from 'zod'
import type { AccountStorage } from './account-storage'
import type { TimersAdapter, Timer } from './adapters'
import { threadName } from './outbox-item'

const DraftSchema = z.object({ text: z.string(), mark: MarkSchema.optional(), offHoursReason: z.string().optional() })
export type Draft = z.infer<typeof DraftSchema>

const SAVE_AFTER_MS = 400
/** From this length on a text in a draft was taken from the message. */
const QUOTE_CHARS = 6
const keyOf = (key: ThreadKey): string => `draft/${threadName(key)}`

/** What somebody is writing in a thread, kept while they type. */
export function createDrafts(storage: AccountStorage, timers: TimersAdapter) {
  const waiting = new Map<string, { draft: Draft; timer: Timer }>()
  const letGo = new Map<string, Draft>()

  async function write(key: string): Promise<void> {
    const held = waiting.get(key)
    if (!held) return
    timers.clear(held.timer)
    waiting.delete(key)
    const { draft } = held
    // A draft that finds no room is still in the composer.
    if (draft.text === '' && draft.mark === undefined) await storage.remove(key).catch(() => undefined)
    else await storage.set(key, draft).catch(() => undefined)
  }

  return {
    async load(key: ThreadKey): Promise<Draft | undefined> {
      return waiting.get(keyOf(key))?.draft ?? DraftSchema.safeParse(await storage.get(keyOf(key))).data
    },
    save(key: ThreadKey, draft: Draft): void {
      timers.clear(waiting.get(keyOf(key))?.timer)
      waiting.set(keyOf(key), { draft, timer: timers.set(() => void write(keyOf(key)), SAVE_AFTER_MS) })
    },
    /** Words that were sealed go from what is being written too; short ones stand in any text. */
    async putAway(key: ThreadKey, texts: readonly string[]): Promise<void> {
      const draft = await this.load(key)
      if (!draft) return
      const left = texts.filter((text) => text.length >= QUOTE_CHARS || text === draft.text.trim()).reduce((rest, text) => rest.split(text).join(''), draft.text)
      if (left === draft.text) return
      this.save(key, { ...draft, text: left })
      await write(keyOf(key))
    },
    /** Once the message lies in the outbox. */
    async clear(key: ThreadKey): Promise<void> {
      timers.clear(waiting.get(keyOf(key))?.timer)
      waiting.delete(keyOf(key))
      await storage.remove(keyOf(key))
    },
    /** The thread is no longer the writer's: nothing of it stays on the phone. Their own words can be copied until the app ends. */
    async letGo(key: ThreadKey): Promise<void> {
      const draft = await this.load(key)
      if (draft) letGo.set(keyOf(key), draft)
      await this.clear(key)
    },
    wasLetGo: (key: ThreadKey): Draft | undefined => letGo.get(keyOf(key)),
    /** The app goes to the background and may not come back. */
    flush: async (): Promise<void> => void (await Promise.all([...waiting.keys()].map(write))),
    /** The account is gone: what has not been written never is. */
    stop(): void {
      waiting.forEach(({ timer }) => timers.clear(timer))
      waiting.clear()
      letGo.clear()
    },
  }
}
export type Drafts = ReturnType<typeof createDrafts>
