import { caseChain, parseChain, threadChain } from '@zhixin/shared/ids'
import type { JsonObject, SequencedEntry } from '@zhixin/shared/log'
import { CaseClosedSchema, CaseHandedOverSchema } from '@zhixin/shared/rules'
import { caseFold } from '../cases'
import type { Log } from '../log'

/** Who says it: the court's system, following from an entry of the case's chain. */
const actor = { kind: 'system', id: 'case-file', role: 'notice' } as const

/**
 * What a case's chain says to everybody in the case is told in each participant's own thread: a change of who answers, the
 * closing. Idempotent: an entry's key is what it follows from.
 */
export async function tellThreads(log: Log, staffNames: (ids: string[]) => Promise<Map<string, string>>, entries: SequencedEntry[]): Promise<void> {
  for (const entry of entries) {
    const place = parseChain(entry.chain)
    if (place?.kind !== 'case') continue
    const notice = await noticeOf(log, staffNames, place.caseId, entry)
    if (!notice) continue
    const { participants } = await log.state(caseFold, caseChain(place.caseId))
    await Promise.all(
      participants.map(({ personId }) =>
        log.append({
          chain: threadChain({ caseId: place.caseId, personId }),
          key: `from/${entry.seq}/${notice.type}/${personId}`,
          decide: async () => ({ ...notice, actor }),
        }),
      ),
    )
  }
}

async function noticeOf(
  log: Log,
  staffNames: (ids: string[]) => Promise<Map<string, string>>,
  caseId: string,
  entry: SequencedEntry,
): Promise<{ type: string; body: JsonObject } | undefined> {
  if (entry.type === 'case.closed') {
    const { way, closedOn } = CaseClosedSchema.parse(entry.body)
    const { department } = await log.state(caseFold, caseChain(caseId))
    return { type: 'case.closed_notice', body: { way, closedOn, department } }
  }
  if (entry.type !== 'case.handed_over') return undefined
  const { from, officerIds, judgeId } = CaseHandedOverSchema.parse(entry.body)
  const names = await staffNames([...from, ...officerIds, judgeId])
  const named = (ids: string[]) => ids.map((id) => ({ id, name: names.get(id) ?? '' }))
  return { type: 'handler.changed', body: { from: named(from), to: named(officerIds), judge: named([judgeId])[0]! } }
}
