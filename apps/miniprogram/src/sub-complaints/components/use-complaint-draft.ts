import { useEffect, useState } from 'react'
import type { ComplaintDraft, ComplaintDrafts } from '@/services'
import { emptyDraft } from '@/services/complaint-drafts'

/** What is being written under a name: as it was left, else as it begins; saved with every change. Null while it is looked for. */
export function useComplaintDraft(drafts: ComplaintDrafts, name: string, begin: () => Promise<Partial<ComplaintDraft>>) {
  const [draft, setDraft] = useState<ComplaintDraft | null>(null)
  const [wasKept, setWasKept] = useState(false)
  useEffect(() => {
    let alive = true
    void (async () => {
      const kept = await drafts.load(name)
      const first = kept ?? { ...emptyDraft, ...(await begin()) }
      if (!alive) return
      setWasKept(kept !== undefined)
      setDraft(first)
    })()
    return () => {
      alive = false
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `begin` is asked once, for what stands there when the page opens
  }, [drafts, name])
  function change(to: (before: ComplaintDraft) => ComplaintDraft): void {
    setDraft((before) => {
      if (!before) return before
      const next = to(before)
      drafts.save(name, next)
      return next
    })
  }
  async function reset(): Promise<void> {
    await drafts.clear(name)
    setDraft({ ...emptyDraft, ...(await begin()) })
    setWasKept(false)
  }
  /** Written down at once: for what must stand there before anything goes out. */
  async function keep(next: ComplaintDraft): Promise<void> {
    setDraft(next)
    drafts.save(name, next)
    await drafts.flush()
  }
  return { draft, change, keep, wasKept, reset }
}
