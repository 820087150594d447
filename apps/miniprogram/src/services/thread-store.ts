import type { EntryView, Me, ThreadAbilitiesSchema, ThreadView } from '@zhixin/shared/contract'
import type { ErrorCode } from '@zhixin/shared/errors'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { Withheld } from '@zhixin/shared/rules'
import type { z } from 'zod'
import type { Adapters, Timer } from './adapters'
import type { Api } from './api'
import { locksOut } from './errors'
import type { Live } from './live'
import type { Outbox } from './outbox'
import { isOfThread, type MessageDraft, type OutboxItem } from './outbox-item'
import { isMe, sideOfMe } from './roles'
import { createState, type Readable } from './state'
import type { ThreadCache } from './thread-cache'
import { createProgress } from './thread-progress'
import { type Entries, firstIndex, lastIndex, lastToNote, marksOf, merge, pendingOf, redacted, releasedIn } from './thread-entries'
import { rowsOf, type ThreadRow } from './thread-rows'
import { createThreadSync } from './thread-sync'

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
  /** Takes from sight what may no longer be read, and answers with what it was. */
  putAway(withheld: ReadonlyMap<number, Withheld>): Entries
  /** It is no longer this reader's: nothing of it is kept any more. What is on the screen stays until the page goes. */
  forget(): void
  close(): void
}

export interface ThreadStoreParts extends Pick<Adapters, 'timers' | 'random'> {
  me: Me
  api: Api
  live: Live
  outbox: Outbox
  cache: ThreadCache
}

const SAVE_AFTER_MS = 1_000
const NOTHING = { delivered: -1, read: -1 }

/** One thread as a reader has it: entries by index without a gap, below them what waits on this phone. */
export function openThread(key: ThreadKey, { me, api, live, outbox, cache, timers, random }: ThreadStoreParts): ThreadStore {
  const side = sideOfMe(me)
  const state = createState<ThreadSnapshot>({
    view: null, can: null, entries: [], rows: [], hasEarlier: false, isLoading: true, isLoadingEarlier: false, isFresh: false, error: null,
  })
  let isOpen = true
  let isVisible = false
  let isForgotten = false
  /** Put away by the court's word: an answer of before that comes late must not bring it back. */
  const gone = new Map<number, Withheld>()
  let saving: Timer | undefined
  const askedFor = new Set<string>()
  const isOwn = (entry: EntryView): boolean => isMe(me, entry.actor)

  const progress = createProgress(key, { api, live, timers }, () => {
    const { view, can, entries, isFresh } = state.getSnapshot()
    const reached = view ? marksOf(side, view[side], entries) : NOTHING
    return { newest: lastToNote(side, entries), isVisible, reached, mayMark: isFresh && can?.send === true }
  })

  function show(change: Partial<ThreadSnapshot>): void {
    if (!isOpen) return
    if (change.entries) lookForReleased(change.entries)
    if (change.entries ?? change.view) save()
    const next = { ...state.getSnapshot(), ...change, ...(change.entries && { entries: withoutGone(change.entries) }) }
    const other = side === 'party' ? 'court' : 'party'
    const items = outbox.ofThread(key)
    const now = new Date(timers.now()).toISOString()
    const pending = pendingOf(items, next.entries, isOwn)
    const theirs = next.view ? marksOf(other, next.view[other], next.entries) : NOTHING
    next.rows = rowsOf({ me, entries: next.entries, pending, theirs, labels: next.view?.marks ?? [], now })
    next.hasEarlier = next.entries.length > 0 && firstIndex(next.entries) > 0
    state.set(next)
    progress.look()
    // Refused at a repeat, but stored at the try before whose answer was lost: it stands there, so nothing is left to decide.
    items.filter((item) => item.state === 'refused' && !pending.includes(item)).forEach(({ id }) => void outbox.discard(id))
    // Its entry is on the screen: the queue need not remember it.
    items.filter(({ stored }) => stored && stored.index <= lastIndex(next.entries)).forEach(({ id }) => outbox.seen(id))
  }

  const withoutGone = (entries: Entries): Entries =>
    gone.size === 0 ? entries : entries.map((entry) => (gone.has(entry.index) ? redacted(entry, gone.get(entry.index)!) : entry))

  /** What the handler has released since is not here yet: it is asked for. */
  function lookForReleased(entries: Entries): void {
    const last = lastIndex(state.getSnapshot().entries)
    for (const index of last < 0 ? [] : releasedIn(entries.filter((entry) => entry.index > last))) {
      gone.delete(index)
      // What was said about it comes with it.
      for (const entry of entries) if (entry.withheld === 'confidential' && entry.index >= index) void sync.again(entry.index)
    }
  }

  function save(): void {
    timers.clear(saving)
    saving = timers.set(() => {
      const { view, can, entries, isFresh } = state.getSnapshot()
      if (view && can && isFresh && !isForgotten) void cache.save(key, { view, can, entries })
    }, SAVE_AFTER_MS)
  }

  const sync = createThreadSync(key, { api, timers, random, snapshot: state.getSnapshot, show, answers: side === 'court' })

  function take(coming: Entries): void {
    const shown = state.getSnapshot()
    // The first page is on its way and will bring it.
    if (shown.entries.length === 0 && !shown.isFresh) return
    const { entries, hasGap } = merge(shown.entries, coming)
    if (entries !== shown.entries) {
      show({ entries })
      sync.lookAtPage()
    }
    if (hasGap) void sync.catchUp()
  }

  /** One that was refused for want of a right says that the thread may be somebody else's by now. */
  function askWhenLockedOut(): void {
    const refused = outbox.ofThread(key).filter(({ id, state: now, code }) => now === 'refused' && locksOut(code) && !askedFor.has(id))
    refused.forEach(({ id }) => askedFor.add(id))
    if (refused.length > 0) void sync.load()
  }

  const stops = [
    live.onFrame((frame) => {
      if (frame.type === 'entry' && isOfThread(frame, key)) take([frame.entry])
      if (frame.type === 'handed_over' && isOfThread(frame, key)) void sync.load()
    }),
    live.onOnline(() => void sync.bringUp()),
    outbox.subscribe(() => {
      show({})
      askWhenLockedOut()
    }),
    outbox.onStored(({ item, stored }) => {
      if (isOfThread(item, key) && stored.index > lastIndex(state.getSnapshot().entries)) void sync.catchUp()
    }),
  ]

  void (async () => {
    const cached = await cache.load(key).catch(() => undefined)
    if (cached && state.getSnapshot().entries.length === 0) show({ ...cached })
    await sync.load()
  })()

  return {
    key,
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    refresh: sync.load,
    setVisible(now) {
      isVisible = now
      progress.look()
    },
    loadEarlier: sync.loadEarlier,
    putAway(withheld) {
      const { entries } = state.getSnapshot()
      withheld.forEach((because, index) => gone.set(index, because))
      const going = entries.filter(({ index, body }) => body !== null && withheld.has(index))
      if (going.length > 0) show({ entries })
      void sync.bringUp()
      return going
    },
    forget() {
      isForgotten = true
      timers.clear(saving)
    },
    send: (draft) => outbox.send(key, draft, lastIndex(state.getSnapshot().entries)),
    close() {
      isOpen = false
      timers.clear(saving)
      sync.stop()
      progress.stop()
      stops.forEach((stop) => stop())
    },
  }
}
