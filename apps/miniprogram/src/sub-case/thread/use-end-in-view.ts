import { useEffect, useState } from 'react'

/** Further down than any thread is long: a scroll view stops at its end. */
const END = 10_000_000
/** What grows a moment later (a bar above, a picture) must not leave the newest words behind the composer. */
const AGAIN_AFTER_MS = 400

/** A scroll position at the end, given anew whenever something named here changes: the same number twice would move nothing. */
export function useEndInView(...changes: readonly unknown[]): number {
  const [position, setPosition] = useState(END)
  useEffect(() => {
    const move = (): void => setPosition((before) => (before === END ? END + 1 : END))
    move()
    const timer = setTimeout(move, AGAIN_AFTER_MS)
    return () => clearTimeout(timer)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the caller names what moves the view
  }, changes)
  return position
}
