import { parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { evolveHelp, type HelpState, noHelp } from '@zhixin/shared/rules'
import { type Connection, type mongo, Schema, trusted } from 'mongoose'
import { putNewer } from '../log'

/** A request as the desk's list shows it: a read model of `request:` chains. Who asked is identity's. */
export interface HelpDocument {
  _id: string
  state: HelpState
  status: HelpState['status']
  askedAt: string
  upTo: number
}

const schema = new Schema<HelpDocument>(
  {
    _id: { type: String, required: true }, state: { type: Schema.Types.Mixed, required: true }, status: { type: String, required: true },
    askedAt: { type: String, required: true }, upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ status: 1, askedAt: 1 })

export const helpModel = (connection: Connection, collection: string) => connection.model<HelpDocument>(collection, schema, collection)
export type HelpModel = ReturnType<typeof helpModel>

/** Takes the court's entries, in order, into the list. Requests of other kinds stand in such chains too, and are left alone. */
export async function projectHelp(model: HelpModel, entries: SequencedEntry[]): Promise<void> {
  const ours = entries.flatMap((entry) => {
    const place = parseChain(entry.chain)
    return place?.kind === 'request' && entry.type.startsWith('help.') ? [{ requestId: place.requestId, entry }] : []
  })
  if (ours.length === 0) return
  const stored = await model.find({ _id: trusted({ $in: [...new Set(ours.map(({ requestId }) => requestId))] }) }).lean<HelpDocument[]>()
  const documents = new Map(stored.map((document) => [document._id, document]))
  const changed = new Set<string>()
  for (const { requestId, entry } of ours) {
    const before = documents.get(requestId)
    if (before && before.upTo >= entry.seq) continue
    const state = evolveHelp(before?.state ?? noHelp, entry)
    documents.set(requestId, { _id: requestId, state, status: state.status, askedAt: state.askedAt, upTo: entry.seq })
    changed.add(requestId)
  }
  await putNewer(model.collection as unknown as mongo.Collection<HelpDocument>, [...changed].map((id) => documents.get(id)!))
}
