import type { NodeView, PeriodView, ProgressView, ToldPreview } from '@zhixin/shared/contract'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  type Approval, type CaseState, type Catalogue, citeWords, type Clock, dayOf, decideProgress, type Duration, FILING, HoldSetSchema, inTime, isNear, isRunning,
  type NodeSpec, overdueSince, type ProgressGiven, type ProgressRecord, recordable, ruleWords, type TellingState,
} from '@zhixin/shared/rules'
import { staffTitle } from '../cases'
import { previewOf, type PreviewOf } from './told-preview'

const UNITS: Record<Duration['unit'], string> = { hour: '小时', calendar_day: '日', working_day: '个工作日', week: '周', month: '个月', year: '年' }
const lengthOf = ({ value, unit }: Duration): string => `${value}${UNITS[unit]}`

export interface Names {
  people(ids: string[]): Promise<Map<string, string>>
  staff(ids: string[]): Promise<Map<string, string>>
}

/** A case as whoever reads it has it: its chain, its clocks, and what they are to it. */
export interface Shown extends ProgressGiven {
  clocks: readonly Clock[]
  opened: TellingState['opened']
  entries: readonly SequencedEntry[]
}

/** The only way out for a case's progress: names each field that leaves. To the court's side alone. */
export function createProgressPresenter(names: Names) {
  const peopleOf = (file: CaseState): Promise<Map<string, string>> =>
    names.people([...new Set([...file.parties.map(({ partyId }) => partyId), ...file.relations.map(({ personId }) => personId)])])

  return {
    peopleOf,
    async told(previews: PreviewOf[]): Promise<ToldPreview[]> {
      const known = await names.people([...new Set(previews.flatMap(({ personIds }) => personIds))])
      return previews.map((one) => toldView(one, known))
    },
    async view(shown: Shown): Promise<ProgressView> {
      const { file, progress, catalogue, entries, now } = shown
      const byIndex = new Map(entries.map((entry) => [entry.index, entry]))
      const [people, staff] = await Promise.all([peopleOf(file), names.staff([...new Set(entries.flatMap(({ actor }) => (actor.kind === 'staff' ? [actor.id] : [])))])])
      const by = (index: number): string => writerOf(byIndex.get(index), staff)
      const at = (index: number): string => byIndex.get(index)!.at
      const shows = (record: ProgressRecord): NodeView => nodeView(record, shown, { by, at, people })
      const taken = progress.records.filter(({ withdrawn }) => withdrawn)
      const ordered = [...inTime(progress), ...taken].sort((a, b) => compare(b.on, a.on) || compare(b.time ?? '', a.time ?? '') || b.index - a.index)
      const hold = progress.held ? entries.filter(({ type }) => type === 'hold.set').at(-1) : undefined
      const suspended = entries.filter(({ type }) => type === 'period.suspended')
      return {
        held: hold ? { reason: HoldSetSchema.parse(hold.body).reason, by: by(hold.index), at: hold.at } : null,
        records: ordered.map(shows),
        periods: shown.clocks.filter(isRunning).map((clock) => periodView(clock, catalogue, now)),
        suspensions: progress.suspensions.map(({ suspensionId, cause, from, to, reason, approval }, i) => ({
          suspensionId, cause: catalogue.suspensions.get(cause) ?? cause, from, to: to ?? null, reason,
          approval: approval ? approvalView(approval, catalogue) : null,
          by: writerOf(suspended[i], staff),
        })),
        extensions: progress.extensions.map(({ clockId, by: length, reason, approval, index }) => ({
          label: catalogue.nodes.get(nodeOf(clockId))?.label ?? '', length: lengthOf(length), reason, approval: approvalView(approval, catalogue),
          by: by(index),
        })),
        causes: [...catalogue.suspensions].map(([id, label]) => ({ id, label })),
        approvers: [...catalogue.roles].filter(([, { who }]) => who !== 'party').map(([id, { label }]) => ({ id, label })),
      }
    },
  }
}
export type ProgressPresenter = ReturnType<typeof createProgressPresenter>

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const nodeOf = (clockId: string): string => clockId.split('/')[0]!

/** What records besides people and the court's own system. */
const SYSTEMS: Readonly<Record<string, string>> = { 'filing-window': '立案窗口' }

function writerOf(entry: SequencedEntry | undefined, staff: ReadonlyMap<string, string>): string {
  if (!entry || entry.actor.kind !== 'staff') return SYSTEMS[entry?.actor.id ?? ''] ?? '法院办案系统'
  const title = staffTitle(entry.actor.role as Parameters<typeof staffTitle>[0])
  return `${staff.get(entry.actor.id) ?? ''}${title && `（${title}）`}`
}

const toldView = ({ side, label, text, waits, personIds }: PreviewOf, people: ReadonlyMap<string, string>): ToldPreview =>
  ({ side, label, text, waits, names: personIds.map((id) => people.get(id) ?? '') })

const approvalView = ({ role, name, on, paper, reportedOn }: Approval, { roles }: Catalogue) =>
  ({ title: roles.get(role)?.label ?? role, name, on, paper, reportedOn: reportedOn ?? null })

interface Known {
  by(index: number): string
  at(index: number): string
  people: ReadonlyMap<string, string>
}

function nodeView(record: ProgressRecord, shown: Shown, { by, at, people }: Known): NodeView {
  const { catalogue, progress, now } = shown
  const { recordId, what, on, index } = record
  const node = catalogue.nodes.get(what)
  const found = recordable(catalogue, what)
  const fields = [...(node?.fields ?? catalogue.events.get(what)?.fields ?? [])]
  const told = previewOf(shown, catalogue, recordId, now)
  return {
    recordId, what, on,
    label: found?.label ?? node?.label ?? catalogue.events.get(what)?.label ?? what,
    kind: node ? 'node' : 'event',
    time: record.time ?? null,
    object: record.object ?? null,
    about: (record.about ?? []).map((id) => people.get(id) ?? ''),
    fields: Object.entries(record.fields).map(([id, value]) => ({ label: fields.find((field) => field.id === id)?.label ?? id, value })),
    note: record.note ?? null,
    papers: [...record.papers],
    evidence: [...(record.evidence ?? [])],
    filedIn: record.filedIn ? { ...record.filedIn, name: people.get(record.filedIn.personId) ?? '' } : null,
    signedBy: (record.signedBy ?? []).map((id) => people.get(id) ?? ''),
    approval: record.approval ? approvalView(record.approval, catalogue) : null,
    by: by(index),
    recordedAt: record.recordedAt,
    lateReason: record.lateReason ?? null,
    outOfOrder: progress.records.some((other) => other.index < index && other.on > on && other.on <= dayOf(record.recordedAt)),
    planned: on > dayOf(now),
    warnings: [...record.warnings],
    withdrawn: record.withdrawn ? { reason: record.withdrawn.reason, by: by(record.withdrawn.index), at: at(record.withdrawn.index) } : null,
    released: record.released.map(({ side, detail, reason, index: of }) => ({ side, detail: detail ?? null, reason: reason ?? null, by: by(of), at: at(of) })),
    told: told.map((one) => toldView(one, people)),
    cite: node ? citeWords(node.cite) : '',
    can: canOf(record, shown),
  }
}

/** What the same rules that decide would let this reader do now. */
function canOf({ recordId, what, withdrawn }: ProgressRecord, shown: Shown): NodeView['can'] {
  if (withdrawn || what === FILING) return { withdraw: false, release: [], detail: false }
  const may = (command: Parameters<typeof decideProgress>[0]): boolean => {
    try {
      return decideProgress(command, shown) !== undefined
    } catch {
      return false
    }
  }
  return {
    withdraw: may({ type: 'WithdrawNode', recordId, reason: '可否' }),
    release: (['applicant', 'respondent'] as const).filter((side) => may({ type: 'ReleaseNode', recordId, side, reason: '可否' })),
    detail: may({ type: 'ReleaseNode', recordId, side: 'applicant', detail: '可否' }),
  }
}

const MEANS: Record<NodeSpec['kind'], PeriodView['means']> = {
  deadline: 'duty', lead_time: 'duty', milestone: 'duty', alert: 'alert', trigger: 'alert', validation: 'alert', not_before: 'from', right_arises: 'from', target: 'target',
}

function periodView(clock: Clock, catalogue: Catalogue, now: string): PeriodView {
  const node = catalogue.nodes.get(clock.node)!
  const { extension } = node
  return {
    clockId: clock.clockId, what: clock.node, label: node.label, object: clock.object ?? null,
    means: MEANS[node.kind],
    dueAt: clock.dueAt ?? null,
    overdue: overdueSince(clock, node, now) !== undefined,
    standsStill: clock.suspended ? (catalogue.suspensions.get(clock.suspended.cause) ?? clock.suspended.cause) : null,
    rule: ruleWords(node, catalogue) ?? '',
    calendarKnown: clock.calendarKnown,
    recordable: isNear(node) && recordable(catalogue, clock.node) !== undefined,
    extension: extension
      ? {
        most: `最多 ${extension.times} 次，每次不超过 ${lengthOf(extension.each)}`, value: extension.each.value, unit: extension.each.unit,
        approvers: extension.approvers.map((id) => ({ id, label: catalogue.roles.get(id)?.label ?? id })),
      }
      : null,
  }
}
