import { type UrgentCallList, UrgentCallInputSchema, UrgentCallListSchema, UrgentCallStoredSchema, type UrgentList, UrgentListSchema } from '@zhixin/shared/contract'
import type { ErrorCode } from '@zhixin/shared/errors'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { CallOutcome } from '@zhixin/shared/rules'
import type { Adapters } from './adapters'
import type { Api } from './api'
import { createCoalesced } from './coalesced'
import { codedOf } from './errors'
import type { Live } from './live'
import { createState } from './state'
import { createWriteIntents } from './write-intents'

export interface ListSnapshot<T> {
  /** Null until there is an answer. */
  list: T | null
  isLoading: boolean
  error: ErrorCode | null
}

type Parts = Pick<Adapters, 'timers' | 'random'> & { api: Api; live: Live }

/** Something that staff see and that changes under them: asked for again whenever the court says that it has. */
function followed<T>({ live, timers }: Parts, read: () => Promise<T>) {
  const state = createState<ListSnapshot<T>>({ list: null, isLoading: false, error: null })
  let asked = 0
  async function load(): Promise<void> {
    const mine = ++asked
    state.update({ isLoading: true, error: null })
    try {
      const list = await read()
      if (mine === asked) state.update({ list, isLoading: false })
    } catch (error) {
      if (mine === asked) state.update({ isLoading: false, error: codedOf(error).code })
    }
  }
  const reload = createCoalesced(timers, () => (state.getSnapshot().list ? load() : Promise.resolve()))
  const stops = [live.onFrame((frame) => frame.type === 'urgent_changed' && reload.soon()), live.onOnline(reload.soon)]
  return {
    getSnapshot: state.getSnapshot,
    subscribe: state.subscribe,
    /** Never rejects; see `error`. */
    load,
    stop(): void {
      asked++
      reload.stop()
      stops.forEach((stop) => stop())
    },
  }
}

/** The open urgent clues that a member of staff may take or has taken. */
export const createUrgentList = (parts: Parts) => followed<UrgentList>(parts, () => parts.api.read('/urgent', UrgentListSchema))
export type UrgentListStore = ReturnType<typeof createUrgentList>

/** The desk's call list, and what came of a call. */
export function createUrgentCalls(parts: Parts) {
  const intents = createWriteIntents(parts.random)
  const list = followed<UrgentCallList>(parts, () => parts.api.read('/urgent-calls', UrgentCallListSchema))
  return {
    ...list,
    /** Rejects with CodedError; the list is asked for again either way. */
    async record({ caseId, personId }: ThreadKey, staffId: string, outcome: CallOutcome): Promise<void> {
      try {
        await intents.once(`/urgent-calls/${caseId}/${personId}/${staffId}`, { outcome }, (to, input) =>
          parts.api.write(to, UrgentCallInputSchema, UrgentCallStoredSchema, input))
      } finally {
        await list.load()
      }
    },
  }
}
export type UrgentCallsStore = ReturnType<typeof createUrgentCalls>
