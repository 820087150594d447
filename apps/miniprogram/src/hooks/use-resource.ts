import { useDidHide, useDidShow } from '@tarojs/taro'
import { useCallback, useEffect, useRef, useState } from 'react'

export interface Resource<T> {
  /** The last good answer; stays while a newer one is fetched. */
  value: T | null
  error: unknown
  loading: boolean
  reload: () => void
}

/**
 * Something to show: fetched when the page shows and when `key` changes. An answer that comes after the page has hidden or the
 * key has changed is dropped. It does not retry on its own.
 */
export function useResource<T>(key: string, fetch: () => Promise<T>): Resource<T> {
  const [state, setState] = useState<{ key: string; value: T | null; error: unknown; loading: boolean }>({ key, value: null, error: null, loading: true })
  const epoch = useRef(0)
  const latest = useRef(fetch)
  useEffect(() => {
    latest.current = fetch
  })
  const reload = useCallback(() => {
    const mine = ++epoch.current
    setState((before) => ({ key, value: before.key === key ? before.value : null, error: null, loading: true }))
    latest.current().then(
      (value) => {
        if (mine === epoch.current) setState({ key, value, error: null, loading: false })
      },
      (error: unknown) => {
        if (mine === epoch.current) setState((before) => ({ ...before, error, loading: false }))
      },
    )
  }, [key])
  useEffect(reload, [reload])
  const shown = useRef(true)
  useDidShow(() => {
    if (!shown.current) reload()
    shown.current = true
  })
  useDidHide(() => {
    shown.current = false
    epoch.current++
  })
  return { value: state.key === key ? state.value : null, error: state.error, loading: state.loading, reload }
}
