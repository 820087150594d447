import { HANDLERS, LEADERS, LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../../platform/http/policy'

const both = { audience: ['person', 'staff'] } as const
const answering: Relation[] = [...HANDLERS, ...LEADERS]
const everyRelation: Relation[] = [...LITIGANTS, ...answering, 'keeper']

/** One's own: what reaches me, and what I allow. */
export const readSettings = definePolicy({ action: 'notices.read_settings', audience: ['person'] })
export const allowNotices = definePolicy({ action: 'notices.allow', audience: ['person'] })

/** How each notice stands: for whoever handles the case and whoever leads, as the thread itself. */
export const readNotices = definePolicy<Relation>({ action: 'notices.read', ...both, relations: answering, seenBy: everyRelation })
export const sendAgain = definePolicy<Relation>({ action: 'notices.send_again', ...both, relations: answering, seenBy: everyRelation })
/** Granted by role; of which cases is asked of each. */
export const listDeadLetters = definePolicy({ action: 'notices.dead_letters', audience: ['staff'], granted: true })

/** The hotline: whom to ring, and nothing else of a case. */
export const workNoticeCalls = definePolicy({ action: 'notices.call_list', audience: ['staff'], granted: true })
