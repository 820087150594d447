import type { ThreadKey } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type Actor, actorKeyOf } from '../platform/http/actor'
import type { Logger } from '../platform/logger'
import { act, type ActParts } from './commands/act'
import { markThread } from './policy'

type Mark = 'delivered' | 'read'

interface Held {
  lastAt: number
  /** The furthest index that waits, and the timer that will write it. */
  waiting?: { actor: Actor; upTo: number; timer: NodeJS.Timeout }
}

/**
 * Delivered and read as entries, at most one of a kind per thread and reader every few seconds: the first at once, the furthest
 * of the rest when `everyMs` are over. One that is lost in a crash is said again by the client, which sees that it was not reached.
 */
export function createProgressMarks(parts: ActParts, logger: Logger, everyMs: number) {
  const held = new Map<string, Held>()

  const write = (actor: Actor, thread: ThreadKey, mark: Mark, upTo: number): Promise<SequencedEntry | undefined> =>
    act(parts, {
      actor,
      thread,
      policy: markThread,
      commandId: `${mark}/${thread.caseId}/${thread.personId}/${upTo}`,
      command: { type: mark === 'read' ? 'MarkRead' : 'MarkDelivered', upTo },
      isSame: () => true,
    })

  return {
    /** The entry, or undefined when it is reached already or will be written a little later. Throws CodedError. */
    async mark(actor: Actor, thread: ThreadKey, mark: Mark, upTo: number): Promise<SequencedEntry | undefined> {
      const id = `${mark}/${actorKeyOf(actor)}/${thread.caseId}/${thread.personId}`
      const now = performance.now()
      const before = held.get(id)
      if (!before || now - before.lastAt >= everyMs) {
        held.set(id, { lastAt: now })
        setTimeout(() => forget(id), everyMs * 2).unref()
        return write(actor, thread, mark, upTo)
      }
      if (before.waiting) {
        before.waiting.upTo = Math.max(before.waiting.upTo, upTo)
        return undefined
      }
      const timer = setTimeout(() => {
        const { waiting } = before
        held.set(id, { lastAt: performance.now() })
        if (!waiting) return
        write(waiting.actor, thread, mark, waiting.upTo).catch((error) => logger.debug({ err: error }, 'a late mark was refused'))
      }, everyMs - (now - before.lastAt))
      before.waiting = { actor, upTo, timer: timer.unref() }
      return undefined
    },
    stop(): void {
      for (const { waiting } of held.values()) if (waiting) clearTimeout(waiting.timer)
      held.clear()
    },
  }

  function forget(id: string): void {
    const now = held.get(id)
    if (now && !now.waiting && performance.now() - now.lastAt >= everyMs) held.delete(id)
  }
}
export type ProgressMarks = ReturnType<typeof createProgressMarks>
