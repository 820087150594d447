import { EntryListSchema, ThreadAbilitiesSchema, type ThreadView, ThreadViewSchema } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { Adapters, Timer } from './adapters'
import type { Api } from './api'
import { backOff } from './back-off'
import { createCoalesced } from './coalesced'
import { codedOf, isPermanent, locksOut } from './errors'
import { changesPage, firstIndex, lastIndex, merge, newestPage } from './thread-entries'
import type { ThreadAbilities, ThreadSnapshot } from './thread-store'

const PAGE = 50
/** What is missing beyond this many entries is not fetched one after another: the copy is dropped and the newest page shown. */
const MOST_MISSING = 200

/** The thread is no longer this reader's: what was read stays on the screen, nothing more can be done in it. */
const nothingMore = (can: ThreadAbilities | null): ThreadAbilities | null =>
  can && (Object.fromEntries(Object.entries(can).map(([name, value]) => [name, typeof value === 'boolean' ? false : value])) as ThreadAbilities)

export interface ThreadSyncParts extends Pick<Adapters, 'timers' | 'random'> {
  api: Api
  snapshot(): ThreadSnapshot
  show(change: Partial<ThreadSnapshot>): void
  /** Whether this is the side that answers. */
  answers: boolean
}

/** Brings what the phone has of a thread up to what the court has, and tries again until it is. */
export function createThreadSync({ caseId, personId }: ThreadKey, { api, timers, random, snapshot, show, answers }: ThreadSyncParts) {
  const path = `/threads/${caseId}/${personId}`
  let catching: Promise<void> | undefined
  let loading: Promise<void> | undefined
  let isAskedAgain = false
  let isStopped = false
  let failures = 0
  let retry: Timer | undefined

  const readPage = () => api.readWithCan(path, ThreadViewSchema, ThreadAbilitiesSchema)
  const page = (query: { after?: number; before?: number; limit: number }) => api.read(`${path}/entries`, EntryListSchema, query)

  function failed(error: unknown): void {
    if (isStopped) return
    const coded = codedOf(error)
    show({ error: coded.code, ...(locksOut(coded.code) && { can: nothingMore(snapshot().can) }) })
    timers.clear(retry)
    if (!isPermanent(coded)) retry = timers.set(() => void bringUp(), backOff(failures++, random.fraction()))
  }

  function succeeded(): void {
    timers.clear(retry)
    failures = 0
    if (snapshot().error !== null) show({ error: null })
    lookAtPage()
  }

  /** An answer that overtook a newer one is left out. */
  const pageAgain = createCoalesced(timers, async () => {
    const { data: view, can } = await readPage()
    if (!isStopped && view.head >= (snapshot().view?.head ?? -1)) show({ view, can })
  })

  /** Asks for the thread's page again when something came in that may have settled, opened or re-marked what it shows. */
  function lookAtPage(): void {
    const { view, entries, isFresh } = snapshot()
    if (view && isFresh && changesPage(entries, view.head)) pageAgain.soon()
  }

  async function fetchNewer(): Promise<void> {
    do {
      isAskedAgain = false
      let hasMore = true
      while (hasMore && !isStopped) {
        const before = lastIndex(snapshot().entries)
        const answer = await page({ after: before, limit: MOST_MISSING })
        if (isStopped) return
        const { entries } = merge(snapshot().entries, answer.entries)
        show({ entries })
        // An answer that brings nothing new must not keep this going.
        hasMore = answer.hasMore && lastIndex(entries) > before
      }
    } while (isAskedAgain && !isStopped)
  }

  /** Everything after the last entry there is, page by page. Asked for while it runs, it looks once more. */
  function catchUp(): Promise<void> {
    if (catching) isAskedAgain = true
    catching ??= fetchNewer()
      .then(succeeded, failed)
      .finally(() => {
        catching = undefined
      })
    return catching
  }

  /** Whoever answers sees all that waits for the answer, as far as one page goes. */
  const firstPage = ({ head, matter }: ThreadView): number =>
    answers && matter ? Math.min(MOST_MISSING, Math.max(PAGE, head - matter.since + 2)) : PAGE

  async function loadNow(): Promise<void> {
    show({ isLoading: true, error: null })
    try {
      const { data: view, can } = await readPage()
      if (isStopped) return
      show({ view, can })
      const { entries } = snapshot()
      if (entries.length === 0 || view.head - lastIndex(entries) > MOST_MISSING) {
        const newest = view.head < 0 ? [] : (await page({ before: view.head + 1, limit: firstPage(view) })).entries
        show({ entries: newestPage(newest) })
      }
      show({ isFresh: true })
      await catchUp()
    } catch (error) {
      failed(error)
    } finally {
      show({ isLoading: false })
    }
  }

  /** One entry anew: what is said of it has changed. Whoever looks again later sees it too, so a failure is let be. */
  async function again(index: number): Promise<void> {
    const answer = await page({ after: index - 1, limit: 1 }).catch(() => undefined)
    if (answer && !isStopped) show({ entries: merge(snapshot().entries, answer.entries).entries })
  }

  const load = (): Promise<void> => {
    loading ??= loadNow().finally(() => {
      loading = undefined
    })
    return loading
  }
  const bringUp = (): Promise<void> => (snapshot().isFresh ? catchUp() : load())

  return {
    load,
    catchUp,
    bringUp,
    again,
    lookAtPage,
    async loadEarlier(): Promise<void> {
      const { entries, hasEarlier, isLoadingEarlier } = snapshot()
      if (!hasEarlier || isLoadingEarlier) return
      show({ isLoadingEarlier: true, error: null })
      try {
        const answer = await page({ before: firstIndex(entries), limit: PAGE })
        show({ entries: merge(snapshot().entries, answer.entries).entries })
      } catch (error) {
        show({ error: codedOf(error).code })
      } finally {
        show({ isLoadingEarlier: false })
      }
    },
    stop(): void {
      isStopped = true
      timers.clear(retry)
      pageAgain.stop()
    },
  }
}
