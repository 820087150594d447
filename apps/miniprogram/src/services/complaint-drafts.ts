import { FieldValuesSchema } from '@zhixin/shared/rules'
import { z } from 'zod'
import type { AccountStorage } from './account-storage'
import type { RandomAdapter, Timer, TimersAdapter } from './adapters'
import { newCommandId } from './ids'

const BroughtSchema = z.object({ id: z.string(), name: z.string(), kind: z.enum(['picture', 'file', 'voice']) })
/** What somebody is filling in for a complaint's file. What a form does not ask for stays empty. */
export const ComplaintDraftSchema = z.object({
  fields: FieldValuesSchema,
  declared: z.array(z.string()),
  /** By which document of the step they are. */
  papers: z.record(z.string(), z.array(BroughtSchema)),
  /** Whatever else the form asks for, by its own names. */
  words: z.record(z.string(), z.string()),
  about: z.array(z.string()),
  /** What it is sent under: the same over a lost answer and a restart, as long as nothing is changed. */
  tried: z.object({ content: z.string(), commandId: z.string() }).optional(),
})
export type ComplaintDraft = z.infer<typeof ComplaintDraftSchema>
export const emptyDraft: ComplaintDraft = { fields: {}, declared: [], papers: {}, words: {}, about: [] }

const SAVE_AFTER_MS = 400
const keyOf = (name: string): string => `complaint/${name}`

/** Steps, notes and registrations that are being written, kept on the phone while somebody types: one under each name. */
export function createComplaintDrafts(storage: AccountStorage, timers: TimersAdapter, random: RandomAdapter) {
  const waiting = new Map<string, { draft: ComplaintDraft; timer: Timer }>()
  /** A page that goes on being typed in knows nothing of what was tried. */
  const tries = new Map<string, ComplaintDraft['tried']>()

  async function write(name: string): Promise<void> {
    const held = waiting.get(name)
    if (!held) return
    timers.clear(held.timer)
    waiting.delete(name)
    // A draft that finds no room is still on the page.
    await storage.set(keyOf(name), held.draft).catch(() => undefined)
  }
  function put(name: string, draft: ComplaintDraft): void {
    timers.clear(waiting.get(name)?.timer)
    waiting.set(name, { draft, timer: timers.set(() => void write(name), SAVE_AFTER_MS) })
  }
  async function load(name: string): Promise<ComplaintDraft | undefined> {
    const draft = waiting.get(name)?.draft ?? ComplaintDraftSchema.safeParse(await storage.get(keyOf(name))).data
    if (draft?.tried) tries.set(name, draft.tried)
    return draft
  }

  return {
    load,
    save(name: string, { tried: _tried, ...draft }: ComplaintDraft): void {
      const tried = tries.get(name)
      put(name, tried ? { ...draft, tried } : draft)
    },
    /** The number that this goes out under, written down before it does. */
    async commandIdFor(name: string, { tried: _tried, ...draft }: ComplaintDraft): Promise<string> {
      const content = JSON.stringify(draft)
      const known = (await load(name))?.tried
      const tried = known?.content === content ? known : { content, commandId: await newCommandId(random) }
      tries.set(name, tried)
      put(name, { ...draft, tried })
      await write(name)
      return tried.commandId
    },
    /** A number that uploads and what names them share from the beginning. */
    newId: () => newCommandId(random),
    async clear(name: string): Promise<void> {
      timers.clear(waiting.get(name)?.timer)
      waiting.delete(name)
      tries.delete(name)
      await storage.remove(keyOf(name))
    },
    flush: async (): Promise<void> => void (await Promise.all([...waiting.keys()].map(write))),
    stop(): void {
      waiting.forEach(({ timer }) => timers.clear(timer))
      waiting.clear()
    },
  }
}
export type ComplaintDrafts = ReturnType<typeof createComplaintDrafts>
