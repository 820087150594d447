import { type Clocks, ClocksAbilitiesSchema, ClocksSchema, type ClockScope } from '@zhixin/shared/contract'
import type { Api } from './api'

export interface ClocksAsked {
  /** Unset: the first that this reader has. */
  scope?: ClockScope
  overdue?: boolean
}

/** What is due in the reader's cases. Rejects with CodedError. */
export const createDueClocks = (api: Api) => ({
  /** So many pages of it as one list, each block once. What went from one page to another meanwhile comes with the next asking. */
  async list({ scope, overdue = false }: ClocksAsked, pages = 1): Promise<{ data: Clocks; can: { scopes: ClockScope[] } }> {
    const ask = (page: number) =>
      api.readWithCan('/clocks', ClocksSchema, ClocksAbilitiesSchema, { page, ...(scope && { scope }), ...(overdue && { overdue: '1' }) })
    const found = await ask(1)
    for (let page = 2; page <= pages && found.data.hasMore; page++) {
      const { data: { cases, hasMore } } = await ask(page)
      const known = new Set(found.data.cases.map(({ key }) => key))
      found.data = { ...found.data, hasMore, cases: [...found.data.cases, ...cases.filter(({ key }) => !known.has(key))] }
    }
    return found
  },
})
export type DueClocks = ReturnType<typeof createDueClocks>
