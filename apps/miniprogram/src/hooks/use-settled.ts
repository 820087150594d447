import { useEffect, useState } from 'react'

const STILL_FOR_MS = 300

/** A value once it has stopped changing: what one searches for while typing. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), STILL_FOR_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
