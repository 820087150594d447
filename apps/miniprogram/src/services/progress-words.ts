import type { EntryView, MyProgress, ToldNodeView } from '@zhixin/shared/contract'
import { type Day, dayOf, daysBetween, instantOf, NodeDetailToldSchema, NodeTakenBackSchema, NodeToldSchema } from '@zhixin/shared/rules'
import { clockWords, dateWords } from './format'
import type { SystemWords } from './system-words'

/** A push is no service of a document (rules X-34): said wherever somebody is told of a step. */
export const NO_SERVICE = '这是告诉您办到哪一步了，不是送达文书。期限从您收到文书时算起，不从这条消息算起。'

/** 2026年3月5日 24:00 前, or with the time of day where the period ends within a day. */
export function untilWords(dueAt: string): string {
  const day = dayOf(new Date(Date.parse(dueAt) - 1).toISOString())
  const endsWithDay = instantOf(day, 24 * 60) === new Date(Date.parse(dueAt)).toISOString()
  return `${dateWords(day)} ${endsWithDay ? '24:00' : clockWords(dueAt)} 前`
}

/** What a thread says where somebody was told of a step; undefined for an entry that is none, or that this phone does not understand. */
export function progressWords({ type, body }: Pick<EntryView, 'type' | 'body'>): SystemWords | undefined {
  switch (type) {
    case 'node.told': {
      const { data } = NodeToldSchema.safeParse(body)
      if (!data) return undefined
      const { label, text, means, act, late, first = [] } = data
      const asked = act ? [`请您：${act.text}${act.dueAt ? `（${untilWords(act.dueAt)}）` : ''}`] : []
      return { title: `进展：${label}`, text, lines: [means, ...asked, ...(late ? [LATE] : []), ...first, NO_SERVICE] }
    }
    case 'node.detail_told': {
      const { data } = NodeDetailToldSchema.safeParse(body)
      return data ? { title: `进展补充：${data.label}`, text: data.detail } : undefined
    }
    case 'node.taken_back': {
      const { data } = NodeTakenBackSchema.safeParse(body)
      return data ? { title: `更正：${data.label}`, text: `此前告诉您的“${data.label}”记录有误，已经撤回，请不要再以它为准。原因：${data.reason}` } : undefined
    }
    default:
      return undefined
  }
}
export const LATE = '这一步是后来补记的。'

/** One step on a party's time line: a node they were told of, or what everybody in the case sees. */
export interface TimeLineRow {
  key: string
  day: Day
  title: string
  text?: string
  node?: ToldNodeView
}

/** What has happened, newest first: what the person was told, and what the case's own page says to all its parties. */
export function timeLineRows({ done }: Pick<MyProgress, 'done'>, common: readonly { at: string; title: string; detail: string | null }[]): TimeLineRow[] {
  const isTold = done.some(({ node, takenBack }) => node === FILING && !takenBack)
  const others = common
    .filter(({ title }) => !(isTold && title === FILED))
    .map(({ at, title, detail }, i): TimeLineRow => ({ key: `${at} ${title} ${i}`, day: at.length === 10 ? at : dayOf(at), title, ...(detail && { text: detail }) }))
  const told = done.map((node): TimeLineRow => ({ key: node.ref, day: node.on, title: node.label, text: node.text, node }))
  // What was told comes in its own order; of one day it stands above what all see.
  return [...told, ...others].sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0))
}
const FILING = 'case_filing'
const FILED = '执行立案'

/** 还有 118 天, 明天到期, 今天到期, 已过期限: the day itself stands beside it. */
export function dueWords(dueAt: string, isPast: boolean, now: string): string {
  if (isPast) return '已过期限'
  const last = dayOf(new Date(Date.parse(dueAt) - 1).toISOString())
  const days = daysBetween(dayOf(now), last)
  if (days < 2) return days < 1 ? '今天到期' : '明天到期'
  return `还有 ${days} 天`
}
