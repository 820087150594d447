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
  const items = isAvailable ? spokenRows(rows) : []
  const read = (key: string, andOn = false) => {
    const from = items.findIndex((item) => item.key === key)
    if (from >= 0) void services.readAloud.read(andOn ? items.slice(from) : items.slice(from, from + 1))
  }
  /** Whether something follows that could be read after it. */
  const hasMore = (key: string): boolean => items.length > 0 && items[items.length - 1]!.key !== key
  return { isAvailable, reading, goesOn, read, hasMore, stop }
}
export type Reading = ReturnType<typeof useReading>
