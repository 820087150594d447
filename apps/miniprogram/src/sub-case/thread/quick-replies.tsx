import { useEffect } from 'react'
import { QuickReplySheet } from '@/components/quick-reply-sheet'
import { useValue } from '@/platform/use-value'
import type { Account } from '@/services'

interface Props {
  store: Account['quickReplies']
  onPick: (text: string) => void
  onClose: () => void
}

/** The court's answers and one's own, to start from. */
export function QuickReplies({ store, onPick, onClose }: Props) {
  const replies = useValue(store)
  useEffect(() => {
    // Without a network those known before are shown.
    store.load().catch(() => undefined)
  }, [store])
  return <QuickReplySheet open replies={replies ?? []} onPick={({ text }) => onPick(text)} onClose={onClose} />
}
