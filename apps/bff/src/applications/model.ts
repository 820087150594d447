import type { Connection } from 'mongoose'
import { Schema } from 'mongoose'

/** A clue or application as lists find it: a read model of `thread:` chains. What was said stands in the thread alone. */
export interface ApplicationDocument {
  /** `<case>/<person>/<index>` */
  _id: string
  caseId: string
  personId: string
  index: number
  by: 'handlers' | 'window'
  at: string
  isOpen: boolean
  isSealed: boolean
  /** `seq` of the last entry taken in: none is taken twice. */
  upTo: number
}

const schema = new Schema<ApplicationDocument>(
  {
    _id: { type: String, required: true },
    caseId: { type: String, required: true },
    personId: { type: String, required: true },
    index: { type: Number, required: true },
    by: { type: String, required: true },
    at: { type: String, required: true },
    isOpen: { type: Boolean, required: true },
    isSealed: { type: Boolean, required: true },
    upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ by: 1, isOpen: 1, at: 1 })
schema.index({ caseId: 1, isOpen: 1 })

/** The documents of one generation (see `ReadModel`). */
export const applicationModel = (connection: Connection, collection: string) => connection.model<ApplicationDocument>(collection, schema, collection)
export type ApplicationModel = ReturnType<typeof applicationModel>
