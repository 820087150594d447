import type { ServerFrame } from '@zhixin/shared/contract'
import { caseChain, parseChain, type ThreadKey, threadChain, urgentChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { SealApprovedSchema, type ThreadState } from '@zhixin/shared/rules'
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

  /** A seal on a clue is of the clue; one on anything else in the thread is nothing that the desk, say, should hear of. */
  async function isOfClue(key: ThreadKey, of: number): Promise<boolean> {
    const { last } = (await log.stateSeen(fold, threadChain(key))).parts.urgent
    return last?.raised.some(({ index }) => index === of) === true
  }

  return (entries: SequencedEntry[]): void => {
    const keys = new Map<string, { key: ThreadKey; sealed: number | undefined }>()
    for (const { type, chain, body } of entries) {
      const isSeal = type === 'seal.approved'
      const place = isSeal || type.startsWith('urgent.') ? parseChain(chain) : undefined
      if (place?.kind !== 'thread' && place?.kind !== 'urgent') continue
      const key = { caseId: place.caseId, personId: place.personId }
      const sealed = isSeal ? SealApprovedSchema.parse(body).of : undefined
      keys.set(`${key.caseId}/${key.personId} ${sealed ?? ''}`, { key, sealed })
    }
    const tellOf = async (key: ThreadKey, sealed: number | undefined): Promise<void> => {
      if (sealed === undefined || (await isOfClue(key, sealed))) await tell(key)
    }
    for (const { key, sealed } of keys.values()) tellOf(key, sealed).catch((error: unknown) => logger.error({ err: error }, 'staff could not be told of an urgent clue'))
  }
}
