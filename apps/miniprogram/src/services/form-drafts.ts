import type { ThreadKey } from '@zhixin/shared/ids'
import { AttachmentNoteSchema, FormValuesSchema } from '@zhixin/shared/rules'
import { z } from 'zod'
import type { AccountStorage } from './account-storage'
import type { RandomAdapter, Timer, TimersAdapter } from './adapters'
import { newCommandId } from './ids'
import { threadName } from './outbox-item'

const FormDraftSchema = z.object({
  version: z.number().int(),
  values: FormValuesSchema,
  attachments: z.array(AttachmentNoteSchema),
  /** What was last tried to hand in, and under which number. */
  tried: z.object({ content: z.string(), commandId: z.string() }).optional(),
})
export type FormDraft = z.infer<typeof FormDraftSchema>

/** One form of one thread; of a supplement, also which report it adds to. */
export interface FormPlace {
  key: ThreadKey
  form: string
  supplements?: number
}

const SAVE_AFTER_MS = 400
const nameOf = ({ key, form, supplements }: FormPlace): string => `form/${threadName(key)}/${form}/${supplements ?? ''}`

/** Forms that are being filled in, kept on the phone while somebody types. What an app that was killed forgets is the last half second. */
export function createFormDrafts(storage: AccountStorage, timers: TimersAdapter, random: RandomAdapter) {
  const waiting = new Map<string, { draft: FormDraft; timer: Timer }>()
  /** What was tried last: a page that goes on being typed in knows nothing of it. */
  const tries = new Map<string, FormDraft['tried']>()

  async function write(name: string): Promise<void> {
    const held = waiting.get(name)
    if (!held) return
    timers.clear(held.timer)
    waiting.delete(name)
    // A draft that finds no room is still on the page.
    await storage.set(name, held.draft).catch(() => undefined)
  }
  const put = (place: FormPlace, draft: FormDraft): void => {
    const name = nameOf(place)
    timers.clear(waiting.get(name)?.timer)
    waiting.set(name, { draft, timer: timers.set(() => void write(name), SAVE_AFTER_MS) })
  }

  return {
    async load(place: FormPlace): Promise<FormDraft | undefined> {
      const name = nameOf(place)
      const draft = waiting.get(name)?.draft ?? FormDraftSchema.safeParse(await storage.get(name)).data
      if (draft?.tried) tries.set(name, draft.tried)
      return draft
    },
    save: (place: FormPlace, draft: FormDraft): void => {
      const tried = tries.get(nameOf(place))
      put(place, tried ? { ...draft, tried } : draft)
    },
    /**
     * The number under which this content is handed in, written down before it goes out: the same content keeps its number over a lost
     * answer and a restart, another content is another try.
     */
    async commandIdFor(place: FormPlace, draft: FormDraft): Promise<string> {
      const { tried: _tried, ...said } = draft
      const content = JSON.stringify(said)
      const known = (await this.load(place))?.tried
      const tried = known?.content === content ? known : { content, commandId: await newCommandId(random) }
      tries.set(nameOf(place), tried)
      put(place, { ...said, tried })
      await write(nameOf(place))
      return tried.commandId
    },
    async clear(place: FormPlace): Promise<void> {
      timers.clear(waiting.get(nameOf(place))?.timer)
      waiting.delete(nameOf(place))
      tries.delete(nameOf(place))
      await storage.remove(nameOf(place))
    },
    flush: async (): Promise<void> => void (await Promise.all([...waiting.keys()].map(write))),
    stop(): void {
      waiting.forEach(({ timer }) => timers.clear(timer))
      waiting.clear()
    },
  }
}
export type FormDrafts = ReturnType<typeof createFormDrafts>
