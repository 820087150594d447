import { isCurrent } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import type { Log } from '../../log'
import type { CaseDocument, CaseModel } from '../model'
import { changeStanding } from './change-standing'

/**
 * Says of every relation whose time is over that it has ended, once. Its access is over without that, from the very instant: this is for
 * those who are to hear of it. What was missed while no server ran is said when one runs again. Returns how many were ended now.
 */
export async function endExpired(log: Log, model: CaseModel, now: string): Promise<number> {
  const due = await model.find({ endsNext: trusted({ $lte: now }) }).lean<CaseDocument[]>()
  let ended = 0
  for (const { _id: caseId, relations } of due) {
    for (const relation of relations.filter((one) => one.endedAt === undefined && !isCurrent(one, now))) {
      const { relationId } = relation
      const entry = await changeStanding(log, {
        caseId,
        key: `expired/${caseId}/${relationId}`,
        command: { type: 'EndRelation', ended: { relationId, because: 'expired' } },
        by: () => ({ kind: 'system', id: 'case-file', role: 'clock' }),
      })
      if (entry) ended++
    }
  }
  return ended
}
