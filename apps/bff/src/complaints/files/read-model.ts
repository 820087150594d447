import { complaintChain, type ComplaintKey, complaintOf } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { canBeOverdue, type ComplaintState, isRunning, type Workflow } from '@zhixin/shared/rules'
import type { mongo } from 'mongoose'
import { type Log, putNewer } from '../../log'
import type { ComplaintFiles } from './files'
import type { WatchedFile } from './fold'
import type { ComplaintDocument, ComplaintModel } from './model'
import { nextAt } from './owed'

/** Takes the court's entries into the list. A file is asked of its chain as it is: what is newer by then comes again and says the same. */
export function complaintProjection(log: Pick<Log, 'state'>, files: Pick<ComplaintFiles, 'folds' | 'rulesOf' | 'rules'>) {
  return async function project(model: ComplaintModel, entries: SequencedEntry[]): Promise<void> {
    const touched = new Map<string, { key: Key; seq: number }>()
    for (const { chain, seq } of entries) {
      const { stream, complaintId } = complaintOf(chain) ?? {}
      if (stream && stream !== 'discipline') touched.set(chain, { key: { stream, complaintId: complaintId! }, seq })
    }
    const documents = await Promise.all([...touched.values()].map(async ({ key, seq }) =>
      documentOf(key, await log.state(files.folds[key.stream], complaintChain(key)), files, seq)))
    await putNewer(model.collection as unknown as mongo.Collection<ComplaintDocument>, documents)
  }
}

type Key = ComplaintKey & { stream: ComplaintDocument['stream'] }
type Rules = Pick<ComplaintFiles, 'rulesOf' | 'rules'>
function documentOf({ stream, complaintId }: Key, watched: WatchedFile, { rulesOf, rules: { catalogue } }: Rules, seq: number): ComplaintDocument {
  const { file } = watched
  const rules = rulesOf(stream)
  const { named, first } = staffIn(file, rules.workflow)
  const soonest = watched.owing.clocks
    .filter((clock) => isRunning(clock) && canBeOverdue(catalogue.nodes.get(clock.node)!))
    .map(({ dueAt }) => dueAt).filter((at) => at !== undefined).sort()[0]
  const isOver = rules.workflow.states[file.state]!.over
  return {
    _id: complaintId, stream, state: file.state, isOver, receivedAt: file.receivedAt, channel: file.channel!,
    department: departmentOf(file, rules.workflow) ?? null,
    staffIds: [...new Set([...named, ...first])], aboutIds: [...file.about], caseId: file.caseId, personId: file.personId,
    marks: Object.fromEntries(Object.entries(file.marks).map(([mark, { count }]) => [mark, count])),
    since: file.steps[file.steps.length - 1]?.at ?? file.receivedAt,
    nextAt: nextAt(watched, rules), soonestAt: soonest ?? null, upTo: seq,
  }
}

/** The first of its fields that names a department: who handles it. */
export function departmentOf({ fields, firstContact }: ComplaintState, workflow: Workflow): string | undefined {
  const [name] = Object.entries(workflow.fields).find(([field, { type }]) => type === 'department' && typeof fields[field] === 'string') ?? []
  return name === undefined ? firstContact?.handedOver?.department : (fields[name] as string)
}

/** Members of staff whom its fields name; and who took it first, or has it from them. */
export function staffIn({ fields, firstContact }: ComplaintState, workflow: Workflow): { named: string[]; first: string[] } {
  const named = Object.entries(workflow.fields).flatMap(([field, { type }]) => (type === 'staff' && typeof fields[field] === 'string' ? [fields[field]] : []))
  return { named, first: firstContact ? [firstContact.handedOver?.staffId ?? firstContact.staffId] : [] }
}
