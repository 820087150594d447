import { useCallback, useEffect, useRef, useState } from 'react'

export interface Action<A extends unknown[]> {
  run: (...args: A) => void
  busy: boolean
  /** What went wrong the last time, cleared by the next try. */
  error: unknown
  clear: () => void
}

/** One thing a person does: taps while it runs do nothing, and what goes wrong stays readable. */
export function useAction<A extends unknown[]>(act: (...args: A) => Promise<void>): Action<A> {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const running = useRef(false)
  const alive = useRef(true)
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    alive.current = true
    return () => {
      alive.current = false
    }
  }, [])
  const run = useCallback((...args: A) => {
    if (running.current) return
    running.current = true
    setBusy(true)
    setError(null)
    latest
      .current(...args)
      .catch((reason: unknown) => {
        if (alive.current) setError(reason)
      })
      .finally(() => {
        running.current = false
        if (alive.current) setBusy(false)
      })
  }, [])
  const clear = useCallback(() => setError(null), [])
  return { run, busy, error, clear }
}
