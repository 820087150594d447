import type { TerminationCheck, TerminationSheet } from '@zhixin/shared/contract'
import { citeWords, filedCheck, type FiledSheet, rulingDay, seenOf, type SheetRow, unexplainedOf } from '@zhixin/shared/rules'
import { digest, type Gathered } from './gather'

export interface Names {
  people(ids: string[]): Promise<Map<string, string>>
  staff(ids: string[]): Promise<Map<string, string>>
}

/** `{who}` in a sentence is a party's name: entries hold none. */
export const withName = (says: string, about: string | undefined, names: ReadonlyMap<string, string>): string =>
  says.replace('{who}', about === undefined ? '' : (names.get(about) ?? ''))

/** A sheet as its reader has it, with the hash of each entry it rests on. */
export async function presentSheet(names: Names, { file, facts, said, sheet, hashOf }: Gathered, filedHash: string | undefined): Promise<TerminationSheet> {
  const { people, staff } = await namesIn(names, sheet.rows, said.filed)
  const byName = (id: string): string => staff.get(id) ?? ''

  const check = ({ check: { number, text, blocks, proves, cite }, finding, grade, state, reason, review }: SheetRow): TerminationCheck => ({
    number, text, grade, blocks, proves, cite: citeWords([cite]), state,
    forPerson: finding.state === 'review', seen: seenOf(finding, digest), notes: [...finding.notes],
    evidence: finding.evidence.map((ref) => ({
      chain: ref.chain, personId: ref.personId ?? null, index: ref.index, at: ref.at, says: withName(ref.says, ref.about, people), hash: hashOf(ref),
    })),
    missing: finding.missing.map(({ says, about, mend, node = null, personId = null }) => ({ says: withName(says, about, people), mend, node, personId })),
    reason: reason ? { at: reason.at, byName: byName(reason.by.id), holds: reason.holds, text: reason.text } : null,
    review: review ? { at: review.at, byName: byName(review.by.id), holds: review.holds, fine: review.fine, note: review.note } : null,
  })

  const { filed } = said
  const checks = sheet.rows.map(check)
  return {
    caseId: file.caseId, caseNumber: file.caseNumber, asOf: facts.now, digest: sheet.digest, checks, keepsBack: unexplainedOf(sheet),
    submittedOn: rulingDay(facts) ?? null,
    filed: filed && filedHash !== undefined
      ? {
          index: filed.index, at: filed.at, byName: byName(filed.by.id), hash: filedHash, stale: filed.digest !== sheet.digest,
          changed: changedSince(filed, sheet.rows),
        }
      : null,
    bypassed: said.bypassed.map(({ at, checks: which }) => ({ at, checks: [...which] })),
  }
}

/** The checks that say something else by now than what was filed. */
function changedSince(filed: FiledSheet, rows: readonly SheetRow[]): number[] {
  const textOf = (one: FiledSheet['checks'][number] | undefined): string =>
    JSON.stringify(one && [
      one.state, one.evidence.map(({ chain, personId = '', index }) => [chain, personId, index]), one.missing.map(({ code, about }) => [code, about]), one.notes,
      one.reason, one.review,
    ])
  const known = new Map(filed.checks.map((one) => [one.check, textOf(one)]))
  return rows.map(filedCheck).filter((one) => textOf({ ...one, evidence: one.evidence.map((ref) => ({ ...ref, hash: '' })) }) !== known.get(one.check)).map((one) => one.check)
}

async function namesIn({ people, staff }: Names, rows: readonly SheetRow[], filed: FiledSheet | undefined) {
  const about = rows.flatMap(({ finding: { evidence, missing } }) => [...evidence, ...missing].flatMap((one) => one.about ?? []))
  const by = [...rows.flatMap(({ reason, review }) => [reason, review]), filed].flatMap((said) => said?.by.id ?? [])
  const [known, staffNames] = await Promise.all([people([...new Set(about)]), staff([...new Set(by)])])
  return { people: known, staff: staffNames }
}
