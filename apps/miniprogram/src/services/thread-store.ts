import { EntryListSchema, type EntryView, type Me, type ThreadAbilitiesSchema, ThreadAbilitiesSchema as Abilities, type ThreadView, ThreadViewSchema } from '@zhixin/shared/contract'
import type { ErrorCode } from '@zhixin/shared/errors'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { z } from 'zod'
import type { Adapters, Timer } from './adapters'
import type { Api } from './api'
import { codedOf } from './errors'
import type { Live } from './live'
import type { Outbox } from './outbox'
import { isOfThread, type MessageDraft, type OutboxItem } from './outbox-item'
import { isMe, sideOfMe } from './roles'
import { createState, type Readable } from './state'
import type { ThreadCache } from './thread-cache'
import { createProgress } from './thread-progress'
import { type Entries, firstIndex, lastIndex, lastToNote, marksOf, merge, pendingOf } from './thread-entries'
import { rowsOf, type ThreadRow } from './thread-rows'

export type ThreadAbilities = z.infer<typeof ThreadAbilitiesSchema>

export interface ThreadSnapshot {
  /** Null until the first answer or the phone's own copy. */
  view: ThreadView | null
  can: ThreadAbilities | null
  entries: Entries
  rows: readonly ThreadRow[]
  hasEarlier: boolean
  isLoading: boolean
  isLoadingEarlier: boolean
  /** Whether the court has answered since the thread was opened; before, it is the phone's copy. */
  isFresh: boolean
  /** What went wrong the last time something was asked for; what is shown stays. */
  error: ErrorCode | null
}

export interface ThreadStore extends Readable<ThreadSnapshot> {
  key: ThreadKey
  /** Only what is before somebody's eyes counts as read. */
  setVisible(isVisible: boolean): void
  loadEarlier(): Promise<void>
  /** Asks again for the thread's page and whatever is new. Never rejects; see `error`. */
  refresh(): Promise<void>
  /** Resolves when the message lies on this phone. See outbox.send. */
  send(draft: MessageDraft): Promise<OutboxItem>
  close(): void
}

export interface ThreadStoreParts extends Pick<Adapters, 'timers'> {
  me: Me
  api: Api
  live: Live
  outbox: Outbox
  cache: ThreadCache
}

const PAGE = 50
/** What is missing beyond this many entries is not fetched one after another: the copy is dropped and the newest page shown. */
const MOST_MISSING = 200
const SAVE_AFTER_MS = 1_000
const NOTHING = { delivered: -1, read: -1 }

/** One thread as a reader has it: entries by index without a gap, below them what waits on this phone. */
export function openThread(key: ThreadKey, { me, api, live, outbox, cache, timers }: ThreadStoreParts): ThreadStore {
  const path = `/threads/${key.caseId}/${key.personId}`
  const side = sideOfMe(me)
  const state = createState<ThreadSnapshot>({
    view: null, can: null, entries: [], rows: [], hasEarlier: false, isLoading: true, isLoadingEarlier: false, isFresh: false, error: null,
  })
  let isOpen = true
  let isVisible = false
  let catching: Promise<void> | undefined
  let refreshing: Promise<void> | undefined
  let saving: Timer | undefined
  const isOwn = (entry: EntryView): boolean => isMe(me, entry.actor)

  const progress = createProgress(key, { api, live, timers }, () => {
    const { view, can, entries, isFresh } = state.getSnapshot()
    const reached = view ? marksOf(side, view[side], entries) : NOTHING
    return { newest: lastToNote(side, entries), isVisible, reached, mayMark: isFresh && can?.send === true }
  })

  function show(change: Partial<ThreadSnapshot>): void {
    if (!isOpen) return
    const next = { ...state.getSnapshot(), ...change }
    const other = side === 'party' ? 'court' : 'party'
    const items = outbox.ofThread(key)
    const now = new Date(timers.now()).toISOString()
    const pending = pendingOf(items, next.entries, isOwn)
    const theirs = next.view ? marksOf(other, next.view[other], next.entries) : NOTHING
    next.rows = rowsOf({ me, entries: next.entries, pending, theirs, labels: next.view?.marks ?? [], now })
    next.hasEarlier = next.entries.length > 0 && firstIndex(next.entries) > 0
    state.set(next)
    progress.look()
    // Its entry is on the screen: the queue need not remember it.
    items.filter(({ stored }) => stored && stored.index <= lastIndex(next.entries)).forEach(({ id }) => outbox.seen(id))
  }

  function take(coming: Entries): void {
    const shown = state.getSnapshot()
    // The first page is on its way and will bring it.
    if (shown.entries.length === 0 && !shown.isFresh) return
    const { entries, hasGap } = merge(shown.entries, coming)
    if (entries !== shown.entries) {
      show({ entries })
      save()
    }
    if (hasGap) void catchUp()
  }

  function save(): void {
    timers.clear(saving)
    saving = timers.set(() => {
      const { view, can, entries, isFresh } = state.getSnapshot()
      if (view && can && isFresh) void cache.save(key, { view, can, entries })
    }, SAVE_AFTER_MS)
  }

  const page = (query: { after?: number; before?: number; limit: number }) => api.read(`${path}/entries`, EntryListSchema, query)

  /** Everything after the last entry there is, page by page. One at a time; asked for meanwhile, it looks once more. */
  function catchUp(): Promise<void> {
    catching ??= (async () => {
      let hasMore = true
      while (hasMore && isOpen) {
        const before = lastIndex(state.getSnapshot().entries)
        const answer = await page({ after: before, limit: MOST_MISSING })
        if (!isOpen) return
        const { entries } = merge(state.getSnapshot().entries, answer.entries)
        show({ entries })
        // An answer that brings nothing new must not keep this going.
        hasMore = answer.hasMore && lastIndex(entries) > before
      }
      save()
    })()
      .catch((error: unknown) => show({ error: codedOf(error).code }))
      .finally(() => {
        catching = undefined
      })
    return catching
  }

  async function load(): Promise<void> {
    show({ isLoading: true, error: null })
    try {
      const { data: view, can } = await api.readWithCan(path, ThreadViewSchema, Abilities)
      const { entries } = state.getSnapshot()
      show({ view, can })
      if (entries.length === 0 || view.head - lastIndex(entries) > MOST_MISSING) {
        const newest = view.head < 0 ? [] : (await page({ before: view.head + 1, limit: PAGE })).entries
        show({ entries: merge([], newest).entries })
      }
      show({ isFresh: true })
      await catchUp()
      save()
    } catch (error) {
      show({ error: codedOf(error).code })
    } finally {
      show({ isLoading: false })
    }
  }

  const refresh = (): Promise<void> => {
    refreshing ??= load().finally(() => {
      refreshing = undefined
    })
    return refreshing
  }

  const stops = [
    live.onFrame((frame) => {
      if (frame.type === 'entry' && isOfThread(frame, key)) take([frame.entry])
    }),
    live.onOnline(() => void (state.getSnapshot().isFresh ? catchUp() : refresh())),
    outbox.subscribe(() => show({})),
    outbox.onStored(({ item, stored }) => {
      if (isOfThread(item, key) && stored.index > lastIndex(state.getSnapshot().entries)) void catchUp()
    }),
  ]

  void (async () => {
    const cached = await cache.load(key).catch(() => undefined)
    if (cached && state.getSnapshot().entries.length === 0) show({ ...cached })
    await refresh()
  })()

  return {
    key,
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    refresh,
    setVisible(now) {
      isVisible = now
      progress.look()
    },
    async loadEarlier() {
      const { entries, hasEarlier, isLoadingEarlier } = state.getSnapshot()
      if (!hasEarlier || isLoadingEarlier) return
      show({ isLoadingEarlier: true, error: null })
      try {
        const answer = await page({ before: firstIndex(entries), limit: PAGE })
        show({ entries: merge(state.getSnapshot().entries, answer.entries).entries })
      } catch (error) {
        show({ error: codedOf(error).code })
      } finally {
        show({ isLoadingEarlier: false })
      }
    },
    send: (draft) => outbox.send(key, draft, lastIndex(state.getSnapshot().entries)),
    close() {
      isOpen = false
      timers.clear(saving)
      progress.stop()
      stops.forEach((stop) => stop())
    },
  }
}
