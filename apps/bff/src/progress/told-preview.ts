import type { ToldPreview } from '@zhixin/shared/contract'
import { type Catalogue, type LitigantSide, type ProgressState, tellingPreview, type TellingState, toldBody } from '@zhixin/shared/rules'

/** What the court's side reads of whom is told what: by record, from the same rules that write it into threads. */
export type PreviewOf = { recordId: string; personIds: string[] } & Omit<ToldPreview, 'names'>

/** Of one record: each side that may ever be told, with the very words, and what they wait for. */
export function previewOf(state: TellingState, catalogue: Catalogue, recordId: string, now: string): PreviewOf[] {
  const { progress } = state
  const record = progress.records.find((one) => one.recordId === recordId)
  if (!record) return []
  return tellingPreview(state, catalogue, recordId, now).map(({ side, personIds, waits = null }) => {
    const { label, text } = toldBody({ record, side, catalogue, running: [] })
    return { recordId, personIds, side, label, text, waits }
  })
}

/** What one more record comes to: whom it is told itself, and what was held back until it. */
export function previewAfter(before: TellingState, after: ProgressState, catalogue: Catalogue, recordId: string, now: string): PreviewOf[] {
  const next = { ...before, progress: after }
  const waited = (of: string, side: LitigantSide): boolean =>
    previewOf(before, catalogue, of, now).some((one) => one.side === side && one.waits !== null)
  const letGo = before.progress.records.flatMap((record) =>
    previewOf(next, catalogue, record.recordId, now).filter(({ side, waits }) => waits === null && waited(record.recordId, side)))
  return [...previewOf(next, catalogue, recordId, now), ...letGo]
}
