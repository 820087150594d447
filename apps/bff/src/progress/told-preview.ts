import type { ToldPreview } from '@zhixin/shared/contract'
import { type CaseState, type Catalogue, type LitigantSide, type ProgressState, tellingPreview, toldBody } from '@zhixin/shared/rules'

/** What the court's side reads of whom is told what: by record, from the same rules that write it into threads. */
export type PreviewOf = { recordId: string; personIds: string[] } & Omit<ToldPreview, 'names'>

interface State {
  file: CaseState
  progress: ProgressState
}

/** Of one record: each side that may ever be told, with the very words, and what they wait for. */
export function previewOf({ file, progress }: State, catalogue: Catalogue, recordId: string, now: string): PreviewOf[] {
  const record = progress.records.find((one) => one.recordId === recordId)
  if (!record) return []
  return tellingPreview({ file, progress, opened: {} }, catalogue, recordId, now).map(({ side, personIds, waits = null }) => {
    const { label, text } = toldBody({ record, side, catalogue, running: [] })
    return { recordId, personIds, side, label, text, waits }
  })
}

/** What one more record comes to: whom it is told itself, and what was held back until it. */
export function previewAfter(before: State, after: ProgressState, catalogue: Catalogue, recordId: string, now: string): PreviewOf[] {
  const next = { ...before, progress: after }
  const waited = (of: string, side: LitigantSide): boolean =>
    previewOf(before, catalogue, of, now).some((one) => one.side === side && one.waits !== null)
  const letGo = before.progress.records.flatMap((record) =>
    previewOf(next, catalogue, record.recordId, now).filter(({ side, waits }) => waits === null && waited(record.recordId, side)))
  return [...previewOf(next, catalogue, recordId, now), ...letGo]
}
