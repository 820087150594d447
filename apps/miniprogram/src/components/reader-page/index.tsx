import type { ReactNode } from 'react'
import { type Reader, useReader } from '@/hooks/use-reader'
import { LoadingState } from '../loading-state'
import { PageShell } from '../page-shell'

/** A page for somebody who is signed in: drawn once it is known who that is, and anew for somebody else. */
export function ReaderPage({ title, children }: { title: string; children: (reader: Reader) => ReactNode }) {
  const reader = useReader()
  if (!reader) return <PageShell title={title}><LoadingState /></PageShell>
  return <>{children(reader)}</>
}
