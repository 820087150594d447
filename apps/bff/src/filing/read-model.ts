import { parseChain, threadChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import {
  ContactRecordedSchema, FilingAcknowledgedSchema, type FilingConfig, FilingFailedSchema, type FilingReason, FilingSentSchema, isMark, messageOf,
} from '@zhixin/shared/rules'
import { type mongo, trusted } from 'mongoose'
import { type Log, putNewer } from '../log'
import type { FilingDocument, FilingModel } from './model'

interface Parts {
  log: Pick<Log, 'list'>
  config: FilingConfig
}

/** Takes the court's entries, in order, into the list of what is not in the court's file yet. */
export async function projectFilings({ log, config }: Parts, model: FilingModel, entries: SequencedEntry[]): Promise<void> {
  const placed = entries.flatMap((entry) => {
    const place = parseChain(entry.chain)
    const isTaken = place?.kind === 'thread' || (place?.kind === 'case' && TAKEN.has(entry.type))
    return isTaken ? [{ entry, place }] : []
  })
  if (placed.length === 0) return
  const found = await model.find({ caseId: trusted({ $in: [...new Set(placed.map(({ place }) => place.caseId))] }) }).lean<FilingDocument[]>()
  const documents = new Map(found.map((document) => [document._id, document]))
  const changed = new Set<string>()
  const put = (document: FilingDocument, { seq }: SequencedEntry): void => {
    documents.set(document._id, { ...document, upTo: seq })
    changed.add(document._id)
  }
  const isNew = (document: FilingDocument | undefined, { seq }: SequencedEntry): boolean => (document?.upTo ?? -1) < seq

  for (const { entry, place } of placed) {
    if (place.kind === 'thread') {
      const before = documents.get(`${place.caseId}/${place.personId}`) ?? newDocument(place)
      if (isNew(before, entry)) put(withEntry(before, entry, config), entry)
      continue
    }
    const why = OF_CASE[entry.type]
    if (why) {
      const ofCase = [...documents.values()].filter(({ caseId, pending }) => caseId === place.caseId && pending > 0)
      for (const document of ofCase) if (isNew(document, entry)) put(withMoment(document, why, entry.at, config), entry)
      continue
    }
    const before = documents.get(`${place.caseId}/${String(entry.body.personId)}`)
    if (!before || !isNew(before, entry)) continue
    if (entry.type === 'filing.acknowledged') {
      const { upTo } = FilingAcknowledgedSchema.parse(entry.body)
      const later = (await log.list(threadChain(before), { after: upTo })).filter(({ seq, type }) => seq < entry.seq && !isMark(type))
      put(withFiled(before, upTo, entry.at, later), entry)
    } else if (entry.type === 'filing.sent') {
      const { filingId } = FilingSentSchema.parse(entry.body)
      put({ ...before, failed: null, known: [...new Set([...before.known, filingId])] }, entry)
    } else {
      put({ ...before, failed: FilingFailedSchema.parse(entry.body).because }, entry)
    }
  }
  await putNewer(model.collection as unknown as mongo.Collection<FilingDocument>, [...changed].map((id) => documents.get(id)!))
}

const OF_CASE: Readonly<Record<string, FilingReason>> = { 'case.handed_over': 'handed_over', 'case.closed': 'closed' }
const TAKEN = new Set([...Object.keys(OF_CASE), 'filing.sent', 'filing.acknowledged', 'filing.failed'])

const newDocument = ({ caseId, personId }: { caseId: string; personId: string }): FilingDocument => ({
  _id: `${caseId}/${personId}`, caseId, personId, head: -1, filedTo: -1, filedAt: null, pending: 0, pendingSince: null, moment: null, failed: null, known: [], upTo: -1,
})

function withEntry(before: FilingDocument, entry: SequencedEntry, config: FilingConfig): FilingDocument {
  const next = { ...before, head: entry.index }
  if (isMark(entry.type)) return next
  const pending = { ...next, pending: before.pending + 1, pendingSince: before.pendingSince ?? entry.at }
  const why = momentOf(entry)
  // What was never filed is not to be replaced.
  return why && (why !== 'withheld' || before.filedTo >= 0 || before.known.length > 0) ? withMoment(pending, why, entry.at, config) : pending
}

/** Of several moments the first says since when, the last says why. */
const withMoment = (document: FilingDocument, why: FilingReason, at: string, { moments }: FilingConfig): FilingDocument =>
  (moments.when as string[]).includes(why) ? { ...document, moment: { why, at: document.moment?.at ?? at, index: document.head } } : document

function withFiled(before: FilingDocument, upTo: number, at: string, later: SequencedEntry[]): FilingDocument {
  if (upTo < before.filedTo) return before
  const moment = before.moment && before.moment.index > upTo ? before.moment : null
  return { ...before, filedTo: upTo, filedAt: at, pending: later.length, pendingSince: later[0]?.at ?? null, moment, failed: null }
}

/** Whether something may have been closed by this entry. That nothing is open any more is looked at when its time has come. */
function momentOf(entry: SequencedEntry): FilingReason | undefined {
  switch (entry.type) {
    case 'message.sent': return entry.actor.kind === 'staff' && messageOf(entry).settles !== false ? 'answered' : undefined
    case 'matter.no_reply_needed': return 'answered'
    case 'contact.recorded': return ContactRecordedSchema.parse(entry.body).settles ? 'answered' : undefined
    case 'handler.changed': return 'handed_over'
    case 'case.closed_notice': return 'closed'
    case 'seal.approved':
    case 'message.confined': return 'withheld'
    default: return undefined
  }
}
