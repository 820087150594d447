import type { LinkedCase } from '@zhixin/shared/contract'
import { type CaseState, relationOfStaff, relationsOf } from '@zhixin/shared/rules'
import { trusted } from 'mongoose'
import type { Actor } from '../platform/http/actor'
import type { CaseDocument, CaseModel } from './model'
import { memberOf } from './relation'

/**
 * The other numbers of a case's matter. A participant is shown those in which they are something themselves and learns of no others;
 * nobody has a right in one because of another.
 */
export async function linkedTo(model: CaseModel, actor: Actor, { matterId, caseId }: CaseState, now: string): Promise<LinkedCase[]> {
  if (matterId === undefined) return []
  const found = await model.find({ matterId, _id: trusted({ $ne: caseId }) }).sort({ caseNumber: 1 }).lean<CaseDocument[]>()
  const opens = (document: CaseDocument): boolean =>
    actor.kind === 'person' ? relationsOf(document, actor.personId, now).length > 0 : actor.kind === 'staff' && relationOfStaff(document, memberOf(actor)) !== 'none'
  return found
    .filter((document) => actor.kind === 'staff' || opens(document))
    .map((document) => ({ caseId: opens(document) ? document._id : null, caseNumber: document.caseNumber, cause: document.cause }))
}
