import type { ThreadKey } from '@zhixin/shared/ids'
import {
  canBeOverdue, type CaseState, type Catalogue, type Clock, isRunning, nextStepAt, type NodeSpec, type Owing, stepsOf, type ThreadWatch, type WatchRules,
} from '@zhixin/shared/rules'
import type { ClocksState, WatchedState, WrittenStep } from './fold'
import type { ClockInCase, ClocksDocument, Who } from './model'

type Document = Omit<ClocksDocument, 'upTo'>

export function documentOfCase(caseId: string, { file, watch, written }: ClocksState, rules: WatchRules): Document {
  const { catalogue, ladder } = rules
  // A statistic over many cases is nothing that is due in one.
  const running = watch.clocks.filter((clock) => isRunning(clock) && catalogue.nodes.get(clock.node)!.kind !== 'target')
  const explained = watch.progress.records.filter(({ what, withdrawn }) => what === ladder.written_explanation.node && !withdrawn)
  const asksReason = watch.clocks
    .filter(({ node, dueDay, ended }) => ladder.written_explanation.after.includes(node) && dueDay !== undefined && (!ended || (ended.late && ended.how !== 'withdrawn')))
    .filter(({ dueDay }) => !explained.some(({ on }) => on > dueDay!))
    .map(({ node, dueAt, dueDay }) => ({ node, dueAt: dueAt!, dueDay: dueDay! }))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
  return {
    _id: caseId, caseId, personId: null, who: 'case',
    ...ofFile(file),
    nextAt: nextStepAt(watch, watch.progress.steps) ?? null,
    asksReason,
    ...ofClocks(running, written, asksReason.map(({ dueAt }) => dueAt), rules),
  }
}

export interface ThreadGiven {
  file: CaseState
  watch: ThreadWatch
  watched: WatchedState
  /** For whom there were documents before: what nobody owes any more has none of it. */
  before: readonly Who[]
}

/** What one thread owes: a document for each kind of staff who owe it, so that each list has what is theirs and nothing else. */
export function documentsOfThread({ caseId, personId }: ThreadKey, { file, watch, watched, before }: ThreadGiven, rules: WatchRules): Document[] {
  const { catalogue } = rules
  if (file.status === 'none') return []
  const owes = (node: string, who: Who): boolean => whoOwes(catalogue.nodes.get(node)!, catalogue) === who
  // At the court that has the case by now they run on.
  const clocks = file.transferred ? [] : watch.clocks.filter(isRunning)
  const everybody = new Set([...before, ...[...clocks, ...watch.owed].map(({ node }) => whoOwes(catalogue.nodes.get(node)!, catalogue))])
  return [...everybody].map((who): Document => {
    const of = <T extends { node: string }>(list: readonly T[]): T[] => list.filter(({ node }) => owes(node, who))
    const owing: Owing = { clocks: of(clocks), owed: of(watch.owed), ahead: of(watch.ahead) }
    return {
      _id: `${caseId}/${personId}/${who}`, caseId, personId, who,
      ...ofFile(file),
      nextAt: file.transferred ? null : (nextStepAt(owing, watched.steps) ?? null),
      asksReason: [],
      ...ofClocks(owing.clocks, watched.written, [], rules),
    }
  })
}

/** Who has to do a node that is kept in a thread, as its first responsible role says. */
export function whoOwes({ responsible }: Pick<NodeSpec, 'responsible'>, { roles }: Pick<Catalogue, 'roles'>): Who {
  const who = roles.get(responsible[0]!)?.who
  if (who === 'case_judge') return 'judge'
  return typeof who === 'object' ? `role:${who.role}` : 'handlers'
}

const ofFile = (file: CaseState): Pick<Document, 'caseNumber' | 'cause' | 'status' | 'department' | 'officerIds' | 'judgeId'> => ({
  caseNumber: file.caseNumber, cause: file.cause, status: file.status === 'closed' ? 'closed' : 'open', department: file.department,
  officerIds: file.officerIds, judgeId: file.judgeId,
})

function ofClocks(
  running: readonly Clock[], written: readonly WrittenStep[], alsoDue: readonly string[], rules: WatchRules,
): Pick<Document, 'soonestAt' | 'clocks' | 'toldIds'> {
  const canBeMissed = running.filter(({ node }) => canBeOverdue(rules.catalogue.nodes.get(node)!))
  const ends = [...canBeMissed.map(({ dueAt }) => dueAt), ...alsoDue].filter((at) => at !== undefined)
  const ids = new Set(running.map(({ clockId }) => clockId))
  return {
    soonestAt: ends.sort()[0] ?? null,
    clocks: running.map((clock) => clockIn(clock, written, rules)),
    toldIds: [...new Set(written.filter(({ clockId }) => ids.has(clockId)).flatMap(({ staffIds }) => staffIds))],
  }
}

function clockIn(clock: Clock, written: readonly WrittenStep[], { catalogue, ladder, holidays }: WatchRules): ClockInCase {
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
