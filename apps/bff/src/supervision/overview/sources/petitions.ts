import { complaintChain, type ComplaintKey, parseChain, type Stream } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  ageBandOf, canBeOverdue, clocksOfFile, type ComplaintState, dayOf, daysBetween, type FileRules, isRunning, type NodeSpec, NOT_ASSIGNED, type StepTaken,
  type SupervisionConfig,
} from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import { type ComplaintDocument, type Complaints, departmentOf } from '../../../complaints'
import type { StaffMoment } from '../../../progress'
import { type CourtItem, itemIdOf, LATE, SOFT, SOON } from '../item'
import type { CaseOf, FilesOf } from './cases'
import { isOfCase, peopleOf } from './complaint-people'

export interface PetitionSourceParts {
  complaints: Pick<Complaints, 'list' | 'files'>
  filesOf: FilesOf
  config: SupervisionConfig
}
interface AsOf {
  now: string
  /** Until then a period will soon be over. */
  soon: string
  moment: StaffMoment
}

/** What all items of one file have in common. */
type Common = Omit<CourtItem, 'staffIds' | 'urgings' | 'state' | 'stateLabel' | 'alarming' | 'at' | 'atIs' | 'what'>

const STREAM_LABELS = { petition: '执行信访', feedback: '反映执行不规范', inquiry: '咨询、意见' } as const
type Supervised = keyof typeof STREAM_LABELS
const isSupervised = (stream: Stream): stream is Supervised => stream in STREAM_LABELS

/**
 * Petitions that are not over, by state and age; and what is overdue, or soon will be, in them, in feedback and in questions. Whom one is about finds it
 * nowhere. Of reports of misconduct there is nothing here to read (rules X-41, F-10). Ask inside `log.reading`.
 */
export async function petitionItems({ complaints, filesOf, config }: PetitionSourceParts, asOf: AsOf): Promise<CourtItem[]> {
  const found = await complaints.list.documents()
    .find({ isOver: false, $or: [{ stream: 'petition' }, { soonestAt: trusted({ $ne: null, $lte: asOf.soon }) }] })
    .lean<ComplaintDocument[]>()
  const linked = await filesOf(found.flatMap(({ caseId }) => caseId ?? []))
  const items = await Promise.all(found.map(async ({ _id: complaintId, stream, caseId }) => {
    const key = { stream, complaintId }
    return itemsOfFile({ key, file: await complaints.files.state(key), rules: complaints.files.rulesOf(stream), ofCase: linked.get(caseId ?? '') }, asOf, config)
  }))
  return items.flat()
}

/** What one file came to when these entries were all it had, as of that instant. */
export async function petitionItemsOf(
  { complaints: { files }, filesOf, config }: PetitionSourceParts, key: ComplaintKey, before: readonly SequencedEntry[], asOf: AsOf,
): Promise<CourtItem[]> {
  const fold = files.folds[key.stream]
  const { file } = before.reduce(fold.evolve, fold.initial)
  const linked = await filesOf(file.caseId === null ? [] : [file.caseId])
  return itemsOfFile({ key, file, rules: files.rulesOf(key.stream), ofCase: linked.get(file.caseId ?? '') }, asOf, config)
}

interface OneFile {
  key: ComplaintKey
  file: ComplaintState
  rules: FileRules
  ofCase: CaseOf | undefined
}

/** As a petition it is one; each of its periods that is over or soon will be is one (一个期限算一项). */
function itemsOfFile({ key, file, rules, ofCase }: OneFile, { now, soon, moment }: AsOf, config: SupervisionConfig): CourtItem[] {
  const { workflow, catalogue } = rules
  const { stream, complaintId } = key
  if (!isSupervised(stream) || file.status !== 'open' || workflow.states[file.state]!.over) return []
  const people = peopleOf({ file, rules, ofCase, moment })
  const isTheCases = isOfCase(rules) && ofCase !== undefined
  const department = (isTheCases ? ofCase.department : undefined) ?? departmentOf(file, workflow) ?? NOT_ASSIGNED
  const urgeStep = urgeStepOf(rules)
  const due = clocksOfFile(file, rules).flatMap((clock) => {
    const node = catalogue.nodes.get(clock.node)!
    const { dueAt } = clock
    return isRunning(clock) && canBeOverdue(node) && dueAt !== undefined && dueAt <= soon ? [{ clock, node, dueAt }] : []
  })
  const of = (measure: CourtItem['measure'], staffIds: string[], ...parts: string[]): Common & Pick<CourtItem, 'staffIds'> => ({
    measure, id: itemIdOf(measure, stream, complaintId, ...parts), department, staffIds,
    // Of what its judge alone answers, whoever handles the case beside them may be who is meant (rules X-14).
    hiddenFrom: [...file.about, ...(isTheCases ? ofCase.officerIds.filter((id) => !staffIds.includes(id)) : [])],
    title: file.receipt, opens: { page: 'complaint', ...key }, behind: [{ chain: complaintChain(key), is: () => true }],
    opensTo: (staffId) => people.mayOpen(staffId, now),
    ...(urgeStep?.from.includes(file.state) && { urge: { complaint: key, mayBy: (staffId) => people.mayTake(urgeStep, staffId) } }),
  })
  const urgings = (since: number) =>
    file.steps.filter(({ step, index }) => step === urgeStep?.id && index > since).map(({ at, actor }: StepTaken) => ({ at, by: actor.kind === 'staff' ? actor.id : null }))
  const stateLabel = workflow.states[file.state]!.label
  const asPetition = stream !== 'petition' ? [] : [{
    ...of('petitions', people.concerned()), urgings: urgings(-1), state: file.state, stateLabel, alarming: due.some(({ dueAt }) => dueAt <= now),
    at: file.receivedAt, atIs: 'since' as const, what: stateLabel, age: ageBandOf(daysBetween(dayOf(file.receivedAt), dayOf(now)), config.petition_ages),
  }]
  return [
    ...asPetition,
    ...due.map(({ clock, node, dueAt }): CourtItem => ({
      ...of(dueAt <= now ? 'overdue' : 'due_soon', people.seeTo(clock, catalogue), clock.clockId), ...stateOf(node, dueAt <= now),
      urgings: urgings(Number(clock.startedBy.recordId)), at: dueAt, atIs: 'due', what: `${STREAM_LABELS[stream]}：${node.label}（${stateLabel}）`,
    })),
  ]
}

const stateOf = ({ soft }: NodeSpec, isOver: boolean) => (isOver ? (soft ? SOFT : LATE) : SOON)

/** The step with which a file of this stream is urged. */
export const urgeStepOf = ({ workflow }: Pick<FileRules, 'workflow'>) => workflow.steps.find(({ marks, on }) => on && marks === 'urged')

/** As the workflow calls a step. */
export function stepLabelOf({ files }: PetitionSourceParts['complaints'], chain: string, step: string): string {
  const kind = parseChain(chain)?.kind as Stream
  return files.rulesOf(kind).workflow.steps.find(({ id }) => id === step)?.label ?? '办理'
}
