import type { CourtProfile } from '../court-config'
import type { NodeTold } from '../parts/progress'
import type { LitigantSide } from '../relations'
import type { Day } from '../shanghai'
import type { Catalogue, NodeSpec } from './catalogue'
import type { ProgressRecord } from './progress-state'
import { citeWords, ruleWords } from './rule-words'
import { isOpenlyTold, tellOf } from './told'

/** A period of the case as its clock has it now: the clock's id is `<node>/<record that started it>`. */
export interface RunningPeriod {
  id: string
  node: string
  dueAt: string
}
export interface ToldGiven {
  record: ProgressRecord
  side: LitigantSide
  catalogue: Catalogue
  /** All periods of the case that run now. */
  running: readonly RunningPeriod[]
  /** Of the first node this person is told. */
  first?: readonly string[]
}

/** The most that is said at once of what the court has to do next. */
const NEXT_MAX = 4

/**
 * What a person reads of a node, whole in itself: later changes of the catalogue or of a period do not change it. Of what the court has to do
 * next it names only what follows from this very node and what this side is told anyway, as soon as it is done: from no other period that
 * runs can anybody conclude that something runs.
 */
export function toldBody({ record, side, catalogue, running, first }: ToldGiven): NodeTold {
  const found = tellOf(catalogue, record, side)
  if (!found) throw new TypeError(`${record.what} is not told to the ${side}'s side`)
  const { spec, tell: { text, means, act } } = found
  const next = nextOf({ record, side, catalogue, running })
  return {
    ref: record.recordId, node: spec.id, label: spec.label, on: record.on, text: text.replaceAll('{on}', dayInWords(record.on)), means,
    ...(act && { act: { text: act.text, ...byWhen(act.by, record, catalogue, running) } }),
    ...(next.length > 0 && { next }),
    ...(record.lateReason !== undefined && { late: true as const }),
    ...(first && { first: [...first] }),
    cite: citeWords(spec.cite),
  }
}

/** The period that runs for what the person is asked to do: the one this record started, else the only one of that node. */
function byWhen(
  by: string | undefined, { recordId }: ProgressRecord, catalogue: Catalogue, running: readonly RunningPeriod[],
): { dueAt?: string; rule?: string } {
  const spec = by === undefined ? undefined : catalogue.nodes.get(by)
  if (!spec) return {}
  const all = running.filter(({ node }) => node === by)
  const found = all.find(({ id }) => id.endsWith(`/${recordId}`)) ?? (all.length === 1 ? all[0] : undefined)
  const rule = ruleWords(spec, catalogue)
  return { ...(found && { dueAt: found.dueAt }), ...(rule && { rule }) }
}

function nextOf({ record, side, catalogue, running }: ToldGiven): NonNullable<NodeTold['next']> {
  const isCourts = ({ responsible }: NodeSpec): boolean => responsible.every((role) => catalogue.roles.get(role)?.who !== 'party')
  return running
    .filter(({ id }) => id.endsWith(`/${record.recordId}`))
    .flatMap(({ node, dueAt }) => {
      const spec = catalogue.nodes.get(node)
      if (!spec || !DONE_BY.has(spec.kind) || !isCourts(spec) || !isOpenlyTold(spec, side)) return []
      return [{ node, label: spec.to_come ?? spec.label, dueAt, rule: ruleWords(spec, catalogue) ?? citeWords(spec.cite) }]
    })
    .sort((a, b) => a.dueAt.localeCompare(b.dueAt))
    .slice(0, NEXT_MAX)
}
const DONE_BY: ReadonlySet<string> = new Set<NodeSpec['kind']>(['deadline'])

function dayInWords(day: Day): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** What the first push to somebody must say (push-rules: first_push_must_include): how to look, how to write, 12368, the misconduct line. */
export const firstWords = ({ hotline, phones: { misconduct } }: Pick<CourtProfile, 'hotline' | 'phones'>): string[] => [
  '以后每走一步，都会在这里告诉您；在“案件”里点开这个案件，随时可以看到办到哪一步了。',
  '有话要对承办人说，就在这里留言，会按时限答复。',
  `不会用手机，或者想核实消息真假，请打${hotline}。`,
  `举报违纪违法，请打${misconduct.label}电话${misconduct.numbers.join('、')}（${misconduct.hours}）。`,
]
