import type { CaseRelation, Mark } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import { Schema } from 'mongoose'
import type { Ranges } from './ranges'

/** A thread as lists show it: a read model of `thread:` and `case:` chains, thrown away and rebuilt at will. */
export interface ThreadDocument {
  /** `<case>/<person>` */
  _id: string
  caseId: string
  personId: string
  personName: string
  /** This person's relations to the case, ended ones too. */
  relations: CaseRelation[]
  caseNumber: string
  caseStatus: 'open' | 'closed'
  department: string
  officerIds: string[]
  judgeId: string
  lastText: string | null
  lastAt: string | null
  /** Indexes of the other side's messages that this side has not read. */
  unreadByParty: Ranges
  unreadByCourt: Ranges
  /** The open matter and its clock; null when nothing waits for an answer. */
  matter: { since: number; sinceAt: string; targetAt: string; alarmAt: string; answeredBy: 'handler' | 'judge'; mark: Mark } | null
  /** `seq` of the last entry taken in: none is taken twice. */
  upTo: number
}

const schema = new Schema<ThreadDocument>(
  {
    _id: { type: String, required: true },
    caseId: { type: String, required: true },
    personId: { type: String, required: true },
    personName: { type: String, default: '' },
    relations: { type: Schema.Types.Mixed, required: true },
    caseNumber: { type: String, required: true },
    caseStatus: { type: String, required: true },
    department: { type: String, required: true },
    officerIds: { type: [String], required: true },
    judgeId: { type: String, required: true },
    lastText: { type: String, default: null },
    lastAt: { type: String, default: null },
    unreadByParty: { type: [[Number]], required: true },
    unreadByCourt: { type: [[Number]], required: true },
    matter: { type: Schema.Types.Mixed, default: null },
    upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ caseId: 1 })
schema.index({ personId: 1 })
schema.index({ officerIds: 1 })
schema.index({ judgeId: 1 })
schema.index({ department: 1, caseStatus: 1 })

/** The documents of one generation (see `ReadModel`). */
export const threadModel = (connection: Connection, collection: string) => connection.model<ThreadDocument>(collection, schema, collection)
export type ThreadModel = ReturnType<typeof threadModel>
