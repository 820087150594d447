import type { ServerFrame } from '@zhixin/shared/contract'
import { accessChain, caseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  type CaseState, ConfinedSchema, FileOpenedSchema, HANDLERS, keepsHistoryOf, relationOfStaff, relationsOf, SealApprovedSchema, type StaffMember, type Withheld,
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
  of: number
  because: Withheld
}

/** What an entry takes from sight that was to be seen before. */
export function putAwayBy({ type, body }: Pick<SequencedEntry, 'type' | 'body'>): PutAway | undefined {
  if (type === 'seal.approved') return { of: SealApprovedSchema.parse(body).of, because: 'sealed' }
  return type === 'message.confined' ? { of: ConfinedSchema.parse(body).of, because: 'confidential' } : undefined
}

/**
 * Tells every open app that may hold an entry to put it away. The frame says which entry of which thread and nothing of what was in
 * it; former handlers get it too, for what they read before. Apps that are not open ask when they come back (POST /threads/kept).
 */
export function createPutAway({ log, live, clock, member }: PutAwayParts) {
  return async function tellHolders(entry: SequencedEntry): Promise<void> {
    const found = putAwayBy(entry)
    if (!found) return
    const key = threadOf(entry.chain)
    const frame: ServerFrame = { type: 'put_away', caseId: key.caseId, personId: key.personId, index: found.of, because: found.because }
    const file = await log.stateSeen(caseFold, caseChain(key.caseId))
    const open = live.actors().map((actorKey) => ({ actorKey, id: actorKey.split(':')[1] ?? '' }))
    // People first, without another look at the store: what is asked there of the court's side must not be felt on theirs.
    for (const { actorKey, id } of open) {
      if (actorKey.startsWith('person:') && personHolds(file, id, key.personId, found.because)) live.sendTo(actorKey, frame)
    }
    const openers = await log.state(openersFold, accessChain(key.caseId))
    for (const { actorKey, id } of open) {
      if (!actorKey.startsWith('staff:') || !(await staffHolds(file, id, found.because, openers))) continue
      live.sendTo(actorKey, frame)
      // Lists on the screen show the first words of what was said last.
      live.sendTo(actorKey, { type: 'work_list_changed' })
    }
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
