import type { CaseRelation, Flag, Mark } from '@zhixin/shared/rules'
import type { Connection } from 'mongoose'
import { Schema } from 'mongoose'
import type { Ranges } from './ranges'

/** A thread as lists show it: a read model of `thread:`, `case:` and `conduct:` chains, thrown away and rebuilt at will. */
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
  /** Of the message that `lastText` is of. */
  lastIndex: number | null
  /** Indexes of the other side's messages that this side has not read. */
  unreadByParty: Ranges
  unreadByCourt: Ranges
  /** The open matter and its clock; null when nothing waits for an answer. */
  matter: { since: number; sinceAt: string; targetAt: string; alarmAt: string; answeredBy: 'handler' | 'judge'; mark: Mark } | null
  /** How many voices must be put into words before an answer; and what others say, newest first. */
  voicesWaiting: number
  spoken: string[]
  /** How many messages of the party's have come since the court last answered any. */
  unanswered: number
  /** What the court has flagged in it, for its own eyes. */
  flags: Flag[]
  /** What is asked to be sealed and not decided on, oldest first; never what it says. */
  seals: { of: number; at: string; by: { kind: string; id: string }; reason: string; words: string }[]
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
    lastIndex: { type: Number, default: null },
    unreadByParty: { type: [[Number]], required: true },
    unreadByCourt: { type: [[Number]], required: true },
    matter: { type: Schema.Types.Mixed, default: null },
    voicesWaiting: { type: Number, default: 0 },
    spoken: { type: [String], default: [] },
    unanswered: { type: Number, default: 0 },
    flags: { type: Schema.Types.Mixed, default: [] },
    seals: { type: Schema.Types.Mixed, default: [] },
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
