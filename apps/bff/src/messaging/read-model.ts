import { parseChain, threadChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  type Calendar, CaseHandedOverSchema, CaseRegisteredSchema, MessageSentSchema, type MessagingConfig, replyDue, sideOf, type ThreadState, UpToSchema,
} from '@zhixin/shared/rules'
import { participantTitle } from '../cases'
import type { Fold, Log } from '../log'
import type { ThreadDocument, ThreadModel } from './model'
import { previewOf } from './preview'

export interface ThreadProjection {
  model: ThreadModel
  log: Pick<Log, 'state'>
  fold: Fold<ThreadState>
  config: MessagingConfig
  calendar: Calendar
  names: { people(ids: string[]): Promise<Map<string, string>> }
}

/** Takes the court's entries, in order, into the thread read model. Idempotent. Returns the threads that changed. */
export async function projectThreads(parts: ThreadProjection, entries: SequencedEntry[]): Promise<ThreadDocument[]> {
  const changed = new Map<string, ThreadDocument>()
  for (const entry of entries) {
    const place = parseChain(entry.chain)
    if (place?.kind === 'case') {
      for (const document of await takeCaseEntry(parts, changed, place.caseId, entry)) changed.set(document._id, document)
    }
    if (place?.kind !== 'thread') continue
    const id = `${place.caseId}/${place.personId}`
    const before = changed.get(id) ?? (await parts.model.findById(id).lean<ThreadDocument>())
    if (!before || before.upTo >= entry.seq) continue
    changed.set(id, { ...takeThreadEntry(before, entry), upTo: entry.seq })
  }
  const documents = await Promise.all([...changed.values()].map((document) => withMatter(parts, document)))
  await Promise.all(documents.map((document) => parts.model.replaceOne({ _id: document._id }, document, { upsert: true })))
  return documents
}

/** What this page has changed already stands before what is stored. */
type Changed = ReadonlyMap<string, ThreadDocument>

async function takeCaseEntry(parts: ThreadProjection, changed: Changed, caseId: string, entry: SequencedEntry): Promise<ThreadDocument[]> {
  if (entry.type === 'case.registered') return registered(parts, changed, entry)
  const change = caseChange(entry)
  if (!change) return []
  const documents = new Map((await parts.model.find({ caseId }).lean<ThreadDocument[]>()).map((document) => [document._id, document]))
  for (const document of changed.values()) if (document.caseId === caseId) documents.set(document._id, document)
  return [...documents.values()].filter(({ upTo }) => upTo < entry.seq).map((document) => ({ ...document, ...change, upTo: entry.seq }))
}

function caseChange(entry: SequencedEntry): Partial<ThreadDocument> | undefined {
  if (entry.type === 'case.closed') return { caseStatus: 'closed' }
  if (entry.type !== 'case.handed_over') return undefined
  const { officerIds, judgeId } = CaseHandedOverSchema.parse(entry.body)
  return { officerIds, judgeId }
}

async function registered({ model, names }: ThreadProjection, changed: Changed, entry: SequencedEntry): Promise<ThreadDocument[]> {
  const { caseId, caseNumber, department, officerIds, judgeId, participants } = CaseRegisteredSchema.parse(entry.body)
  const isTaken = [...changed.values()].some((document) => document.caseId === caseId) || (await model.countDocuments({ caseId })) > 0
  if (isTaken) return []
  const known = await names.people(participants.map(({ personId }) => personId))
  return participants.map((participant) => ({
    _id: `${caseId}/${participant.personId}`,
    caseId,
    personId: participant.personId,
    personName: known.get(participant.personId) ?? '',
    personRole: participantTitle(participant),
    caseNumber,
    caseStatus: 'open',
    department,
    officerIds,
    judgeId,
    lastText: null,
    lastAt: null,
    unreadByParty: [],
    unreadByCourt: [],
    matter: null,
    upTo: entry.seq,
  }))
}

function takeThreadEntry(before: ThreadDocument, entry: SequencedEntry): ThreadDocument {
  const side = sideOf(entry.actor)
  switch (entry.type) {
    case 'message.sent': {
      const after = { ...before, lastText: previewOf(MessageSentSchema.parse(entry.body)), lastAt: entry.at }
      return side === 'party'
        ? { ...after, unreadByCourt: [...before.unreadByCourt, entry.index] }
        : { ...after, unreadByParty: [...before.unreadByParty, entry.index] }
    }
    case 'message.read': {
      const { upTo } = UpToSchema.parse(entry.body)
      const left = (indexes: number[]) => indexes.filter((index) => index > upTo)
      return side === 'party' ? { ...before, unreadByParty: left(before.unreadByParty) } : { ...before, unreadByCourt: left(before.unreadByCourt) }
    }
    case 'contact.recorded':
    case 'matter.no_reply_needed':
    case 'handler.changed':
    case 'case.closed_notice':
      return { ...before, unreadByParty: [...before.unreadByParty, entry.index] }
    default:
      return before
  }
}

// The open matter is a fold of the whole chain, which the log keeps at hand: it is taken as it stands at the head.
async function withMatter({ log, fold, config, calendar }: ThreadProjection, document: ThreadDocument): Promise<ThreadDocument> {
  const state = await log.state(fold, threadChain(document))
  if (!state.matter) return { ...document, matter: null }
  const { since, sinceAt, irregularSince } = state.matter
  const due = replyDue(state.matter, config.reply_clocks, calendar)
  return { ...document, matter: { since, sinceAt, ...due, mark: irregularSince ? 'irregularity' : (state.marks[since] ?? 'ordinary') } }
}
