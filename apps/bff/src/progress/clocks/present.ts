import type { CaseClocks, ClockStepView, ClockView } from '@zhixin/shared/contract'
import {
  canBeOverdue, HANDLERS, type LadderConfig, type NodeSpec, relationOfStaff, ruleWords, type StaffMember, type WatchRules,
} from '@zhixin/shared/rules'
import type { ClockInCase, ClocksDocument, StepInCase, Who } from './model'

export interface ClocksReader {
  member: StaffMember
  /** What of threads their roles owe. */
  owing: readonly Who[]
}
export interface ClocksNames {
  handlers: ReadonlyMap<string, string>
  persons: ReadonlyMap<string, string>
}

/** The only way out for what is due: names each field that leaves, and says it in the court's words. */
export function createClocksPresenter({ catalogue, ladder }: WatchRules) {
  const roleTitles = (names: readonly string[]): string[] => names.map((name) => catalogue.roles.get(name)?.label ?? name)

  /** Why a clock stands still: a cause that the rules name, or what its applicant has still to bring. */
  const causeOf = (id: string): string => catalogue.suspensions.get(id) ?? catalogue.nodes.get(id)?.label ?? id

  function clockView(clock: ClockInCase, now: string): ClockView {
    const node = catalogue.nodes.get(clock.node)!
    const { clockId, object, dueAt, dueDay, targetAt, suspended, calendarKnown } = clock
    return {
      clockId, node: node.id, label: node.label,
      matter: node.kept_in === 'thread' ? Number(clockId.split('/')[1]) : null,
      means: meansOf(node), object,
      responsible: roleTitles(node.responsible),
      from: { label: catalogue.events.get(clock.from.what)?.label ?? catalogue.nodes.get(clock.from.what)?.label ?? '', on: clock.from.on },
      dueAt, dueDay,
      byHour: node.limit?.unit === 'hour',
      state: stateOf(clock, node, now),
      soft: node.soft,
      target: targetAt === null ? null : { dueAt: targetAt, passed: targetAt <= now },
      suspended: suspended && { cause: causeOf(suspended.cause), since: suspended.since },
      calendarKnown,
      rule: ruleWords(node, catalogue) ?? '',
      onOverdue: node.on_overdue ?? null,
      steps: clock.steps.map((step): ClockStepView => ({
        kind: kindOf(step), to: roleTitles(step.to), by: step.by === null ? null : roleTitles([step.by])[0]!, at: step.at, writtenAt: step.writtenAt,
      })),
      onFinding: roleTitles(onFinding(node, ladder)),
    }
  }

  return {
    caseView(document: ClocksDocument, { member, owing }: ClocksReader, { handlers: names, persons }: ClocksNames, now: string): CaseClocks {
      const { _id: key, caseId, personId, who, caseNumber, cause, department, status, officerIds, judgeId, clocks, asksReason } = document
      const relation = relationOfStaff(document, member)
      const over = asksReason.find(({ dueAt }) => dueAt <= now)
      const handles = HANDLERS.includes(relation)
      // Who gave a clue or applied is for whoever answers it.
      const answers = who === 'handlers' ? handles : who === 'judge' ? relation === 'judge' : owing.includes(who)
      return {
        key, thread: personId === null ? null : { personId: answers ? personId : null, name: answers ? (persons.get(personId) ?? '') : '' },
        caseId, caseNumber, cause, department, closed: status === 'closed',
        handlers: [
          ...officerIds.map((id) => ({ name: names.get(id) ?? '', title: '执行人员' })), { name: names.get(judgeId) ?? '', title: '员额法官' },
        ].filter(({ name }) => name !== ''),
        clocks: clocks.map((clock) => clockView(clock, now)).sort((a, b) => RANK[a.state] - RANK[b.state]),
        asksReason: over ? { label: catalogue.nodes.get(over.node)?.label ?? '', dueDay: over.dueDay, node: ladder.written_explanation.node } : null,
        can: { open: relation !== 'none', record: personId === null && handles },
      }
    },
  }
}

/** What has to be done stands before what may be; each by its date, as the document has them. */
const RANK: Record<ClockView['state'], number> = { overdue: 0, soon: 1, running: 1, still: 2, ripe: 3 }

/** A warning that has fallen due makes it `soon`. */
function stateOf({ suspended, dueAt, steps }: ClockInCase, node: NodeSpec, now: string): ClockView['state'] {
  if (suspended || dueAt === null) return 'still'
  if (dueAt <= now) return canBeOverdue(node) ? 'overdue' : 'ripe'
  return steps.some((step) => step.entry === 'clock.warned' && step.at <= now) ? 'soon' : 'running'
}

function meansOf({ kind, limit }: NodeSpec): ClockView['means'] {
  if (kind === 'not_before') return 'not_before'
  if (kind === 'right_arises') return 'right'
  if (kind === 'trigger') return 'opens'
  return kind === 'alert' && limit?.direction === 'before' ? 'warns' : 'done_by'
}

const KINDS = [['warn-', 'warning'], ['overdue@', 'overdue'], ['to-', 'rung'], ['ripe@', 'ripe'], ['arises@', 'arises']] as const
const kindOf = ({ step }: StepInCase): ClockStepView['kind'] => KINDS.find(([begins]) => step.startsWith(begins))![1]

/** Where the ladder goes on by a person's decision alone. */
const onFinding = ({ ladder: rungs }: NodeSpec, { on_finding }: LadderConfig): string[] => rungs.filter((role) => on_finding.roles.includes(role))
export type ClocksPresenter = ReturnType<typeof createClocksPresenter>
