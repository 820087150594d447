import type { FilingFailure, FilingReason } from '@zhixin/shared/rules'
import { type Connection, Schema } from 'mongoose'

/** How far a thread is in the court's electronic file, for lists: a read model. Whether anything is handed in is decided on the case's chain. */
export interface FilingDocument {
  /** `<case>/<person>` */
  _id: string
  caseId: string
  personId: string
  /** Index of the last entry; −1 for none. */
  head: number
  /** Index up to which it is filed; −1 for nothing. */
  filedTo: number
  filedAt: string | null
  /** How many entries are not in the file yet, without those that only say how far a side has got, and since when. */
  pending: number
  pendingSince: string | null
  /** Why it goes there now, since when, and where the thread stood. */
  moment: { why: FilingReason; at: string; index: number } | null
  failed: FilingFailure | null
  /** Ids of what was handed in: a receipt names one. */
  known: string[]
  /** `seq` of the last entry taken in: none is taken twice. */
  upTo: number
}

const schema = new Schema<FilingDocument>(
  {
    _id: { type: String, required: true },
    caseId: { type: String, required: true },
    personId: { type: String, required: true },
    head: { type: Number, required: true },
    filedTo: { type: Number, required: true },
    filedAt: { type: String, default: null },
    pending: { type: Number, required: true },
    pendingSince: { type: String, default: null },
    moment: { type: Schema.Types.Mixed, default: null },
    failed: { type: String, default: null },
    known: { type: [String], required: true },
    upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ caseId: 1 })
schema.index({ known: 1 })
schema.index({ 'moment.at': 1 }, { sparse: true })
schema.index({ pending: 1, pendingSince: 1 })

/** The documents of one generation (see `ReadModel`). */
export const filingModel = (connection: Connection, collection: string) => connection.model<FilingDocument>(collection, schema, collection)
export type FilingModel = ReturnType<typeof filingModel>
