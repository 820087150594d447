import { type Connection, Schema } from 'mongoose'

export interface StepInCase {
  step: string
  entry: 'clock.warned' | 'clock.overdue'
  at: string
  to: string[]
  by: string | null
  writtenAt: string | null
}

export interface ClockInCase {
  clockId: string
  node: string
  object: string | null
  from: { what: string; on: string }
  dueAt: string | null
  dueDay: string | null
  targetAt: string | null
  calendarKnown: boolean
  suspended: { cause: string; since: string } | null
  steps: StepInCase[]
}

/**
 * A case with the clocks that run in it, or what one thread of it owes to one kind of staff: a read model of `case:`, `thread:` and `watch:` chains.
 * `who`: `case`, who reaches the case; `handlers`, who answers clues; `judge`, who alone answers a report of irregularity; a role of the court.
 */
export type Who = 'case' | 'handlers' | 'judge' | `role:${string}`

export interface ClocksDocument {
  /** The case; of a thread `<case>/<person>/<who>`. */
  _id: string
  caseId: string
  /** Whose thread; null: the case's own. */
  personId: string | null
  who: Who
  caseNumber: string
  cause: string
  status: 'open' | 'closed'
  department: string
  officerIds: string[]
  judgeId: string
  /** When the next step has to be written; null where none is ahead. */
  nextAt: string | null
  /** The soonest end of a clock that can be missed and runs, or for which a reason is asked; null where there is none. */
  soonestAt: string | null
  clocks: ClockInCase[]
  /** Ends for which a written reason is asked once they are over, the earliest first. */
  asksReason: { node: string; dueAt: string; dueDay: string }[]
  /** Whom a step of a clock that runs was told to. */
  toldIds: string[]
  /** `seq` of the last entry taken in: none is taken twice. */
  upTo: number
}

const schema = new Schema<ClocksDocument>(
  {
    _id: { type: String, required: true },
    caseId: { type: String, required: true },
    personId: { type: String, default: null },
    who: { type: String, required: true },
    caseNumber: { type: String, required: true },
    cause: { type: String, required: true },
    status: { type: String, required: true },
    department: { type: String, required: true },
    officerIds: { type: [String], required: true },
    judgeId: { type: String, required: true },
    nextAt: { type: String, default: null },
    soonestAt: { type: String, default: null },
    clocks: { type: Schema.Types.Mixed, required: true },
    asksReason: { type: Schema.Types.Mixed, required: true },
    toldIds: { type: [String], required: true },
    upTo: { type: Number, required: true },
  },
  { minimize: false, versionKey: false },
)
schema.index({ nextAt: 1, _id: 1 })
schema.index({ soonestAt: 1, _id: 1 })
schema.index({ officerIds: 1, soonestAt: 1 })
schema.index({ judgeId: 1, soonestAt: 1 })
schema.index({ department: 1, soonestAt: 1 })
schema.index({ toldIds: 1, soonestAt: 1 })
schema.index({ who: 1, soonestAt: 1 })
schema.index({ caseId: 1, personId: 1 })

/** The documents of one generation (see `ReadModel`). */
export const clocksModel = (connection: Connection, collection: string) => connection.model<ClocksDocument>(collection, schema, collection)
export type ClocksModel = ReturnType<typeof clocksModel>
