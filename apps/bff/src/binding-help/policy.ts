import { HANDLERS, LEADERS, LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'

export const readOptions = definePolicy({ action: 'binding_help.options', audience: ['anyone'] })
/** With a request's number and its follow-up code: for whoever asked by telephone and has no account. */
export const lookUpHelp = definePolicy({ action: 'binding_help.look_up', audience: ['anyone'] })
export const askHelp = definePolicy({ action: 'binding_help.ask', audience: ['account', 'person'] })
export const seeMyHelp = definePolicy({ action: 'binding_help.see', audience: ['account', 'person'] })
/** Window and hotline. What asks for the papers on the desk is done by whoever may issue window codes. */
export const workHelp = definePolicy({ action: 'binding_help.work', audience: ['staff'], granted: true })

/** `desk`: whoever may look a case number up for it, and has nothing else to do with the case. */
export type SlipRelation = Relation | 'desk'
export const printSlip = definePolicy<SlipRelation>({ action: 'slips.print', audience: ['staff'], granted: true, relations: [...HANDLERS, ...LEADERS, 'desk'] })
export const findSlips = definePolicy({ action: 'slips.find', audience: ['staff'], granted: true })
export const openSlip = definePolicy<Relation>({ action: 'slips.open', audience: ['person'], relations: LITIGANTS })
