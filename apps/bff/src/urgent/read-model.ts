import { parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type mongo, trusted } from 'mongoose'
import { putNewer } from '../log'
import type { UrgentDocument, UrgentModel } from './model'

/** Takes the court's entries, in order, into the list of urgent matters. */
export async function projectUrgent(model: UrgentModel, entries: SequencedEntry[]): Promise<void> {
  const placed = entries.flatMap((entry) => {
    const place = parseChain(entry.chain)
    return place?.kind === 'thread' && CHANGES.has(entry.type) ? [{ entry, id: `${place.caseId}/${place.personId}`, place }] : []
  })
  if (placed.length === 0) return
  const found = await model.find({ _id: trusted({ $in: [...new Set(placed.map(({ id }) => id))] }) }).lean<UrgentDocument[]>()
  const documents = new Map(found.map((document) => [document._id, document]))
  const changed = new Set<string>()
  for (const { entry, id, place: { caseId, personId } } of placed) {
    const before = documents.get(id)
    if (before && before.upTo >= entry.seq) continue
    const isOpen = entry.type !== 'urgent.settled'
    const begins = !before?.isOpen || entry.type === 'urgent.returned'
    documents.set(id, { _id: id, caseId, personId, isOpen, roundAt: begins ? entry.at : before.roundAt, upTo: entry.seq })
    changed.add(id)
  }
  await putNewer(model.collection as unknown as mongo.Collection<UrgentDocument>, [...changed].map((id) => documents.get(id)!))
}

const CHANGES = new Set(['urgent.raised', 'urgent.returned', 'urgent.settled'])
