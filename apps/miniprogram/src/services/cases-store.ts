import { type CaseDetail, CaseAbilitiesSchema, CaseDetailSchema, CaseListSchema, type CaseSummary, ColleaguesSchema, HandedOverSchema, HandOverSchema } from '@zhixin/shared/contract'
import type { ErrorCode } from '@zhixin/shared/errors'
import { z } from 'zod'
import type { AccountStorage } from './account-storage'
import type { Adapters } from './adapters'
import type { Api } from './api'
import { createCoalesced } from './coalesced'
import { codedOf } from './errors'
import type { Live } from './live'
import { createState } from './state'
import { createWriteIntents } from './write-intents'

export interface CasesSnapshot {
  /** Null until there is an answer or a copy on the phone. */
  cases: readonly CaseSummary[] | null
  search: string
  hasMore: boolean
  isLoading: boolean
  /** False: the phone's copy. */
  isFresh: boolean
  error: ErrorCode | null
}
export type CaseAbilities = z.infer<typeof CaseAbilitiesSchema>
export interface CaseOnPhone {
  detail: CaseDetail
  can: CaseAbilities
  /** False: the phone's copy, because the court could not be asked. */
  isFresh: boolean
}

const CachedListSchema = z.array(CaseListSchema.shape.cases.element)
const CachedCaseSchema = z.object({ detail: CaseDetailSchema, can: CaseAbilitiesSchema })
const LIST = 'cases'

/** The reader's cases. What they have seen once can be read without a network. */
export function createCases({ api, live, storage, timers, random }: { api: Api; live: Live; storage: AccountStorage } & Pick<Adapters, 'timers' | 'random'>) {
  const state = createState<CasesSnapshot>({ cases: null, search: '', hasMore: false, isLoading: false, isFresh: false, error: null })
  const intents = createWriteIntents(random)
  let page = 1
  /** Counts what was asked: an answer to an earlier question is dropped. */
  let asked = 0

  async function ask(search: string, wanted: number): Promise<void> {
    const mine = ++asked
    state.update({ isLoading: true, error: null, search })
    try {
      const answer = await api.read('/cases', CaseListSchema, { search, page: wanted })
      if (mine !== asked) return
      page = wanted
      const before = wanted === 1 ? [] : (state.getSnapshot().cases ?? [])
      const known = new Set(before.map(({ caseId }) => caseId))
      const cases = [...before, ...answer.cases.filter(({ caseId }) => !known.has(caseId))]
      state.update({ cases, hasMore: answer.hasMore, isLoading: false, isFresh: true })
      if (wanted === 1 && search === '') await storage.cache(LIST, answer.cases)
    } catch (error) {
      if (mine === asked) state.update({ isLoading: false, error: codedOf(error).code })
    }
  }

  // Counts of unread messages have changed; those who look at the list see it soon, but not for each entry of a burst.
  const reload = createCoalesced(timers, () => (state.getSnapshot().cases && page === 1 ? ask(state.getSnapshot().search, 1) : Promise.resolve()))
  const stops = [
    live.onFrame((frame) => {
      if (frame.type === 'entry' && frame.entry.type !== 'message.delivered') reload.soon()
    }),
    live.onFrame((frame) => {
      if (frame.type === 'cases_changed' || frame.type === 'access_ended') reload.soon()
    }),
    live.onOnline(reload.soon),
  ]

  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    /** Shows the phone's copy at once and asks the court. Never rejects; see `error`. */
    async load(search = ''): Promise<void> {
      if (search === '' && state.getSnapshot().cases === null) {
        const { data } = CachedListSchema.safeParse(await storage.cached(LIST))
        if (data && state.getSnapshot().cases === null) state.update({ cases: data })
      }
      await ask(search, 1)
    },
    async more(): Promise<void> {
      const { hasMore, isLoading, search } = state.getSnapshot()
      if (hasMore && !isLoading) await ask(search, page + 1)
    },
    /** One case; without a network as it was seen last. */
    async detail(caseId: string): Promise<CaseOnPhone> {
      const key = `case/${caseId}`
      try {
        const { data: detail, can } = await api.readWithCan(`/cases/${caseId}`, CaseDetailSchema, CaseAbilitiesSchema)
        // Without anybody's words: what is sealed later must not lie here.
        await storage.cache(key, { can, detail: { ...detail, threads: detail.threads.map((thread) => ({ ...thread, lastText: null })) } })
        return { detail, can, isFresh: true }
      } catch (error) {
        const { status } = codedOf(error)
        const { data } = status === 0 || status >= 500 ? CachedCaseSchema.safeParse(await storage.cached(key)) : { data: undefined }
        if (!data) throw error
        return { ...data, isFresh: false }
      }
    },
    /** Drops what the phone holds of a case, its line in the list too: it is no longer this reader's. */
    async forget(caseId: string): Promise<void> {
      await storage.forget(`case/${caseId}`)
      const without = (all: readonly CaseSummary[]): CaseSummary[] => all.filter((one) => one.caseId !== caseId)
      const { data } = CachedListSchema.safeParse(await storage.cached(LIST))
      if (data) await storage.cache(LIST, without(data))
      const { cases } = state.getSnapshot()
      if (cases?.some((one) => one.caseId === caseId)) state.update({ cases: without(cases) })
    },
    colleagues: async (caseId: string) => (await api.read(`/cases/${caseId}/colleagues`, ColleaguesSchema)).colleagues,
    handOver: (caseId: string, to: { officerIds: string[]; judgeId: string; reason: string }) =>
      intents.once(`/cases/${caseId}/hand-overs`, to, (path, input) => api.write(path, HandOverSchema, HandedOverSchema, input)),
    stop(): void {
      asked++
      reload.stop()
      stops.forEach((stop) => stop())
    },
  }
}
export type Cases = ReturnType<typeof createCases>
