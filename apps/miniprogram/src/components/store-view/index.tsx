import { Text, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { type ErrorCode, sentenceOf } from '@/services'
import { ErrorState } from '../error-state'
import { LoadingState } from '../loading-state'

interface Props<T> {
  /** Null until there is an answer, or a copy on the phone. */
  value: T | null
  loading: boolean
  error: ErrorCode | null
  onRetry: () => void
  what?: string
  children: (value: T) => ReactNode
}

/** Loading, error and content. What was shown before stays when a newer answer fails to come, with a line that says so. */
export function StoreView<T>({ value, loading, error, onRetry, what, children }: Props<T>) {
  if (value === null) return error && !loading ? <ErrorState sentence={sentenceOf(error)} onRetry={onRetry} /> : <LoadingState what={what} />
  return (
    <>
      {error ? <View className="zx-note zx-note--warn"><Text>{sentenceOf(error)}（下面是上次看到的内容）</Text></View> : null}
      {children(value)}
    </>
  )
}
