import type { TerminationAbilities, TerminationCheck, TerminationSheet } from '@zhixin/shared/contract'
import { dayOf } from '@zhixin/shared/rules'
import { dateWords, momentWords } from './format'

export interface CheckWords {
  word: string
  tone: 'done' | 'late' | 'warn'
  icon: 'fine' | 'missing' | 'look'
}

/** How one check stands: the word and the sign say it, the colour only helps. */
export function checkState({ state, blocks, reason, forPerson }: TerminationCheck): CheckWords {
  if (state === 'green') return { word: forPerson ? '审查过，合格' : '合格', tone: 'done', icon: 'fine' }
  if (state === 'review') return { word: '需人工审查', tone: 'warn', icon: 'look' }
  if (reason?.holds) return { word: '不合格，已写明理由', tone: 'warn', icon: 'missing' }
  return { word: blocks ? '不合格，妨碍提交终本' : '不合格', tone: 'late', icon: 'missing' }
}

const GRADES: Record<TerminationCheck['grade'], string> = { full: '记录本身就是证据', part: '只能证明一部分', signal: '只是风险提示', none: '本系统证明不了' }
export const gradeWords = ({ grade }: Pick<TerminationCheck, 'grade'>): string => GRADES[grade]

/** Whether the termination could be submitted now, in one sentence. */
export function standingWords({ keepsBack, submittedOn }: Pick<TerminationSheet, 'keepsBack' | 'submittedOn'>): { words: string; tone: 'late' | 'done' | 'warn' } {
  if (submittedOn !== null) {
    const open = keepsBack.length === 0 ? '' : `第 ${keepsBack.join('、')} 项还不合格，请继续补正。`
    return { words: `终本已于 ${submittedOn} 提交。${open}`, tone: keepsBack.length === 0 ? 'done' : 'warn' }
  }
  if (keepsBack.length === 0) return { words: '可以提交终本：该有的都有，或者写明了理由。', tone: 'done' }
  return { words: `还不能提交终本：第 ${keepsBack.join('、')} 项不合格，没有写明理由。`, tone: 'late' }
}

export function filedWords({ filed }: Pick<TerminationSheet, 'filed'>, now: string): { words: string; stale: boolean } {
  if (!filed) return { words: '还没有归档。', stale: true }
  const when = `${filed.byName} ${momentWords(filed.at, now)}归档`
  return filed.stale ? { words: `${when}以后有了变化：第 ${filed.changed.join('、')} 项。请核对以后重新归档。`, stale: true } : { words: `${when}，之后没有变化。`, stale: false }
}

type Way = { to: 'recordNode' | 'serve' | 'thread' | 'applications'; words: string }
/** Where what is missing can be mended, for whoever may; a leader reads and does not record. */
export function mendingWay({ mend, personId }: TerminationCheck['missing'][number], { explain }: Pick<TerminationAbilities, 'explain'>): Way | undefined {
  if (mend === 'thread' && personId !== null) return { to: 'thread', words: '去沟通' }
  if (!explain) return undefined
  if (mend === 'progress') return { to: 'recordNode', words: '去记录' }
  if (mend === 'service') return { to: 'serve', words: '去送达' }
  return mend === 'applications' ? { to: 'applications', words: '去看申请' } : undefined
}

const CHAINS: Record<TerminationCheck['evidence'][number]['chain'], string> = { case: '办案记录', thread: '沟通案卷', push: '通知记录' }
/** Where an entry stands and since when, and the beginning of its hash; the whole stands in the PDF. */
export const placeWords = ({ chain, index, at, hash }: TerminationCheck['evidence'][number]): string =>
  `${CHAINS[chain]}第 ${index} 条，${dateWords(dayOf(at))}入卷，校验值 ${hash.slice(0, 12)}…`
