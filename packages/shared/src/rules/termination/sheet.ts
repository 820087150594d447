import type { SheetCheck, EvidenceGrade, TerminationConfig } from './config'
import type { CheckState } from './entries'
import { rulingOf, type SheetFacts } from './facts'
import { type Finding, keyOf, textOf } from './finding'
import { consented, docketed, interviewed, others, served } from './of-applicant'
import { byHand, investigated, issued, leftOver, obstruction, searchedFor } from './of-record'
import type { GivenReason, GivenReview, TerminationState } from './state'

export interface SheetRow {
  check: SheetCheck
  finding: Finding
  /** Of the evidence, as it is in this case. */
  grade: EvidenceGrade
  /** With what a person said, where no machine can tell. */
  state: CheckState
  reason?: GivenReason & { holds: boolean }
  review?: GivenReview & { holds: boolean }
}
export interface Sheet {
  rows: readonly SheetRow[]
  /** Of all that it says: another digest, another state of the case. */
  digest: string
}

/** SM3 of a text, hex: passed in, since this package runs anywhere. */
export type TextDigest = (text: string) => string

/** What the entries say of one check. */
function findingOf(check: SheetCheck, facts: SheetFacts): Finding {
  switch (check.rule) {
    case 'issued': return issued(check, facts)
    case 'investigated': return investigated(check, facts)
    case 'left_over': return leftOver(check, facts)
    case 'searched_for': return searchedFor(check, facts)
    case 'obstruction': return obstruction(check, facts)
    case 'interviewed': return interviewed(check, facts)
    case 'consented': return consented(check, facts)
    case 'served': return served(check, facts)
    case 'docketed': return docketed(check, facts)
    case 'by_hand': return byHand(check, facts)
    case 'others': return others(facts)
  }
}

export const seenOf = (finding: Finding, digest: TextDigest): string => digest(textOf(finding))

/**
 * The evidence sheet of a case (终本证据清单, rules G): what the entries show of each check, and what people of the court said of it that still holds. It
 * follows from the facts alone. What was withdrawn or sealed evidences nothing.
 */
export function sheetOf(facts: SheetFacts, said: TerminationState, { checks }: Pick<TerminationConfig, 'checks'>, digest: TextDigest): Sheet {
  const rows = checks.map((check): SheetRow => {
    const finding = findingOf(check, facts)
    const [reason, review] = [said.reasons[check.number], said.reviews[check.number]]
    const isSeen = review !== undefined && finding.state === 'review' && review.seen === seenOf(finding, digest)
    const missing = finding.missing.map(keyOf)
    return {
      check, finding, grade: finding.grade ?? check.grade,
      state: isSeen ? (review.fine ? 'green' : 'red') : finding.state,
      ...(reason && { reason: { ...reason, holds: finding.state === 'red' && missing.every((key) => reason.missing.includes(key)) } }),
      ...(review && { review: { ...review, holds: isSeen } }),
    }
  })
  const all = rows.map(({ check, finding, state, reason, review }) =>
    [check.number, textOf(finding), state, reason?.holds ? reason.index : null, review?.holds ? review.index : null])
  return { rows, digest: digest(JSON.stringify(all)) }
}

/** Red, and without a reason that holds: these keep a termination from being submitted. */
export const unexplainedOf = ({ rows }: Pick<Sheet, 'rows'>): number[] =>
  rows.filter(({ check, state, reason }) => check.blocks && state === 'red' && reason?.holds !== true).map(({ check }) => check.number)

/** The day on which the termination was submitted, where it was. */
export const rulingDay = (facts: Pick<SheetFacts, 'progress' | 'submits' | 'corrected'>): string | undefined => rulingOf(facts)?.on
