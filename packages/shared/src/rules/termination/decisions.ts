import { assertThat } from '../../errors'
import type { JsonObject } from '../../log'
import { type CaseState, HANDLERS, JUDGES, LEADERS, type Relation } from '../case-file'
import { findSensitiveNumber } from '../sensitive-numbers'
import type { EvidenceRef, TerminationEntryType } from './entries'
import { keyOf } from './finding'
import { type TextDigest, seenOf, type Sheet, type SheetRow } from './sheet'
import type { TerminationState } from './state'

/** `seen`: the digest of what whoever says it had before them. */
export type TerminationCommand =
  | { type: 'GiveReason'; check: number; text: string }
  | { type: 'Review'; check: number; fine: boolean; note: string; seen: string }
  | { type: 'FileSheet'; seen: string }

/** What somebody is to a case that lets them explain and file, and who looks at what no machine can judge. */
export const EXPLAINS: Relation[] = HANDLERS
export const REVIEWS: Relation[] = [...JUDGES, ...LEADERS]

export interface TerminationGiven {
  file: Pick<CaseState, 'status' | 'transferred'>
  relation: Relation
  sheet: Sheet
  said: TerminationState
  digest: TextDigest
  /** Of an entry that the sheet names, hex. */
  hashOf(ref: EvidenceRef): string
}

/** The one entry of the case's chain that a command becomes, or a CodedError. */
export function decideTermination(command: TerminationCommand, given: TerminationGiven): { type: TerminationEntryType; body: JsonObject } {
  const { file, relation, sheet, digest } = given
  assertThat(file.status !== 'none', 'input.not_found')
  assertThat(!file.transferred, 'cases.transferred')
  assertThat((command.type === 'Review' ? REVIEWS : EXPLAINS).includes(relation), 'access.forbidden')
  switch (command.type) {
    case 'GiveReason': {
      const { finding } = rowOf(sheet, command.check)
      assertThat(finding.state === 'red', 'termination.nothing_to_explain', { field: 'params.check' })
      return draft('termination.reason_given', { check: command.check, text: plain(command.text, 'body.text'), missing: finding.missing.map(keyOf) })
    }
    case 'Review': {
      const { finding } = rowOf(sheet, command.check)
      assertThat(finding.state === 'review', 'termination.not_for_review', { field: 'params.check' })
      assertThat(command.seen === seenOf(finding, digest), 'termination.changed', { field: 'body.seen' })
      return draft('termination.reviewed', { check: command.check, fine: command.fine, note: plain(command.note, 'body.note'), seen: command.seen })
    }
    case 'FileSheet':
      return filing(command, given)
  }
}

function filing({ seen }: { seen: string }, { sheet, said, hashOf }: TerminationGiven): { type: TerminationEntryType; body: JsonObject } {
  assertThat(seen === sheet.digest, 'termination.changed', { field: 'body.seen' })
  assertThat(said.filed?.digest !== sheet.digest, 'termination.filed_already')
  const checks = sheet.rows.map(filedCheck).map((one) => ({ ...one, evidence: one.evidence.map((ref) => ({ ...ref, hash: hashOf(ref) })) }))
  return draft('termination.sheet_filed', { digest: sheet.digest, checks })
}

/** A row as it is filed, but for the hashes. */
export const filedCheck = ({ check: { number }, state, grade, finding: { evidence, missing, notes }, reason, review }: SheetRow) => ({
  check: number, state, grade, missing: [...missing], notes: [...notes], evidence: [...evidence],
  ...(reason?.holds && { reason: reason.index }), ...(review?.holds && { review: review.index }),
})

function rowOf({ rows }: Sheet, number: number): SheetRow {
  const row = rows.find(({ check }) => check.number === number)
  assertThat(row, 'input.not_found', { field: 'params.check' })
  return row
}

const draft = (type: TerminationEntryType, body: object) => ({ type, body: body as JsonObject })

/** It goes into the file and onto paper: no account, no identity number. */
function plain(words: string, field: string): string {
  const said = words.trim()
  assertThat(!findSensitiveNumber(said), 'messaging.sensitive_number', { field })
  return said
}
