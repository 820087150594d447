import { addDays, type Day, dayOf, daysBetween, instantOf, weekdayOf } from '@zhixin/shared/rules'

const OFFSET_MS = 8 * 3_600_000
const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']
const KIB = 1024

/** 10:25 in Shanghai, whatever the phone is set to. */
export const clockWords = (at: string): string => new Date(Date.parse(at) + OFFSET_MS).toISOString().slice(11, 16)

/** 今天, 昨天, 明天, 7月5日 周日 or, in another year, 2025年7月5日. */
export function dayWords(day: Day, now: string): string {
  const today = dayOf(now)
  if (day === today) return '今天'
  if (day === addDays(today, -1)) return '昨天'
  if (day === addDays(today, 1)) return '明天'
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return day.slice(0, 4) === today.slice(0, 4) ? `${month}月${date}日 周${WEEKDAYS[weekdayOf(day) - 1]}` : `${year}年${month}月${date}日`
}

/** 今天 10:25 */
export const momentWords = (at: string, now: string): string => `${dayWords(dayOf(at), now)} ${clockWords(at)}`

/** 2026年7月5日 */
export function dateWords(day: Day): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** The day a limit ends on, as people count: one that ends at 0:00 ends at 24:00 of the day before. */
const lastDayOf = (at: string): Day => dayOf(new Date(Date.parse(at) - 1).toISOString())

/** 今天 24:00 前须答复, 明天 24:00 前须答复, 已超过目标 2 天. A service target of the court's, not a period set by law. */
export function clockSentence(targetAt: string, now: string): string {
  const day = lastDayOf(targetAt)
  if (Date.parse(now) < Date.parse(targetAt)) {
    const endsWithDay = instantOf(day, 24 * 60) === new Date(Date.parse(targetAt)).toISOString()
    return `${dayWords(day, now)} ${endsWithDay ? '24:00' : clockWords(targetAt)} 前须答复`
  }
  const days = daysBetween(day, dayOf(now))
  return days < 1 ? '已超过今天的目标' : `已超过目标 ${days} 天`
}

/** 512 B, 34 KB, 1.2 MB */
export function sizeWords(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`
  if (bytes < KIB * KIB) return `${Math.round(bytes / KIB)} KB`
  return `${(bytes / KIB / KIB).toFixed(1)} MB`
}

/** 12 秒; what lasts less than one is one. */
export const secondsWords = (ms: number): string => `${Math.max(1, Math.round(ms / 1000))} 秒`
