import {
  ConductRecordsSchema, CourtsSchema, EntriesBehindSchema, MyUrgingsSchema, type SupervisedItemView, type SupervisionList, SupervisionListSchema,
  SupervisionOverviewSchema, UrgeSchema, UrgingDoneSchema,
} from '@zhixin/shared/contract'
import type { Measure } from '@zhixin/shared/rules'
import type { RandomAdapter } from './adapters'
import type { Api } from './api'
import { createWriteIntents } from './write-intents'

export interface SupervisedAsked {
  measure: Measure
  department?: string
  staffId?: string
  state?: string
  age?: string
}

/** What is overdue, waits or is amiss, with the lists behind the numbers, and urging. Everything rejects with CodedError. */
export function createSupervision(api: Api, random: RandomAdapter) {
  const intents = createWriteIntents(random)
  const at = ({ measure, itemId }: Pick<SupervisedItemView, 'measure' | 'itemId'>): string => `/supervision/lists/${measure}/${itemId}`
  return {
    overview: () => api.read('/supervision/overview', SupervisionOverviewSchema),
    /** So many pages of it as one list, each item once. What went from one page to another meanwhile comes with the next asking. */
    async list({ measure, ...asked }: SupervisedAsked, pages = 1): Promise<SupervisionList> {
      const ask = (page: number) => api.read(`/supervision/lists/${measure}`, SupervisionListSchema, { ...asked, page })
      let found = await ask(1)
      for (let page = 2; page <= pages && found.hasMore; page++) {
        const { items, hasMore } = await ask(page)
        const known = new Set(found.items.map(({ itemId }) => itemId))
        found = { ...found, hasMore, items: [...found.items, ...items.filter(({ itemId }) => !known.has(itemId))] }
      }
      return found
    },
    entries: async (item: Pick<SupervisedItemView, 'measure' | 'itemId'>) => (await api.read(`${at(item)}/entries`, EntriesBehindSchema)).entries,
    /** An entry: it cannot be taken back. */
    urge: (item: Pick<SupervisedItemView, 'measure' | 'itemId'>) =>
      intents.once(`${at(item)}/urgings`, {}, (path, value) => api.write(path, UrgeSchema, UrgingDoneSchema, value)),
    courts: () => api.read('/supervision/courts', CourtsSchema),
    conduct: () => api.read('/supervision/conduct', ConductRecordsSchema),
    mine: async () => (await api.read('/supervision/my-urgings', MyUrgingsSchema)).items,
  }
}
export type SupervisionService = ReturnType<typeof createSupervision>
