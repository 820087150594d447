import { HANDLERS, LEADERS, LITIGANTS } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'
import type { UrgentRelation } from './relation'

/** Whom an open matter lets in, for as long as it is open (see `urgentRelation`). */
const called: UrgentRelation[] = [...HANDLERS, ...LEADERS, 'taker', 'rung', 'duty']
const everybody: UrgentRelation[] = [...LITIGANTS, 'other_side', ...called]

export const readUrgent = definePolicy<UrgentRelation>({ action: 'urgent.read', audience: ['person', 'staff'], relations: everybody })
export const raiseUrgent = definePolicy<UrgentRelation>({ action: 'urgent.raise', audience: ['person', 'staff'], relations: LITIGANTS, seenBy: everybody })
export const takeUrgent = definePolicy<UrgentRelation>({ action: 'urgent.take', audience: ['person', 'staff'], relations: called, seenBy: everybody })
/** Which of those who are called may, is the part's own to say: who has it, and for the end of it any handler. */
export const answerUrgent = definePolicy<UrgentRelation>({ action: 'urgent.answer', audience: ['person', 'staff'], relations: called, seenBy: everybody })

export const listUrgent = definePolicy({ action: 'urgent.list', audience: ['staff'], granted: true })
/** The desk that rings by telephone: sees whom to ring and nothing of any case. */
export const workCallList = definePolicy({ action: 'urgent.call_list', audience: ['staff'], granted: true })
