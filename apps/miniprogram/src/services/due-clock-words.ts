import type { ClockScope, ClockStepView, ClockView } from '@zhixin/shared/contract'
import { dayOf, daysBetween } from '@zhixin/shared/rules'
import { clockWords, dateWords, dayWords, momentWords } from './format'
import { untilWords } from './progress-words'

export const SCOPE_WORDS: Record<ClockScope, string> = { mine: '我要办的', department: '本部门', court: '全院', told: '提醒过我的' }

const HOUR_MS = 3_600_000

/** How a period stands, in one short word: the colour only helps. */
export function clockTag({ state, soft, means }: Pick<ClockView, 'state' | 'soft' | 'means'>): { tone: 'late' | 'warn' | 'plain' | 'ink'; word: string } {
  if (means !== 'done_by' && state === 'running') return { tone: 'plain', word: '未到时间' }
  switch (state) {
    case 'overdue': return soft ? { tone: 'warn', word: '超过原则期限' } : { tone: 'late', word: '已超期' }
    case 'soon': return { tone: 'warn', word: '快到期' }
    case 'ripe': return { tone: 'ink', word: '已到时间' }
    case 'still': return { tone: 'plain', word: '暂停计算' }
    default: return { tone: 'plain', word: '在期限内' }
  }
}

/** 还有 3 天, 今天到期, 超期 5 天; of a period in hours, in hours. */
export function leftWords({ state, dueAt, dueDay, byHour }: Pick<ClockView, 'state' | 'dueAt' | 'dueDay' | 'byHour'>, now: string): string {
  if (state === 'still' || dueAt === null || dueDay === null) return ''
  const isOver = dueAt <= now
  if (byHour) {
    const hours = Math.floor(Math.abs(Date.parse(dueAt) - Date.parse(now)) / HOUR_MS)
    if (hours < 1) return isOver ? '刚超过' : '不到 1 小时'
    return `${isOver ? '超过' : '还有'} ${hours} 小时`
  }
  const left = daysBetween(dayOf(now), dueDay)
  if (isOver) return `超过 ${Math.max(1, -left)} 天`
  return left === 0 ? '今天到期' : `还有 ${left} 天`
}

/** Until when, or from when; or why nobody knows. */
export function dueLine(clock: Pick<ClockView, 'dueAt' | 'suspended' | 'state' | 'dueDay' | 'byHour' | 'means'>, now: string): string {
  const { dueAt, dueDay, suspended, means } = clock
  if (suspended) return `${suspended.cause}，从 ${dateWords(suspended.since)} 起不计算；恢复以后接着算`
  if (dueAt === null || dueDay === null) return ''
  const day = dateWords(dueDay)
  const left = dueAt <= now ? '' : `（${leftWords(clock, now)}）`
  switch (means) {
    case 'not_before': return dueAt <= now ? `${day} 已满，可以办` : `满 ${day} 以后才可以办${left}`
    case 'right': return `${day} 期满后，当事人可以提出${left}`
    case 'opens': return `${day} 期满后办理${left}`
    case 'warns': return dueAt <= now ? `${day} 已到预警的日子` : `${day} 预警${left}`
    case 'done_by': return `${untilWords(dueAt)} · ${leftWords(clock, now)}`
  }
}

const KIND_WORDS: Record<ClockStepView['kind'], string> = { warning: '提醒', overdue: '超期通知', rung: '报告', ripe: '提示办理', arises: '提示' }

/** One step of the ladder: whom it tells, and whether it was done. */
export function stepLine({ kind, to, by, at, writtenAt }: ClockStepView, now: string): { done: boolean; words: string } {
  const what = `${KIND_WORDS[kind]}${to.join('、')}`
  if (writtenAt) return { done: true, words: `${momentWords(writtenAt, now)} 已${what}${by ? `（${by}）` : ''}` }
  // At 0:00: the day says it.
  const when = clockWords(at) === '00:00' ? dayWords(dayOf(at), now) : momentWords(at, now)
  return { done: false, words: `${when} ${at <= now ? '应' : '将'}${what}` }
}

/** 3 件案件有事项超期. */
export const overdueWords = (count: number): string => (count > 0 ? `${count} 件案件有超期的事项` : '没有超期的事项')
