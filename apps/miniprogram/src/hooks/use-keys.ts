import { useEffect, useRef } from 'react'

/** H5 only: keys pressed while nothing is being typed. Whatever the handler takes (true) does nothing else. */
export function useKeys(handle: (key: string) => boolean): void {
  const latest = useRef(handle)
  useEffect(() => {
    latest.current = handle
  })
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5') return undefined
    const listen = (event: KeyboardEvent): void => {
      const { target } = event
      if (event.ctrlKey || event.metaKey || event.altKey || (target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(target.tagName))) return
      if (latest.current(event.key)) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
