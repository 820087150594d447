import type { Mark } from './court-config'
import { type Paged, valueAt } from './paged'
import type { PartStates } from './thread-parts'

/** One open matter in a thread is one clock (rules X-15). */
export interface OpenMatter {
  /** Index of the message it began with; later ones until the answer belong to it. */
  since: number
  sinceAt: string
  /** Receipt of the earliest message reported as irregular: only the judge's answer settles that (rules B-4, X-14). */
  irregularSince?: { index: number; at: string }
}

/** A report of irregularity: of which message, which entry made it one (a later mark may), and which settled it. */
export interface IrregularityReport {
  of: number
  at: string
  begunBy: number
  settledBy?: number
}

/** How far a side has got: every entry up to and including this index, −1 for nothing. */
export interface Marks {
  delivered: number
  read: number
}

export interface ThreadState {
  /** Index of the next entry. */
  next: number
  matter?: OpenMatter
  /** All reports of irregularity that were made here, one after the other. */
  irregularities: readonly IrregularityReport[]
  party: Marks
  court: Marks
  /** The litigant side's messages by index: their mark as now, and when they were received: a re-mark counts from there. */
  received: Paged<{ mark: Mark; at: string }>
  /** Attachments that a message has named: from then on they belong to the file. */
  filed: Record<string, true>
  /** What else a thread can do, see thread-parts. */
  parts: PartStates
}

/** The mark of a message of the litigant side's, as now; undefined where there is no such message. */
export const markOf = (state: ThreadState, index: number): Mark | undefined => valueAt(state.received, index)?.mark
