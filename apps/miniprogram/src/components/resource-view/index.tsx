import type { ReactNode } from 'react'
import type { Resource } from '@/hooks/use-resource'
import { codedOf } from '@/services'
import { StoreView } from '../store-view'

interface Props<T> {
  resource: Resource<T>
  what?: string
  children: (value: T) => ReactNode
}

/** Loading, error and content of something that a page fetched itself. */
export function ResourceView<T>({ resource: { value, error, loading, reload }, what, children }: Props<T>) {
  return <StoreView value={value} loading={loading} error={error ? codedOf(error).code : null} onRetry={reload} what={what}>{children}</StoreView>
}
