import type { TerminationCheck, TerminationSheet } from '@zhixin/shared/contract'
import { type CaseState, dayOf, type EvidenceGrade } from '@zhixin/shared/rules'
import type { TerminationDocument } from '../../documents'

const STATES: Record<TerminationCheck['state'], string> = { green: '合格', red: '不合格', review: '需人工审查' }
const GRADES: Record<EvidenceGrade, string> = { full: '记录即证据', part: '证明一部分', signal: '仅为提示', none: '不能证明' }
const CHAINS = { case: '办案记录', thread: '沟通案卷', push: '通知记录' } as const

/** A sheet as it is written on paper. The same state of a case makes the same bytes. */
export const documentOf = (court: string, { cause }: Pick<CaseState, 'cause'>, sheet: TerminationSheet): TerminationDocument => {
  const { filed, caseNumber, checks, keepsBack } = sheet
  const isFiled = filed !== null && !filed.stale
  const moments = checks.flatMap(({ evidence, reason, review }) => [...evidence.map(({ at }) => at), reason?.at ?? '', review?.at ?? '']).sort()
  return {
    court, caseNumber, cause,
    at: (isFiled ? filed.at : moments[moments.length - 1]) || sheet.asOf,
    standing: isFiled
      ? `已于 ${dayOf(filed.at)} 由${filed.byName}归档，校验值（SM3）${filed.hash}`
      : filed ? `归档以后有了变化（第 ${filed.changed.join('、')} 项），本页是新的情况，还没有归档。` : '还没有归档。',
    summary: keepsBack.length === 0 ? '没有妨碍提交终本的项目。' : `第 ${keepsBack.join('、')} 项不合格，没有写明理由，不能提交终本。`,
    checks: checks.map(({ number, text, grade, state, proves, cite, notes, evidence, missing, reason, review }) => ({
      title: `${number}. ${text}`, state: STATES[state], grade: GRADES[grade], proves: `${proves}依据：${cite}`,
      missing: missing.map(({ says }) => says), notes,
      said: [
        ...(reason ? [`${dayOf(reason.at)} ${reason.byName}写明理由：${reason.text}${reason.holds ? '' : '（之后有变化，不再算数）'}`] : []),
        ...(review ? [`${dayOf(review.at)} ${review.byName}审查：${review.fine ? '没有问题' : '有问题'}，${review.note}${review.holds ? '' : '（之后有变化，不再算数）'}`] : []),
      ],
      evidence: evidence.map(({ chain, index, at, says, hash }) => ({ says, place: `${CHAINS[chain]}第 ${index} 条，${dayOf(at)} 入卷，SM3 ${hash}` })),
    })),
  }
}
