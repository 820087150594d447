import { caseChain, parseChain } from '@zhixin/shared/ids'
import type { Entry, SequencedEntry } from '@zhixin/shared/log'
import { canBeOverdue, type Clock, isRunning, nextStepAt, stepsOf, type WatchRules } from '@zhixin/shared/rules'
import { LRUCache } from 'lru-cache'
import type { mongo } from 'mongoose'
import { type Fold, type Log, putNewer } from '../../log'
import type { ClocksState } from './fold'
import type { ClockInCase, ClocksDocument, ClocksModel } from './model'

const KEPT = 2_000

/**
 * Takes the court's entries, in order, into the documents. A document is folded from its chain up to the very entry, and no further: what the head
 * says meanwhile is for the page in which that comes.
 */
export function clocksProjection(log: Pick<Log, 'list'>, fold: Fold<ClocksState>, rules: WatchRules) {
  const kept = new LRUCache<string, { index: number; state: ClocksState }>({ max: KEPT })

  async function upTo(caseId: string, entries: readonly Entry[]): Promise<ClocksState> {
    const first = entries[0]!
    const known = kept.get(caseId)
    const isNext = first.index === 0 || known?.index === first.index - 1
    const before = first.index === 0 ? fold.initial : isNext ? known!.state : await folded(caseId, first.index)
    const state = entries.reduce(fold.evolve, before)
    kept.set(caseId, { index: entries.at(-1)!.index, state })
    return state
  }
  const folded = async (caseId: string, before: number): Promise<ClocksState> =>
    (await log.list(caseChain(caseId), { before })).reduce(fold.evolve, fold.initial)

  return async function project(model: ClocksModel, entries: SequencedEntry[]): Promise<void> {
    const ofCases = new Map<string, SequencedEntry[]>()
    for (const entry of entries) {
      const place = parseChain(entry.chain)
      if (place?.kind !== 'case') continue
      const known = ofCases.get(place.caseId)
      if (known) known.push(entry)
      else ofCases.set(place.caseId, [entry])
    }
    const documents: ClocksDocument[] = []
    for (const [caseId, own] of ofCases) {
      const state = await upTo(caseId, own)
      if (state.file.status !== 'none') documents.push({ ...documentOf(caseId, state, rules), upTo: own.at(-1)!.seq })
    }
    await putNewer(model.collection as unknown as mongo.Collection<ClocksDocument>, documents)
  }
}

function documentOf(caseId: string, { file, watch, written }: ClocksState, rules: WatchRules): Omit<ClocksDocument, 'upTo'> {
  const { catalogue, ladder } = rules
  // A statistic over many cases is nothing that is due in one.
  const running = watch.clocks.filter((clock) => isRunning(clock) && catalogue.nodes.get(clock.node)!.kind !== 'target')
  const clocks = running.map((clock) => clockIn(clock, written, rules))
  const explained = watch.progress.records.filter(({ what, withdrawn }) => what === ladder.written_explanation.node && !withdrawn)
  const asksReason = watch.clocks
    .filter(({ node, dueDay, ended }) => ladder.written_explanation.after.includes(node) && dueDay !== undefined && (!ended || (ended.late && ended.how !== 'withdrawn')))
    .filter(({ dueDay }) => !explained.some(({ on }) => on > dueDay!))
    .map(({ node, dueAt, dueDay }) => ({ node, dueAt: dueAt!, dueDay: dueDay! }))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
  const canBeMissed = running.filter(({ node }) => canBeOverdue(catalogue.nodes.get(node)!))
  const ends = [...canBeMissed.map(({ dueAt }) => dueAt), ...asksReason.map(({ dueAt }) => dueAt)].filter((at) => at !== undefined)
  const ids = new Set(running.map(({ clockId }) => clockId))
  return {
    _id: caseId,
    caseNumber: file.caseNumber, cause: file.cause, status: file.status === 'closed' ? 'closed' : 'open', department: file.department,
    officerIds: file.officerIds, judgeId: file.judgeId,
    nextAt: nextStepAt(watch) ?? null,
    soonestAt: ends.sort()[0] ?? null,
    clocks,
    asksReason,
    toldIds: [...new Set(written.filter(({ clockId }) => ids.has(clockId)).flatMap(({ staffIds }) => staffIds))],
  }
}

function clockIn(clock: Clock, written: ClocksState['written'], { catalogue, ladder, holidays }: WatchRules): ClockInCase {
  const { clockId, node, object, startedBy, dueAt, dueDay, targetAt, calendarKnown, suspended } = clock
  const writtenAt = new Map(written.filter((one) => one.clockId === clockId).map(({ step, at }) => [step, at]))
  return {
    clockId, node, object: object ?? null, from: { what: startedBy.what, on: startedBy.on }, dueAt: dueAt ?? null, dueDay: dueDay ?? null,
    targetAt: targetAt ?? null, calendarKnown, suspended: suspended ?? null,
    steps: stepsOf(clock, catalogue.nodes.get(node)!, ladder, holidays).map(({ step, entry, at, to, by }) => ({
      step, entry, at, to, by: by ?? null, writtenAt: writtenAt.get(step) ?? null,
    })),
  }
}
