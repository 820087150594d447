import type { ServerFrame } from '@zhixin/shared/contract'
import { accessChain, caseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  type CaseState, ConfinedSchema, FileOpenedSchema, HANDLERS, keepsHistoryOf, relationOfStaff, relationsOf, sealedBy, type StaffMember,
  type ThreadState, type Withheld,
} from '@zhixin/shared/rules'
import { caseFold } from '../cases'
import type { Fold, Log } from '../log'
import type { Clock } from '../platform/clock'
import { threadOf } from './access'

/** Sockets that are open, by whom: `person:<id>`, `staff:<id>`. */
export interface OpenSockets {
  actors(): string[]
  sendTo(actorKey: string, frame: ServerFrame): void
}

export interface PutAwayParts {
  log: Log
  /** The threads' own. */
  fold: Fold<ThreadState>
  live: OpenSockets
  clock: Clock
  /** An active member of staff as rules know one. */
  member(staffId: string): Promise<StaffMember | undefined>
}

/** Who of the court has ever opened something of a case: their phones may hold it, whatever they are to the case by now. */
const openersFold: Fold<ReadonlySet<string>> = {
  name: 'openers',
  initial: new Set(),
  evolve: (openers, { type, actor, body }) =>
    type === 'file.opened' && FileOpenedSchema.safeParse(body).success && !openers.has(actor.id) ? new Set([...openers, actor.id]) : openers,
}

interface PutAway {
  indexes: number[]
  because: Withheld
}

/**
 * Tells every open app that may hold an entry to put it away, and what was said about it. A frame says which entry of which thread and
 * nothing of what was in it; former handlers get it too, for what they read before. Apps that are not open ask when they come back (POST /threads/kept).
 */
export function createPutAway({ log, fold, live, clock, member }: PutAwayParts) {
  /** What an entry takes from sight that was to be seen before. */
  async function putAwayBy({ type, body, chain, index }: SequencedEntry): Promise<PutAway | undefined> {
    if (type === 'message.confined') return { indexes: [ConfinedSchema.parse(body).of], because: 'confidential' }
    if (type !== 'seal.approved') return undefined
    // The thread may have gone on: what was said about it since is not taken away.
    return { indexes: sealedBy((await log.stateSeen(fold, chain)).parts.sealing, body).filter((one) => one < index), because: 'sealed' }
  }

  return async function tellHolders(entry: SequencedEntry): Promise<void> {
    const found = await putAwayBy(entry)
    if (!found) return
    const key = threadOf(entry.chain)
    const frames = found.indexes.map((index): ServerFrame => ({ type: 'put_away', caseId: key.caseId, personId: key.personId, index, because: found.because }))
    const file = await log.stateSeen(caseFold, caseChain(key.caseId))
    const open = live.actors().map((actorKey) => ({ actorKey, id: actorKey.split(':')[1] ?? '' }))
    // People first, without another look at the store: what is asked there of the court's side must not be felt on theirs.
    for (const { actorKey, id } of open) {
      if (actorKey.startsWith('person:') && personHolds(file, id, key.personId, found.because)) sendAll(actorKey, frames)
    }
    const openers = await log.state(openersFold, accessChain(key.caseId))
    for (const { actorKey, id } of open) {
      if (!actorKey.startsWith('staff:') || !(await staffHolds(file, id, found.because, openers))) continue
      sendAll(actorKey, frames)
      // Lists on the screen show the first words of what was said last.
      live.sendTo(actorKey, { type: 'work_list_changed' })
    }
  }

  function sendAll(actorKey: string, frames: ServerFrame[]): void {
    for (const frame of frames) live.sendTo(actorKey, frame)
  }

  function personHolds(file: CaseState, id: string, of: string, because: Withheld): boolean {
    const now = clock.now().toISOString()
    // What is confidential stays with its sender.
    if (id === of) return because === 'sealed' && relationsOf(file, id, now).length > 0
    return keepsHistoryOf(file, id, of, now)
  }

  async function staffHolds(file: CaseState, id: string, because: Withheld, openers: ReadonlySet<string>): Promise<boolean> {
    const staff = await member(id)
    const relation = staff ? relationOfStaff(file, staff) : 'none'
    if (because === 'confidential' && HANDLERS.includes(relation)) return false
    return relation !== 'none' || openers.has(id)
  }
}
