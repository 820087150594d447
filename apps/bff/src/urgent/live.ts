import type { ServerFrame } from '@zhixin/shared/contract'
import { caseChain, parseChain, type ThreadKey, threadChain, urgentChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import type { ThreadState } from '@zhixin/shared/rules'
import { caseFold } from '../cases'
import type { Fold, Log } from '../log'
import type { Logger } from '../platform/logger'
import { ringsFold } from './fold'
import type { UrgentStaff } from './whom'

export interface UrgentBroadcast {
  sendTo(actorKey: string, frame: ServerFrame): void
}

export interface UrgentLiveParts {
  log: Log
  fold: Fold<ThreadState>
  staff: UrgentStaff
  /** Who else works the call list. */
  desk(): Promise<string[]>
  live: UrgentBroadcast
  logger: Logger
}

const FRAME: ServerFrame = { type: 'urgent_changed' }

/**
 * Tells the staff whom an urgent matter concerns that something about it changed; they ask for it then, with their own rights. The sender
 * sees the entries of their own thread as any other.
 */
export function createUrgentLive({ log, fold, staff, desk, live, logger }: UrgentLiveParts) {
  async function tell(key: ThreadKey): Promise<void> {
    const [file, thread, rings, moment, atDesk] = await Promise.all([
      log.stateSeen(caseFold, caseChain(key.caseId)), log.stateSeen(fold, threadChain(key)), log.stateSeen(ringsFold, urgentChain(key)), staff.moment(), desk(),
    ])
    const taker = thread.parts.urgent.last?.taken?.staffId
    const ids = [...file.officerIds, file.judgeId, ...rings.rings.map(({ staffId }) => staffId), ...(taker ? [taker] : []), ...moment.onDuty(), ...atDesk]
    for (const staffId of new Set(ids)) live.sendTo(`staff:${staffId}`, FRAME)
  }

  return (entries: SequencedEntry[]): void => {
    const keys = new Map<string, ThreadKey>()
    for (const { type, chain } of entries) {
      const place = type.startsWith('urgent.') ? parseChain(chain) : undefined
      if (place?.kind === 'thread' || place?.kind === 'urgent') keys.set(`${place.caseId}/${place.personId}`, { caseId: place.caseId, personId: place.personId })
    }
    for (const key of keys.values()) tell(key).catch((error: unknown) => logger.error({ err: error }, 'staff could not be told of an urgent clue'))
  }
}
