import { useEffect, useRef } from 'react'

/** Whether a key goes into a field. */
export const isTyping = ({ target }: KeyboardEvent): boolean => target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(target.tagName)

/**
 * H5 only: keys as they are pressed. What the handler takes (true) does nothing else. `onTheWayDown`: before the field with the cursor has it; Taro's
 * fields keep what is pressed in them to themselves.
 */
export function useKeydown(handle: (event: KeyboardEvent) => boolean, onTheWayDown = false): void {
  const latest = useRef(handle)
  useEffect(() => {
    latest.current = handle
  })
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5') return undefined
    const listen = (event: KeyboardEvent): void => {
      if (latest.current(event)) event.preventDefault()
    }
    document.addEventListener('keydown', listen, onTheWayDown)
    return () => document.removeEventListener('keydown', listen, onTheWayDown)
  }, [onTheWayDown])
}

/** H5 only: keys pressed alone, while nothing is being typed. */
export function useKeys(handle: (key: string) => boolean): void {
  useKeydown((event) => !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event) && handle(event.key))
}
