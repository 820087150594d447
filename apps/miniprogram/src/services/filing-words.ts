import type { FilingCounts, FilingItem } from '@zhixin/shared/contract'
import { dayOf } from '@zhixin/shared/rules'
import { momentWords } from './format'

const BECAUSE: Record<NonNullable<FilingItem['because']>, string> = {
  unreachable: '电子卷宗系统没有回应', refused: '电子卷宗系统没有收下', wrong_hash: '回执与交出的材料对不上', unsigned: '回执的签名不对',
}

/** How filing gets on, in numbers: one sentence for each thing that somebody may have to do something about. */
export function filingCountsWords({ connected, waiting, failed }: FilingCounts): string[] {
  if (!connected) return [`本院还没有接通电子卷宗系统，${waiting} 份沟通等着归卷。请设置 COURT_FILE_URL 或 DROPS_DIR。`]
  const why = failed.map(({ because, threads }) => `${threads} 份没有归成：${BECAUSE[because]}，会自动再试。`)
  return [waiting === 0 ? '都归卷了。' : `${waiting} 份沟通还没有归卷，到时候会自动归卷。`, ...why]
}

/** 已归卷至第 4 条，2026-03-10；还有 3 条未归卷。 */
export function filedWords({ filedTo, filedAt, pending }: Pick<FilingItem, 'filedTo' | 'filedAt' | 'pending'>): string {
  const rest = pending > 0 ? `还有 ${pending} 条未归卷` : ''
  if (filedTo === 0) return pending > 0 ? `还没有归卷，共 ${pending} 条` : '没有要归卷的内容'
  return [`已归卷至第 ${filedTo} 条，${dayOf(filedAt!)}`, rest].filter(Boolean).join('；')
}

/** Why it is not in the file yet, and what comes next. Empty where all of it is. */
export function whyWords({ stands, why, because, nextAt }: Pick<FilingItem, 'stands' | 'why' | 'because' | 'nextAt'>, connected: boolean, now: string): string {
  if (stands === 'filed') return ''
  if (!connected) return '本院还没有接通电子卷宗系统，先等着。'
  const failed = because ? BECAUSE[because] : ''
  switch (stands) {
    case 'waits': return '事情办完、换承办人或结案时会自动归卷。'
    // Answered once, and something may have been asked since: then it waits for that too.
    case 'soon': return why === 'withheld' ? '有内容封存或改为保密，马上换下先前那一份。' : why === 'answered' ? '都答复完就会自动归卷。' : '马上会自动归卷。'
    case 'under_way': return '已经交出，在等电子卷宗系统的回执。'
    case 'failed': return `没有归成：${failed}。${momentWords(nextAt!, now)} 自动再试。`
    case 'given_up': return `试了多次都没有归成：${failed}。请再试一次，仍不成请找系统管理员。`
  }
}

/** Not only waiting for the end of what is talked about. */
export const isPressing = ({ stands, why }: Pick<FilingItem, 'stands' | 'why'>): boolean => !(stands === 'waits' || (stands === 'soon' && why === 'answered'))

/** In one word, and how pressing it is. */
export function standsWord({ stands }: Pick<FilingItem, 'stands'>): { word: string; tone: 'plain' | 'warn' | 'late' | 'done' } {
  switch (stands) {
    case 'filed': return { word: '已归卷', tone: 'done' }
    case 'waits': return { word: '待归卷', tone: 'plain' }
    case 'soon': return { word: '即将归卷', tone: 'plain' }
    case 'under_way': return { word: '等回执', tone: 'warn' }
    case 'failed': return { word: '没归成', tone: 'late' }
    case 'given_up': return { word: '没归成', tone: 'late' }
  }
}
