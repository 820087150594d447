import { type WorkItem, type WorkList, WorkListSchema } from '@zhixin/shared/contract'
import type { ErrorCode } from '@zhixin/shared/errors'
import type { AccountStorage } from './account-storage'
import type { TimersAdapter } from './adapters'
import type { Api } from './api'
import { createCoalesced } from './coalesced'
import { codedOf } from './errors'
import type { Live } from './live'
import { createState } from './state'

export type WorkListShow = 'to_answer' | 'unread' | 'all'
export interface WorkListSnapshot {
  /** Null until there is an answer or a copy on the phone. */
  list: WorkList | null
  show: WorkListShow
  search: string
  isLoading: boolean
  isFresh: boolean
  error: ErrorCode | null
}

const KEY = 'work-list'
const nameOf = ({ caseId, personId }: WorkItem): string => `${caseId}/${personId}`

/**
 * What staff have to answer, oldest clock first. Follows the court's hints that it has changed. The phone's copy holds nobody's words:
 * what is sealed later must not lie there.
 */
export function createWorkList({ api, live, storage, timers }: { api: Api; live: Live; storage: AccountStorage; timers: TimersAdapter }) {
  const state = createState<WorkListSnapshot>({ list: null, show: 'to_answer', search: '', isLoading: false, isFresh: false, error: null })
  let pages = 1
  let asked = 0

  const page = (number: number): Promise<WorkList> => {
    const { show, search } = state.getSnapshot()
    return api.read('/work-list', WorkListSchema, { show, search, page: number })
  }

  /** Pages seen so far are asked for again, so that the list does not jump under the reader. */
  async function ask(wanted: number): Promise<void> {
    const mine = ++asked
    state.update({ isLoading: true, error: null })
    try {
      let list = await page(1)
      let read = 1
      while (read < wanted && list.hasMore) {
        const next = await page(++read)
        const known = new Set(list.items.map(nameOf))
        list = { ...list, hasMore: next.hasMore, items: [...list.items, ...next.items.filter((item) => !known.has(nameOf(item)))] }
      }
      if (mine !== asked) return
      pages = read
      state.update({ list, isLoading: false, isFresh: true })
      const { show, search } = state.getSnapshot()
      if (show === 'to_answer' && search === '' && read === 1) await storage.cache(KEY, { ...list, items: list.items.map((item) => ({ ...item, lastText: null })) })
    } catch (error) {
      if (mine === asked) state.update({ isLoading: false, error: codedOf(error).code })
    }
  }

  const reload = createCoalesced(timers, () => (state.getSnapshot().list ? ask(pages) : Promise.resolve()))
  const stops = [
    live.onFrame((frame) => {
      if (frame.type === 'work_list_changed' || frame.type === 'handed_over') reload.soon()
    }),
    live.onOnline(reload.soon),
  ]

  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    /** Never rejects; see `error`. */
    async load(choice: { show?: WorkListShow; search?: string } = {}): Promise<void> {
      const { show, search, list } = state.getSnapshot()
      const next = { show: choice.show ?? show, search: choice.search ?? search }
      if (next.show !== show || next.search !== search) state.update({ ...next, list: null, isFresh: false })
      else if (list === null && next.show === 'to_answer' && next.search === '') {
        const { data } = WorkListSchema.safeParse(await storage.cached(KEY))
        if (data && state.getSnapshot().list === null) state.update({ list: data })
      }
      await ask(1)
    },
    async more(): Promise<void> {
      const { list, isLoading } = state.getSnapshot()
      if (list?.hasMore && !isLoading) await ask(pages + 1)
    },
    stop(): void {
      asked++
      reload.stop()
      stops.forEach((stop) => stop())
    },
  }
}
export type WorkListStore = ReturnType<typeof createWorkList>
