import type { Stored } from '@zhixin/shared/contract'
import type { ThreadKey } from '@zhixin/shared/ids'
import type { Adapters, Timer } from './adapters'
import { backOff } from './back-off'
import { type CodedError, codedOf, isPermanent } from './errors'
import { type OutboxItem, threadName } from './outbox-item'
import type { Transmit } from './transmit'

export interface OutboxRunnerParts extends Pick<Adapters, 'timers' | 'random'> {
  transmit: Transmit
  find(id: string): OutboxItem | undefined
  /** The first of a thread that is neither stored nor refused. */
  next(key: ThreadKey): OutboxItem | undefined
  change(id: string, change: Partial<OutboxItem>): void
  /** Writes the item as it now is to storage. */
  keep(id: string): Promise<void>
  isStill(item: OutboxItem): Promise<boolean>
  forget(id: string): void
  settle(id: string, stored: Stored): Promise<void>
  /** One was refused for good, or until a moment that it names. */
  refused(): void
}

interface Lane {
  key: ThreadKey
  busy: boolean
  failures: number
  timer?: Timer
}

/** Sends each thread's messages one at a time: the next goes only when the one before is stored or refused for good. */
export function createOutboxRunner({ timers, random, transmit, find, next, change, keep, isStill, forget, settle, refused }: OutboxRunnerParts) {
  const lanes = new Map<string, Lane>()
  let round = 0
  let isRunning = false

  const laneOf = (key: ThreadKey): Lane => {
    const known = lanes.get(threadName(key))
    if (known) return known
    const lane: Lane = { key: { caseId: key.caseId, personId: key.personId }, busy: false, failures: 0 }
    lanes.set(threadName(key), lane)
    return lane
  }

  async function uploadAll(id: string): Promise<void> {
    for (let place = 0; ; place++) {
      const item = find(id)
      const attachment = item?.attachments[place]
      if (!item || !attachment) return
      if (attachment.note) continue
      change(id, { state: 'uploading', progress: 0 })
      const note = await transmit.attachment(item, attachment, (progress) => change(id, { progress }))
      change(id, { attachments: find(id)!.attachments.map((one, i) => (i === place ? { ...one, note } : one)) })
      await keep(id)
    }
  }

  /** When a refused one would be taken; one that was to go out by itself goes out then, and never again when it is refused for good. */
  function notBefore({ sendAt }: OutboxItem, { code, retryAfterSeconds }: CodedError): Partial<OutboxItem> {
    if (code !== 'messaging.slowed' || retryAfterSeconds === undefined) return { sendAt: undefined, possibleAt: undefined }
    const possibleAt = timers.now() + Math.max(1, retryAfterSeconds) * 1000
    return { possibleAt, ...(sendAt !== undefined && { sendAt: possibleAt }) }
  }

  /** True: go on with the next one. False: not now. */
  async function attempt(lane: Lane, item: OutboxItem, mine: number): Promise<boolean> {
    const { id } = item
    try {
      if (!(await isStill(item))) {
        if (mine === round) forget(id)
        return true
      }
      await uploadAll(id)
      if (mine !== round) return false
      change(id, { state: 'sending', progress: undefined, attempts: item.attempts + 1 })
      // On disk before it is on the wire: after a restart it is known that it may have arrived.
      await keep(id)
      const sending = find(id)
      if (mine !== round) return false
      if (!sending) return true
      const stored = await transmit.message(sending)
      if (mine !== round) return false
      lane.failures = 0
      await settle(id, stored)
      return true
    } catch (error) {
      if (mine !== round) return false
      const coded = codedOf(error)
      if (isPermanent(coded)) {
        change(id, { state: 'refused', code: coded.code, progress: undefined, ...notBefore(item, coded) })
        await keep(id)
        refused()
        return true
      }
      change(id, { state: 'waiting', code: coded.code, progress: undefined })
      const ms = coded.retryAfterSeconds === undefined ? backOff(lane.failures++, random.fraction()) : coded.retryAfterSeconds * 1000
      // Who has to sign in again first wakes the queue by doing so.
      if (coded.status !== 401) lane.timer = timers.set(() => run(lane.key), ms)
      return false
    }
  }

  function run(key: ThreadKey): void {
    const lane = laneOf(key)
    if (!isRunning || lane.busy) return
    timers.clear(lane.timer)
    lane.busy = true
    const mine = round
    void (async () => {
      try {
        for (let item = next(key); item && mine === round; item = next(key)) {
          if (!(await attempt(lane, item, mine))) break
        }
      } finally {
        lane.busy = false
      }
    })()
  }

  return {
    run,
    wake(keys: readonly ThreadKey[]): void {
      for (const key of keys) {
        laneOf(key).failures = 0
        run(key)
      }
    },
    start(): void {
      isRunning = true
    },
    /** What is under way comes back to nobody. */
    stop(): void {
      isRunning = false
      round++
      lanes.forEach(({ timer }) => timers.clear(timer))
      lanes.clear()
    },
  }
}
