import { HANDLERS, LEADERS, LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'

const both = { audience: ['person', 'staff'] } as const
const everyRelation: Relation[] = [...LITIGANTS, ...HANDLERS, ...LEADERS, 'keeper']

/** As whoever may read the thread: consent and service stand in it. */
export const readService = definePolicy<Relation>({ action: 'service.read', ...both, relations: everyRelation })
/** Of the person themselves. Whether somebody may take documents at all is decided on the thread, with its own sentence. */
export const consentToService = definePolicy<Relation>({ action: 'service.consent', ...both, relations: LITIGANTS, seenBy: everyRelation })
export const serveDocument = definePolicy<Relation>({ action: 'service.serve', ...both, relations: HANDLERS, seenBy: everyRelation })
export const listServices = definePolicy<Relation>({ action: 'service.list', ...both, relations: [...HANDLERS, ...LEADERS], seenBy: everyRelation })
