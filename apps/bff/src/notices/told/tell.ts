import { caseChain, parseChain, threadChain, type ThreadKey } from '@zhixin/shared/ids'
import type { JsonObject, SequencedEntry } from '@zhixin/shared/log'
import {
  type Calendar, type Catalogue, clocksOf, isRunning, type Owed, owedTo, participantsNow, type RunningPeriod, type TellingState,
  type ThreadEntryType, type ThreadState, toldBody, type ToldState,
} from '@zhixin/shared/rules'
import type { Draft, Fold, Log } from '../../log'
import { tellingFoldOf } from '../../progress'

/** Who says it: the court's system, following from the case's chain. */
const actor = { kind: 'system', id: 'case-file', role: 'notice' } as const
/** Entries of a case's chain after which somebody may be owed something. Whoever joins is owed nothing of before. */
const MAY_OWE: ReadonlySet<string> = new Set(['case.registered', 'node.recorded', 'node.withdrawn', 'node.released', 'hold.set', 'case.closed'])

export interface TellerParts {
  log: Log
  threadFold: Fold<ThreadState>
  catalogue: Catalogue
  calendar: Calendar
  /** What the first telling says beside it. */
  first: readonly string[]
}

/**
 * Tells each person of a case what they may know by now and were not told, in their own thread, one entry after the other. What to tell is
 * found from the states of the chains, not from the entry that gave cause to look: so what was held back comes when it may, and after a crash
 * nothing is missing and nothing comes twice (an entry's key names record and person). Each entry is decided at the heads of both chains: a
 * person who has gone meanwhile, a record that was taken back or property that was found a moment ago counts.
 */
export function createTeller({ log, threadFold, catalogue, calendar, first }: TellerParts) {
  const telling = tellingFoldOf(catalogue)

  async function tellCase(caseId: string, now: string): Promise<void> {
    const state = await log.state(telling, caseChain(caseId))
    await Promise.all(
      participantsNow(state.file, now).map(async (personId) => {
        const key = { caseId, personId }
        const { parts } = await log.state(threadFold, threadChain(key))
        for (const owed of owedTo(state, catalogue, personId, parts.progress, now)) await tell(key, owed)
      }),
    )
  }

  const tell = (thread: ThreadKey, { key }: Owed) =>
    log.append({
      chain: threadChain(thread),
      key,
      async decide({ state, now }) {
        const at = await state(telling, caseChain(thread.caseId))
        const told = (await state(threadFold, threadChain(thread))).parts.progress
        const owed = owedTo(at, catalogue, thread.personId, told, now).find((one) => one.key === key)
        return owed && draftOf(owed, at, told)
      },
    })

  function draftOf(owed: Owed, { progress }: TellingState, told: ToldState): Draft {
    const { record, side } = owed
    const label = catalogue.nodes.get(record.what)?.label ?? record.what
    const draft = (type: ThreadEntryType, body: object): Draft => ({ type, actor, body: body as JsonObject })
    switch (owed.kind) {
      case 'told': {
        const running = clocksOf(progress, catalogue, calendar).flatMap((clock): RunningPeriod[] =>
          isRunning(clock) && clock.dueAt !== undefined ? [{ id: clock.clockId, node: clock.node, dueAt: clock.dueAt }] : [])
        return draft('node.told', toldBody({ record, side, catalogue, running, ...(told.length === 0 && { first }) }))
      }
      case 'detail':
        return draft('node.detail_told', { ref: record.recordId, label, detail: owed.detail })
      case 'back':
        return draft('node.taken_back', { ref: record.recordId, of: told.find(({ ref }) => ref === record.recordId)!.index, label, reason: owed.reason })
    }
  }

  return {
    /** Handles a page of the court's entries; the same page again changes nothing. */
    async handle(entries: SequencedEntry[], now: string): Promise<void> {
      const caseIds = new Set<string>()
      for (const { chain, type } of entries) {
        const place = parseChain(chain)
        if (place?.kind === 'case' && MAY_OWE.has(type)) caseIds.add(place.caseId)
      }
      for (const caseId of caseIds) await tellCase(caseId, now)
    },
  }
}
