import { InboxSchema } from '@zhixin/shared/contract'
import type { ErrorCode } from '@zhixin/shared/errors'
import type { Adapters } from './adapters'
import type { Api } from './api'
import { createCoalesced } from './coalesced'
import { codedOf } from './errors'
import { inboxRow, type InboxRow } from './inbox-words'
import type { Live } from './live'
import { createState } from './state'

export interface InboxSnapshot {
  /** Null until there is an answer. Nothing of it is kept on the phone: what is sealed later must not lie here. */
  rows: readonly InboxRow[] | null
  unread: number
  show: 'all' | 'unread'
  hasMore: boolean
  isLoading: boolean
  error: ErrorCode | null
}
export const EMPTY_INBOX: InboxSnapshot = { rows: null, unread: 0, show: 'all', hasMore: false, isLoading: false, error: null }

/** All that the court told the reader, over all their cases, newest first. */
export function createInbox({ api, live, timers }: { api: Api; live: Live } & Pick<Adapters, 'timers'>) {
  const state = createState<InboxSnapshot>(EMPTY_INBOX)
  let next: string | null = null
  /** Counts what was asked: an answer to an earlier question is dropped. */
  let asked = 0

  async function ask(show: InboxSnapshot['show'], before: string | null): Promise<void> {
    const mine = ++asked
    state.update({ isLoading: true, error: null, show })
    try {
      const answer = await api.read('/inbox', InboxSchema, { ...(show === 'unread' && { unread: '1' }), ...(before !== null && { before }) })
      if (mine !== asked) return
      next = answer.next
      const rows = [...(before === null ? [] : (state.getSnapshot().rows ?? [])), ...answer.items.map(inboxRow)]
      state.update({ rows, unread: answer.unread, hasMore: next !== null, isLoading: false })
    } catch (error) {
      if (mine === asked) state.update({ isLoading: false, error: codedOf(error).code })
    }
  }

  const load = (show = state.getSnapshot().show): Promise<void> => ask(show, null)
  const reload = createCoalesced(timers, () => (state.getSnapshot().rows ? load() : Promise.resolve()))
  const stops = [
    live.onFrame((frame) => {
      if (frame.type === 'entry' && frame.entry.type !== 'message.delivered') reload.soon()
    }),
    live.onFrame((frame) => {
      if (frame.type === 'put_away') state.update({ rows: null })
      if (frame.type === 'put_away' || frame.type === 'cases_changed' || frame.type === 'access_ended') void load()
    }),
    live.onOnline(reload.soon),
  ]

  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    /** Never rejects; see `error`. Another choice begins anew. */
    async load(show?: InboxSnapshot['show']): Promise<void> {
      if (show !== undefined && show !== state.getSnapshot().show) state.update({ rows: null, hasMore: false })
      await load(show)
    },
    async more(): Promise<void> {
      const { isLoading, show } = state.getSnapshot()
      if (next !== null && !isLoading) await ask(show, next)
    },
    stop(): void {
      asked++
      reload.stop()
      stops.forEach((stop) => stop())
    },
  }
}
export type Inbox = ReturnType<typeof createInbox>
