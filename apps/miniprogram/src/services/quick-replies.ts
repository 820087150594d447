import { type QuickReply, QuickReplyInputSchema, QuickReplyListSchema, QuickReplySchema } from '@zhixin/shared/contract'
import type { AccountStorage } from './account-storage'
import type { Api } from './api'
import { createState } from './state'

const KEY = 'quick-replies'
interface QuickReplyText {
  title: string
  text: string
}

/** Whole answers to pick from: one's own first, then the court's. Kept on the phone, as they are needed where there is no signal. */
export function createQuickReplies(api: Api, storage: AccountStorage) {
  const state = createState<readonly QuickReply[] | null>(null)

  async function load(): Promise<void> {
    if (state.getSnapshot() === null) {
      const { data } = QuickReplyListSchema.shape.quickReplies.safeParse(await storage.cached(KEY))
      if (data) state.set(data)
    }
    const { quickReplies } = await api.read('/quick-replies', QuickReplyListSchema)
    state.set(quickReplies)
    await storage.cache(KEY, quickReplies)
  }

  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    /** Rejects with CodedError; what was known before stays. */
    load,
    async add(reply: QuickReplyText): Promise<void> {
      await api.write('/quick-replies', QuickReplyInputSchema, QuickReplySchema, reply)
      await load()
    },
    async change(id: string, reply: QuickReplyText): Promise<void> {
      await api.write(`/quick-replies/${id}`, QuickReplyInputSchema, QuickReplySchema, reply, 'PUT')
      await load()
    },
    async remove(id: string): Promise<void> {
      await api.remove(`/quick-replies/${id}`)
      await load()
    },
  }
}
export type QuickReplies = ReturnType<typeof createQuickReplies>
