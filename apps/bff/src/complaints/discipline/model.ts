import { type Connection, Schema } from 'mongoose'

/** A report as the inspectors' own list needs it: what can be told from the document is that there is one. The rest is sealed under their key. */
export interface ReportDocument {
  _id: string
  /** ReportGlance, sealed. */
  sealed: string
  upTo: number
}
export interface ReportGlance {
  receivedAt: string
  isOver: boolean
}

const schema = new Schema<ReportDocument>(
  { _id: { type: String, required: true }, sealed: { type: String, required: true }, upTo: { type: Number, required: true } },
  { minimize: false, versionKey: false },
)
export const reportModel = (connection: Connection, collection: string) => connection.model<ReportDocument>(collection, schema, collection)
export type ReportModel = ReturnType<typeof reportModel>
