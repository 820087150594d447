import { HANDLERS, LEADERS, LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'

const everyRelation: Relation[] = [...LITIGANTS, 'keeper', ...HANDLERS, ...LEADERS]
const ofCase = { audience: ['person', 'staff'], seenBy: everyRelation } as const

/** Whoever directs the bureau records it, by a paper that names who approved it. */
export const transferCase = definePolicy<Relation>({ action: 'cases.transfer', ...ofCase, relations: ['director'] })
export const readTransfer = definePolicy<Relation>({ action: 'cases.read_transfer', ...ofCase, relations: [...LEADERS] })
export const takeIn = definePolicy({ action: 'transfers.take_in', audience: ['staff'], granted: true })
/** As whoever may read the thread below it. */
export const readFormer = definePolicy<Relation>({ action: 'thread.read_former', audience: ['person', 'staff'], relations: everyRelation })
/** The public half is for everybody; who compares it with another court's is staff. */
export const readCourtKey = definePolicy({ action: 'transfers.read_key', audience: ['staff'] })
/** How transfers are getting on, without a word of whose they are. */
export const listTransfers = definePolicy({ action: 'transfers.list', audience: ['staff'], granted: true, administrative: true })
/** For other systems alone; which court sends it is seen by its own signature. */
export const exchangeCases = definePolicy({ action: 'integration.transfer', audience: ['system'] })
