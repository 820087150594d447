import type { Broadcast } from './live'

/** How often one member of staff is told at the most; a phone asks for the list once for many hints anyway. */
const EVERY_MS = 1_000

/** Tells staff that their work list changed: at once, then once for all that follows within a second. Two hundred messages are few hints. */
export function createWorkListHints(live: Broadcast, everyMs = EVERY_MS) {
  const quiet = new Map<string, { timer: NodeJS.Timeout; isOwed: boolean }>()

  function tell(staffId: string): void {
    const held = quiet.get(staffId)
    if (held) {
      held.isOwed = true
      return
    }
    live.sendTo(`staff:${staffId}`, { type: 'work_list_changed' })
    const timer = setTimeout(() => {
      const { isOwed } = quiet.get(staffId)!
      quiet.delete(staffId)
      if (isOwed) tell(staffId)
    }, everyMs)
    quiet.set(staffId, { timer: timer.unref(), isOwed: false })
  }

  return {
    changed: (staffIds: Iterable<string>): void => new Set(staffIds).forEach(tell),
    stop(): void {
      quiet.forEach(({ timer }) => clearTimeout(timer))
      quiet.clear()
    },
  }
}
export type WorkListHints = ReturnType<typeof createWorkListHints>
