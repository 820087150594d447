import type { BulletinRow, RateView, ScreeningRow } from '@zhixin/shared/contract'
import type { Rhythm } from '@zhixin/shared/ids'
import { momentWords } from './format'

export const RHYTHM_WORDS: Readonly<Record<Rhythm, string>> = { daily: '日统计', weekly: '周通报', monthly: '月通报' }

const monthDay = (day: string): string => {
  const [, month, date] = day.split('-').map(Number)
  return `${month}月${date}日`
}
/** 2026年11月9日至11月15日 */
export function spanWords({ from, to }: { from: string; to: string }): string {
  const year = from.slice(0, 4)
  if (from === to) return `${year}年${monthDay(from)}`
  return `${year}年${monthDay(from)}至${to.slice(0, 4) === year ? '' : `${to.slice(0, 4)}年`}${monthDay(to)}`
}

export function standingWords({ standing, edition, issueOn }: Pick<BulletinRow, 'standing' | 'edition' | 'issueOn'>): string {
  switch (standing) {
    case 'running': return `还没过完，${monthDay(issueOn)}印发`
    case 'to_issue': return `待印发（应于${monthDay(issueOn)}印发）`
    case 'issued': return edition > 1 ? `已印发，第${edition}版` : '已印发'
  }
}

/** A rate is never said without its two numbers. */
export function rateWords({ percent, numerator, denominator }: Pick<RateView, 'percent' | 'numerator' | 'denominator'>): string {
  const below = denominator.reduce((sum, { value }) => sum + value, 0)
  return percent === null ? '不计算（分母为0）' : `${percent}%（${numerator.value}/${below}）`
}

export const isZero = ({ petitions, disputes }: NonNullable<ScreeningRow['reported']>): boolean => petitions + disputes === 0

export function reportedWords({ reported, remindedAt }: Pick<ScreeningRow, 'reported' | 'remindedAt'>): string {
  if (!reported) return remindedAt === null ? '还没有报' : '还没有报，已催报'
  const late = reported.late ? '，迟报' : ''
  return isZero(reported) ? `零报告${late}` : `信访${reported.petitions}件，矛盾纠纷${reported.disputes}件${late}`
}

/** Who reported and when, or whose it is to report. */
export function rowNote({ reported, liaisons }: Pick<ScreeningRow, 'reported' | 'liaisons'>, now: string): string {
  if (!reported) return liaisons.length > 0 ? `联络员：${liaisons.join('、')}` : '没有指定信访联络员'
  return [`${reported.by} ${momentWords(reported.at, now)}`, reported.note].filter((part) => part !== '').join('。')
}
