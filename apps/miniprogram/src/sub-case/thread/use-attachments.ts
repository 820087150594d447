import { useRef, useState } from 'react'
import { CodedError } from '@zhixin/shared/errors'
import { ATTACHMENT_MAX_BYTES, type AttachmentNote, ATTACHMENTS_PER_MESSAGE } from '@zhixin/shared/rules'
import type { PickedFile } from '@/platform/files'
import type { MessageDraft } from '@/services'

type Draft = NonNullable<MessageDraft['attachments']>[number]
type Chosen = Draft & { key: string }

/** What is to go with the next message. The outbox takes the files over when it is sent. */
export function useAttachments() {
  const [chosen, setChosen] = useState<readonly Chosen[]>([])
  const counter = useRef(0)
  const keyed = (draft: Draft): Chosen => ({ ...draft, key: `attachment-${counter.current++}` })

  return {
    chosen,
    room: ATTACHMENTS_PER_MESSAGE - chosen.length,
    drafts: chosen.map(({ key: _key, ...draft }): Draft => draft),
    /** Throws `input.too_large` when one is, and adds none then. */
    add(files: readonly PickedFile[], kind: AttachmentNote['kind'], durationMs?: number): void {
      if (files.some(({ bytes }) => bytes > ATTACHMENT_MAX_BYTES)) throw new CodedError('input.too_large')
      const added = files.map(({ path, name, bytes }) => keyed({ path, name, bytes, kind, ...(durationMs !== undefined && { durationMs }) }))
      setChosen((all) => [...all, ...added].slice(0, ATTACHMENTS_PER_MESSAGE))
    },
    restore: (drafts: readonly Draft[]) => setChosen(drafts.map(keyed)),
    remove: (key: string) => setChosen((all) => all.filter((one) => one.key !== key)),
    clear: () => setChosen([]),
  }
}
