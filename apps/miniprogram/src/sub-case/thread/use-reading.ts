import { useDidHide } from '@tarojs/taro'
import { useEffect } from 'react'
import { services } from '@/platform/services'
import { useValue } from '@/platform/use-value'
import { spokenRows } from '@/services/spoken-words'
import type { ThreadRow } from '@/services'

/** Reads the rows of a thread aloud; silent once its page is left. */
export function useReading(rows: readonly ThreadRow[]) {
  const { isAvailable, reading, goesOn } = useValue(services.readAloud)
  const { stop } = services.readAloud
  useDidHide(stop)
  useEffect(() => stop, [stop])
  const read = (key: string, andOn = false) => {
    const items = spokenRows(rows)
    const from = items.findIndex((item) => item.key === key)
    if (from >= 0) void services.readAloud.read(andOn ? items.slice(from) : items.slice(from, from + 1))
  }
  return { isAvailable, reading, goesOn, read, stop }
}
export type Reading = ReturnType<typeof useReading>
