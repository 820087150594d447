import type { ThreadView, WaitingVoice } from '@zhixin/shared/contract'
import type { ThreadRow } from './thread-rows'

/**
 * Voices that must be put into words before an answer: those the court named, but for what has been put into words since, and those
 * that came after the court was asked. For whoever answers; nobody else is told of any.
 */
export function waitingVoices({ voicesWaiting, head }: Pick<ThreadView, 'voicesWaiting' | 'head'>, rows: readonly ThreadRow[]): WaitingVoice[] {
  const voices = rows.flatMap((row) =>
    row.kind === 'message' && row.side === 'theirs'
      ? row.attachments.filter(({ kind }) => kind === 'voice').map(({ id, summary }) => ({ index: row.index, attachmentId: id, isDone: summary !== undefined }))
      : [],
  )
  const done = new Set(voices.filter(({ isDone }) => isDone).map(({ attachmentId }) => attachmentId))
  const came = voices.filter(({ index, isDone }) => index > head && !isDone).map(({ index, attachmentId }) => ({ index, attachmentId }))
  return [...voicesWaiting.filter(({ attachmentId }) => !done.has(attachmentId)), ...came]
}
