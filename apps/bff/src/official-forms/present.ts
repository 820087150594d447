import type { FiledPaperItem, PaperDraftItem, PaperDraftView, PaperSignatureView } from '@zhixin/shared/contract'
import {
  type AttachmentNote, canSign, type FinishedPaper, isNeeded, officialFormOf, type OfficialForms, paperFieldsOf, type PaperSignature, problemsOf, type Signer,
  stageOf,
} from '@zhixin/shared/rules'
import type { PaperDraftRecord } from './drafts'
import type { OpenedPaper } from './papers'

export interface PresenterParts {
  forms: OfficialForms
  staffNames(ids: string[]): Promise<Map<string, string>>
  /** Whoever holds an office of the catalogue now. */
  holders(role: string): Promise<{ id: string; name: string }[]>
}

/** The only way out for papers: names each field that leaves. */
export function createPaperPresenter({ forms, staffNames, holders }: PresenterParts) {
  const labelOf = (form: string, version: number): string => officialFormOf(forms, form, version)?.label ?? form

  function signatureView({ staffId, ...signature }: PaperSignature, signers: readonly Signer[], names: ReadonlyMap<string, string>): PaperSignatureView {
    const label = signers.find(({ by }) => by === signature.by)?.label ?? signature.by
    return { ...signature, label, staffName: staffId === undefined ? null : (names.get(staffId) ?? '') }
  }

  return {
    item: ({ paperId, place, fileId, changedAt, state }: PaperDraftRecord, number: string): PaperDraftItem =>
      ({ paperId, form: state.form, label: labelOf(state.form, state.version), place, fileId, number, changedAt: changedAt.toISOString() }),

    filed: (paper: FinishedPaper, names: ReadonlyMap<string, string>): FiledPaperItem => filedItem(paper, labelOf(paper.form, paper.version), names),

    async signatures(paper: Pick<FinishedPaper, 'form' | 'version' | 'signatures'>): Promise<PaperSignatureView[]> {
      const names = await staffNames(paper.signatures.flatMap(({ staffId }) => staffId ?? []))
      const signers = officialFormOf(forms, paper.form, paper.version)?.signers ?? []
      return paper.signatures.map((one) => signatureView(one, signers, names))
    },

    material({ form: id, version, fields }: Pick<FinishedPaper, 'form' | 'version' | 'fields'>): AttachmentNote[] {
      const form = officialFormOf(forms, id, version)
      return form ? paperFieldsOf(form).filter(({ type }) => type === 'files').flatMap((field) => (fields[field.id] ?? []) as AttachmentNote[]) : []
    },

    async draft({ record, form, facts, text, given, isAuthor, keptOut }: OpenedPaper): Promise<PaperDraftView> {
      const { state, asked } = record
      const ids = [...state.signatures.flatMap(({ staffId }) => staffId ?? []), ...asked.map(({ staffId }) => staffId)]
      const names = await staffNames(ids)
      const signers = await Promise.all(form.signers.filter((signer) => canSign(signer, state, facts)).map(async (signer) => {
        const { by, label, who, may_refuse: mayRefuse } = signer
        const toAsk = asked.find((one) => one.by === by)
        return {
          by, label, who: typeof who === 'object' ? ('office' as const) : who, needed: isNeeded(signer, state, facts), mayRefuse,
          candidates: isAuthor && typeof who === 'object'
            ? (await holders(who.role)).filter(({ id }) => !keptOut.includes(id)).map(({ id, name }) => ({ staffId: id, name })) : [],
          asked: toAsk ? { staffId: toAsk.staffId, name: names.get(toAsk.staffId) ?? '' } : null,
        }
      }))
      return {
        paperId: record.paperId, place: record.place, fileId: record.fileId, revision: record.revision, form, fields: state.fields,
        refusedToSign: state.refusedToSign ?? null, replaces: state.replaces ?? null, facts: { words: facts.words, people: [...facts.people] }, text,
        contentSm3: given.contentSm3, stage: stageOf(state, given),
        problems: problemsOf(state, given).map(({ at, kind, label, words }) => ({ at, kind, label, words })),
        signatures: state.signatures.map((one) => ({ ...signatureView(one, form.signers, names), holds: one.contentSm3 === given.contentSm3 })),
        signers, isAuthor,
      }
    },
  }
}
export type PaperPresenter = ReturnType<typeof createPaperPresenter>

const filedItem = (
  { paperId, form, at, filedBy, refusedToSign, replaces, replacedBy }: FinishedPaper, label: string, names: ReadonlyMap<string, string>,
): FiledPaperItem => ({
  paperId, form, label, at, byName: names.get(filedBy) ?? '', refused: refusedToSign !== undefined, replaces: replaces ?? null, replacedBy: replacedBy ?? null,
})
