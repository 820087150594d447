import type { NumberView, SupervisedItemView, SupervisionOverview } from '@zhixin/shared/contract'
import { dayOf, daysBetween } from '@zhixin/shared/rules'
import { dayWords, momentWords } from './format'

export const SCOPE_TITLES = { court: '全院', department: '本团队', own: '我自己的' } as const

/** 其中：超过最长答复时间 2，还在时间内 1. Nothing where all are of one kind that needs no word. */
export const statesWords = ({ states }: Pick<NumberView, 'states'>): string => states.map(({ label, count }) => `${label} ${count}`).join('，')

/** Since when it waits, or by when it was due: in days, as people count them. */
export function whenWords({ at, atIs }: Pick<SupervisedItemView, 'at' | 'atIs'>, now: string): string {
  if (atIs === 'none') return ''
  if (atIs === 'from') return `${dayWords(dayOf(at), now)}起`
  if (atIs === 'since') {
    const days = daysBetween(dayOf(at), dayOf(now))
    return days < 1 ? `${momentWords(at, now)}起` : `${momentWords(at, now)}起，${days} 天`
  }
  // A limit that ends at 0:00 ends with the day before.
  const last = new Date(Date.parse(at) - 1).toISOString()
  const days = daysBetween(dayOf(last), dayOf(now))
  if (at > now) return days === 0 ? '今天到期' : `${dayWords(dayOf(last), now)}到期`
  return days < 1 ? '今天刚超期' : `已超期 ${days} 天（应在${dayWords(dayOf(last), now)}前办）`
}

/** 王队长今天 10:25催办，共 2 次 */
export function urgedWords(urged: SupervisedItemView['urged'], now: string): string {
  const [last] = urged
  if (!last) return ''
  return `${last.byName}${momentWords(last.at, now)}催办${urged.length > 1 ? `，共 ${urged.length} 次` : ''}`
}

/** What of the Monday page needs somebody: nothing is the all-clear. */
export const needsSomebody = ({ numbers, monday }: Pick<SupervisionOverview, 'numbers' | 'monday'>): boolean =>
  numbers.some(({ measure, total }) => monday.includes(measure) && total > 0)
