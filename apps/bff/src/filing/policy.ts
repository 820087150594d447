import { HANDLERS, LEADERS, LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'

const court: Relation[] = [...HANDLERS, ...LEADERS]
const everyRelation: Relation[] = [...LITIGANTS, 'keeper', ...court]
const ofCase = { audience: ['person', 'staff'], relations: court, seenBy: everyRelation } as const

export const listFilings = definePolicy({ action: 'filings.list', audience: ['staff'], granted: true })
/** Whoever looks after the exchange with the court's own systems: sees of every case that something is not filed, and nothing that was said. */
export const retryFilings = definePolicy({ action: 'filings.retry_all', audience: ['staff'], granted: true })
/** Numbers, for whoever keeps the exchange going and sees no case. */
export const countFilings = definePolicy({ action: 'filings.count', audience: ['staff'], granted: true, administrative: true })
export const readFilings = definePolicy<Relation>({ action: 'filings.read', ...ofCase })
export const fileThread = definePolicy<Relation>({ action: 'filings.file', ...ofCase })
export const readFiledDocument = definePolicy<Relation>({ action: 'filings.read_document', ...ofCase })
