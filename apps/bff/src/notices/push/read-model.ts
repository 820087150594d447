import { parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  callAt, evolveNotice, finalOf, lookAgainAt, NodeTakenBackSchema, type NoticesConfig, type NoticeType, PUSH_ENTRIES, pushSpec, saidOf, untried, UpToSchema,
} from '@zhixin/shared/rules'
import { LRUCache } from 'lru-cache'
import { type mongo, trusted } from 'mongoose'
import { putNewer } from '../../log'
import { type NoticeDocument, noticeId, type NoticeModel } from './model'

const MINUTE_MS = 60_000

/** Takes the court's entries, in order, into the list of notices: what it writes follows from thread and push chain up to `upTo`, and the configuration. */
export function createProjection(config: NoticesConfig) {
  const recentOf = createRecent()
  const typeOf = (type: string): NoticeType | undefined => (config.types as Record<string, NoticeType | undefined>)[type]

  /** What of a page this list is about, with whose thread it is. */
  const concerned = (entries: SequencedEntry[]) =>
    entries.flatMap((entry) => {
      const place = parseChain(entry.chain)
      const isThread = place?.kind === 'thread' && (typeOf(entry.type) !== undefined || entry.type === 'message.read' || entry.type === 'node.taken_back')
      return place && (isThread || (place.kind === 'push' && entry.type in PUSH_ENTRIES)) ? [{ entry, caseId: place.caseId, personId: place.personId }] : []
    })

  return async function project(model: NoticeModel, entries: SequencedEntry[]): Promise<void> {
    const recent = recentOf(model, entries)
    const placed = concerned(entries)
    const documents = await known(model, placed, typeOf, recent)
    const changed = new Set<string>()
    const put = (document: NoticeDocument): void => {
      documents.set(document._id, settled(document, config))
      changed.add(document._id)
    }
    const ofThread = (caseId: string, personId: string): NoticeDocument[] =>
      [...documents.values()].filter((one) => one.caseId === caseId && one.personId === personId)

    for (const { entry, caseId, personId } of placed) {
      const isNew = ({ upTo }: NoticeDocument): boolean => upTo < entry.seq
      const change = (document: NoticeDocument | undefined, what: Partial<NoticeDocument>): void => {
        if (document && isNew(document)) put({ ...document, ...what, upTo: entry.seq })
      }
      if (entry.chain.startsWith('push:')) {
        const document = documents.get(noticeId(caseId, personId, (entry.body as { of: number }).of))
        if (!document) continue
        const notice = evolveNotice(document.notice, entry)
        change(document, { notice, names: notice.tries.flatMap(({ by, answer }) => [by, ...(answer?.providerId ? [answer.providerId] : [])]) })
        continue
      }
      if (entry.type === 'message.read') {
        if (entry.actor.kind !== 'person') continue
        const { upTo } = UpToSchema.parse(entry.body)
        for (const one of ofThread(caseId, personId)) if (one.of <= upTo && one.readAt === null) change(one, { readAt: entry.at, readSeq: entry.seq })
        continue
      }
      if (entry.type === 'node.taken_back') {
        change(documents.get(noticeId(caseId, personId, NodeTakenBackSchema.parse(entry.body).of)), { takenBack: true })
      }
      const spec = pushSpec(entry, config)
      const _id = noticeId(caseId, personId, entry.index)
      if (!spec || documents.has(_id) || isGathered(entry, ofThread(caseId, personId), typeOf(entry.type)!)) continue
      put({
        _id, caseId, personId, of: entry.index, type: entry.type, ...saidOf(entry, config), spec, notice: untried(entry.index), names: [],
        readAt: null, readSeq: null,
        takenBack: false, final: null, dueAt: null, callAt: null, upTo: entry.seq,
      })
    }
    await putNewer(model.collection as unknown as mongo.Collection<NoticeDocument>, [...changed].map((id) => documents.get(id)!))
    for (const id of changed) recent.documents.set(id, documents.get(id))
    recent.upTo = entries.at(-1)!.seq
  }
}

const REMEMBERED = 5_000

/** The documents that the last pages changed, as they are after the entry `upTo`: what is true of them as long as no entry is left out. */
interface Recent {
  upTo: number
  documents: LRUCache<string, NoticeDocument>
}

/** Each generation's own. Where a page does not follow the one before (a cursor was read anew), nothing is remembered. */
function createRecent(): (model: NoticeModel, entries: SequencedEntry[]) => Recent {
  const byModel = new WeakMap<NoticeModel, Recent>()
  return (model, entries) => {
    const known = byModel.get(model)
    if (known && known.upTo === entries[0]!.seq - 1) return known
    const fresh: Recent = { upTo: -1, documents: new LRUCache({ max: REMEMBERED }) }
    byModel.set(model, fresh)
    return fresh
  }
}

interface Placed {
  entry: SequencedEntry
  caseId: string
  personId: string
}

/**
 * The documents that a page may change, or that say whether it makes a new one. Whether the one that an entry makes is there already need not be known:
 * then it has everything up to that entry and more, and `putNewer` leaves it.
 */
async function known(
  model: NoticeModel, placed: Placed[], typeOf: (type: string) => NoticeType | undefined, { documents: recent }: Recent,
): Promise<Map<string, NoticeDocument>> {
  const ids = new Set<string>()
  const threads = new Map<string, { caseId: string; personId: string; types: Set<string>; reads: boolean }>()
  for (const { entry, caseId, personId } of placed) {
    const changes = entry.chain.startsWith('push:') || entry.type === 'node.taken_back'
    if (changes) ids.add(noticeId(caseId, personId, Number(entry.body.of)))
    const name = `${caseId}/${personId}`
    const thread = threads.get(name) ?? { caseId, personId, types: new Set(), reads: false }
    if (entry.type === 'message.read') threads.set(name, { ...thread, reads: true })
    else if ((typeOf(entry.type)?.gather_minutes ?? 0) > 0) threads.set(name, { ...thread, types: thread.types.add(entry.type) })
  }
  const remembered = [...ids].flatMap((id) => recent.get(id) ?? [])
  for (const { _id } of remembered) ids.delete(_id)
  const wanted = [...threads.values()].map(({ caseId, personId, types, reads }) =>
    ({ caseId, personId, $or: [...(reads ? [{ readAt: null }] : []), { type: trusted({ $in: [...types] }) }] }))
  const [byId, byThread] = await Promise.all([
    ids.size > 0 ? model.find({ _id: trusted({ $in: [...ids] }) }).lean<NoticeDocument[]>() : [],
    wanted.length > 0 ? model.find({ $or: wanted }).lean<NoticeDocument[]>() : [],
  ])
  return new Map([...byThread, ...byId, ...remembered].map((document) => [document._id, document]))
}

/** Whether one of the same type went a moment before and is not read yet. Asks nothing that a later entry changes. */
function isGathered(entry: SequencedEntry, thread: NoticeDocument[], { gather_minutes: minutes }: NoticeType): boolean {
  if (minutes === 0) return false
  const before = thread.filter(({ type, of }) => type === entry.type && of < entry.index).sort((a, b) => a.of - b.of).at(-1)
  if (!before || (before.readSeq !== null && before.readSeq < entry.seq)) return false
  return Date.parse(entry.at) - Date.parse(before.spec.at) < minutes * MINUTE_MS
}

/** What follows from the rest: how it ended, and when to look at it. */
function settled(document: NoticeDocument, config: NoticesConfig): NoticeDocument {
  const { notice, spec, readAt, takenBack } = document
  const final = finalOf(notice, readAt ?? undefined) ?? null
  if (final) return { ...document, final, dueAt: null, callAt: null }
  const dueAt = takenBack ? spec.at : (lookAgainAt({ notice, spec, config }) ?? null)
  return { ...document, final, dueAt, callAt: takenBack ? null : (callAt(notice, config) ?? null) }
}
