import { HANDLERS, LEADERS, LITIGANTS, type Relation } from '@zhixin/shared/rules'
import { definePolicy } from '../platform/http/policy'

const writers: Relation[] = [...LITIGANTS, ...HANDLERS]
const handlers = HANDLERS
const everyRelation: Relation[] = [...writers, ...LEADERS, 'keeper']
const both = { audience: ['person', 'staff'] } as const

/** A participant has a relation to their own thread alone; to any other it is `none`, and the thread does not exist for them. */
export const readThread = definePolicy<Relation>({ action: 'thread.read', ...both, relations: everyRelation })
export const sendMessage = definePolicy<Relation>({ action: 'thread.send', ...both, relations: writers, seenBy: everyRelation })
export const uploadAttachment = definePolicy<Relation>({ action: 'thread.upload', ...both, relations: writers, seenBy: everyRelation })
export const markThread = definePolicy<Relation>({ action: 'thread.mark_progress', ...both, relations: writers, seenBy: everyRelation })
export const remarkMessage = definePolicy<Relation>({ action: 'thread.remark', ...both, relations: handlers, seenBy: everyRelation })
export const dismissMatter = definePolicy<Relation>({ action: 'thread.dismiss', ...both, relations: handlers, seenBy: everyRelation })
export const recordContact = definePolicy<Relation>({ action: 'thread.record_contact', ...both, relations: handlers, seenBy: everyRelation })

const answering = { audience: ['staff'], granted: true } as const
export const readWorkList = definePolicy({ action: 'work_list.read', ...answering })
export const useQuickReplies = definePolicy({ action: 'quick_replies.use', ...answering })
