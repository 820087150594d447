import { useEffect, useState } from 'react'

const DESK = '(min-width: 960px)'

/** Whether the screen is as wide as a desk's. Never on WeChat. */
export function useDesk(): boolean {
  const [desk, setDesk] = useState(() => process.env.TARO_ENV === 'h5' && window.matchMedia(DESK).matches)
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5') return undefined
    const query = window.matchMedia(DESK)
    const tell = () => setDesk(query.matches)
    query.addEventListener('change', tell)
    return () => query.removeEventListener('change', tell)
  }, [])
  return desk
}
