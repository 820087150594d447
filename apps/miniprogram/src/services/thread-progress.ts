import { MarkedSchema, UpToInputSchema } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { Marks } from '@zhixin/shared/rules'
import type { TimersAdapter, Timer } from './adapters'
import type { Api } from './api'
import { codedOf, isPermanent } from './errors'
import type { Live } from './live'

/** At most one report in this time: the court writes one entry for each. */
const EVERY_MS = 3_000
/** Said again when the thread does not show it by then. */
const AGAIN_MS = 15_000

/** What of the thread the reader has, and where the thread says they have got. */
export interface Position {
  /** Newest entry that is to be noted, −1 for none. */
  newest: number
  /** Whether it is before somebody's eyes. */
  isVisible: boolean
  reached: Marks
  /** Whether this reader's marks count at all: a team leader's do not. */
  mayMark: boolean
}

/** Tells the court how far this side has received and read, until the thread itself says so. */
export function createProgress(key: ThreadKey, { api, live, timers }: { api: Api; live: Live; timers: TimersAdapter }, position: () => Position) {
  let timer: Timer | undefined
  let lastAt: number | undefined
  let said = { mark: '', upTo: -1 }
  let isOver = false

  /** Read says delivered too. */
  function wanted(): { mark: 'delivered' | 'read'; upTo: number } | undefined {
    const { newest, isVisible, reached, mayMark } = position()
    if (!mayMark || isOver || newest < 0) return undefined
    if (isVisible && reached.read < newest) return { mark: 'read', upTo: newest }
    if (reached.delivered < newest) return { mark: 'delivered', upTo: newest }
    return undefined
  }

  function report(): void {
    timer = undefined
    const next = wanted()
    if (!next) return
    said = next
    lastAt = timers.now()
    const { mark, upTo } = next
    if (!live.send({ type: mark, ...key, upTo })) {
      void api.write(`/threads/${key.caseId}/${key.personId}/${mark}`, UpToInputSchema, MarkedSchema, { upTo }).catch((error: unknown) => {
        // Somebody who may no longer mark this thread would ask for ever.
        if (isPermanent(codedOf(error))) isOver = true
      })
    }
    timer = timers.set(report, AGAIN_MS)
  }

  return {
    /** Something has changed: entries came, or the thread came into view. */
    look(): void {
      const next = wanted()
      if (!next) return stop()
      const isNew = next.mark !== said.mark || next.upTo !== said.upTo
      if (timer !== undefined && !isNew) return
      stop()
      const wait = lastAt === undefined ? 0 : Math.max(0, lastAt + EVERY_MS - timers.now())
      said = next
      timer = timers.set(report, wait)
    },
    stop,
  }

  function stop(): void {
    timers.clear(timer)
    timer = undefined
  }
}
