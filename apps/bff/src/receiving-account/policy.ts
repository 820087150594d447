import { FULLY_ENTITLED, HANDLERS, LEADERS, LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'

const both = { audience: ['person', 'staff'] } as const
const everyRelation: Relation[] = [...LITIGANTS, ...HANDLERS, ...LEADERS, 'keeper']

/** A party, or whoever speaks for it on money (rules X-37): a general agent and the court's side are refused. */
export const setReceivingAccount = definePolicy<Relation>({ action: 'receiving_account.set', ...both, relations: FULLY_ENTITLED, seenBy: everyRelation })
/** Whoever sees to it that the money gets there. A leader reads of it in the thread, without the number. */
export const readReceivingAccounts = definePolicy<Relation>({ action: 'receiving_account.read', ...both, relations: HANDLERS, seenBy: everyRelation })
