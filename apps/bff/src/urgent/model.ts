import { type Connection, Schema } from 'mongoose'

/** A thread that has, or had, an urgent matter: says where to look, and no more. All else is asked of the chains. */
export interface UrgentDocument {
  /** `<case>/<person>` */
  _id: string
  caseId: string
  personId: string
  isOpen: boolean
  roundAt: string
  /** `seq` of the last entry taken in: none is taken twice. */
  upTo: number
}

const schema = new Schema<UrgentDocument>(
  {
    _id: { type: String, required: true },
    caseId: { type: String, required: true },
    personId: { type: String, required: true },
    isOpen: { type: Boolean, required: true },
    roundAt: { type: String, required: true },
    upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ isOpen: 1, roundAt: 1 })

/** The documents of one generation (see `ReadModel`). */
export const urgentModel = (connection: Connection, collection: string) => connection.model<UrgentDocument>(collection, schema, collection)
export type UrgentModel = ReturnType<typeof urgentModel>
