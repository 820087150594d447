import { type Inbox, InboxQuerySchema, InboxSchema } from '@zhixin/shared/contract'
import { parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type Connection, type mongo, trusted } from 'mongoose'
import { concerning } from '../../cases'
import { type Log, putNewer, type ReadModel } from '../../log'
import { countOf, type Messaging, tellsParty } from '../../messaging'
import type { Actor, PersonActor } from '../../platform/http/actor'
import { definePolicy } from '../../platform/http/policy'
import { defineRoute, type Route } from '../../platform/http/route'
import { type InboxDocument, inboxModel, type InboxModel } from './model'

const PAGE = 20

/** Whoever is a person reads their own; what they are in no case any more is not in it. */
const readInbox = definePolicy({ action: 'inbox.read', audience: ['person'] })

export interface InboxParts {
  log: Log
  connection: Connection
  messaging: Messaging
}

interface InboxQuery {
  unread?: '1' | undefined
  before?: string | undefined
  /** Of one case alone. */
  caseId?: string
}

export interface InboxRoom {
  routes: Route[]
  list: ReadModel<InboxModel>
  /** A page of a person's own inbox, with that person's own eyes: for whoever reads it out to them. */
  inboxOf: InboxOf
}
export type InboxOf = (actor: Actor, query: InboxQuery) => Promise<Inbox>

/**
 * All that the court told a person, over all their cases, newest first. The list is one of places in their own threads; what stands there is
 * read from the thread with their own eyes, so that what was sealed or closed to them is not shown here either.
 */
export async function createInbox({ log, connection, messaging }: InboxParts): Promise<InboxRoom> {
  const list = await log.readModel({
    name: 'inbox',
    open: (collection) => inboxModel(connection, collection),
    prepare: (model) => model.createIndexes(),
    project: (model, entries) => putNewer(model.collection as unknown as mongo.Collection<InboxDocument>, entries.flatMap(documentsOf)),
  })

  /** The places on one page, one more to know whether there are others, and what is unread; of cases the reader has to do with now. */
  async function pageOf(personId: string, { unread, before, caseId }: InboxQuery) {
    const threads = (await messaging.ofReader(personId)).filter((thread) => caseId === undefined || thread.caseId === caseId)
    const inCases = threads.map(({ caseId }) => caseId)
    const wanted = unread === undefined
      ? [{ caseId: trusted({ $in: inCases }) }]
      : threads.flatMap(({ caseId, unread: [first] }) => (first ? [{ caseId, index: trusted({ $gte: first[0] }) }] : []))
    const query = { personId, $and: [{ $or: wanted }, ...(before === undefined ? [] : [{ $or: beyond(before) }])] }
    const found = wanted.length === 0 ? [] : await list.documents().find(query).sort({ at: -1, caseId: -1, index: -1 }).limit(PAGE + 1).lean<InboxDocument[]>()
    return { found, unread: threads.reduce((sum, thread) => sum + countOf(thread.unread), 0) }
  }

  async function inboxOf(actor: Actor, query: InboxQuery): Promise<Inbox> {
    const { personId } = actor as PersonActor
    const { found, unread } = await log.reading([list, messaging.summaries.model], concerning(log, actor), () => pageOf(personId, query))
    const page = found.slice(0, PAGE)
    const shown = await Promise.all(
      [...new Set(page.map(({ caseId }) => caseId))].map(async (caseId) => {
        const indexes = page.filter((one) => one.caseId === caseId).map(({ index }) => index)
        return [caseId, await messaging.threads.some(actor, { caseId, personId }, indexes)] as const
      }),
    )
    const threads = new Map(shown)
    const items = page.flatMap(({ caseId, index }) => {
      const { file, read, entries } = threads.get(caseId)!
      const entry = entries.find((one) => one.index === index)
      return entry ? [{ caseId, caseNumber: file.caseNumber, cause: file.cause, entry, unread: index > read }] : []
    })
    const last = page.at(-1)
    return { items, unread, next: found.length > PAGE && last ? `${last.at}.${last.caseId}.${last.index}` : null }
  }

  const route = defineRoute({
    method: 'get', path: '/inbox', summary: 'All that the court told the reader, newest first', tag: '进度 progress',
    policy: readInbox, limit: 'read', query: InboxQuerySchema, answer: InboxSchema,
    handle: async ({ actor, query }) => ({ data: await inboxOf(actor, query) }),
  })
  return { routes: [route], list, inboxOf }
}

/** What stands after a place, in the order of the list. */
function beyond(place: string) {
  const [at, caseId, index] = place.split('.')
  return [
    { at: trusted({ $lt: Number(at) }) },
    { at: Number(at), caseId: trusted({ $lt: caseId }) },
    { at: Number(at), caseId, index: trusted({ $lt: Number(index) }) },
  ]
}

function documentsOf(entry: SequencedEntry): InboxDocument[] {
  const place = parseChain(entry.chain)
  if (place?.kind !== 'thread' || !tellsParty(entry)) return []
  const { caseId, personId } = place
  return [{ _id: `${caseId}/${personId}/${entry.index}`, personId, caseId, index: entry.index, at: Date.parse(entry.at), upTo: entry.seq }]
}
