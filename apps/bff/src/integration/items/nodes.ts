import { threadChain } from '@zhixin/shared/ids'
import type { NodeItem, ProgressItem, TaskItem } from '@zhixin/shared/integration'
import {
  type CaseState, type Catalogue, findSensitiveNumber, isCurrent, isOwn, type NodeField, type ProgressRecord, recordable, TaskAskedSchema,
} from '@zhixin/shared/rules'
import { importTask } from '../../messaging'
import { type NodeToRecord, recordIdOf } from '../../progress'
import type { KnownNumber } from '../numbers'
import { caseOf, claimed, digestOf, older, type Outcome, refuse, type Taking, unchanged } from './taking'

export async function takeProgress(taking: Taking, item: ProgressItem): Promise<Outcome> {
  const file = await caseOf(taking, item.case)
  return item.type === 'task' ? takeTask(taking, file, item) : takeNode(taking, file.caseId, item)
}

/**
 * A node or event of a case. Its number makes it one node however often it comes; by its day it takes its place in time, by when it came its
 * place in the chain. Other content of a newer time takes back what stood there and records it anew.
 */
export async function takeNode(taking: Taking, caseId: string, item: NodeItem): Promise<Outcome> {
  const number = await taking.numbers.take('node', caseId, item.externalId)
  const said = await saidOf(taking, caseId, item)
  const isNewer = item.asOf !== undefined && (number.asOf === undefined || number.asOf < item.asOf)
  return claimed(taking, number, item.asOf, (claiming, now) => recordNode(claiming, caseId, item, { number: now, said, isNewer }))
}

interface Claim {
  number: KnownNumber
  said: Omit<NodeToRecord, 'key'>
  /** Than what was taken in before. */
  isNewer: boolean
}

async function recordNode({ numbers, progress, system }: Taking, caseId: string, item: NodeItem, { number, said, isNewer }: Claim): Promise<Outcome> {
  const by = { kind: 'system', id: system, role: 'import' } as const
  const revision = number.revision ?? 0
  const key = keyOf(item.externalId, revision)
  const recordId = recordIdOf(by, caseId, key)
  const there = (await progress.state(caseId)).records.find((record) => record.recordId === recordId)
  if (item.withdrawn !== undefined) {
    if (!there) {
      // It was taken back before it came: it does not come any more, unless something newer says so.
      await numbers.remember(number, { digest: 'withdrawn' })
      return unchanged
    }
    if (there.withdrawn) return unchanged
    await progress.withdraw(by, caseId, { key: `${key}/withdrawn`, recordId, reason: item.withdrawn })
    return { result: 'updated' }
  }
  const isGone = there?.withdrawn !== undefined || number.digest === 'withdrawn'
  // Whom it is about may have been concluded here, where that system did not say.
  const isSame = there !== undefined && digestOf(contentOf({ ...there, about: said.about && there.about })) === digestOf(contentOf(said))
  // Taken back, here or there: only something newer brings it again.
  if (isGone && !isNewer && (there === undefined || isSame)) return number.digest === 'withdrawn' ? older : unchanged
  if (isSame && !isGone) return unchanged
  if (there && !isGone) await progress.withdraw(by, caseId, { key: `${key}/withdrawn`, recordId, reason: '办案系统已更正，以更正后的为准' })
  const next = there ? revision + 1 : revision
  await numbers.remember(number, { revision: next, digest: '' })
  const { isNew } = await progress.record(by, caseId, { ...said, key: keyOf(item.externalId, next) })
  return { result: there ? 'updated' : isNew ? 'created' : 'unchanged' }
}

const keyOf = (externalId: string, revision: number): string => (revision === 0 ? externalId : `${externalId}/${revision + 1}`)

type Content = Pick<ProgressRecord, 'what' | 'on' | 'time' | 'object' | 'note' | 'approval'> & { fields?: unknown; papers?: unknown; about?: unknown }
const contentOf = ({ what, on, time, object, fields = {}, note, approval, papers = [], about = [] }: Content): unknown[] =>
  [what, on, time, object, fields, note, approval, papers, about].map((part) => part ?? null)

async function saidOf({ numbers, config: { catalogue } }: Taking, caseId: string, item: NodeItem): Promise<Omit<NodeToRecord, 'key'>> {
  const { on, time, object, note, approval, papers, lateReason, about } = item
  const what = idOf(catalogue, item.node)
  const partyOf = async (one: string): Promise<string> => (await numbers.find('standing', caseId, one))?.personId ?? refuse('integration.party_unknown', 'about')
  const partyIds = about && (await Promise.all(about.map(partyOf)))
  return {
    what, on, papers, fields: fieldsOf(catalogue, what, item.fields),
    ...(time !== undefined && { time }), ...(object !== undefined && { object }), ...(note !== undefined && { note }),
    ...(approval && { approval: { ...approval, role: roleOf(catalogue, approval.role) } }),
    ...(lateReason !== undefined && { lateReason }), ...(partyIds && { about: partyIds }),
  }
}

const roleOf = ({ roles }: Catalogue, text: string): string =>
  roles.has(text) ? text : ([...roles].find(([, { label }]) => label === text)?.[0] ?? refuse('input.invalid', 'approval.role'))

/** A node or event by its id, or by its name among those that can be recorded. */
function idOf(catalogue: Catalogue, text: string): string {
  const { nodes, events } = catalogue
  if (nodes.has(text) || events.has(text)) return text
  const named = [...nodes.values(), ...events.values()].filter(({ id, label }) => label === text && recordable(catalogue, id))
  return named.length === 1 ? named[0]!.id : refuse('progress.unknown_node', 'node')
}

function fieldsOf({ nodes, events }: Catalogue, what: string, given: Record<string, string>): Record<string, string> {
  const known: readonly NodeField[] = nodes.get(what)?.fields ?? events.get(what)?.fields ?? []
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [known.find(({ id, label }) => id === name || label === name)?.id ?? name, value]))
}

/** Something that a party of the respondent's side is to do: asked of everybody who is, or acts in their own right for, that party. */
async function takeTask(taking: Taking, { caseId, relations }: CaseState, item: TaskItem): Promise<Outcome> {
  const { log, numbers, clock, config } = taking
  const kind = config.forms.task_kinds.find(({ id }) => id === item.kind) ?? refuse('input.invalid', 'kind')
  for (const field of ['what', 'basis'] as const) if (findSensitiveNumber(item[field] ?? '')) refuse('messaging.sensitive_number', field)
  const partyId = (await numbers.find('standing', caseId, item.to))?.personId
  const now = clock.now().toISOString()
  const people = relations.filter((one) => one.partyId === partyId && one.side === 'respondent' && isOwn(one) && isCurrent(one, now)).map(({ personId }) => personId)
  if (people.length === 0) refuse('integration.party_unknown', 'to')
  const { id: taskId } = await numbers.take('task', caseId, item.externalId)
  const { what, dueOn, basis } = item
  const body = TaskAskedSchema.parse({ taskId, kind: kind.id, label: kind.label, what, dueOn, basis, form: kind.form })
  let isNew = false
  for (const personId of new Set(people)) {
    const key = { caseId, personId }
    const has = await log.state(askedFold, threadChain(key))
    if (has.includes(taskId)) continue
    await importTask(log, key, body)
    isNew = true
  }
  return isNew ? { result: 'created' } : unchanged
}

/** What was asked in a thread, by its id. */
const askedFold = {
  name: 'tasks-asked',
  initial: [] as readonly string[],
  evolve: (before: readonly string[], { type, body }: { type: string; body: unknown }): readonly string[] =>
    type === 'task.asked' ? [...before, TaskAskedSchema.parse(body).taskId] : before,
}
