import { type ChainPlace, parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  type Calendar, CaseHandedOverSchema, type CaseState, CHANGES_RELATIONS, FormSubmittedSchema, isConfidential, isSealed, markOf, messageOf,
  type MessagingConfig, replyDue, sideOf, spokenWords, type ThreadState, TransferRefusedSchema, TransferUndoneSchema, UpToSchema,
  VoiceSummarisedSchema, voicesWaiting,
} from '@zhixin/shared/rules'
import { LRUCache } from 'lru-cache'
import { type mongo, trusted } from 'mongoose'
import { caseFold } from '../cases'
import { type Fold, type Log, putNewer } from '../log'
import { unansweredAfter } from './bursts'
import { CHANGES_FLAGS, flagsAfter, withoutNotes } from './flags'
import { lastTextAfter } from './last-text'
import type { ThreadDocument, ThreadModel } from './model'
import { previewOf, spokenIn } from './preview'
import { above, withIndex } from './ranges'
import { tellsParty } from './tells-party'

export interface ThreadProjection {
  log: Pick<Log, 'list'>
  fold: Fold<ThreadState>
  config: MessagingConfig
  calendar: Calendar
  names: { people(ids: string[]): Promise<Map<string, string>> }
}

/**
 * Takes the court's entries, in order, into the thread read model and answers with the threads that changed. A document follows from
 * the log up to its `upTo`, whoever makes it and in whatever pages.
 */
export function createThreadProjection({ log, fold, config, calendar, names }: ThreadProjection) {
  const stateAfter = createStates(log, fold)
  const fileAfter = createStates(log, caseFold)

  return async function project(model: ThreadModel, entries: SequencedEntry[]): Promise<ThreadDocument[]> {
    const placed = entries.flatMap((entry): Placed[] => {
      const place = parseChain(entry.chain)
      return isTaken(place) ? [{ entry, place }] : []
    })
    const documents = await stored(model, placed)
    const changed = new Map<string, ThreadDocument>()
    const open = new Map<string, ThreadState>()
    const put = (document: ThreadDocument, { seq }: SequencedEntry): void => {
      const next = { ...document, upTo: seq }
      documents.set(next._id, next)
      changed.set(next._id, next)
    }

    for (const { entry, place } of placed) {
      if (place.kind === 'thread') {
        const id = `${place.caseId}/${place.personId}`
        const before = documents.get(id)
        if (!before || before.upTo >= entry.seq) continue
        open.set(id, await stateAfter(entry))
        const preview = await spokenPreview(before, entry, open.get(id)!)
        const taken = { ...takeThreadEntry(before, entry), ...preview }
        const lastText = await lastTextAfter(log, taken, entry, open.get(id)!)
        const { sealing } = open.get(id)!.parts
        const flags = entry.type === 'seal.approved' ? withoutNotes(taken.flags, ({ index }) => isSealed(sealing, index)) : taken.flags
        put({ ...taken, ...(lastText !== undefined && { lastText }), flags, unanswered: unansweredAfter(before.unanswered, entry) }, entry)
      } else if (place.kind === 'conduct') {
        const before = documents.get(`${place.caseId}/${place.personId}`)
        if (before && before.upTo < entry.seq && CHANGES_FLAGS.has(entry.type)) put({ ...before, flags: flagsAfter(before.flags, entry) }, entry)
      } else if (CHANGES_RELATIONS.has(entry.type)) {
        const people = await withPeople(documents, await fileAfter(entry))
        for (const document of people) if ((documents.get(document._id)?.upTo ?? -1) < entry.seq) put(document, entry)
      } else {
        const change = caseChange(entry)
        for (const document of change ? [...documents.values()] : []) {
          if (document.caseId === place.caseId && document.upTo < entry.seq) put({ ...document, ...change }, entry)
        }
      }
    }
    for (const [id, state] of open) {
      const spoken = { voicesWaiting: voicesWaiting(state).length, spoken: spokenWords(state) }
      changed.set(id, { ...changed.get(id)!, matter: matterOf(state), ...spoken, seals: sealsOf(state) })
    }
    const list = [...changed.values()]
    await putNewer(model.collection as unknown as mongo.Collection<ThreadDocument>, list)
    return list
  }

  /** A case's threads with the relations as its chain says, and one for whoever is new in it. */
  async function withPeople(documents: Map<string, ThreadDocument>, file: CaseState): Promise<ThreadDocument[]> {
    const people = [...new Set(file.relations.map(({ personId }) => personId))]
    const fresh = people.filter((personId) => !documents.has(`${file.caseId}/${personId}`))
    const known = fresh.length > 0 ? await names.people(fresh) : new Map<string, string>()
    return people.map((personId) => ({
      ...(documents.get(`${file.caseId}/${personId}`) ?? newThread(file, personId, known.get(personId) ?? '')),
      relations: file.relations.filter((relation) => relation.personId === personId),
    }))
  }

  /** The last message's preview with what its voice says, once somebody has written that down. What is confidential stays out of lists. */
  async function spokenPreview(before: ThreadDocument, entry: SequencedEntry, { parts }: ThreadState): Promise<Pick<ThreadDocument, 'lastText'> | undefined> {
    const of = entry.type === 'voice.summarised' ? VoiceSummarisedSchema.parse(entry.body).of : undefined
    if (of === undefined || of !== before.lastIndex || isConfidential(parts.confidence, of)) return undefined
    const [message] = await log.list(entry.chain, { after: of - 1, before: of + 1 })
    return message && { lastText: previewOf(messageOf(message), spokenIn(parts)) }
  }

  function matterOf(state: ThreadState): ThreadDocument['matter'] {
    const { matter } = state
    if (!matter) return null
    const { since, sinceAt, irregularSince } = matter
    return { since, sinceAt, ...replyDue(matter, config.reply_clocks, calendar), mark: irregularSince ? 'irregularity' : (markOf(state, since) ?? 'ordinary') }
  }
}

type Place = Extract<ChainPlace, { kind: 'thread' | 'case' | 'conduct' }>
interface Placed {
  entry: SequencedEntry
  place: Place
}
const isTaken = (place: ChainPlace | undefined): place is Place => place?.kind === 'thread' || place?.kind === 'case' || place?.kind === 'conduct'

/** Everything that a page may change, in one request. */
async function stored(model: ThreadModel, placed: Placed[]): Promise<Map<string, ThreadDocument>> {
  const ids = new Set<string>()
  const caseIds = new Set<string>()
  for (const { entry, place } of placed) {
    if (place.kind !== 'case') ids.add(`${place.caseId}/${place.personId}`)
    else if (CHANGES_RELATIONS.has(entry.type) || caseChange(entry)) caseIds.add(place.caseId)
  }
  const wanted = [
    ...(ids.size > 0 ? [{ _id: trusted({ $in: [...ids] }) }] : []),
    ...(caseIds.size > 0 ? [{ caseId: trusted({ $in: [...caseIds] }) }] : []),
  ]
  if (wanted.length === 0) return new Map()
  const found = await model.find(wanted.length === 1 ? wanted[0]! : { $or: wanted }).lean<ThreadDocument[]>()
  return new Map(found.map((document) => [document._id, document]))
}

const STATES_KEPT = 5_000

/** The state of a chain right after an entry, not at the head of its chain: a document must not run ahead of its `upTo`. */
function createStates<S>(log: Pick<Log, 'list'>, fold: Fold<S>) {
  const known = new LRUCache<string, { index: number; state: S }>({ max: STATES_KEPT })
  return async function stateAfter(entry: SequencedEntry): Promise<S> {
    const cached = known.get(entry.chain)
    const before = cached && cached.index < entry.index ? cached : { index: -1, state: fold.initial }
    const between = before.index === entry.index - 1 ? [] : await log.list(entry.chain, { after: before.index, before: entry.index })
    const state = [...between, entry].reduce<S>((so, next) => fold.evolve(so, next), before.state)
    known.set(entry.chain, { index: entry.index, state })
    return state
  }
}

/** What waits for a leader's decision: which entry, never what it says. */
const sealsOf = ({ parts }: ThreadState): ThreadDocument['seals'] =>
  Object.entries(parts.sealing.asked)
    .map(([of, { at, by, reason, words }]) => ({ of: Number(of), at, by, reason, words }))
    .sort((a, b) => a.at.localeCompare(b.at) || a.of - b.of)

function caseChange(entry: SequencedEntry): Partial<ThreadDocument> | undefined {
  if (entry.type === 'case.closed') return { caseStatus: 'closed' }
  if (entry.type === 'case.transferred_out') return { officerIds: [], judgeId: '' }
  if (entry.type === 'case.transfer_undone' || entry.type === 'case.transfer_refused') {
    const { officerIds, judgeId } = (entry.type === 'case.transfer_undone' ? TransferUndoneSchema : TransferRefusedSchema).parse(entry.body)
    return { officerIds, judgeId }
  }
  if (entry.type !== 'case.handed_over') return undefined
  const { officerIds, judgeId } = CaseHandedOverSchema.parse(entry.body)
  return { officerIds, judgeId }
}

const newThread = ({ caseId, caseNumber, status, department, officerIds, judgeId }: CaseState, personId: string, personName: string): ThreadDocument => ({
  _id: `${caseId}/${personId}`,
  caseId,
  personId,
  personName,
  relations: [],
  caseNumber,
  caseStatus: status === 'closed' ? 'closed' : 'open',
  department,
  officerIds,
  judgeId,
  lastText: null,
  lastAt: null,
  lastIndex: null,
  unreadByParty: [],
  unreadByCourt: [],
  matter: null,
  voicesWaiting: 0,
  spoken: [],
  unanswered: 0,
  flags: [],
  seals: [],
  upTo: -1,
})

function takeThreadEntry(before: ThreadDocument, entry: SequencedEntry): ThreadDocument {
  const side = sideOf(entry.actor)
  switch (entry.type) {
    case 'message.sent': {
      const after = { ...before, lastText: previewOf(messageOf(entry)), lastAt: entry.at, lastIndex: entry.index }
      return side === 'party'
        ? { ...after, unreadByCourt: withIndex(before.unreadByCourt, entry.index) }
        : { ...after, unreadByParty: withIndex(before.unreadByParty, entry.index) }
    }
    case 'message.read': {
      const { upTo } = UpToSchema.parse(entry.body)
      return side === 'party'
        ? { ...before, unreadByParty: above(before.unreadByParty, upTo) }
        : { ...before, unreadByCourt: above(before.unreadByCourt, upTo) }
    }
    case 'form.submitted':
      return { ...before, lastText: `［${FormSubmittedSchema.parse(entry.body).title}］`, lastAt: entry.at, lastIndex: entry.index, unreadByCourt: withIndex(before.unreadByCourt, entry.index) }
    case 'receiving_account.set':
    case 'settlement.consented':
    case 'settlement.consent_withdrawn':
      return { ...before, unreadByCourt: withIndex(before.unreadByCourt, entry.index) }
    default:
      return tellsParty(entry) ? { ...before, unreadByParty: withIndex(before.unreadByParty, entry.index) } : before
  }
}
