import { useEffect, useState } from 'react'
import { type Resource, useResource } from './use-resource'

export interface Pages<T> extends Resource<T> {
  /** One page more; after an error the same again. */
  more: () => void
}

/** A list that is read by pages: `fetch` is told how many of them to read, from the first on. Another `key` begins with one. */
export function usePages<T>(key: string, fetch: (pages: number) => Promise<T>): Pages<T> {
  const [asked, setAsked] = useState({ key, pages: 1 })
  if (asked.key !== key) setAsked({ key, pages: 1 })
  const { pages } = asked
  const resource = useResource(key, () => fetch(pages))
  const { reload, error } = resource
  useEffect(() => {
    if (pages > 1) reload()
  }, [pages, reload])
  return { ...resource, more: () => (error ? reload() : setAsked({ key, pages: pages + 1 })) }
}
