import type { EvidenceGrade } from './config'
import type { CheckState, EvidenceRef, MissingEvidence } from './entries'

/** What the entries say of one check, before anybody of the court has said anything. */
export interface Finding {
  state: CheckState
  /** By time. */
  evidence: readonly EvidenceRef[]
  missing: readonly MissingEvidence[]
  /** What whoever reads it should know beside it. */
  notes: readonly string[]
  /** Where it is another than that of the check. */
  grade?: EvidenceGrade
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byTime = (a: EvidenceRef, b: EvidenceRef): number => compare(a.at, b.at) || compare(a.chain, b.chain) || a.index - b.index
const placeOf = ({ chain, personId = '', index }: EvidenceRef): string => `${chain}/${personId}/${index}`

/** Each entry once, by time. */
export function inOrder(evidence: readonly EvidenceRef[]): EvidenceRef[] {
  const known = new Map(evidence.map((ref) => [placeOf(ref), ref]))
  return [...known.values()].sort(byTime)
}

/** Green where nothing is missing. */
export const decided = (evidence: readonly EvidenceRef[], missing: readonly MissingEvidence[], notes: readonly string[] = []): Finding =>
  ({ state: missing.length === 0 ? 'green' : 'red', evidence: inOrder(evidence), missing, notes })

/** For a person to look at, whatever there is. */
export const forPerson = (evidence: readonly EvidenceRef[], missing: readonly MissingEvidence[], notes: readonly string[] = []): Finding =>
  ({ state: 'review', evidence: inOrder(evidence), missing, notes })

/** Names what is missing, and of whom: a reason that was given holds for these. */
export const keyOf = ({ code, about }: Pick<MissingEvidence, 'code' | 'about'>): string => (about === undefined ? code : `${code}:${about}`)

/** All of a finding that a look at it depends on, in one text. */
export const textOf = ({ state, evidence, missing, notes }: Finding): string =>
  JSON.stringify([state, evidence.map(placeOf), missing.map(keyOf), notes])
