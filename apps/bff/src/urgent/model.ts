import type { ThreadKey } from '@zhixin/shared/ids'
import { type Connection, Schema } from 'mongoose'
import { concerning } from '../cases'
import type { Log, ReadModel } from '../log'
import type { Actor } from '../platform/http/actor'

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

/** The threads whose urgent matter is open, the one that has rung longest first. Says nothing of who may see them. */
export async function openMatters(log: Pick<Log, 'reading' | 'state'>, list: ReadModel<UrgentModel>, actor: Actor): Promise<ThreadKey[]> {
  const found = await log.reading([list], concerning(log, actor), () => list.documents().find({ isOpen: true }).sort({ roundAt: 1, _id: 1 }).lean())
  return found.map(({ caseId, personId }) => ({ caseId, personId }))
}
