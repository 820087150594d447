import type { Connection } from 'mongoose'
import { Schema } from 'mongoose'

/** Where in a thread something stands that its litigant was told; what it says is read from the thread: a read model, thrown away at will. */
export interface InboxDocument {
  /** `<case>/<person>/<index>` */
  _id: string
  personId: string
  caseId: string
  index: number
  /** Milliseconds: of one instant the later entry of a thread comes first. */
  at: number
  upTo: number
}

const schema = new Schema<InboxDocument>(
  {
    _id: { type: String, required: true },
    personId: { type: String, required: true },
    caseId: { type: String, required: true },
    index: { type: Number, required: true },
    at: { type: Number, required: true },
    upTo: { type: Number, required: true },
  },
  { versionKey: false },
)
schema.index({ personId: 1, at: -1, caseId: -1, index: -1 })

export const inboxModel = (connection: Connection, collection: string) => connection.model<InboxDocument>(collection, schema, collection)
export type InboxModel = ReturnType<typeof inboxModel>
