import { KeptAnswerSchema, KeptThreadsSchema } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { Withheld } from '@zhixin/shared/rules'
import type { Adapters, Timer } from './adapters'
import type { Api } from './api'
import type { AttachmentFiles } from './attachment-files'
import { backOff } from './back-off'
import type { Drafts } from './drafts'
import { codedOf, isPermanent } from './errors'
import type { Live } from './live'
import type { Outbox } from './outbox'
import { threadName } from './outbox-item'
import { createSignal } from './state'
import type { ThreadCache } from './thread-cache'
import { type Entries, messageIn } from './thread-entries'
import type { ThreadStore } from './thread-store'

export interface PutAwayParts extends Pick<Adapters, 'timers' | 'random'> {
  api: Api
  live: Live
  cache: ThreadCache
  drafts: Drafts
  outbox: Outbox
  attachmentFiles: AttachmentFiles
  /** Drops the copy of a case's page. */
  forgetCase(caseId: string): Promise<void>
  /** Threads that are open on this phone. */
  opened(): Iterable<ThreadStore>
}

/** As many as one question may name. */
const ASKED_AT_ONCE = 40

/**
 * Takes from this phone what its reader may no longer see: at once where the court says so while the app is open, and whenever the app
 * is back on the line, by asking about every thread it keeps a copy of. Until the court has answered it asks again.
 */
export function createPutAway({ api, live, cache, drafts, outbox, attachmentFiles, forgetCase, opened, timers, random }: PutAwayParts) {
  const changed = createSignal<ThreadKey>()
  let retry: Timer | undefined
  let failures = 0
  let round = 0

  const openOf = (key: ThreadKey): ThreadStore[] => [...opened()].filter((store) => threadName(store.key) === threadName(key))

  async function putAway(key: ThreadKey, withheld: ReadonlyMap<number, Withheld>): Promise<void> {
    const shown = openOf(key).flatMap((store) => store.putAway(withheld))
    const kept = await cache.putAway(key, withheld).catch((): Entries => [])
    for (const index of withheld.keys()) outbox.putAway(key, index)
    const going = [...shown, ...kept]
    // What came by another way is not known by its entry: it goes, and is fetched again where it may be.
    await attachmentFiles.putAwayBeside(key)
    await attachmentFiles.putAway(key, going.flatMap(({ attachments }) => attachments.map(({ id }) => id)))
    await drafts.putAway(key, going.flatMap((entry) => messageIn(entry)?.text.trim() || []))
    changed.tell(key)
  }

  async function putAwayAll(key: ThreadKey): Promise<void> {
    openOf(key).forEach((store) => store.forget())
    // What was not sent stays, for its writer to copy or delete; it says why it cannot go out.
    outbox.lockOut(key)
    await cache.drop(key)
    await attachmentFiles.putAwayThread(key)
    await drafts.letGo(key).catch(() => undefined)
    await forgetCase(key.caseId)
    changed.tell(key)
  }

  /** Whose last relation to a case has ended keeps nothing of it, nor of threads in it that they could read for somebody. */
  async function accessEnded(mine: ThreadKey): Promise<void> {
    const kept = [...(await cache.keys()), ...[...opened()].map(({ key }) => key)].filter(({ caseId }) => caseId === mine.caseId)
    await Promise.all([...new Map([mine, ...kept].map((key) => [threadName(key), key])).values()].map(putAwayAll))
    // Whoever is looking at it sees that it is over.
    for (const store of opened()) if (store.key.caseId === mine.caseId) void store.refresh()
  }

  /** The court says of an open thread that it is not there (any more): then nothing of it stays here. */
  function watch(store: ThreadStore): void {
    let isGone = false
    store.subscribe(() => {
      const now = store.getSnapshot().error === 'input.not_found'
      if (now && !isGone) void putAwayAll(store.key)
      isGone = now
    })
  }

  async function askAbout(threads: ThreadKey[]): Promise<void> {
    const answer = await api.write('/threads/kept', KeptThreadsSchema, KeptAnswerSchema, { threads })
    for (const { caseId, personId, isYours, withheld } of answer.threads) {
      const key = { caseId, personId }
      if (!isYours) await putAwayAll(key)
      else if (withheld.length > 0) await putAway(key, new Map(withheld.map(({ index, because }) => [index, because])))
    }
  }

  async function ask(): Promise<void> {
    const mine = ++round
    timers.clear(retry)
    try {
      const keys = [...(await cache.keys()), ...[...opened()].map(({ key }) => key)]
      const threads = [...new Map(keys.map(({ caseId, personId }) => [`${caseId}/${personId}`, { caseId, personId }])).values()]
      for (let at = 0; at < threads.length && mine === round; at += ASKED_AT_ONCE) await askAbout(threads.slice(at, at + ASKED_AT_ONCE))
      failures = 0
    } catch (error) {
      if (mine === round && !isPermanent(codedOf(error))) retry = timers.set(() => void ask(), backOff(failures++, random.fraction()))
    }
  }

  const stops = [
    live.onFrame((frame) => {
      if (frame.type === 'put_away') void putAway(frame, new Map([[frame.index, frame.because]]))
      if (frame.type === 'access_ended') void accessEnded({ caseId: frame.caseId, personId: frame.personId })
    }),
    live.onOnline(() => void ask()),
  ]
  if (live.getSnapshot() === 'online') void ask()

  return {
    watch,
    /** Told of each thread of which something was put away: what shows its words asks again. */
    onPutAway: changed.listen,
    stop(): void {
      round++
      timers.clear(retry)
      stops.forEach((stop) => stop())
    },
  }
}
export type PutAway = ReturnType<typeof createPutAway>
