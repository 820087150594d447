import type { StandingAsked, StandingRequestStatus } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import { Schema } from 'mongoose'

/** A request as lists show it: a read model of `request:` chains, thrown away and rebuilt at will. */
export interface RequestDocument {
  /** The request's id. */
  _id: string
  status: Exclude<StandingRequestStatus, 'none'>
  askedBy: string
  askedAt: string
  asked: StandingAsked
  attachments: string[]
  decidedAt: string | null
  reason: string | null
  grantedCaseId: string | null
  /** `seq` of the last entry taken in: none is taken twice. */
  upTo: number
}

const schema = new Schema<RequestDocument>(
  {
    _id: { type: String, required: true },
    status: { type: String, required: true },
    askedBy: { type: String, required: true },
    askedAt: { type: String, required: true },
    asked: { type: Schema.Types.Mixed, required: true },
    attachments: { type: [String], required: true },
    decidedAt: { type: String, default: null },
    reason: { type: String, default: null },
    grantedCaseId: { type: String, default: null },
    upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ askedBy: 1, askedAt: -1 })
schema.index({ status: 1, askedAt: 1 })

/** The documents of one generation (see `ReadModel`). */
export const requestModel = (connection: Connection, collection: string) => connection.model<RequestDocument>(collection, schema, collection)
export type RequestModel = ReturnType<typeof requestModel>
