import type { OpenStream } from '@zhixin/shared/ids'
import { type Connection, Schema } from 'mongoose'

/**
 * A complaint as lists need it; what it says stands in its chain alone. Never a report of misconduct: this collection follows from the chains of
 * feedback, petitions and questions.
 */
export interface ComplaintDocument {
  _id: string
  stream: OpenStream
  state: string
  isOver: boolean
  receivedAt: string
  channel: string
  /** The department that handles it. */
  department: string | null
  /** Members of staff whom its fields name, who took it first and who has it from them. */
  staffIds: string[]
  /** Whom it is about. */
  aboutIds: string[]
  caseId: string | null
  personId: string | null
  /** How often each overlay was set. */
  marks: Record<string, number>
  /** The state was last changed. */
  since: string
  /** When something has to be written by itself. */
  nextAt: string | null
  /** The soonest end of a period that can be missed. */
  soonestAt: string | null
  upTo: number
}

const schema = new Schema<ComplaintDocument>(
  {
    _id: { type: String, required: true },
    stream: { type: String, required: true },
    state: { type: String, required: true },
    isOver: { type: Boolean, required: true },
    receivedAt: { type: String, required: true },
    channel: { type: String, required: true },
    department: { type: String, default: null },
    staffIds: { type: [String], required: true },
    aboutIds: { type: [String], required: true },
    caseId: { type: String, default: null },
    personId: { type: String, default: null },
    marks: { type: Schema.Types.Mixed, required: true },
    since: { type: String, required: true },
    nextAt: { type: String, default: null },
    soonestAt: { type: String, default: null },
    upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ nextAt: 1, _id: 1 })
schema.index({ isOver: 1, soonestAt: 1, _id: 1 })
schema.index({ staffIds: 1, isOver: 1 })
schema.index({ department: 1, isOver: 1 })
schema.index({ aboutIds: 1, isOver: 1 })
schema.index({ caseId: 1 })
schema.index({ personId: 1, receivedAt: -1 })

/** The documents of one generation (see `ReadModel`). */
export const complaintModel = (connection: Connection, collection: string) => connection.model<ComplaintDocument>(collection, schema, collection)
export type ComplaintModel = ReturnType<typeof complaintModel>
