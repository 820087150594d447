import { parseChain } from '@zhixin/shared/ids'
import type { SequencedEntry } from '@zhixin/shared/log'
import { type CallState, evolveCall, noCall } from '@zhixin/shared/rules'
import { type Connection, type mongo, Schema, trusted } from 'mongoose'
import { putNewer } from '../log'

/** A call as its clerk's desk lists it: a read model of `call:` chains. Who rang stands in none of them. */
export interface CallDocument {
  _id: string
  clerk: string
  state: CallState
  status: CallState['status']
  openedAt: string
  /** Of its first entry: several may open in one millisecond. */
  begun: number
  upTo: number
}

const schema = new Schema<CallDocument>(
  {
    _id: { type: String, required: true }, clerk: { type: String, required: true }, state: { type: Schema.Types.Mixed, required: true },
    status: { type: String, required: true }, openedAt: { type: String, required: true }, begun: { type: Number, required: true },
    upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ clerk: 1, begun: -1 })
schema.index({ status: 1 })

export const callModel = (connection: Connection, collection: string) => connection.model<CallDocument>(collection, schema, collection)
export type CallModel = ReturnType<typeof callModel>

/** Takes the court's entries, in order, into the list. */
export async function projectCalls(model: CallModel, entries: SequencedEntry[]): Promise<void> {
  const ours = entries.flatMap((entry) => {
    const place = parseChain(entry.chain)
    return place?.kind === 'call' ? [{ callId: place.callId, entry }] : []
  })
  if (ours.length === 0) return
  const stored = await model.find({ _id: trusted({ $in: [...new Set(ours.map(({ callId }) => callId))] }) }).lean<CallDocument[]>()
  const documents = new Map(stored.map((document) => [document._id, document]))
  const changed = new Set<string>()
  for (const { callId, entry } of ours) {
    const before = documents.get(callId)
    if (before && before.upTo >= entry.seq) continue
    const state = evolveCall(before?.state ?? noCall, entry)
    documents.set(callId, {
      _id: callId, clerk: state.clerk, state, status: state.status, openedAt: state.openedAt, begun: before?.begun ?? entry.seq, upTo: entry.seq,
    })
    changed.add(callId)
  }
  await putNewer(model.collection as unknown as mongo.Collection<CallDocument>, [...changed].map((id) => documents.get(id)!))
}
